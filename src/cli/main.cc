// The entry of the command `quarry`: reads the command line, runs one command, gives its exit code.
#include <CLI/CLI.hpp>

#include "base/ascii.h"
#include "cli/application.h"
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/report.h"

namespace quarry {
namespace {

// CLI11 says only that a subcommand is needed; the one that was meant is more use.
bool IsUnknownCommand(const Application& application, const char* word) {
  if (word == nullptr || word[0] == '-' || application.run.contains(word)) return false;
  NameSuggester suggester(word);
  for (const auto& [name, run] : application.run) suggester.Consider(name);
  std::string message = "no command `" + std::string(word) + "`";
  if (!suggester.best().empty()) message += "; a similar one exists: `" + std::string(suggester.best()) + "`";
  PrintError(message + " (quarry --help lists all)");
  return true;
}

}  // namespace
}  // namespace quarry

int main(int argc, char** argv) {
  using namespace quarry;
  InstallInterruptHandler();
  std::unique_ptr<Application> application = MakeApplication();
  if (argc > 1 && IsUnknownCommand(*application, argv[1])) return kExitUsage;
  try {
    application->app->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return application->app->exit(error) == 0 ? kExitOk : kExitUsage;
  }
  SetColorChoice(application->color);
  const CLI::App* command = application->app->get_subcommands().front();
  int code = application->run.at(command->get_name())();
  if (std::fflush(stdout) != 0 && code == kExitOk) {
    PrintError("cannot write the output");
    code = kExitUsage;
  }
  return InterruptFlag().load() ? kExitInterrupted : code;
}
