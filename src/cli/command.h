// CommandDef: one subcommand. A command is cli/commands/<name>.cc, its golden test and its page in docs/.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "base/define.h"

namespace CLI {
class App;
}

namespace quarry {

// Exit codes of the command line contract (docs/cli.md).
inline constexpr int kExitOk = 0;
inline constexpr int kExitFindings = 1;  // a test or lint failed, or a finding reached --fail-on
inline constexpr int kExitQuery = 2;     // a query or rule is wrong or was not loaded
inline constexpr int kExitUsage = 3;     // usage, configuration or data
inline constexpr int kExitInterrupted = 130;

struct CommandDef {
  std::string_view name;
  std::string_view doc;      // one line
  std::string_view details;  // examples; shown after the options
  // Adds options to `app`; the returned function runs the command and gives the exit code.
  std::function<int()> (*setup)(CLI::App& app);
};
std::span<const CommandDef* const> AllCommands();

}  // namespace quarry
