// Ctrl-C: the first one asks the running command to stop (exit code 130), the second one ends the process.
// Thread rule: the flag is atomic; InstallInterruptHandler is called once, from main.
#pragma once

#include <atomic>

namespace quarry {

void InstallInterruptHandler();
const std::atomic<bool>& InterruptFlag();

}  // namespace quarry
