// The entry of the command `quarry`: reads the command line, runs one command, gives its exit code.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <cstdlib>

#include "base/ascii.h"
#include "cli/application.h"
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/report.h"
#include "engine/engine.h"

namespace quarry {
namespace {

// CLI11 says only that a subcommand is needed; the one that was meant is more use.
bool IsUnknownCommand(const char* word) {
  if (word == nullptr || word[0] == '-') return false;
  NameSuggester suggester(word);
  for (const CommandDef* def : AllCommands()) {
    if (def->name == word) return false;
    suggester.Consider(def->name);
  }
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
  if (argc > 1 && IsUnknownCommand(argv[1])) return kExitUsage;
  std::unique_ptr<Application> application = MakeApplication(std::span(argv + (argc > 0), argv + argc));
  try {
    application->app->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return application->app->exit(error) == 0 ? kExitOk : kExitUsage;
  }
  SetColorChoice(application->color);
  const CLI::App* command = application->app->get_subcommands().front();
  int code = application->run.at(command->get_name())();
  // Writers flush as well: the stream remembers what they failed to write.
  if ((std::fflush(stdout) != 0 || std::ferror(stdout) != 0) && code == kExitOk) {
    PrintError("cannot write the output");
    code = kExitUsage;
  }
  if (InterruptFlag().load()) code = kExitInterrupted;
  // All is written. Closing the database and taking everything else down would only keep the caller waiting.
  RemoveSpilledFiles();
  std::_Exit(code);
}
