// Draws the progress bar.
#include "cli/progress.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>

#include "cli/terminal.h"
#include "engine/engine.h"

namespace quarry {

ProgressBar::ProgressBar(const Engine& engine) : engine_(engine) {
  if (IsTerminal(stderr)) thread_ = std::thread([this] { Run(); });
}

void ProgressBar::Stop() {
  if (!thread_.joinable()) return;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
  if (drawn_) std::fputs("\r\x1b[K", stderr);
}

void ProgressBar::Run() {
  using namespace std::chrono_literals;
  std::unique_lock<std::mutex> lock(mutex_);
  // What takes less than this needs no bar.
  if (wake_.wait_for(lock, 400ms, [this] { return stopping_; })) return;
  for (int tick = 0; !stopping_; ++tick) {
    Draw(engine_.Progress(), tick);
    wake_.wait_for(lock, 100ms, [this] { return stopping_; });
  }
}

void ProgressBar::Draw(double fraction, int tick) {
  constexpr int kCells = 30;
  drawn_ = true;
  if (fraction < 0) {
    std::fprintf(stderr, "\r\x1b[K%c running", "|/-\\"[tick % 4]);
  } else {
    int done = static_cast<int>(std::clamp(fraction, 0.0, 1.0) * kCells);
    std::string bar;
    for (int i = 0; i < kCells; ++i) bar += i < done ? "█" : "░";
    std::fprintf(stderr, "\r\x1b[K%s %3d %%", bar.c_str(), static_cast<int>(std::clamp(fraction, 0.0, 1.0) * 100));
  }
  std::fflush(stderr);
}

}  // namespace quarry
