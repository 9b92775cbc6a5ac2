// ColumnNames gives each plan column one SQL name for the whole query: its own name where it is free (DuckDB's names
// know no case), else "Name#12".
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "base/ascii.h"
#include "plan/expr.h"

namespace quarry {

class ColumnNames {
 public:
  const std::string& Of(ColumnId id, std::string_view name) {
    auto found = names_.find(id);
    if (found != names_.end()) return found->second;
    std::string chosen(name);
    if (chosen.empty() || chosen.find('\0') != std::string::npos || !taken_.insert(AsciiLowered(chosen)).second) {
      chosen = (chosen.find('\0') == std::string::npos ? chosen : std::string()) + "#" + std::to_string(id);
      while (!taken_.insert(AsciiLowered(chosen)).second) chosen += "#";
    }
    return names_.emplace(id, std::move(chosen)).first->second;
  }
  // A name for a column that only SQL has (a sort key that is carried along).
  std::string Fresh(std::string_view stem) {
    std::string chosen;
    do chosen = std::string(stem) + "#" + std::to_string(++fresh_);
    while (!taken_.insert(AsciiLowered(chosen)).second);
    return chosen;
  }

 private:
  std::unordered_map<ColumnId, std::string> names_;
  std::unordered_set<std::string> taken_;
  int fresh_ = 0;
};

}  // namespace quarry
