// `quarry pack`: works on detection packages.
#include <CLI/CLI.hpp>

#include <memory>

#include "cli/command.h"
#include "cli/pack_commands.h"

namespace quarry {
namespace {

// The subcommands of `quarry pack`, in the order of the help.
constexpr PackCommandDef kSubcommands[] = {
    {"check", "check packages: format, files, rules, tests, guides", SetupPackCheck},
    {"show", "show what a package is", SetupPackShow},
    {"new", "start a package", SetupPackNew},
    {"build", "make a web page of each package", SetupPackBuild},
    {"schema", "print the schema of a package's files, for editors", SetupPackSchema},
};

std::function<int()> Setup(CLI::App& app) {
  app.require_subcommand(1);
  auto run = std::make_shared<std::vector<std::pair<CLI::App*, std::function<int()>>>>();
  for (const PackCommandDef& def : kSubcommands) {
    CLI::App* command = app.add_subcommand(std::string(def.name), std::string(def.doc));
    command->fallthrough();
    run->emplace_back(command, def.setup(*command));
  }
  return [run] {
    for (const auto& [command, function] : *run) {
      if (command->parsed()) return function();
    }
    return kExitUsage;
  };
}

}  // namespace

QUARRY_DEFINE(CommandDef, kPackCommand) = {
    .name = "pack",
    .doc = "check, show, start and publish detection packages",
    .details =
        "examples:\n"
        "  quarry pack check packs/T1583.007-serverless\n"
        "  quarry pack show packs/T1583.007-serverless --format markdown\n"
        "  quarry pack new encoded-powershell --technique T1059.001\n"
        "  quarry pack build packs --out site\n"
        "  quarry pack schema > pack.schema.json\n",
    .setup = Setup,
};

}  // namespace quarry
