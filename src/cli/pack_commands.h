// The subcommands of `quarry pack`. Each adds its options to `app`; the returned function runs it and gives the exit
// code. Thread rule: one thread.
#pragma once

#include <functional>
#include <string_view>

namespace CLI {
class App;
}

namespace quarry {

struct PackCommandDef {
  std::string_view name;
  std::string_view doc;  // one line
  std::function<int()> (*setup)(CLI::App& app);
};

std::function<int()> SetupPackSchema(CLI::App& app);

}  // namespace quarry
