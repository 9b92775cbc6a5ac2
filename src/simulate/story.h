// Story: what happens on some hosts, told once and written as Sysmon, Defender and Falcon telemetry: the same
// processes, look-ups and connections on the same hosts at the same times. Deterministic for a seed. Times are ticks
// (types/ticks.h). Addresses should be documentation ranges (RFC 5737), names `.example` or real platform suffixes with
// invented tenants. Ownership: the story owns hosts and processes; their addresses are stable. Thread rule: one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace quarry::simulate {

// SplitMix64: the same numbers on every platform, which std's distributions do not promise.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t Next();
  // 0 <= result < bound. REQUIRES: bound > 0.
  uint64_t Below(uint64_t bound) { return Next() % bound; }

 private:
  uint64_t state_;
};

struct Host {
  std::string name;     // "WS-042"
  std::string address;  // "10.0.0.42"
  std::string user;     // interactive user
  size_t index = 0;     // among the hosts of its story
};

struct Process {
  const Host* host = nullptr;
  const Process* parent = nullptr;  // null: older than the telemetry
  uint32_t id = 0;
  uint64_t unique = 0;  // identity across id reuse; guid and Falcon ids derive from it
  std::string image;    // C:\...\x.exe
  std::string original_name;
  std::string command_line;
  std::string user;
  std::string integrity = "Medium";
  int64_t start = 0;
  bool recorded = true;  // its start is in the telemetry
  std::string_view base_name() const;
};

struct Event {
  enum class Kind { kProcess, kDns, kConnection, kFile, kScript, kExit } kind;
  int64_t time = 0;
  const Process* process = nullptr;
  std::string name;     // kDns: asked; kConnection: the name behind it; kFile: path; kScript: text
  std::string address;  // kDns: answer ("" when none); kConnection: remote
  std::string cname;    // kDns
  std::string reverse;  // kConnection: what a reverse look-up gives; "" none
  int status = 0;       // kDns: 0 or a Windows DNS error
  uint16_t local_port = 0, remote_port = 443;
  uint64_t serial = 0;  // order of creation; breaks ties
};

class Story {
 public:
  explicit Story(uint64_t seed) : random_(seed) {}
  Story(const Story&) = delete;

  // Adds a host and, older than the telemetry, its explorer.exe.
  const Host* AddHost(std::string name, std::string address, std::string user);
  const Host* FindHost(std::string_view name) const;  // nullptr when there is none
  const std::deque<Host>& hosts() const { return hosts_; }
  const Process* Shell(const Host* host) const;  // its explorer.exe

  // `user` "": the host's. Users `SYSTEM` and `svc-...` run with system integrity.
  const Process* Start(const Host* host, const Process* parent, int64_t time, std::string image,
                       std::string command_line, std::string user = {}, bool recorded = true);
  // What the file's own header says it was called; by default the name of the image.
  void SetOriginalName(const Process* process, std::string name);
  void Lookup(const Process* process, int64_t time, std::string name, std::string address, int status = 0,
              std::string cname = {});
  void Connect(const Process* process, int64_t time, std::string name, std::string address, uint16_t port = 443,
               std::string reverse = {});
  // A look-up and, 100 ms later, the connection.
  void Visit(const Process* process, int64_t time, const std::string& name, const std::string& address);
  void Write(const Process* process, int64_t time, std::string path);
  void Script(const Process* process, int64_t time, std::string text);
  void Exit(const Process* process, int64_t time);
  // Sorts the events by time; to be called once, at the end.
  void Finish();

  Random& random() { return random_; }
  const std::vector<Event>& events() const { return events_; }  // by time, after Finish
  // Of the events told as number `from` and later, keeps the earliest `count`. REQUIRES: before Finish.
  void KeepEarliest(size_t from, size_t count);

 private:
  Random random_;
  std::deque<Host> hosts_;
  std::deque<Process> processes_;
  std::vector<Event> events_;
  std::vector<const Process*> shells_;  // by host
  std::map<std::string, size_t, std::less<>> host_index_;
  uint64_t next_serial_ = 0;
  uint32_t next_id_ = 4200;
  uint16_t next_port_ = 49800;
};

}  // namespace quarry::simulate
