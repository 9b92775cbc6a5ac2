// `quarry simulate`: the telemetry that the tests of a package leave behind, within ordinary work.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

#include "cli/command.h"
#include "cli/report.h"
#include "packs/pack.h"
#include "packs/pack_test.h"
#include "packs/test_telemetry.h"
#include "simulate/background.h"
#include "simulate/telemetry_writers.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr int64_t kBetweenTests = 20 * kTicksPerMinute;
constexpr int64_t kBeforeTests = 2 * kTicksPerHour;  // ordinary work goes before and on after

struct Options {
  std::string pack;
  std::vector<std::string> tests;
  std::string form = "sysmon";
  size_t background = 0;
  uint64_t seed = 1;
  std::string start;
  std::string out;
  bool list = false;
};

int List(const std::vector<PackTest>& tests) {
  size_t width = 0;
  for (const PackTest& test : tests) width = std::max(width, test.name.size());
  for (const PackTest& test : tests) {
    if (test.simulation) std::printf("%-*s  %s\n", static_cast<int>(width), test.name.c_str(), test.about.c_str());
  }
  return kExitOk;
}

// The tests that were asked for, in that order; nullopt when one is unknown (already reported).
std::optional<std::vector<const PackTest*>> Wanted(const Options& options, const std::vector<PackTest>& tests) {
  std::vector<const PackTest*> wanted;
  for (const PackTest& test : tests) {
    if (options.tests.empty() && test.simulation) wanted.push_back(&test);
  }
  for (const std::string& name : options.tests) {
    const auto test = std::find_if(tests.begin(), tests.end(), [&](const PackTest& t) { return t.name == name; });
    if (test == tests.end() || !test->simulation) {
      PrintError("--test " + name + (test == tests.end() ? ": no such test" : ": the test has no simulation") +
                 "; --list names all");
      return std::nullopt;
    }
    wanted.push_back(&*test);
  }
  return wanted;
}

int Run(const Options& options) {
  SourceMap sources;
  DiagnosticList diagnostics;
  if (!IsPackFolder(options.pack)) {
    PrintError(options.pack + ": no pack (a folder with a pack.yaml)");
    return kExitUsage;
  }
  const std::vector<PackTest> tests = LoadPackTests(options.pack, sources, diagnostics);
  PrintDiagnostics(diagnostics, sources);
  if (diagnostics.has_errors()) return kExitQuery;
  if (options.list) return List(tests);
  const std::optional<std::vector<const PackTest*>> wanted = Wanted(options, tests);
  if (!wanted) return kExitUsage;
  const std::optional<int64_t> start = options.start.empty() ? kSimulationStart : ParseDateTime(options.start);
  if (!start) {
    PrintError("--start " + options.start + ": not a time; use 2026-03-02T09:00:00Z");
    return kExitUsage;
  }
  if (wanted->empty() && options.background == 0) {
    PrintError(options.pack + ": no test has a simulation");
    return kExitUsage;
  }

  simulate::Story story(options.seed);
  simulate::TellBackground(story, *start - kBeforeTests, options.background);
  int64_t time = *start;
  for (const PackTest* test : *wanted) {
    simulate::Tell(*test->simulation, time, story);
    time += kBetweenTests;
  }
  story.Finish();

  std::FILE* out = options.out.empty() || options.out == "-" ? stdout : std::fopen(options.out.c_str(), "wb");
  if (out == nullptr) {
    PrintError(options.out + ": cannot be written");
    return kExitUsage;
  }
  bool written = true;
  simulate::FindTelemetryForm(options.form)->write(story, [&](std::string_view line) {
    written = written && std::fwrite(line.data(), 1, line.size(), out) == line.size() && std::fputc('\n', out) != EOF;
  });
  written = (out == stdout ? std::fflush(out) : std::fclose(out)) == 0 && written;
  if (!written) PrintError((options.out.empty() ? "standard output" : options.out) + ": cannot be written");
  return written ? kExitOk : kExitUsage;
}

std::function<int()> Setup(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("pack", options->pack, "the package whose tests are simulated")->type_name("PACK")->required();
  app.add_option("--test", options->tests, "only these tests (default: all that have a simulation)")->type_name("NAME");
  std::vector<std::string> forms;
  for (const simulate::TelemetryForm& form : simulate::AllTelemetryForms()) forms.emplace_back(form.name);
  app.add_option("--as", options->form, "sysmon, defender or falcon (default: sysmon)")
      ->check(CLI::IsMember(forms).description(""))
      ->type_name("FORM");
  app.add_option("--background", options->background, "events of ordinary work around the tests")
      ->check(CLI::Range(size_t{0}, simulate::kMostBackgroundEvents).description(""))
      ->type_name("N");
  app.add_option("--seed", options->seed, "the same seed gives the same telemetry (default: 1)")->type_name("S");
  app.add_option("--start", options->start, "when the first test begins (default: 2026-03-02T09:00:00Z)")
      ->type_name("TIME");
  app.add_option("-o,--out", options->out, "write to a file (default: standard output)")->type_name("FILE");
  app.add_flag("--list", options->list, "list the tests that have a simulation");
  return [options] { return Run(*options); };
}

}  // namespace

QUARRY_DEFINE(CommandDef, kSimulateCommand) = {
    .name = "simulate",
    .doc = "make the telemetry that the tests of a package leave behind",
    .details =
        "examples:\n"
        "  quarry simulate packs/T1583.007-serverless --list\n"
        "  quarry simulate packs/T1583.007-serverless --test T1 --as falcon --background 10000 --seed 7\n"
        "  quarry simulate packs/T1583.007-serverless | quarry hunt --rules packs/T1583.007-serverless -d -\n",
    .setup = Setup,
};

}  // namespace quarry
