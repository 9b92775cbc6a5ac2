// The shape of pack.yaml, format 1. The single entry is PackSchema.
#include "packs/schema/file_schemas.h"

namespace quarry {
namespace {

using Kind = Shape::Kind;

constexpr Shape kText{.kind = Kind::kText};
constexpr Shape kTexts{.kind = Kind::kList, .item = &kText};
constexpr Shape kId{.kind = Kind::kId};
constexpr Shape kIds{.kind = Kind::kList, .item = &kId};
constexpr Shape kDate{.kind = Kind::kDate};
constexpr Shape kVersion{.kind = Kind::kVersion};
constexpr Shape kPath{.kind = Kind::kPath};
constexpr Shape kPaths{.kind = Kind::kList, .item = &kPath};
constexpr Shape kDuration{.kind = Kind::kDuration};
constexpr Shape kBoolean{.kind = Kind::kBoolean};
constexpr Shape kUrl{.kind = Kind::kUrl};
constexpr Shape kTechnique{.kind = Kind::kTechnique};
constexpr Shape kTechniques{.kind = Kind::kList, .item = &kTechnique};
constexpr Shape kTactic{.kind = Kind::kTactic};
constexpr Shape kTactics{.kind = Kind::kList, .item = &kTactic};
constexpr Shape kScore{.kind = Kind::kInteger, .least = 0, .most = 100};
constexpr Shape kFormat{.kind = Kind::kFormat, .most = kPackFormat};

constexpr std::string_view kStatusWords[] = {"experimental", "test", "stable", "deprecated"};
constexpr Shape kStatus{.kind = Kind::kWord, .words = kStatusWords};
constexpr std::string_view kLevelWords[] = {"informational", "low", "medium", "high", "critical"};
constexpr Shape kLevel{.kind = Kind::kWord, .words = kLevelWords};
constexpr std::string_view kDegreeWords[] = {"low", "medium", "high"};
constexpr Shape kDegree{.kind = Kind::kWord, .words = kDegreeWords};
constexpr std::string_view kPriorityWords[] = {"low", "medium", "high", "critical"};
constexpr Shape kPriorityLevel{.kind = Kind::kWord, .words = kPriorityWords};
constexpr std::string_view kKindWords[] = {"alert", "hunt"};
constexpr Shape kRuleKind{.kind = Kind::kWord, .words = kKindWords};
constexpr std::string_view kPlatformWords[] = {"windows", "macos", "linux", "network", "cloud"};
constexpr Shape kPlatform{.kind = Kind::kWord, .words = kPlatformWords};
constexpr Shape kPlatforms{.kind = Kind::kList, .item = &kPlatform};
constexpr std::string_view kEntityWords[] = {"host", "account", "process", "command", "domain",
                                             "ip",   "url",     "file",    "hash"};
constexpr Shape kEntityType{.kind = Kind::kWord, .words = kEntityWords};

constexpr Member kAttackTechniqueMembers[] = {
    {"id", &kTechnique, true, "the technique: T1583.007"},
    {"name", &kText, true, "its name in ATT&CK"},
    {"tactics", &kTactics, true, "the tactics it serves here, by name or id"},
    {"note", &kText, false, "why it is mapped"},
};
constexpr Shape kAttackTechnique{.kind = Kind::kMapping, .members = kAttackTechniqueMembers};
constexpr Shape kAttackTechniques{.kind = Kind::kList, .item = &kAttackTechnique};
constexpr Member kAttackMembers[] = {
    {"attributed", &kAttackTechniques, true, "techniques that the package is about, seen or not"},
    {"observed", &kAttackTechniques, true, "techniques whose traces the rules see"},
};
constexpr Shape kAttack{.kind = Kind::kMapping, .members = kAttackMembers};

constexpr Member kPriorityMembers[] = {
    {"level", &kPriorityLevel, true, "how soon a finding should be looked at"},
    {"rationale", &kText, true, "why"},
};
constexpr Shape kPriority{.kind = Kind::kMapping, .members = kPriorityMembers};
constexpr Member kRiskMembers[] = {
    {"level", &kPriorityLevel, true, "risk_level of OCSF"},
    {"score", &kScore, true, "risk_score of OCSF, from 0 to 100"},
    {"rationale", &kText, false, "why"},
};
constexpr Shape kRisk{.kind = Kind::kMapping, .members = kRiskMembers};

constexpr Member kDataNeedMembers[] = {
    {"table", &kText, true, "the table, event or log: DeviceNetworkEvents"},
    {"columns", &kTexts, true, "the columns that the rules read"},
    {"product", &kText, true, "who makes it"},
    {"connector", &kText, false, "the connector that brings it into the platform"},
    {"collection", &kText, false, "what must be configured for it to exist"},
    {"platforms", &kPlatforms, true, "where it comes from"},
    {"components", &kTexts, false, "ATT&CK data components: `Network Traffic: Network Connection Creation`"},
    {"caveats", &kTexts, false, "what it does not show"},
};
constexpr Shape kDataNeed{.kind = Kind::kMapping, .members = kDataNeedMembers};
constexpr Shape kDataNeeds{.kind = Kind::kList, .item = &kDataNeed};

constexpr Member kScheduleMembers[] = {
    {"frequency", &kDuration, true, "how often the rule runs"},
    {"lookback", &kDuration, true, "how much time each run looks at; not shorter than `frequency`"},
    {"trigger", &kText, false, "when rows become an alert: `rows > 0`"},
};
constexpr Shape kSchedule{.kind = Kind::kMapping, .members = kScheduleMembers};
constexpr Member kEntityMembers[] = {
    {"type", &kEntityType, true, "what the columns name"},
    {"columns", &kTexts, true, "columns of the rule's result"},
};
constexpr Shape kEntity{.kind = Kind::kMapping, .members = kEntityMembers};
constexpr Shape kEntities{.kind = Kind::kList, .item = &kEntity};
constexpr Member kAlertMembers[] = {
    {"title", &kText, true, "a line; {Column} stands for the row's value"},
    {"description", &kText, false, "a paragraph; {Column} stands for the row's value"},
};
constexpr Shape kAlert{.kind = Kind::kMapping, .members = kAlertMembers};
constexpr Member kRuleMembers[] = {
    {"file", &kPath, true, "the rule's file: .kql, .cql or .yml"},
    {"id", &kId, false, "stable id; Sigma rules carry their own"},
    {"title", &kText, false, "one line; Sigma rules carry their own"},
    {"description", &kText, false, "what a row means"},
    {"kind", &kRuleKind, false, "`alert` (default), or `hunt`: leads for people"},
    {"level", &kLevel, false, "of findings whose row has no column `Severity`; default: the package's"},
    {"confidence", &kDegree, false, "of findings whose row has no column `Confidence`; default: the package's"},
    {"attack", &kTechniques, false, "techniques of its findings; default: all of the package"},
    {"enabled", &kBoolean, false, "`false`: kept for comparison, run only when named"},
    {"platforms", &kPlatforms, false, "where the telemetry comes from"},
    {"schedule", &kSchedule, false, "how a platform runs it"},
    {"entities", &kEntities, false, "what a finding is about"},
    {"alert", &kAlert, false, "texts of an alert"},
    {"hypothesis", &kText, false, "of a hunt: what it supposes"},
    {"interpretation", &kText, false, "of a hunt: how to read its rows"},
};
constexpr Shape kRule{.kind = Kind::kMapping, .members = kRuleMembers};
constexpr Shape kRules{.kind = Kind::kList, .item = &kRule};

constexpr Member kFalsePositiveMembers[] = {
    {"category", &kText, true, "a short name"},
    {"description", &kText, true, "who does that, and why"},
    {"tuning", &kText, false, "how to tell it from an attack"},
    {"exclusions", &kIds, false, "ids of the package's exclusions for it"},
};
constexpr Shape kFalsePositive{.kind = Kind::kMapping, .members = kFalsePositiveMembers};
constexpr Shape kFalsePositives{.kind = Kind::kList, .item = &kFalsePositive};

constexpr Member kGuideMembers[] = {
    {"investigation", &kPath, true, "how to work on a finding"},
    {"response", &kPath, true, "what to do when it is true"},
    {"tuning", &kPath, true, "how to make it fit an organisation"},
};
constexpr Shape kGuides{.kind = Kind::kMapping, .members = kGuideMembers};

constexpr Member kSignalMembers[] = {
    {"source", &kText, true, "who records it: `Sysmon 22`"},
    {"expect", &kText, true, "what is recorded, how often, with which fields"},
};
constexpr Shape kSignal{.kind = Kind::kMapping, .members = kSignalMembers};
constexpr Shape kSignals{.kind = Kind::kList, .item = &kSignal};
constexpr Member kValidationMembers[] = {
    {"id", &kId, true, "short: T1"},
    {"title", &kText, true, "the behaviour"},
    {"atomic", &kText, false, "name of the atomic test that exercises it"},
    {"tests", &kPaths, false, "package tests that hold its telemetry"},
    {"signals", &kSignals, true, "the telemetry that it leaves"},
    {"outcome", &kText, true, "what the rules make of it"},
    {"notes", &kText, false, "what is often expected and does not happen"},
};
constexpr Shape kValidationTest{.kind = Kind::kMapping, .members = kValidationMembers};
constexpr Shape kValidation{.kind = Kind::kList, .item = &kValidationTest};

constexpr Member kReferenceMembers[] = {
    {"url", &kUrl, true, "where"},
    {"title", &kText, true, "what it is"},
    {"note", &kText, false, "what it says about the technique"},
};
constexpr Shape kReference{.kind = Kind::kMapping, .members = kReferenceMembers};
constexpr Shape kReferences{.kind = Kind::kList, .item = &kReference};

constexpr Member kChangeMembers[] = {
    {"version", &kVersion, true, "the version that brought it"},
    {"date", &kDate, true, "when"},
    {"changes", &kTexts, true, "what changed for users"},
};
constexpr Shape kChange{.kind = Kind::kMapping, .members = kChangeMembers};
constexpr Shape kChanges{.kind = Kind::kList, .item = &kChange};

constexpr Member kPackMembers[] = {
    {"format", &kFormat, true, "version of this form: 1"},
    {"id", &kId, true, "stable id of the package"},
    {"title", &kText, true, "one line"},
    {"version", &kVersion, true, "of the package's content"},
    {"status", &kStatus, true, "how far it has been proved"},
    {"authors", &kTexts, true, "who wrote it"},
    {"created", &kDate, true, "first version"},
    {"modified", &kDate, true, "this version"},
    {"story", &kText, false, "the larger set that the package belongs to"},
    {"goal", &kText, true, "what it finds, in a sentence"},
    {"abstract", &kText, true, "what adversaries do, and how the package finds it"},
    {"technical_context", &kText, true, "what a reader must know to judge it"},
    {"attack", &kAttack, true, "MITRE ATT&CK"},
    {"severity", &kLevel, true, "severity of OCSF, where a rule does not say otherwise"},
    {"confidence", &kDegree, true, "confidence of OCSF, where a rule does not say otherwise"},
    {"impact", &kDegree, false, "impact of OCSF: how bad it is when true"},
    {"risk", &kRisk, true, "risk of OCSF, apart from severity and confidence"},
    {"priority", &kPriority, true, "how soon to look, and why"},
    {"data_needs", &kDataNeeds, true, "telemetry, by table"},
    {"rules", &kRules, true, "alerts and hunts, in any language"},
    {"blind_spots", &kTexts, true, "what the rules cannot see, and what they assume"},
    {"false_positives", &kFalsePositives, true, "what is benign and looks the same"},
    {"guides", &kGuides, false, "Markdown below the package's folder"},
    {"atomics", &kPaths, false, "tests in the YAML of Atomic Red Team"},
    {"validation", &kValidation, false, "what each test leaves, and what the rules make of it"},
    {"references", &kReferences, true, "sources"},
    {"changes", &kChanges, true, "history, newest first"},
};
constexpr Shape kPack{.kind = Kind::kMapping, .members = kPackMembers};

}  // namespace

const Shape& PackShape() {
  return kPack;
}

}  // namespace quarry
