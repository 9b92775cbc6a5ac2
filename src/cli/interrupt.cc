// The signal handler behind InterruptFlag.
#include "cli/interrupt.h"

#include <unistd.h>
#include <csignal>

#include "cli/command.h"

namespace quarry {
namespace {

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "set from a signal handler");

void OnInterrupt(int) {
  if (interrupted.exchange(true)) _exit(kExitInterrupted);
}

}  // namespace

void InstallInterruptHandler() {
  struct sigaction action{};
  action.sa_handler = OnInterrupt;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  // A reader that closes our pipe (head) ends us quietly by a failed write, not by a signal in mid-cleanup.
  std::signal(SIGPIPE, SIG_DFL);
}

const std::atomic<bool>& InterruptFlag() {
  return interrupted;
}

}  // namespace quarry
