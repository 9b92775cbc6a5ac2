// Writes small EVTX files for tests: templates, inline and shared names, several chunks, records without a template,
// and the damage that real files show. Not for production: checksums are left zero.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace quarry::evtx_test {

struct Event {
  uint64_t record_id = 1;
  uint32_t event_id = 1;
  uint64_t filetime = 0;  // of TimeCreated, 100 ns since 1601
  std::string provider = "Microsoft-Windows-Sysmon";
  std::string channel = "Microsoft-Windows-Sysmon/Operational";
  std::string computer = "host.example";
  // An empty name writes an unnamed <Data>.
  std::vector<std::pair<std::string, std::string>> data;
  // Data of these positions are written as null with an optional substitution: the element must vanish.
  std::vector<size_t> null_data;
  bool without_template = false;
};

// A whole file. Events go into chunks in order; each chunk has its own templates.
std::string WriteEvtx(const std::vector<Event>& events);

}  // namespace quarry::evtx_test
