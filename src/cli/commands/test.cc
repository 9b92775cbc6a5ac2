// `quarry test`: runs the tests of detection packs.
#include <CLI/CLI.hpp>

#include <atomic>
#include <chrono>
#include <deque>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <thread>

#include "cli/command.h"
#include "cli/data_options.h"
#include "cli/equivalence.h"
#include "cli/interrupt.h"
#include "cli/junit.h"
#include "cli/report.h"
#include "cli/terminal.h"
#include "cli/test_report.h"
#include "packs/files.h"
#include "packs/pack.h"
#include "packs/pack_test.h"
#include "simulate/text_pattern.h"

namespace quarry {
namespace {

struct Options {
  std::vector<std::string> packs;
  std::string junit;
  std::string format = "text";
  std::string filter;
  std::vector<std::string> equivalent;
  DataOptions data;
};

struct PackRun {
  Pack pack;
  ExclusionSet exclusions;
  std::vector<PackTest> tests;
  std::unique_ptr<PackTests> runner;
  std::vector<TestGroup> groups;  // tests, then tests of exclusions
};

// The tests to run, and what runs each. Every one has its group, so that the report's order is that of the files.
using Work = std::vector<std::function<void()>>;

Work WorkOf(PackRun& run, const std::string& filter) {
  const auto wanted = [&](const std::string& name) { return filter.empty() || MatchesTextPattern(name, filter); };
  size_t exclusion_tests = 0;
  for (const Exclusion& exclusion : run.exclusions.exclusions) exclusion_tests += exclusion.tests.size();
  run.groups.reserve(run.tests.size() + exclusion_tests);
  Work work;
  for (const PackTest& test : run.tests) {
    if (!wanted(test.name)) continue;
    TestGroup* group = &run.groups.emplace_back(TestGroup{run.pack.id, test.name, test.about, {}});
    work.emplace_back([&run, &test, group] { group->checks = run.runner->Run(test); });
  }
  for (const Exclusion& exclusion : run.exclusions.exclusions) {
    if (!wanted("exclusion " + exclusion.id)) continue;
    for (const ExclusionTest& test : exclusion.tests) {
      TestGroup* group = &run.groups.emplace_back(TestGroup{run.pack.id, "exclusion " + exclusion.id, test.about, {}});
      work.emplace_back([&run, &exclusion, &test, group] { group->checks = run.runner->Run(exclusion, test); });
    }
  }
  return work;
}

void RunAll(const Work& work, int threads) {
  std::atomic<size_t> next = 0;
  const auto worker = [&] {
    for (size_t i = next++; i < work.size() && !InterruptFlag().load(); i = next++) work[i]();
  };
  std::vector<std::thread> pool;
  for (int i = 1; i < threads; ++i) pool.emplace_back(worker);
  worker();
  for (std::thread& thread : pool) thread.join();
}

// Alert rules without tests, and exclusions without or past their time.
TestGroup Completeness(const PackRun& run) {
  TestGroup group{run.pack.id, "completeness", "every alert rule and every exclusion has its tests",
                  run.runner->Coverage()};
  for (const Exclusion& exclusion : run.exclusions.exclusions) {
    PackCheck check{"exclusion " + exclusion.id, "tests", "has tests", "", exclusion.path, exclusion.span};
    if (exclusion.tests.empty()) {
      check.failure = "  untested    the exclusion has no test\n";
      check.outcome = PackCheck::Outcome::kFailed;
    }
    group.checks.push_back(std::move(check));
  }
  return group;
}

bool LoadRuns(const std::vector<std::string>& folders, std::deque<PackRun>& runs, SourceMap& sources,
              DiagnosticList& diagnostics) {
  bool ok = true;
  for (const std::string& folder : folders) {
    FailureOr<Pack> pack = LoadPack(folder, sources, diagnostics);
    if (!pack) continue;
    PackRun& run = runs.emplace_back();
    run.pack = std::move(*pack);
    run.tests = LoadPackTests(folder, sources, diagnostics);
    run.exclusions = LoadExclusionFolder(JoinPath(folder, std::string(kExclusionsFolder)), sources, diagnostics);
    run.exclusions.pack = run.pack.id;
    run.runner = std::make_unique<PackTests>(run.pack, run.exclusions);
    if (!run.tests.empty()) continue;
    PrintError(folder + ": the pack has no tests");
    ok = false;
  }
  return ok;
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
  const auto started = std::chrono::steady_clock::now();
  SourceMap sources;
  DiagnosticList diagnostics;
  // Left to the end of the process: what was bound is much to take down, and the caller waits.
  std::deque<PackRun>& runs = *new std::deque<PackRun>;
  const bool all_tested = LoadRuns(folders, runs, sources, diagnostics);
  PrintDiagnostics(diagnostics, sources);

  Work work;
  for (PackRun& run : runs) {
    Work of_pack = WorkOf(run, options.filter);
    std::move(of_pack.begin(), of_pack.end(), std::back_inserter(work));
  }
  if (work.empty() && !options.filter.empty()) {
    PrintError("--filter " + options.filter + ": no test has such a name");
    return kExitUsage;
  }
  const unsigned cores = std::thread::hardware_concurrency();
  RunAll(work, options.data.threads > 0 ? options.data.threads : static_cast<int>(cores > 0 ? cores : 1));
  if (InterruptFlag().load()) {
    PrintError("interrupted");
    return kExitInterrupted;
  }

  std::vector<TestGroup> groups;
  JunitReport junit;
  for (PackRun& run : runs) {
    if (options.filter.empty()) run.groups.push_back(Completeness(run));
    for (TestGroup& group : run.groups) {
      for (const PackCheck& check : group.checks)
        junit.Add(run.pack.id, check.test + " on " + check.input + ": " + check.what,
                  check.outcome == PackCheck::Outcome::kFailed ? check.failure : "");
      groups.push_back(std::move(group));
    }
  }
  // A file stays the same from run to run: no seconds.
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  const std::string report = options.format == "json"     ? TestReportJson(groups, sources)
                             : options.format == "github" ? TestReportGithub(groups, sources)
                                                          : TestReportText(groups, IsTerminal(stdout) ? seconds : -1);
  std::fwrite(report.data(), 1, report.size(), stdout);
  std::fflush(stdout);
  if (!options.junit.empty() && !junit.Write(options.junit)) {
    PrintError(options.junit + ": cannot be written");
    return kExitUsage;
  }
  if (diagnostics.has_errors()) return kExitQuery;
  return CountChecks(groups).failed > 0 || !all_tested ? kExitFindings : kExitOk;
}

std::function<int()> Setup(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("packs", options->packs, "packs, or folders of packs (default: packs)")->type_name("PACK");
  app.add_option("--junit", options->junit, "write a JUnit report as well")->type_name("FILE");
  app.add_option("--format", options->format, "text, json or github (annotations) (default: text)")
      ->check(CLI::IsMember({"text", "json", "github"}).description(""))
      ->type_name("FORMAT");
  app.add_option("--filter", options->filter, "only tests of this name; `*` stands for anything")->type_name("NAME");
  app.add_option(
         "--equivalent", options->equivalent,
         "rules that must find the same in the data of -d, or in the tests of their package; files of one detection: "
         "a.yml,b.yml")
      ->type_name("RULES")
      ->expected(2, 64);
  AddDataOptions(app, options->data);  // --threads: tests at a time
  return [options] {
    return options->equivalent.empty() ? Run(*options) : RunEquivalence(options->equivalent, options->data);
  };
}

}  // namespace

QUARRY_DEFINE(CommandDef, kTestCommand) = {
    .name = "test",
    .doc = "run the tests of detection packs",
    .details =
        "examples:\n"
        "  quarry test\n"
        "  quarry test packs/T1583.007-serverless --junit report.xml\n"
        "  quarry test --equivalent rule.kql rule.cql rule.yml,another-of-it.yml -d telemetry/\n",
    .setup = Setup,
};

}  // namespace quarry
