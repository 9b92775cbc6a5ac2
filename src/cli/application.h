// The command line as a whole: the commands of the registry under one CLI::App. Used by main and by `completion`.
// Thread rule: one thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>

namespace CLI {
class App;
}

namespace quarry {

struct Application {
  std::unique_ptr<CLI::App> app;
  std::map<std::string, std::function<int()>> run;  // by command
  std::string color = "auto";
  ~Application();
};

// With the commands that a command line may mean, `arguments` being what follows the name of the program in it: those
// that it names, or all where it names none. Without arguments all of them.
std::unique_ptr<Application> MakeApplication(std::span<const char* const> arguments = {});

}  // namespace quarry
