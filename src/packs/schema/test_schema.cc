// The shapes of test files and of exclusion files, for editors. The files are read and checked by
// packs/pack_test_file.cc and packs/exclusion.cc. The entries are TestShape and ExclusionShape.
#include "packs/schema/file_schemas.h"

namespace quarry {
namespace {

using Kind = Shape::Kind;

constexpr Shape kAny{.kind = Kind::kAny};
constexpr Shape kText{.kind = Kind::kText};
constexpr Shape kTexts{.kind = Kind::kList, .item = &kText};
constexpr Shape kTextOrTexts{.kind = Kind::kEither, .item = &kText};
constexpr Shape kTime{.kind = Kind::kTime};
constexpr Shape kPath{.kind = Kind::kPath};
constexpr Shape kCount{.kind = Kind::kInteger, .least = 0, .most = 1'000'000'000};

constexpr std::string_view kLevelWords[] = {"informational", "low", "medium", "high", "critical"};
constexpr Shape kLevel{.kind = Kind::kWord, .words = kLevelWords};
constexpr std::string_view kDegreeWords[] = {"low", "medium", "high"};
constexpr Shape kDegree{.kind = Kind::kWord, .words = kDegreeWords};
constexpr std::string_view kLanguageWords[] = {"kql", "cql", "sigma"};
constexpr Shape kLanguage{.kind = Kind::kWord, .words = kLanguageWords};
constexpr Shape kLanguages{.kind = Kind::kList, .item = &kLanguage};
constexpr std::string_view kFormWords[] = {"sysmon", "defender", "falcon"};
constexpr Shape kForm{.kind = Kind::kWord, .words = kFormWords};
constexpr Shape kForms{.kind = Kind::kList, .item = &kForm};

constexpr Member kFindingMembers[] = {
    {"host", &kText, false, "compared without its domain"},
    {"process", &kText, false, "compared by file name"},
    {"domain", &kText, false, "the name that was contacted or resolved"},
    {"severity", &kLevel, false, "of the finding"},
};
constexpr Shape kFinding{.kind = Kind::kMapping, .members = kFindingMembers};
constexpr Shape kFindings{.kind = Kind::kList, .item = &kFinding, .may_be_empty = true};
constexpr Shape kFindingsByRule{.kind = Kind::kMap, .item = &kFindings};

constexpr Member kFileMembers[] = {{"file", &kPath, true, "a file below the package's tests folder"}};
constexpr Shape kFile{.kind = Kind::kMapping, .members = kFileMembers};
constexpr Shape kInput{.kind = Kind::kTextOr, .item = &kFile};
constexpr Shape kInputs{.kind = Kind::kMap, .item = &kInput};

constexpr Member kHostMembers[] = {
    {"address", &kText, false, "its IP address"},
    {"user", &kText, false, "who works on it"},
};
constexpr Shape kHost{.kind = Kind::kMapping, .members = kHostMembers};
constexpr Shape kHosts{.kind = Kind::kMap, .item = &kHost};
constexpr Shape kSteps{.kind = Kind::kList, .item = &kAny};
constexpr Member kSimulationMembers[] = {
    {"hosts", &kHosts, true, "by name"},
    {"steps", &kSteps, true, "what happens, one after the other"},
};
constexpr Shape kSimulation{.kind = Kind::kMapping, .members = kSimulationMembers};

constexpr Member kBackgroundMembers[] = {
    {"events", &kCount, false, "how many events of ordinary work"},
    {"seed", &kCount, false, "which ones; the same seed gives the same events"},
};
constexpr Shape kBackground{.kind = Kind::kMapping, .members = kBackgroundMembers};

constexpr Shape kFields{.kind = Kind::kMap, .item = &kText};
constexpr Member kSignalMembers[] = {
    {"sysmon", &kText, false, "event id"},
    {"defender", &kText, false, "table"},
    {"falcon", &kText, false, "event_simpleName"},
    {"count", &kCount, false, "exactly so many"},
    {"at_least", &kCount, false, "so many or more"},
    {"where", &kFields, false, "fields and their values; `*` stands for anything"},
};
constexpr Shape kSignal{.kind = Kind::kMapping, .members = kSignalMembers};
constexpr Shape kSignals{.kind = Kind::kList, .item = &kSignal};

constexpr Shape kListValues{.kind = Kind::kList, .item = &kText, .may_be_empty = true};
constexpr Shape kLists{.kind = Kind::kMap, .item = &kListValues};
constexpr Shape kConfidences{.kind = Kind::kMap, .item = &kDegree};

constexpr Member kTestMembers[] = {
    {"about", &kText, false, "the story, in a sentence"},
    {"todo", &kText, false, "why it may fail for now"},
    {"now", &kTime, false, "the clock of ago(); without it, the time of the newest event"},
    {"start", &kTime, false, "when the simulation starts"},
    {"inputs", &kInputs, false, "telemetry by form: lines, or a file"},
    {"simulation", &kSimulation, false, "what happens; its telemetry is made in every form"},
    {"corpus", &kTextOrTexts, false, "files or globs of benign telemetry"},
    {"background", &kBackground, false, "ordinary work around the simulation"},
    {"forms", &kForms, false, "forms of the simulation; default: all"},
    {"expect_signals", &kSignals, false, "what the simulation must leave"},
    {"expect", &kFindings, false, "what the alert rules of each language find, each once"},
    {"hunts", &kFindings, false, "what the hunts find"},
    {"rules", &kFindingsByRule, false, "what single rules find, enabled or not"},
    {"languages", &kLanguages, false, "only rules in these"},
    {"confidence", &kConfidences, false, "of every finding, by language"},
    {"at_most", &kAny, false, "findings of each alert rule: a number, or numbers by rule file"},
    {"lists", &kLists, false, "values for lists of the exclusions"},
};
constexpr Shape kTest{.kind = Kind::kMapping, .members = kTestMembers};

constexpr Shape kId{.kind = Kind::kId};
constexpr Shape kDate{.kind = Kind::kDate};
constexpr std::string_view kEffectWords[] = {"suppress", "lower", "tag"};
constexpr Shape kEffect{.kind = Kind::kWord, .words = kEffectWords};
constexpr Member kScopeMembers[] = {
    {"rules", &kTexts, false, "globs of rule files"},
    {"hosts", &kTexts, false, "globs of host names"},
};
constexpr Shape kScope{.kind = Kind::kMapping, .members = kScopeMembers};
constexpr Member kWhenMembers[] = {
    {"kql", &kText, false, "a predicate"},
    {"cql", &kText, false, "a filter"},
    {"sigma", &kAny, false, "a detection: selections and a condition"},
};
constexpr Shape kWhenByLanguage{.kind = Kind::kMapping, .members = kWhenMembers};
constexpr Shape kWhen{.kind = Kind::kTextOr, .item = &kWhenByLanguage};
constexpr Member kExclusionTestMembers[] = {
    {"about", &kText, false, "the story, in a sentence"},
    {"lists", &kLists, false, "values for the lists"},
    {"simulation", &kSimulation, true, "what happens"},
    {"forms", &kForms, false, "forms of the simulation; default: all"},
    {"matches", &kFindings, true, "findings that the condition holds for"},
    {"keeps", &kFindings, true, "findings that it must not take"},
};
constexpr Shape kExclusionTest{.kind = Kind::kMapping, .members = kExclusionTestMembers};
constexpr Shape kExclusionTests{.kind = Kind::kList, .item = &kExclusionTest};
constexpr Member kExclusionMembers[] = {
    {"id", &kId, true, "stable id"},
    {"owner", &kText, true, "who answers for it"},
    {"reason", &kText, true, "why it is benign"},
    {"expires", &kDate, true, "its last day"},
    {"scope", &kScope, false, "rules and hosts; default: all"},
    {"when", &kWhen, true, "the condition: KQL, or {cql: ...}, or {sigma: ...}"},
    {"effect", &kEffect, true, "what becomes of the finding"},
    {"tag", &kText, false, "with the effect `tag`"},
    {"keep_if", &kText, false,
     "findings that stay all the same; default: a tenant new within seven days on one host; `none`"},
    {"tests", &kExclusionTests, false, "what it takes, and what it keeps"},
};
constexpr Shape kExclusion{.kind = Kind::kMapping, .members = kExclusionMembers};
constexpr Shape kExclusions{.kind = Kind::kList, .item = &kExclusion};
constexpr Member kExclusionFileMembers[] = {
    {"lists", &kLists, false, "values that conditions name"},
    {"exclusions", &kExclusions, false, "known false positives"},
};
constexpr Shape kExclusionFile{.kind = Kind::kMapping, .members = kExclusionFileMembers};

}  // namespace

const Shape& TestShape() {
  return kTest;
}

const Shape& ExclusionShape() {
  return kExclusionFile;
}

}  // namespace quarry
