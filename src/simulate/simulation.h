// Simulation: a story as data, so that every package can say what its tests leave behind:
//   hosts: {WS-07: {address: 10.7.0.7, user: mia}}      # optional; the first is the default
//   steps:
//     - {start: ps, image: 'C:\...\powershell.exe', command_line: ..., parent: ID | none, user: ..., host: ...,
//        original_name: ..., recorded: false, dns_cache: 120s, keep_alive: 100s}
//     - {script: TEXT}                                   # a PowerShell script block
//     - {visit: HOST, address: IP}                       # look-up and connection
//     - {lookup: HOST, address: IP, cname: HOST, status: 9003}
//     - {connect: HOST, address: IP, port: 443, reverse: PTR}
//     - {write: PATH}                                    # a file
//     - {exit: ps}
//     - {beats: 5, every: 30s, jitter: 0.2, steps: [...]}
//     - {each_host: [WS-01, WS-02], steps: [...]}
// `at` of a step is the time since the story's (a beat's) start, by default that of the step before. `by` names the
// process that acts, by default the last one started. `{beat}`, `{host}` and `{user}` in texts are filled in.
// `dns_cache` and `keep_alive` are a client's: a visit within them makes no look-up, no connection.
// Ownership: values. Thread rule: read-only after loading.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulate/story.h"
#include "syntax/yaml/member_reader.h"

namespace quarry::simulate {

struct Step {
  enum class Kind : uint8_t { kStart, kScript, kVisit, kLookup, kConnect, kWrite, kExit, kBeats, kEachHost };
  Kind kind = Kind::kStart;
  std::string subject;        // the verb's value: process id, text, host name, path
  std::optional<int64_t> at;  // ticks since the start of the steps around it
  std::string by;             // process id
  std::string image, command_line, parent, user, host, original_name;
  bool recorded = true;
  int64_t dns_cache = 0, keep_alive = 0;  // ticks
  std::string address, cname, reverse;
  int status = 0;
  uint16_t port = 443;
  int64_t beats = 0, every = 0;
  double jitter = 0;  // share of `every`, to both sides
  std::vector<std::string> hosts;
  std::vector<Step> steps;
  Span span;
};

struct Simulation {
  struct StoryHost {
    std::string name, address, user;
  };
  std::vector<StoryHost> hosts;
  std::vector<Step> steps;
};

// What is wrong is reported through `reader`.
Simulation ReadSimulation(const yaml::Node& node, yaml::MemberReader& reader);
// Tells the story from `start` on. Hosts that the story has already are used as they are.
void Tell(const Simulation& simulation, int64_t start, Story& story);

}  // namespace quarry::simulate
