// The entry of the command `quarry`: reads the command line, runs one command, gives its exit code.
#include <CLI/CLI.hpp>

#include "cli/application.h"
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/report.h"

int main(int argc, char** argv) {
  using namespace quarry;
  InstallInterruptHandler();
  std::unique_ptr<Application> application = MakeApplication();
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
