// Story: the events as they are told; Finish puts them in order.
#include "simulate/story.h"

#include <algorithm>

#include "types/ticks.h"

namespace quarry::simulate {

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

const Host* Story::AddHost(std::string name, std::string address, std::string user) {
  host_index_.emplace(name, hosts_.size());
  hosts_.push_back({std::move(name), std::move(address), std::move(user), hosts_.size()});
  const Host* host = &hosts_.back();
  const char* const explorer = "C:\\Windows\\explorer.exe";
  shells_.push_back(Start(host, nullptr, 0, explorer, explorer, host->user, false));
  return host;
}

const Host* Story::FindHost(std::string_view name) const {
  const auto at = host_index_.find(name);
  return at == host_index_.end() ? nullptr : &hosts_[at->second];
}

const Process* Story::Shell(const Host* host) const {
  return shells_[host->index];
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
  if (recorded) events_.push_back({Event::Kind::kProcess, time, &made, {}, {}, {}, {}, 0, 0, 0, next_serial_++});
  return &made;
}

void Story::SetOriginalName(const Process* process, std::string name) {
  for (auto own = processes_.rbegin(); own != processes_.rend(); ++own) {
    if (&*own == process) {
      own->original_name = std::move(name);
      return;
    }
  }
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
                     next_serial_++});
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
                     next_serial_++});
}

void Story::Visit(const Process* process, int64_t time, const std::string& name, const std::string& address) {
  Lookup(process, time, name, address);
  Connect(process, time + 100 * kTicksPerMillisecond, name, address);
}

void Story::Write(const Process* process, int64_t time, std::string path) {
  events_.push_back({Event::Kind::kFile, time, process, std::move(path), {}, {}, {}, 0, 0, 0, next_serial_++});
}

void Story::Script(const Process* process, int64_t time, std::string text) {
  events_.push_back({Event::Kind::kScript, time, process, std::move(text), {}, {}, {}, 0, 0, 0, next_serial_++});
}

void Story::Exit(const Process* process, int64_t time) {
  events_.push_back({Event::Kind::kExit, time, process, {}, {}, {}, {}, 0, 0, 0, next_serial_++});
}

namespace {

bool Earlier(const Event& a, const Event& b) {
  return a.time != b.time ? a.time < b.time : a.serial < b.serial;
}

}  // namespace

void Story::KeepEarliest(size_t from, size_t count) {
  const auto first = events_.begin() + static_cast<std::ptrdiff_t>(from);
  std::sort(first, events_.end(), Earlier);
  if (count < events_.size() - from) events_.erase(first + static_cast<std::ptrdiff_t>(count), events_.end());
}

void Story::Finish() {
  std::sort(events_.begin(), events_.end(), Earlier);
}

}  // namespace quarry::simulate
