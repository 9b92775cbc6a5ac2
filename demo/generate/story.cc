#include "generate/story.h"

#include <algorithm>

#include "types/ticks.h"

namespace quarry::demo {

uint64_t Random::Next() {
  uint64_t z = state_ += 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

std::string_view Process::base_name() const {
  const std::string_view path = image;
  return path.substr(path.rfind('\\') + 1);
}

Story::Story(uint64_t seed) : random_(seed) {
  static constexpr struct {
    const char* name;
    const char* address;
    const char* user;
  } kHosts[] = {
      {"WS-011", "10.0.0.11", "bob"},         {"WS-017", "10.0.0.17", "carol"}, {"WS-023", "10.0.0.23", "dave"},
      {"WS-031", "10.0.0.31", "erin"},        {"WS-042", "10.0.0.42", "alice"}, {"WS-055", "10.0.0.55", "frank"},
      {"DEV-003", "10.0.1.3", "grace"},       {"DEV-008", "10.0.1.8", "heidi"}, {"BUILD-01", "10.0.2.10", "svc-ci"},
      {"SRV-FILE", "10.0.3.5", "svc-backup"},
  };
  for (const auto& h : kHosts) hosts_.push_back({h.name, h.address, h.user});
  for (const Host& host : hosts_)
    shells_.push_back(
        Start(&host, nullptr, 0, "C:\\Windows\\explorer.exe", "C:\\Windows\\explorer.exe", host.user, false));
}

const Host* Story::FindHost(std::string_view name) const {
  for (const Host& host : hosts_)
    if (host.name == name) return &host;
  return nullptr;
}

const Process* Story::Shell(const Host* host) const {
  for (const Process* shell : shells_)
    if (shell->host == host) return shell;
  return nullptr;
}

const Process* Story::Start(const Host* host, const Process* parent, int64_t time, std::string image,
                            std::string command_line, std::string user, bool recorded) {
  Process process;
  process.host = host;
  process.parent = parent;
  process.id = next_id_ += 4 * static_cast<uint32_t>(1 + random_.Below(7));
  process.unique = random_.Next();
  process.image = std::move(image);
  process.command_line = std::move(command_line);
  process.user = user.empty() ? host->user : std::move(user);
  if (process.user == "SYSTEM" || process.user.rfind("svc-", 0) == 0) process.integrity = "System";
  process.start = time;
  process.recorded = recorded;
  processes_.push_back(std::move(process));
  Process& made = processes_.back();
  made.original_name = made.base_name();
  if (recorded) events_.push_back({Event::Kind::kProcess, time, &made, {}, {}, {}, {}, 0, 0, 0, events_.size()});
  return &made;
}

void Story::Lookup(const Process* process, int64_t time, std::string name, std::string address, int status,
                   std::string cname) {
  events_.push_back({Event::Kind::kDns,
                     time,
                     process,
                     std::move(name),
                     std::move(address),
                     std::move(cname),
                     {},
                     status,
                     0,
                     0,
                     events_.size()});
}

void Story::Connect(const Process* process, int64_t time, std::string name, std::string address, uint16_t port,
                    std::string reverse) {
  next_port_ = next_port_ >= 65000 ? 49800 : static_cast<uint16_t>(next_port_ + 1);
  events_.push_back({Event::Kind::kConnection,
                     time,
                     process,
                     std::move(name),
                     std::move(address),
                     {},
                     std::move(reverse),
                     0,
                     next_port_,
                     port,
                     events_.size()});
}

void Story::Visit(const Process* process, int64_t time, const std::string& name, const std::string& address) {
  Lookup(process, time, name, address);
  Connect(process, time + 100 * kTicksPerMillisecond, name, address);
}

void Story::Write(const Process* process, int64_t time, std::string path) {
  events_.push_back({Event::Kind::kFile, time, process, std::move(path), {}, {}, {}, 0, 0, 0, events_.size()});
}

void Story::Script(const Process* process, int64_t time, std::string text) {
  events_.push_back({Event::Kind::kScript, time, process, std::move(text), {}, {}, {}, 0, 0, 0, events_.size()});
}

void Story::Exit(const Process* process, int64_t time) {
  events_.push_back({Event::Kind::kExit, time, process, {}, {}, {}, {}, 0, 0, 0, events_.size()});
}

void Story::Finish() {
  std::sort(events_.begin(), events_.end(),
            [](const Event& a, const Event& b) { return a.time != b.time ? a.time < b.time : a.serial < b.serial; });
}

}  // namespace quarry::demo
