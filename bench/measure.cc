// quarry_bench_measure ROUNDS BYTES OUT_FOLDER < CASES: runs each command of CASES (lines "name<TAB>command") ROUNDS
// times, in turns so that a slow minute of the machine hits all of them, and prints medians; "first" is the time to the
// first byte of standard output. That of a command's last run goes to OUT_FOLDER/<name>.out. Ratios are to the first
// case whose name ends in the same " <threads>t".
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

struct Run {
  double seconds = 0, first_byte = 0, cpu = 0;
  long peak_kb = 0;
};
struct Case {
  std::string name, command;
  std::vector<Run> runs;
};

using Clock = std::chrono::steady_clock;

double Since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Copies what comes through the pipe to the file; the time of the first byte, or of the end when there is none.
double CopyOutput(int pipe, const std::string& path, Clock::time_point start) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  static char buffer[1 << 16];
  double first = -1;
  for (ssize_t got; (got = ::read(pipe, buffer, sizeof buffer)) > 0;) {
    if (first < 0) first = Since(start);
    for (ssize_t written = 0; written < got;) {
      const ssize_t now = ::write(file, buffer + written, static_cast<size_t>(got - written));
      if (now <= 0) std::exit(3);
      written += now;
    }
  }
  ::close(file);
  return first < 0 ? Since(start) : first;
}

bool Measure(const Case& one, const std::string& out, Run& run) {
  int ends[2];
  if (::pipe(ends) != 0) return false;
  const auto start = Clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    // exec: the process that is measured is the command's own, not a shell's
    ::execl("/bin/sh", "sh", "-c", ("exec " + one.command).c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  ::close(ends[1]);
  run.first_byte = CopyOutput(ends[0], out, start);
  ::close(ends[0]);
  int status = 0;
  struct rusage usage{};
  if (::wait4(child, &status, 0, &usage) != child) return false;
  run.seconds = Since(start);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  run.cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  run.peak_kb = usage.ru_maxrss;
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

template <typename Field>
double Median(const std::vector<Run>& runs, Field field) {
  std::vector<double> values;
  for (const Run& run : runs) values.push_back(static_cast<double>(field(run)));
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::string Threads(const std::string& name) {
  return name.substr(name.rfind(' ') + 1);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) {
    std::fprintf(stderr, "usage: quarry_bench_measure ROUNDS BYTES OUT_FOLDER < CASES\n");
    return 3;
  }
  const int rounds = std::atoi(arguments[1]);
  const double gigabytes = std::atof(arguments[2]) / 1e9;
  const std::string folder = arguments[3];
  std::vector<Case> cases;
  std::string text;
  for (int c; (c = std::getchar()) != EOF;) {
    if (c != '\n') {
      text += static_cast<char>(c);
      continue;
    }
    const size_t tab = text.find('\t');
    if (tab != std::string::npos) cases.push_back({text.substr(0, tab), text.substr(tab + 1), {}});
    text.clear();
  }
  for (int round = -1; round < rounds; ++round) {  // the first one warms caches and is not counted
    for (Case& one : cases) {
      Run run;
      if (!Measure(one, folder + "/" + one.name + ".out", run)) {
        std::fprintf(stderr, "bench: `%s` failed: %s\n", one.name.c_str(), one.command.c_str());
        return 1;
      }
      if (round >= 0) one.runs.push_back(run);
    }
  }
  std::printf("%-24s %9s %9s %9s %9s %9s %9s %10s\n", "", "seconds", "min", "first", "GB/s", "CPU s", "peak MB",
              "times");
  for (const Case& one : cases) {
    const double seconds = Median(one.runs, [](const Run& run) { return run.seconds; });
    double base = seconds;
    for (const Case& other : cases) {
      if (Threads(other.name) != Threads(one.name)) continue;
      base = Median(other.runs, [](const Run& run) { return run.seconds; });
      break;
    }
    double least = seconds;
    for (const Run& run : one.runs) least = std::min(least, run.seconds);
    std::printf("%-24s %9.3f %9.3f %9.3f %9.2f %9.3f %9.0f %9.2fx\n", one.name.c_str(), seconds, least,
                Median(one.runs, [](const Run& run) { return run.first_byte; }), gigabytes / seconds,
                Median(one.runs, [](const Run& run) { return run.cpu; }),
                Median(one.runs, [](const Run& run) { return run.peak_kb / 1024.0; }), seconds / base);
  }
  return 0;
}
