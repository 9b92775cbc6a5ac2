// Which commands a command line sets up: those that it may mean.
#include "cli/application.h"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <vector>

#include "cli/command.h"

namespace quarry {
namespace {

using Words = std::vector<std::string>;

Words CommandsOf(std::initializer_list<const char*> arguments) {
  const std::unique_ptr<Application> application = MakeApplication(std::span(arguments.begin(), arguments.size()));
  Words names;
  for (const auto& [name, run] : application->run) names.push_back(name);
  return names;
}

Words All() {
  Words names;
  for (const CommandDef* def : AllCommands()) names.emplace_back(def->name);
  std::ranges::sort(names);
  return names;
}

TEST(Application, SetsUpTheCommandsThatAreNamed) {
  EXPECT_EQ(CommandsOf({"query", "-e", "print 1"}), Words{"query"});
  EXPECT_EQ(CommandsOf({"query", "--help"}), Words{"query"});
  // A folder may be called as a command is: that it is none is for the command line as a whole to say.
  EXPECT_EQ(CommandsOf({"query", "-d", "index"}), (Words{"index", "query"}));
  EXPECT_EQ(CommandsOf({"--version"}), Words{});
}

TEST(Application, SetsUpAllWhereAnyMayBeShownOrMeant) {
  EXPECT_GT(All().size(), 10u);
  EXPECT_EQ(CommandsOf({}), All());
  EXPECT_EQ(CommandsOf({"--help"}), All());
  EXPECT_EQ(CommandsOf({"--version", "--help"}), All());
  EXPECT_EQ(CommandsOf({"query", "--help-all"}), All());
  EXPECT_EQ(CommandsOf({"--color", "never", "query"}), All());
  EXPECT_EQ(CommandsOf({"nosuch"}), All());
}

}  // namespace
}  // namespace quarry
