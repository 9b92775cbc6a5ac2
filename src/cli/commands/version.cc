// `quarry version`.
#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/version.h"

namespace quarry {
namespace {

std::function<int()> Setup(CLI::App&) {
  return [] {
    std::printf("quarry %s\n", kQuarryVersion);
    return kExitOk;
  };
}

}  // namespace

QUARRY_DEFINE(CommandDef, kVersionCommand) = {
    .name = "version",
    .doc = "print the version",
    .details = "",
    .setup = Setup,
};

}  // namespace quarry
