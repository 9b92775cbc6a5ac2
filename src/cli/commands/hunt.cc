// `quarry hunt`: runs detection rules of any kind over telemetry and writes the findings.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <memory>

#include "cli/command.h"
#include "cli/data_options.h"
#include "cli/exclusion_options.h"
#include "cli/hunt_summary.h"
#include "cli/interrupt.h"
#include "cli/query_text.h"
#include "cli/report.h"
#include "cli/scan_report.h"
#include "cli/terminal.h"
#include "findings/writer.h"
#include "packs/hunt.h"
#include "packs/rule_set.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr size_t kMostWarnings = 20;

struct Options {
  std::vector<std::string> rules;
  DataOptions data;
  ExclusionFileOptions exclusions;
  std::string format;
  std::string level;
  std::string language;
  std::string fail_on;
  bool allow_skipped = false;
  bool quiet = false;
  bool stats = false;
};

// Keeps the rules of at least `level` and, when given, of `language`.
void Restrict(RuleSet& rules, std::optional<Level> level, std::optional<Lang> language) {
  for (auto text = rules.texts.begin(); text != rules.texts.end();) {
    const bool low = level && std::all_of(text->rules.begin(), text->rules.end(),
                                          [&](const HuntRule& rule) { return rule.info.level < *level; });
    if (low || (language && text->lang != *language)) {
      rules.left_out += text->rules.size();
      text = rules.texts.erase(text);
    } else {
      ++text;
    }
  }
}

void PrintWarnings(const DiagnosticList& warnings, const SourceMap& sources) {
  DiagnosticList shown;
  shown.Append(warnings);
  shown.Truncate(std::min(kMostWarnings, shown.size()));
  PrintDiagnostics(shown, sources);
  if (warnings.size() > shown.size())
    PrintError("and " + std::to_string(warnings.size() - shown.size()) + " more warnings");
}

std::optional<Level> LevelOption(const std::string& text, const char* option, bool& ok) {
  if (text.empty()) return std::nullopt;
  const std::optional<Level> level = FindLevel(text);
  if (!level) {
    PrintError(std::string(option) + " " + text + ": not a level; use informational, low, medium, high or critical");
    ok = false;
  }
  return level;
}

void WriteFindings(const std::vector<Finding>& findings, const std::string& format) {
  const FindingWriterDef* def = FindFindingWriter(format);
  const std::unique_ptr<FindingWriter> writer =
      def->make(stdout, {.color = ColorOnStdout(), .width = TerminalWidth(stdout)});
  writer->Begin();
  for (const Finding& finding : findings) writer->Write(finding);
  writer->End();
  std::fflush(stdout);
}

