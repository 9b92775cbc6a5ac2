// The command line as a whole: all commands of the registry under one CLI::App. Used by main and by `completion`.
// Thread rule: one thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
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

std::unique_ptr<Application> MakeApplication();

}  // namespace quarry
