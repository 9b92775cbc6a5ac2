#include "cli/equivalence.h"

#include <algorithm>
#include <map>
#include <set>

#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/query_text.h"
#include "cli/report.h"
#include "engine/bound_plans.h"
#include "packs/hunt.h"
#include "packs/missed_finding.h"
#include "packs/pack.h"
#include "packs/pack_test.h"
#include "packs/test_telemetry.h"

namespace quarry {
namespace {

// "a.yml,b.yml": the files of one detection, which Sigma needs where another language has one query.
std::vector<std::string> FilesOf(const std::string& paths) {
  std::vector<std::string> files;
  for (size_t start = 0; start <= paths.size();) {
    const size_t end = std::min(paths.find(',', start), paths.size());
    files.push_back(paths.substr(start, end - start));
    start = end + 1;
  }
  return files;
}

class Comparison {
 public:
  explicit Comparison(const std::vector<std::string>& paths) : paths_(paths) {
    for (const std::string& path : paths) {
      rules_.push_back(LoadRules(FilesOf(path)));
      const RuleSet& rules = rules_.back();
      for (const std::string& problem : rules.problems) PrintError(problem);
      for (const SkippedRule& rule : rules.skipped) PrintError(rule.path + ": " + rule.reason);
      broken |= rules.size() == 0 || !rules.skipped.empty() || !rules.problems.empty();
    }
  }

  // `name` "": the data of -d. `languages`: only rules of these are compared; empty: all.
  void Over(Engine& engine, const std::string& name, const std::vector<std::string>& languages);

  bool broken = false;
  size_t same = 0, different = 0;

 private:
  const std::vector<std::string>& paths_;
  std::vector<RuleSet> rules_;
};

void Comparison::Over(Engine& engine, const std::string& name, const std::vector<std::string>& languages) {
  std::vector<bool> compared;
  for (const RuleSet& rules : rules_) {
    compared.push_back(languages.empty() || rules.texts.empty() ||
                       std::find(languages.begin(), languages.end(), LanguageName(rules.texts.front().lang)) !=
                           languages.end());
  }
  const auto count = static_cast<size_t>(std::count(compared.begin(), compared.end(), true));
  std::map<std::string, std::set<size_t>> found_by;  // key of a finding -> rules
  for (size_t i = 0; i < rules_.size(); ++i) {
    if (!compared[i]) continue;
    HuntOptions options{.cancelled = &InterruptFlag()};
    options.exclude = false;
    const HuntResult result = Hunt(engine, rules_[i], options);
    for (const RuleOutcome& outcome : result.outcomes) {
      const bool failed =
          outcome.status == RuleOutcome::Status::kRefused || outcome.status == RuleOutcome::Status::kFailed;
      if (failed) PrintError(outcome.rule->info.path + ": " + outcome.reason);
      broken |= failed;
    }
    for (const Finding& finding : result.findings) found_by[FindingKey(finding)].insert(i);
  }
  std::vector<std::vector<std::string>> missed(rules_.size());
  for (const auto& [key, rules] : found_by) {
    for (size_t i = 0; i < rules_.size(); ++i) {
      if (compared[i] && !rules.count(i)) missed[i].push_back(key);
    }
  }
  std::vector<std::map<std::string, std::string>> why(rules_.size());
  for (size_t i = 0; i < rules_.size(); ++i) {
    if (rules_[i].texts.size() == 1) why[i] = WhyMissed(engine, rules_[i].texts.front(), missed[i]);
  }
  size_t differences = 0;
  for (const auto& [key, rules] : found_by) {
    if (rules.size() == count) {
      ++same;
      continue;
    }
    if (differences++ == 0 && !name.empty()) std::printf("%s\n", name.c_str());
    std::printf("%s\n", key.c_str());
    for (size_t i = 0; i < rules_.size(); ++i) {
      if (!compared[i]) continue;
      const auto reason = why[i].find(key);
      std::printf("  %-8s %s%s\n", rules.count(i) ? "found" : "missing", paths_[i].c_str(),
                  reason == why[i].end() ? "" : ("\n           " + reason->second).c_str());
    }
  }
  different += differences;
}

}  // namespace

int RunEquivalence(const std::vector<std::string>& rules, const DataOptions& options) {
  Comparison comparison(rules);
  bool bad_input = false;
  if (!options.data.empty()) {
    DiagnosticList of_inputs;
    const std::unique_ptr<Engine> engine = MakeEngine(options, of_inputs);
    if (engine == nullptr) return kExitUsage;
    PrintDiagnostics(of_inputs, engine->sources());
    bad_input = of_inputs.has_errors();
    comparison.Over(*engine, "", {});
  } else {
    const std::string folder = PackFolderOf(FilesOf(rules.front()).front());
    SourceMap sources;
    DiagnosticList diagnostics;
    FailureOr<Pack> pack = folder.empty() ? FailureOr<Pack>(Failure{}) : LoadPack(folder, sources, diagnostics);
    PrintDiagnostics(diagnostics, sources);
    if (!pack) {
      PrintError("--equivalent needs data: name files or folders with -d, or rules of a package with tests");
      return kExitUsage;
    }
    const ScratchFolder scratch;
    const auto plans = std::make_shared<BoundPlans>();  // shared with the engines of all tests
    DiagnosticList of_tests;
    const std::vector<PackTest> tests = LoadPackTests(folder, sources, of_tests);
    PrintDiagnostics(of_tests, sources);
    comparison.broken |= of_tests.has_errors();
    bool any = false;
    for (const PackTest& test : tests) {
      if (!test.expect) continue;  // says nothing about what alert rules find
      any = true;
      const Result<std::vector<TestTelemetry>> inputs = TelemetryOf(*pack, test);
      if (!inputs) PrintError(inputs.error().message);
      bad_input |= !inputs;
      for (size_t i = 0; inputs && i < inputs->size() && !InterruptFlag().load(); ++i) {
        Result<std::unique_ptr<Engine>> engine = OpenTelemetry((*inputs)[i], test.now, scratch, plans);
        if (engine)
          comparison.Over(**engine, test.name + " on " + (*inputs)[i].form + ":", test.languages);
        else
          PrintError(engine.error().message);
        bad_input |= !engine;
      }
    }
    if (!any && !of_tests.has_errors()) {
      PrintError("--equivalent: no test of " + folder + " has `expect`; name data with -d");
      return kExitUsage;
    }
  }
  std::printf("%zu found by all, %zu not\n", comparison.same, comparison.different);
  std::fflush(stdout);
  if (InterruptFlag().load()) return kExitInterrupted;
  if (comparison.broken) return kExitQuery;
  return comparison.different > 0 ? kExitFindings : bad_input ? kExitUsage : kExitOk;
}

}  // namespace quarry