int Run(const Options& options) {
  bool ok = true;
  const std::optional<Level> level = LevelOption(options.level, "--level", ok);
  const std::optional<Level> fail_on = LevelOption(options.fail_on, "--fail-on", ok);
  const std::string format = !options.format.empty() ? options.format : IsTerminal(stdout) ? "table" : "ndjson";
  if (!ok) return kExitUsage;
  if (options.data.data.empty()) {
    PrintError("no data: name files or folders with -d");
    return kExitUsage;
  }

  RuleSet rules = LoadRules(options.rules);
  AddExclusionFiles(options.exclusions, rules);
  for (const std::string& problem : rules.problems) PrintError(problem);
  if (rules.size() == 0 && rules.skipped.empty()) {
    if (rules.problems.empty()) PrintError("no rules found; rules are .yml, .yaml, .kql and .cql files, and packs");
    return kExitUsage;
  }
  Restrict(rules, level, options.language.empty() ? std::nullopt : FindLanguage(options.language));

  DiagnosticList of_inputs;
  // The process ends soon after; what the engine holds is not taken down before (main.cc).
  static const std::unique_ptr<Engine> engine = MakeEngine(options.data, of_inputs);
  if (engine == nullptr) return kExitUsage;
  PrintDiagnostics(of_inputs, engine->sources());

  const bool show_progress = IsTerminal(stderr) && !options.quiet;
  HuntOptions hunt;
  hunt.threads = options.data.threads;
  hunt.cancelled = &InterruptFlag();
  hunt.now = ParseDateTime(options.data.now);
  hunt.exclude = !options.exclusions.none;
  if (show_progress) {
    hunt.progress = [](size_t done, size_t all) { std::fprintf(stderr, "\r\x1b[Kstep %zu of %zu", done, all); };
  }
  const auto start = std::chrono::steady_clock::now();
  const HuntResult result = Hunt(*engine, rules, hunt);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  if (show_progress) std::fprintf(stderr, "\r\x1b[K");

  WriteFindings(result.findings, format);
  PrintWarnings(result.warnings, engine->sources());
  if (!options.quiet) PrintHuntSummary(stderr, *engine, rules, result);
  if (options.stats) PrintScanReport(stderr, result.scans, result.findings.size(), took.count());

  if (result.interrupted) {
    PrintError("interrupted");
    return kExitInterrupted;
  }
  const RuleCounts counts = CountRules(rules, result);
  const bool broken_exclusion =
      std::any_of(result.exclusions.begin(), result.exclusions.end(),
                  [](const ExclusionOutcome& outcome) { return outcome.status == ExclusionOutcome::Status::kRefused; });
  if (broken_exclusion) return kExitQuery;
  if (of_inputs.has_errors() || counts.failed > 0 || !rules.problems.empty()) return kExitUsage;
  if (!options.allow_skipped && counts.skipped + counts.refused > 0) return kExitQuery;
  const bool reached = fail_on && std::any_of(result.findings.begin(), result.findings.end(),
                                              [&](const Finding& finding) { return finding.severity >= *fail_on; });
  return reached ? kExitFindings : kExitOk;
}

std::function<int()> Setup(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("-r,--rules", options->rules, "rule files, folders and packs")->type_name("PATH")->required();
  AddDataOptions(app, options->data);
  AddExclusionOptions(app, options->exclusions);
  app.add_flag("--no-exclusions", options->exclusions.none, "show what exclusions would take away");
  std::vector<std::string> formats;
  std::string names;
  for (const FindingWriterDef* def : AllFindingWriters()) {
    formats.emplace_back(def->name);
    names += (names.empty() ? "" : ", ") + formats.back();
  }
  app.add_option("--format", options->format, names + " (default: table on a terminal, else ndjson)")
      ->check(CLI::IsMember(formats).description(""))
      ->type_name("FORMAT");
  app.add_option("--level", options->level, "only rules of this level and above")->type_name("LEVEL");
  app.add_option("-l,--language", options->language, "only rules of this language")
      ->check(CLI::IsMember({"kql", "cql", "sigma"}));
  app.add_option("--fail-on", options->fail_on, "exit with 1 when a finding reaches this level")->type_name("LEVEL");
  app.add_flag("--allow-skipped", options->allow_skipped, "rules that cannot be loaded do not change the exit code");
  app.add_flag("-q,--quiet", options->quiet, "no summary");
  app.add_flag("--stats", options->stats, "say on stderr what was read of each input, for which rules, and how");
  return [options] { return Run(*options); };
}

}  // namespace

QUARRY_DEFINE(CommandDef, kHuntCommand) = {
    .name = "hunt",
    .doc = "run detection rules over files and list the findings",
    .details =
        "Rules are packs, Sigma rules, Sentinel and LogScale rules in YAML, and query files.\n"
        "examples:\n"
        "  quarry hunt --rules packs/T1583.007-serverless -d telemetry/\n"
        "  quarry hunt --rules sigma/rules --level high -d Security.evtx --format ndjson\n"
        "  quarry hunt --rules rules/ -d exports/ --fail-on high --allow-skipped\n",
    .setup = Setup,
};

}  // namespace quarry
