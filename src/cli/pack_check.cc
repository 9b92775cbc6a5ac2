// `quarry pack check`: everything about packages that can be wrong.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>

#include "cli/command.h"
#include "cli/pack_commands.h"
#include "cli/report.h"
#include "lint/lint.h"
#include "lint/reports.h"
#include "packs/check/check_pack.h"
#include "packs/files.h"

namespace quarry {
namespace {

size_t CountOf(const DiagnosticList& diagnostics, Severity severity) {
  size_t count = 0;
  for (const Diagnostic& diagnostic : diagnostics.items()) count += diagnostic.severity == severity ? 1 : 0;
  return count;
}

std::string Counted(size_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

// Errors that lint finds in the rules that run; printed. Its warnings are for `quarry lint`.
size_t LintRules(const Pack& pack, Engine& engine) {
  std::vector<std::string> files;
  for (const PackRule& rule : pack.rules) {
    if (rule.enabled) files.push_back(JoinPath(pack.folder, rule.file));
  }
  const LintReport report = Linter::Create(engine)->Run(files, {.level = Severity::kError});
  const std::string text = LintTextReport(report, ColorOnStderr());
  std::fwrite(text.data(), 1, text.size(), stderr);
  return report.Count(Severity::kError);
}

// Ids that packages checked in one run have in common: a finding could be of either.
class SharedIds {
 public:
  void Check(const Pack& pack, DiagnosticList& diagnostics) {
    const bool again = !Own("package id", pack.id, pack.id_span, pack, diagnostics);
    if (again) return;  // a copy of it: its rules are the same
    for (const PackRule& rule : pack.rules) {
      if (!rule.id.empty()) Own("rule id", rule.id, rule.id_span, pack, diagnostics);
    }
  }

 private:
  bool Own(const std::string& what, const std::string& id, Span span, const Pack& pack, DiagnosticList& diagnostics) {
    const auto [first, added] = owners_.emplace(what + " " + id, pack.folder);
    if (added) return true;
    diagnostics.Add(Code::Q0505, span, what + " `" + id + "` is that of another package").label =
        "it is in " + first->second;
    return false;
  }

  std::map<std::string, std::string> owners_;  // folder of the first package
};

int Run(const std::vector<std::string>& paths, bool strict) {
  const FailureOr<std::vector<std::string>> folders = PackFoldersOf(paths);
  if (!folders) return kExitUsage;
  size_t wrong = 0;
  SharedIds ids;
  for (const std::string& folder : folders.value()) {
    Result<std::unique_ptr<Engine>> engine = Engine::Create({});
    if (!engine) {
      PrintError(engine.error().message);
      return kExitUsage;
    }
    DiagnosticList diagnostics;
    const FailureOr<Pack> pack = CheckPack(folder, TicksOfToday(), **engine, diagnostics);
    if (pack.ok()) ids.Check(pack.value(), diagnostics);
    PrintDiagnostics(diagnostics, (*engine)->sources());
    const size_t wrong_rules = pack.ok() && !diagnostics.has_errors() ? LintRules(pack.value(), **engine) : 0;
    const size_t errors = CountOf(diagnostics, Severity::kError) + wrong_rules;
    const size_t warnings = CountOf(diagnostics, Severity::kWarning);
    const bool failed = errors > 0 || (strict && warnings > 0);
    wrong += failed ? 1 : 0;
    const std::string name = pack.ok() ? pack.value().id + " " + pack.value().version : folder;
    std::printf("%-6s %s: %s, %s\n", failed ? "FAILED" : "ok", name.c_str(), Counted(errors, "error").c_str(),
                Counted(warnings, "warning").c_str());
  }
  return wrong > 0 ? kExitFindings : kExitOk;
}

}  // namespace

FailureOr<std::vector<std::string>> PackFoldersOf(std::vector<std::string> paths) {
  if (paths.empty()) paths.push_back("packs");
  std::vector<std::string> folders;
  for (const std::string& path : paths) {
    const std::vector<std::string> found = FindPackFolders(path);
    for (const std::string& folder : found) {
      std::error_code ignored;
      const bool named_before = std::any_of(folders.begin(), folders.end(), [&](const std::string& other) {
        return std::filesystem::equivalent(folder, other, ignored);
      });
      if (!named_before) folders.push_back(folder);
    }
    if (!found.empty()) continue;
    PrintError(path + ": no pack (a folder with a pack.yaml)");
    return Failure{};
  }
  return folders;
}

std::function<int()> SetupPackCheck(CLI::App& app) {
  struct Options {
    std::vector<std::string> paths;
    bool strict = false;
  };
  auto options = std::make_shared<Options>();
  app.add_option("packs", options->paths, "packages, or folders of packages (default: packs)")->type_name("PACK");
  app.add_flag("--strict", options->strict, "warnings fail too");
  return [options] { return Run(options->paths, options->strict); };
}

}  // namespace quarry
