// Sigma log sources over Windows event logs: data/mappings/sigma.yaml.
// Ownership: values, immutable after loading.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "bind/tables.h"
#include "diag/source_map.h"
#include "syntax/yaml/yaml.h"

namespace quarry {

// Events of one log source and the other names of their fields.
struct LogSource {
  // An event belongs when its channel is named, with one of the ids (empty: any). Empty: every event belongs.
  std::vector<std::pair<std::string, std::vector<int64_t>>> events;
  std::map<std::string, std::vector<std::string>> fields;            // Sigma's name -> names in events, first present
  std::map<std::string, std::map<std::string, std::string>> values;  // Sigma's name -> value in events -> Sigma's value
};

class LogSources {
 public:
  static Result<LogSources> Read(const yaml::Node& root, const SourceMap& sources);
  // What Windows events deliver for category, product and service; false when they do not deliver it.
  bool Find(const EventsRequest& request, LogSource& out) const;

 private:
  std::map<std::string, std::vector<std::string>> services_;  // channel names
  std::map<std::string, LogSource> categories_;
  std::map<std::string, std::vector<std::string>> fields_;
};

}  // namespace quarry
