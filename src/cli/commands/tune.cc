// `quarry tune`: what each exclusion takes away from the findings in some data, what remains, and whether any of them
// would swallow a known positive.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <memory>

#include "cli/command.h"
#include "cli/data_options.h"
#include "cli/exclusion_options.h"
#include "cli/interrupt.h"
#include "cli/report.h"
#include "packs/files.h"
#include "packs/hunt.h"
#include "packs/pack.h"
#include "packs/pack_test.h"
#include "packs/tuning.h"
#include "types/json.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr size_t kMostSwallowed = 3;  // lines of text an exclusion; JSON has all

struct Options {
  std::string rules;
  DataOptions data;
  ExclusionFileOptions exclusions;
  std::string format = "text";
};

// A rule alone has the exclusions of its package too.
void AddPackExclusions(const std::string& folder, RuleSet& rules) {
  SourceMap sources;
  DiagnosticList diagnostics;
  ExclusionSet set = LoadExclusionFolder(JoinPath(folder, std::string(kExclusionsFolder)), sources, diagnostics);
  AddExclusions(std::move(set), diagnostics, sources, rules);
}

struct Guarded {
  bool any_tests = false;
  std::vector<SwallowedFinding> swallowed;
};

// The package's own tests, with the exclusions as they stand here.
Guarded GuardPositives(const std::string& folder, const RuleSet& rules) {
  Guarded guarded;
  if (folder.empty()) return guarded;
  SourceMap sources;
  DiagnosticList diagnostics;
  FailureOr<Pack> pack = LoadPack(folder, sources, diagnostics);
  if (!pack) return guarded;
  const std::vector<PackTest> tests = LoadPackTests(folder, sources, diagnostics);
  const ExclusionSet own = LoadExclusionFolder(JoinPath(folder, std::string(kExclusionsFolder)), sources, diagnostics);
  guarded.any_tests = !tests.empty();
  std::vector<const ExclusionSet*> sets;
  for (const ExclusionSet& set : rules.exclusions) sets.push_back(&set);
  const PackTests runner(*pack, own);
  guarded.swallowed = runner.Guard(sets, tests);
  return guarded;
}

std::string_view StatusName(ExclusionOutcome::Status status) {
  switch (status) {
    case ExclusionOutcome::Status::kActive:
      return "active";
    case ExclusionOutcome::Status::kInactive:
      return "inactive";
    case ExclusionOutcome::Status::kExpired:
      return "expired";
    case ExclusionOutcome::Status::kRefused:
      return "refused";
  }
  return "";
}

void PrintText(const Tuning& tuning, const Guarded& guarded) {
  size_t width = 0;
  for (const TunedExclusion& tuned : tuning.exclusions) width = std::max(width, tuned.exclusion->id.size());
  for (const TunedExclusion& tuned : tuning.exclusions) {
    const Exclusion& exclusion = *tuned.exclusion;
    std::string text(StatusName(tuned.status));
    if (tuned.status == ExclusionOutcome::Status::kActive) {
      text = std::string(EffectName(exclusion.effect)) + " " + std::to_string(tuned.matched) + " (" + exclusion.owner +
             ", until " + FormatDateTime(exclusion.expires).substr(0, 10) + ")";
      if (tuned.kept > 0) text += ", " + std::to_string(tuned.kept) + " kept by its keep_if";
    } else {
      text += ": " + tuned.reason;
    }
    std::printf("%-*s  %s\n", static_cast<int>(width), exclusion.id.c_str(), text.c_str());
    for (const std::string& example : tuned.examples)
      std::printf("%-*s    %s\n", static_cast<int>(width), "", example.c_str());
    for (const std::string& advice : tuned.advice)
      std::printf("%-*s  ! %s\n", static_cast<int>(width), "", advice.c_str());
  }
  std::printf("\nremaining\n");
  for (const TunedRule& rule : tuning.rules) {
    std::printf("  %zu of %zu  %s", rule.remaining(), rule.before, rule.id.c_str());
    if (rule.lowered > 0) std::printf(", %zu lowered", rule.lowered);
    if (rule.tagged > 0) std::printf(", %zu tagged", rule.tagged);
    std::printf("\n");
  }
  if (tuning.rules.empty()) std::printf("  the rules find nothing in this data\n");
  std::printf("\nknown positives\n");
  if (!guarded.any_tests) std::printf("  no package tests: nothing says what must be found\n");
  if (guarded.any_tests && guarded.swallowed.empty()) std::printf("  none is taken away\n");
  std::map<const Exclusion*, size_t> shown;
  for (const SwallowedFinding& one : guarded.swallowed) {
    if (++shown[one.exclusion] > kMostSwallowed) continue;
    const char* does = one.exclusion->effect == Exclusion::Effect::kLower ? "lowers" : "takes away";
    std::printf("  refused: %s (%s:%u) %s %s on %s: %s\n", one.exclusion->id.c_str(), one.exclusion->path.c_str(),
                one.exclusion->line, does, one.test.c_str(), one.input.c_str(), one.key.c_str());
  }
  for (const auto& [exclusion, count] : shown) {
    if (count > kMostSwallowed) std::printf("  and %zu more by %s\n", count - kMostSwallowed, exclusion->id.c_str());
  }
}

