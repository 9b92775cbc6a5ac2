// `quarry pack build`: web pages of packages.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <memory>

#include "cli/command.h"
#include "cli/pack_commands.h"
#include "cli/report.h"
#include "packs/files.h"
#include "packs/page/pack_page.h"

namespace quarry {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::string out;
};

int Run(const Options& options) {
  FailureOr<std::vector<std::string>> folders = PackFoldersOf(options.paths);
  if (!folders) return kExitUsage;
  SourceMap sources;
  DiagnosticList diagnostics;
  std::vector<PackContent> contents;
  std::vector<std::string> files;
  for (const std::string& folder : *folders) {
    FailureOr<PackContent> content = LoadPackContent(folder, sources, diagnostics);
    if (!content) continue;
    files.push_back(content.value().pack.id + ".html");
    for (size_t i = 0; i + 1 < files.size(); ++i) {
      if (files[i] != files.back()) continue;
      PrintError(folder + ": another package has the id `" + content.value().pack.id + "`");
      return kExitUsage;
    }
    contents.push_back(std::move(*content));
  }
  PrintDiagnostics(diagnostics, sources);
  if (diagnostics.has_errors()) return kExitQuery;
  std::error_code error;
  std::filesystem::create_directories(options.out, error);
  std::vector<const Pack*> packs;
  for (const PackContent& content : contents) packs.push_back(&content.pack);
  for (size_t i = 0; i <= contents.size(); ++i) {
    const bool index = i == contents.size();
    const std::string path = JoinPath(options.out, index ? "index.html" : files[i]);
    const Result<void> written = WriteWholeFile(path, index ? PackIndexPage(packs, files) : PackPage(contents[i]));
    if (!written) {
      PrintError(written.error().message);
      return kExitUsage;
    }
    std::printf("%s\n", path.c_str());
  }
  return kExitOk;
}

}  // namespace

std::function<int()> SetupPackBuild(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("packs", options->paths, "packages, or folders of packages (default: packs)")->type_name("PACK");
  app.add_option("-o,--out", options->out, "folder of the pages")->type_name("DIR")->required();
  return [options] { return Run(*options); };
}

}  // namespace quarry
