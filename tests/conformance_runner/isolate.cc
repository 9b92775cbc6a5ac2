// Child processes take every n-th item and send verdicts through a pipe. Entry: RunIsolated.
#include "conformance_runner/isolate.h"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>

namespace quarry::conformance {
namespace {

constexpr unsigned kSecondsAnItem = 60;
constexpr size_t kLongestReason = 400;

struct Header {
  uint32_t length;
  char kind;
};

struct Child {
  pid_t pid = -1;
  int pipe = -1;
  size_t next = 0;  // the item that it is working on
};

void WriteAll(int fd, const void* data, size_t size) {
  const char* at = static_cast<const char*>(data);
  while (size > 0) {
    ssize_t n = write(fd, at, size);
    if (n <= 0) _exit(1);
    at += n;
    size -= static_cast<size_t>(n);
  }
}

bool ReadAll(int fd, void* data, size_t size) {
  char* at = static_cast<char*>(data);
  while (size > 0) {
    ssize_t n = read(fd, at, size);
    if (n <= 0) return false;
    at += n;
    size -= static_cast<size_t>(n);
  }
  return true;
}

[[noreturn]] void Work(const std::vector<Item>& items, size_t from, size_t step, int fd) {
  // What a dying child says would drown the table; its death is in the list of failures.
  if (std::freopen("/dev/null", "w", stderr) == nullptr) _exit(1);
  for (size_t i = from; i < items.size(); i += step) {
    alarm(kSecondsAnItem);
    Verdict verdict = items[i].run();
    if (verdict.why.size() > kLongestReason) verdict.why.resize(kLongestReason);
    Header header{static_cast<uint32_t>(verdict.why.size()), static_cast<char>(verdict.kind)};
    WriteAll(fd, &header, sizeof header);
    WriteAll(fd, verdict.why.data(), verdict.why.size());
  }
  _exit(0);
}

Child Start(const std::vector<Item>& items, size_t from, size_t step) {
  int ends[2];
  Child child;
  child.next = from;
  if (from >= items.size() || pipe(ends) != 0) return child;
  std::fflush(nullptr);
  child.pid = fork();
  if (child.pid == 0) {
    close(ends[0]);
    Work(items, from, step, ends[1]);
  }
  close(ends[1]);
  child.pipe = ends[0];
  return child;
}

std::string DeathOf(pid_t pid) {
  int status = 0;
  waitpid(pid, &status, 0);
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM) return "hangs";
  if (WIFSIGNALED(status)) return std::string("crashes: ") + strsignal(WTERMSIG(status));
  return "ends early with code " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

std::vector<Verdict> RunIsolated(const std::vector<Item>& items, int processes) {
  std::vector<Verdict> verdicts(items.size());
  const size_t step = static_cast<size_t>(processes);
  std::vector<Child> children;
  for (size_t i = 0; i < step; ++i) children.push_back(Start(items, i, step));
  for (;;) {
    std::vector<pollfd> waiting;
    std::vector<Child*> owners;
    for (Child& child : children) {
      if (child.pipe < 0) continue;
      waiting.push_back({child.pipe, POLLIN, 0});
      owners.push_back(&child);
    }
    if (waiting.empty()) return verdicts;
    poll(waiting.data(), waiting.size(), -1);
    for (size_t i = 0; i < waiting.size(); ++i) {
      if (waiting[i].revents == 0) continue;
      Child& child = *owners[i];
      Header header{};
      if (ReadAll(child.pipe, &header, sizeof header)) {
        Verdict& verdict = verdicts[child.next];
        verdict.kind = static_cast<Verdict::Kind>(header.kind);
        verdict.why.resize(header.length);
        if (ReadAll(child.pipe, verdict.why.data(), header.length)) {
          child.next += step;
          continue;
        }
      }
      close(child.pipe);
      std::string death = DeathOf(child.pid);
      if (child.next >= items.size()) {
        child.pipe = -1;
        continue;
      }
      verdicts[child.next] = Verdict::Wrong(death);
      child = Start(items, child.next + step, step);
    }
  }
}

}  // namespace quarry::conformance
