// `quarry pack check`: everything about packages that can be wrong.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>

#include "cli/command.h"
#include "cli/pack_commands.h"
#include "cli/report.h"
#include "packs/check/check_pack.h"

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

int Run(const std::vector<std::string>& paths, bool strict) {
  const FailureOr<std::vector<std::string>> folders = PackFoldersOf(paths);
  if (!folders) return kExitUsage;
  size_t wrong = 0;
  for (const std::string& folder : folders.value()) {
    Result<std::unique_ptr<Engine>> engine = Engine::Create({});
    if (!engine) {
      PrintError(engine.error().message);
      return kExitUsage;
    }
    DiagnosticList diagnostics;
    const FailureOr<Pack> pack = CheckPack(folder, TicksOfToday(), **engine, diagnostics);
    PrintDiagnostics(diagnostics, (*engine)->sources());
    const size_t errors = CountOf(diagnostics, Severity::kError), warnings = CountOf(diagnostics, Severity::kWarning);
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
    folders.insert(folders.end(), found.begin(), found.end());
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
