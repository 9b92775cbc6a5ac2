// The subcommands of `quarry pack`. Each adds its options to `app`; the returned function runs it and gives the exit
// code. Thread rule: one thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.h"

namespace CLI {
class App;
}

namespace quarry {

struct PackCommandDef {
  std::string_view name;
  std::string_view doc;  // one line
  std::function<int()> (*setup)(CLI::App& app);
};

// The packages that the user names (default: below `packs`). A path without one is said to the user.
FailureOr<std::vector<std::string>> PackFoldersOf(std::vector<std::string> paths);

// The first moment of the current day, UTC.
int64_t TicksOfToday();

std::function<int()> SetupPackBuild(CLI::App& app);
std::function<int()> SetupPackCheck(CLI::App& app);
std::function<int()> SetupPackNew(CLI::App& app);
std::function<int()> SetupPackSchema(CLI::App& app);
std::function<int()> SetupPackShow(CLI::App& app);

}  // namespace quarry
