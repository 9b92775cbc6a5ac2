// Builds the CLI::App from the registry of commands.
#include "cli/application.h"

#include <CLI/CLI.hpp>

#include <algorithm>

#include "cli/command.h"
#include "cli/version.h"

namespace quarry {

namespace {

bool IsCommand(std::string_view word) {
  return std::ranges::any_of(AllCommands(), [word](const CommandDef* def) { return def->name == word; });
}

// Setting all commands up takes longer than a small query. A command that is not among the arguments cannot be meant,
// and is shown only by the help of the whole.
bool NeedsAllCommands(std::span<const char* const> arguments) {
  const auto is = [](std::string_view text) { return [text](const char* argument) { return argument == text; }; };
  if (arguments.size() == 1 && is("--version")(arguments[0])) return false;
  return arguments.empty() || !IsCommand(arguments[0]) || std::ranges::any_of(arguments, is("--help-all"));
}

}  // namespace

Application::~Application() = default;

std::unique_ptr<Application> MakeApplication(std::span<const char* const> arguments) {
  auto application = std::make_unique<Application>();
  application->app = std::make_unique<CLI::App>("Runs KQL, CQL and Sigma detections on telemetry in files.", "quarry");
  CLI::App& app = *application->app;
  app.set_version_flag("--version", std::string("quarry ") + kQuarryVersion);
  app.set_help_all_flag("--help-all", "show the help of all commands");
  app.add_option("--color", application->color, "auto, always or never (NO_COLOR counts for auto)")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  app.require_subcommand(1);
  app.footer(
      "exit codes: 0 success; 1 a test or lint failed, or a finding reached --fail-on; 2 a query or rule is wrong or\n"
      "was not loaded; 3 usage, configuration or data; 130 interrupted");
  const bool all = NeedsAllCommands(arguments);
  for (const CommandDef* def : AllCommands()) {
    if (!all && std::ranges::find(arguments, def->name) == arguments.end()) continue;
    CLI::App* command = app.add_subcommand(std::string(def->name), std::string(def->doc));
    command->footer(std::string(def->details));
    command->fallthrough();
    application->run[std::string(def->name)] = def->setup(*command);
  }
  return application;
}

}  // namespace quarry