class JsonText {
 public:
  std::string out;
  void Text(const char* name, std::string_view value) {
    Name(name);
    AppendJsonString(value, out);
  }
  void Number(const char* name, size_t value) {
    Name(name);
    out += std::to_string(value);
  }
  void Texts(const char* name, const std::vector<std::string>& values) {
    Name(name);
    out += '[';
    for (const std::string& value : values) {
      if (&value != &values.front()) out += ',';
      AppendJsonString(value, out);
    }
    out += ']';
  }
  void Name(const char* name) {
    if (out.back() != '{') out += ',';
    out += std::string("\"") + name + "\":";
  }
};

void PrintJson(const Tuning& tuning, const Guarded& guarded) {
  JsonText json;
  json.out = "{\"exclusions\":[";
  for (const TunedExclusion& tuned : tuning.exclusions) {
    json.out += &tuned == &tuning.exclusions.front() ? "{" : ",\n{";
    json.Text("id", tuned.exclusion->id);
    json.Text("owner", tuned.exclusion->owner);
    json.Text("effect", EffectName(tuned.exclusion->effect));
    json.Text("expires", FormatDateTime(tuned.exclusion->expires));
    json.Text("status", StatusName(tuned.status));
    if (!tuned.reason.empty()) json.Text("reason", tuned.reason);
    json.Number("matched", tuned.matched);
    json.Number("kept", tuned.kept);
    json.Texts("examples", tuned.examples);
    json.Texts("advice", tuned.advice);
    json.out += '}';
  }
  json.out += "],\n\"rules\":[";
  for (const TunedRule& rule : tuning.rules) {
    json.out += &rule == &tuning.rules.front() ? "{" : ",\n{";
    json.Text("id", rule.id);
    json.Number("before", rule.before);
    json.Number("suppressed", rule.suppressed);
    json.Number("lowered", rule.lowered);
    json.Number("tagged", rule.tagged);
    json.Number("remaining", rule.remaining());
    json.out += '}';
  }
  json.out += "],\n\"swallowed\":[";
  for (const SwallowedFinding& one : guarded.swallowed) {
    json.out += &one == &guarded.swallowed.front() ? "{" : ",\n{";
    json.Text("exclusion", one.exclusion->id);
    json.Text("test", one.test);
    json.Text("input", one.input);
    json.Text("finding", one.key);
    json.out += '}';
  }
  std::printf("%s]}\n", json.out.c_str());
}

int Run(const Options& options) {
  if (options.data.data.empty()) {
    PrintError("no data: name files or folders with -d");
    return kExitUsage;
  }
  RuleSet rules = LoadRules({options.rules});
  const std::string folder = PackFolderOf(options.rules);
  if (!folder.empty() && folder != options.rules) AddPackExclusions(folder, rules);
  AddExclusionFiles(options.exclusions, rules);
  for (const std::string& problem : rules.problems) PrintError(problem);
  for (const SkippedRule& rule : rules.skipped) PrintError(rule.path + ": " + rule.reason);
  if (!rules.problems.empty() || !rules.skipped.empty()) return kExitQuery;
  if (rules.size() == 0) {
    PrintError(options.rules + ": no rules");
    return kExitUsage;
  }
  if (rules.exclusions.empty()) {
    PrintError("no exclusions: the package has none; name files with --exclusions");
    return kExitUsage;
  }

  DiagnosticList of_inputs;
  const std::unique_ptr<Engine> engine = MakeEngine(options.data, of_inputs);
  if (engine == nullptr) return kExitUsage;
  PrintDiagnostics(of_inputs, engine->sources());
  HuntOptions hunt;
  hunt.threads = options.data.threads;
  hunt.cancelled = &InterruptFlag();
  hunt.now = ParseDateTime(options.data.now);
  hunt.apply = false;
  const HuntResult result = Hunt(*engine, rules, hunt);
  if (InterruptFlag().load()) return kExitInterrupted;
  bool refused = false;
  for (const RuleOutcome& outcome : result.outcomes) {
    const bool broken =
        outcome.status == RuleOutcome::Status::kRefused || outcome.status == RuleOutcome::Status::kFailed;
    if (broken) PrintError(outcome.rule->info.path + ":" + std::to_string(outcome.line) + ": " + outcome.reason);
    refused |= broken;
  }
  for (const ExclusionOutcome& outcome : result.exclusions)
    refused |= outcome.status == ExclusionOutcome::Status::kRefused;

  const Tuning tuning = Tune(result.findings, result.exclusions);
  const Guarded guarded = GuardPositives(folder, rules);
  if (options.format == "json")
    PrintJson(tuning, guarded);
  else
    PrintText(tuning, guarded);
  std::fflush(stdout);
  if (of_inputs.has_errors()) return kExitUsage;
  if (refused) return kExitQuery;
  return guarded.swallowed.empty() ? kExitOk : kExitFindings;
}

std::function<int()> Setup(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("rules", options->rules, "a package, or a rule of one")->type_name("RULE_OR_PACK")->required();
  AddDataOptions(app, options->data);
  AddExclusionOptions(app, options->exclusions);
  app.add_option("--format", options->format, "text or json (default: text)")
      ->check(CLI::IsMember({"text", "json"}).description(""))
      ->type_name("FORMAT");
  return [options] { return Run(*options); };
}

}  // namespace

QUARRY_DEFINE(CommandDef, kTuneCommand) = {
    .name = "tune",
    .doc = "show what exclusions take away, and refuse those that swallow a known positive",
    .details =
        "examples:\n"
        "  quarry tune packs/T1583.007-serverless -d telemetry/ --lists our-lists.yaml\n"
        "  quarry tune rules/serverless.kql -d telemetry/ --exclusions exclusions/\n",
    .setup = Setup,
};

}  // namespace quarry
