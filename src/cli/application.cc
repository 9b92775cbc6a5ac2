// Builds the CLI::App from the registry of commands.
#include "cli/application.h"

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/version.h"

namespace quarry {

Application::~Application() = default;

std::unique_ptr<Application> MakeApplication() {
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
  for (const CommandDef* def : AllCommands()) {
    CLI::App* command = app.add_subcommand(std::string(def->name), std::string(def->doc));
    command->footer(std::string(def->details));
    command->fallthrough();
    application->run[std::string(def->name)] = def->setup(*command);
  }
  return application;
}

}  // namespace quarry
