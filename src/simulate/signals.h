// Expected signals: what a test must leave in the telemetry, event by event:
//   - {sysmon: 22, count: 5, where: {QueryName: '*.workers.dev', QueryStatus: 0}}
//   - {defender: DeviceNetworkEvents, count: 0}
//   - {falcon: DnsRequest, at_least: 1}
// Values of `where` compare as texts, ignoring case; `*` stands for any run of characters.
// Ownership: values. Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "syntax/yaml/member_reader.h"

namespace quarry::simulate {

struct ExpectedSignal {
  std::string form;   // "sysmon", "defender", "falcon"
  std::string event;  // event id, table, event_simpleName
  std::optional<int64_t> count, at_least;
  std::vector<std::pair<std::string, std::string>> fields;
  Span span;
};

std::vector<ExpectedSignal> ReadSignals(const yaml::Node& list, yaml::MemberReader& reader);

// Counts the events in lines of telemetry of `form`; a line of text for each signal that is not as expected. Signals of
// other forms are left out.
std::string CheckSignals(const std::vector<ExpectedSignal>& signals, std::string_view form, std::string_view lines);

}  // namespace quarry::simulate
