// `quarry test`: runs the tests of detection packs.
#include <CLI/CLI.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <set>
#include <thread>

#include "cli/command.h"
#include "cli/data_options.h"
#include "cli/interrupt.h"
#include "cli/junit.h"
#include "cli/report.h"
#include "cli/terminal.h"
#include "packs/pack.h"
#include "packs/pack_test.h"

namespace quarry {
namespace {

struct Options {
  std::vector<std::string> packs;
  std::string junit;
  std::vector<std::string> equivalent;
  DataOptions data;
};

struct PackRun {
  Pack pack;
  std::vector<PackTest> tests;
  std::vector<std::vector<PackCheck>> checks;  // by test
};

void RunAll(std::vector<PackRun>& runs, int threads) {
  std::vector<std::pair<PackRun*, size_t>> work;
  for (PackRun& run : runs) {
    run.checks.resize(run.tests.size());
    for (size_t i = 0; i < run.tests.size(); ++i) work.emplace_back(&run, i);
  }
  std::atomic<size_t> next = 0;
  const auto worker = [&] {
    for (size_t i = next++; i < work.size() && !InterruptFlag().load(); i = next++) {
      const auto& [run, test] = work[i];
      run->checks[test] = RunPackTest(run->pack, run->tests[test]);
    }
  };
  std::vector<std::thread> pool;
  for (int i = 1; i < threads; ++i) pool.emplace_back(worker);
  worker();
  for (std::thread& thread : pool) thread.join();
}

int Run(const Options& options) {
  std::vector<std::string> paths = options.packs;
  if (paths.empty()) paths.push_back("packs");
  std::vector<std::string> folders;
  for (const std::string& path : paths) {
    const std::vector<std::string> found = FindPackFolders(path);
    folders.insert(folders.end(), found.begin(), found.end());
    if (found.empty()) {
      PrintError(path + ": no pack (a folder with a pack.yaml)");
      return kExitUsage;
    }
  }
  SourceMap sources;
  DiagnosticList diagnostics;
  std::vector<PackRun> runs;
  for (const std::string& folder : folders) {
    FailureOr<Pack> pack = LoadPack(folder, sources, diagnostics);
    if (!pack) continue;
    PackRun& run = runs.emplace_back();
    run.pack = std::move(*pack);
    run.tests = LoadPackTests(folder, sources, diagnostics);
    if (run.tests.empty()) PrintError(folder + ": the pack has no tests");
  }
  PrintDiagnostics(diagnostics, sources);

  const auto started = std::chrono::steady_clock::now();
  const unsigned cores = std::thread::hardware_concurrency();
  RunAll(runs, options.data.threads > 0 ? options.data.threads : static_cast<int>(cores > 0 ? cores : 1));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  if (InterruptFlag().load()) {
    PrintError("interrupted");
    return kExitInterrupted;
  }

  size_t passed = 0, failed = 0;
  JunitReport junit;
  for (const PackRun& run : runs) {
    for (size_t i = 0; i < run.tests.size(); ++i) {
      std::string failures;
      for (const PackCheck& check : run.checks[i]) {
        const std::string name = check.test + " on " + check.input + ": " + check.what;
        junit.Add(run.pack.id, name, check.failure);
        ++(check.failure.empty() ? passed : failed);
        if (!check.failure.empty()) failures += "  " + name + "\n" + check.failure;
      }
      std::printf("%-6s %s  %s\n%s", failures.empty() ? "ok" : "FAILED", run.tests[i].name.c_str(),
                  run.tests[i].about.c_str(), failures.c_str());
    }
  }
  std::printf("%zu checks passed, %zu failed", passed, failed);
  if (IsTerminal(stdout)) std::printf(", %.2f s", seconds);  // a file stays the same from run to run
  std::printf("\n");
  std::fflush(stdout);
  if (!options.junit.empty() && !junit.Write(options.junit)) {
    PrintError(options.junit + ": cannot be written");
    return kExitUsage;
  }
  if (diagnostics.has_errors()) return kExitQuery;
  return failed > 0 ? kExitFindings : kExitOk;
}

// What each of the rules finds in the same data; exit code 1 when they differ.
int RunEquivalent(const Options& options) {
  if (options.data.data.empty()) {
    PrintError("--equivalent needs data: name files or folders with -d");
    return kExitUsage;
  }
  DiagnosticList of_inputs;
  const std::unique_ptr<Engine> engine = MakeEngine(options.data, of_inputs);
  if (engine == nullptr) return kExitUsage;
  PrintDiagnostics(of_inputs, engine->sources());
  std::map<std::string, std::set<std::string>> found_by;  // key of a finding -> rules
  bool broken = false;
  for (const std::string& path : options.equivalent) {
    const RuleSet rules = LoadRules({path});
    const HuntResult result = Hunt(*engine, rules, {.cancelled = &InterruptFlag()});
    for (const std::string& problem : rules.problems) PrintError(problem);
    for (const SkippedRule& rule : rules.skipped) PrintError(rule.path + ": " + rule.reason);
    for (const RuleOutcome& outcome : result.outcomes) {
      const bool failed =
          outcome.status == RuleOutcome::Status::kRefused || outcome.status == RuleOutcome::Status::kFailed;
      if (failed) PrintError(outcome.rule->info.path + ": " + outcome.reason);
      broken |= failed;
    }
    broken |= rules.size() == 0 || !rules.skipped.empty() || !rules.problems.empty();
    for (const Finding& finding : result.findings) found_by[FindingKey(finding)].insert(path);
  }
  size_t different = 0;
  for (const auto& [key, rules] : found_by) {
    if (rules.size() == options.equivalent.size()) continue;
    ++different;
    std::printf("%s\n", key.c_str());
    for (const std::string& path : options.equivalent)
      std::printf("  %-8s %s\n", rules.count(path) ? "found" : "missing", path.c_str());
  }
  std::printf("%zu found by all, %zu not\n", found_by.size() - different, different);
  if (InterruptFlag().load()) return kExitInterrupted;
  if (broken) return kExitQuery;
  return different > 0 ? kExitFindings : of_inputs.has_errors() ? kExitUsage : kExitOk;
}

std::function<int()> Setup(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("packs", options->packs, "packs, or folders of packs (default: packs)")->type_name("PACK");
  app.add_option("--junit", options->junit, "write a JUnit report as well")->type_name("FILE");
  app.add_option("--equivalent", options->equivalent,
                 "rules (files or packs) that must find the same in the data of -d")
      ->type_name("RULES")
      ->expected(2, 64);
  AddDataOptions(app, options->data);  // --threads: tests at a time
  return [options] { return options->equivalent.empty() ? Run(*options) : RunEquivalent(*options); };
}

}  // namespace

QUARRY_DEFINE(CommandDef, kTestCommand) = {
    .name = "test",
    .doc = "run the tests of detection packs",
    .details =
        "examples:\n"
        "  quarry test\n"
        "  quarry test packs/T1583.007-serverless --junit report.xml\n"
        "  quarry test --equivalent rule.kql rule.cql rule.yml -d telemetry/\n",
    .setup = Setup,
};

}  // namespace quarry
