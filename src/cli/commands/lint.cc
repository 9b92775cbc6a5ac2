// `quarry lint`: what is wrong with queries, rules and packages, and how it would be right.
#include <CLI/CLI.hpp>

#include <memory>
#include <thread>

#include "base/ascii.h"
#include "cli/command.h"
#include "cli/report.h"
#include "cli/terminal.h"
#include "cli/text_table.h"
#include "cli/version.h"
#include "engine/engine.h"
#include "lint/fixes.h"
#include "lint/lint.h"
#include "lint/reference.h"
#include "lint/reports.h"
#include "lint/targets.h"
#include "types/json.h"

namespace quarry {
namespace {

constexpr int kMaxFixRounds = 8;

struct Options {
  std::vector<std::string> paths, targets, disabled, only;
  std::string level = "note", fail_on = "warning", format = "text", explain;
  bool fix = false, unsafe = false, diff = false, list = false, markdown = false;
  int threads = 0;
};

const std::map<std::string, Severity> kSeverities = {
    {"error", Severity::kError}, {"warning", Severity::kWarning}, {"note", Severity::kNote}};

const LintCheck* NamedCheck(const std::string& id) {
  if (const LintCheck* check = FindLintCheck(id)) return check;
  NameSuggester suggester(id);
  for (const LintCheck* check : AllLintChecks()) suggester.Consider(check->id);
  std::string message = "no check `" + id + "`";
  if (!suggester.best().empty()) message += "; a similar one exists: `" + std::string(suggester.best()) + "`";
  PrintError(message);
  return nullptr;
}

void PrintList() {
  if (IsTerminal(stdout)) {
    TextTable table({{"check"}, {"severity"}, {"languages"}, {"finds"}},
                    {.width = TerminalWidth(stdout), .color = ColorOnStdout()});
    for (const LintCheck* check : AllLintChecks())
      table.AddRow({std::string(check->id), std::string(SeverityText(check->severity)), LintLanguages(*check),
                    std::string(check->name)});
    table.Print(stdout);
    return;
  }
  for (const LintCheck* check : AllLintChecks()) {
    std::string line = "{\"check\":";
    AppendJsonString(check->id, line);
    line += ",\"severity\":\"" + std::string(SeverityText(check->severity)) + "\",\"languages\":";
    AppendJsonString(LintLanguages(*check), line);
    line += ",\"finds\":";
    AppendJsonString(check->name, line);
    line += std::string(",\"fix\":") + (check->fix.empty() ? "false" : "true") + "}\n";
    std::fputs(line.c_str(), stdout);
  }
}

bool WriteFile(const std::string& path, const std::string& text) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (!file) return false;
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  return std::fclose(file) == 0 && written;
}

// Fixes the file's text until nothing is left to fix: a fix may make room for another. The file is linted anew.
bool Fix(Linter& linter, const LintOptions& lint, const Options& options, std::unique_ptr<LintedFile>& file,
         size_t& fixed) {
  const std::string before(file->sources.text(0));
  std::string text = before;
  size_t applied = 0;
  for (int round = 0; round < kMaxFixRounds; ++round) {
    FixedText result = ApplyFixes(text, 0, file->findings, options.unsafe);
    if (result.applied == 0) break;
    std::unique_ptr<LintedFile> again = linter.LintText(file->path, result.text, lint);
    // A text that could be read must stay so.
    if (!again || (again->broken && !file->broken)) {
      PrintError(file->path + ": a fix would make a text that cannot be read; it is left as it was");
      break;
    }
    applied += result.applied;
    text = std::move(result.text);
    file = std::move(again);
  }
  if (applied == 0) return true;
  fixed += applied;
  if (options.diff) {
    const std::string diff = UnifiedDiff(file->path, before, text);
    std::fwrite(diff.data(), 1, diff.size(), stdout);
    return true;
  }
  if (WriteFile(file->path, text)) return true;
  PrintError(file->path + ": cannot be written");
  return false;
}

void PrintReport(const LintReport& report, const Options& options) {
  const std::string text = options.format == "json"     ? LintJsonReport(report)
                           : options.format == "sarif"  ? LintSarifReport(report, kQuarryVersion)
                           : options.format == "github" ? LintGithubReport(report)
                                                        : LintTextReport(report, ColorOnStdout());
  std::fwrite(text.data(), 1, text.size(), stdout);
  if (options.format == "text") std::printf("%s\n", LintSummary(report).c_str());
  std::fflush(stdout);
}

int RunLint(const Options& options) {
  LintOptions lint;
  for (const std::string& name : options.targets) lint.targets |= *FindLintTarget(name);
  for (const std::string& id : options.disabled) {
    if (!NamedCheck(id)) return kExitUsage;
    lint.disabled.insert(id);
  }
  for (const std::string& id : options.only) {
    if (!NamedCheck(id)) return kExitUsage;
    lint.only.insert(id);
  }
  lint.level = kSeverities.at(options.level);
  const unsigned cores = std::thread::hardware_concurrency();
  lint.threads = options.threads > 0 ? options.threads : static_cast<int>(cores > 0 ? cores : 1);
  Result<std::unique_ptr<Engine>> engine = Engine::Create({});
  if (!engine) {
    PrintError(engine.error().message);
    return kExitUsage;
  }
  const std::unique_ptr<Linter> linter = Linter::Create(**engine);
  LintReport report = linter->Run(options.paths, lint);
  for (const std::string& problem : report.problems) PrintError(problem);
  size_t fixed = 0;
  if (options.fix || options.diff) {
    bool written = true;
    for (std::unique_ptr<LintedFile>& file : report.files) written &= Fix(*linter, lint, options, file, fixed);
    if (!written) return kExitUsage;
    if (options.diff) {
      std::fflush(stdout);
      if (!report.problems.empty()) return kExitUsage;
      return fixed > 0 ? kExitFindings : kExitOk;
    }
  }
  PrintReport(report, options);
  if (fixed > 0 && options.format == "text") std::printf("%zu fixed\n", fixed);
  if (!report.problems.empty()) return kExitUsage;
  if (report.broken()) return kExitQuery;
  for (const auto& [name, severity] : kSeverities) {
    if (options.fail_on != "never" && severity <= kSeverities.at(options.fail_on) && report.Count(severity) > 0)
      return kExitFindings;
  }
  return kExitOk;
}

int Run(const Options& options) {
  if (!options.explain.empty()) {
    const LintCheck* check = NamedCheck(options.explain);
    if (!check) return kExitUsage;
    std::fputs(ExplainLintCheck(*check).c_str(), stdout);
    return kExitOk;
  }
  if (options.list) {
    if (options.markdown)
      std::fputs(LintReferencePage().c_str(), stdout);
    else
      PrintList();
    return kExitOk;
  }
  if (options.paths.empty()) {
    PrintError("no files: name queries, rules, packages or folders of them");
    return kExitUsage;
  }
  return RunLint(options);
}

std::function<int()> Setup(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("paths", options->paths, "queries, rules, packages, or folders of them")->type_name("PATH");
  app.add_option("--target", options->targets, "products that it is meant for; default: those that a text names")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"sentinel", "defender", "adx", "logscale"}));
  app.add_option("--level", options->level, "show findings from this severity on")
      ->check(CLI::IsMember({"error", "warning", "note"}));
  app.add_option("--fail-on", options->fail_on, "exit with 1 from this severity on (default: warning)")
      ->check(CLI::IsMember({"error", "warning", "note", "never"}));
  app.add_option("--disable", options->disabled, "leave these checks out")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("ID");
  app.add_option("--only", options->only, "run these checks alone")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("ID");
  app.add_option("--format", options->format, "text, json, sarif or github")
      ->check(CLI::IsMember({"text", "json", "sarif", "github"}));
  app.add_flag("--fix", options->fix, "write the fixes that keep the meaning");
  app.add_flag("--unsafe-fixes", options->unsafe, "with --fix or --diff: also those that change what is found");
  app.add_flag("--diff", options->diff, "show what --fix would change, and write nothing");
  app.add_flag("--list", options->list, "list the checks");
  app.add_flag("--markdown", options->markdown, "with --list: write the reference page");
  app.add_option("--explain", options->explain, "explain a check")->type_name("ID");
  app.add_option("--threads", options->threads, "files at a time; all cores by default");
  return [options] { return Run(*options); };
}

}  // namespace

QUARRY_DEFINE(CommandDef, kLintCommand) = {
    .name = "lint",
    .doc = "find mistakes in queries, rules and packages, and fix them",
    .details =
        "examples:\n"
        "  quarry lint rules/\n"
        "  quarry lint --target sentinel --format sarif packs > lint.sarif\n"
        "  quarry lint --diff rule.cql\n"
        "  quarry lint --explain substring-host\n",
    .setup = Setup,
};

}  // namespace quarry
