// `quarry pack new`: a package to start from.
#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdio>
#include <memory>

#include "cli/command.h"
#include "cli/pack_commands.h"
#include "cli/report.h"
#include "packs/new_pack.h"
#include "types/ticks.h"

namespace quarry {
int64_t TicksOfToday() {
  const int64_t seconds =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  return kUnixEpochTicks + seconds / 86400 * kTicksPerDay;
}

std::function<int()> SetupPackNew(CLI::App& app) {
  struct Options {
    NewPack pack;
    std::string folder = "packs";
  };
  auto options = std::make_shared<Options>();
  app.add_option("id", options->pack.id, "id of the package, and the name of its folder")->required();
  app.add_option("--technique", options->pack.technique, "technique of ATT&CK")->type_name("T1059.001")->required();
  app.add_option("--title", options->pack.title, "title (default: the id)");
  options->pack.author = "Unnamed";
  app.add_option("--author", options->pack.author, "who writes it");
  app.add_option("--date", options->pack.date, "its first day (default: today)")->type_name("YYYY-MM-DD");
  app.add_option("--dir", options->folder, "folder of the package's folder")->type_name("DIR")->capture_default_str();
  return [options] {
    if (options->pack.date.empty()) options->pack.date = FormatDateTime(TicksOfToday()).substr(0, 10);
    const Result<std::vector<std::string>> files = WriteNewPack(options->pack, options->folder);
    if (!files) {
      PrintError(files.error().message);
      return kExitUsage;
    }
    for (const std::string& file : *files) std::printf("%s\n", file.c_str());
    return kExitOk;
  };
}

}  // namespace quarry
