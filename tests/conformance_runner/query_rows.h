// Runs a query over given inputs and collects its rows as text, for comparison with what a corpus expects.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "conformance_runner/area.h"
#include "engine/engine.h"

namespace quarry::conformance {

struct Rows {
  std::vector<OutputColumn> columns;                       // KQL
  std::vector<std::vector<std::string>> json;              // KQL: cells as JSON
  std::vector<std::map<std::string, std::string>> events;  // CQL, Sigma: fields
};

struct RunRequest {
  Lang lang = Lang::kKql;
  std::string text;
  std::vector<InputSpec> inputs;
  std::string lookup_dir;
};

// A pass, with the rows, or why there are none.
Verdict RunQuery(const RunRequest& request, Rows& rows);

// Values as texts of JSON or of documentation agree: numbers by value, times and time spans by what they say, JSON by
// structure. `tolerance` is relative; `any_order` ignores the order inside arrays.
struct Agreement {
  double tolerance = 1e-9;
  bool any_order = false;
};
bool SameJson(const JsonNode& a, const JsonNode& b, const Agreement& agreement);
bool SameText(std::string_view a, std::string_view b, const Agreement& agreement);

}  // namespace quarry::conformance
