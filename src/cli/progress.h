// A progress bar on stderr while a query runs. Silent when stderr is no terminal, and for what ends quickly.
// Thread rule: a thread of its own polls Engine::Progress; Stop (or the destructor) joins it and wipes the line.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace quarry {

class Engine;

class ProgressBar {
 public:
  // REQUIRES: `engine` outlives this.
  explicit ProgressBar(const Engine& engine);
  ~ProgressBar() { Stop(); }
  void Stop();

 private:
  void Run();
  void Draw(double fraction, int tick);

  const Engine& engine_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  bool drawn_ = false;
  std::thread thread_;
};

}  // namespace quarry
