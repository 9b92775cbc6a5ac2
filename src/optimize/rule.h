// Optimizer rules: plan to plan, one rule a file (optimize/rules/<name>.cc) with its test. A rule never changes the
// answer; every .qtest runs with and without them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/define.h"
#include "plan/rel.h"

namespace quarry {

inline constexpr int kScanRules = 100;

struct RuleDef {
  std::string_view name;  // "push_filter_into_scan"
  std::string_view doc;
  int order;  // rules run in ascending order; those from kScanRules on once, the others until nothing changes
  RelPtr (*apply)(const RelPtr& plan, ColumnIds& ids);
  bool skips_records = false;  // what it derives lets scans leave records out unread: off without the prefilter
};
std::span<const RuleDef* const> AllOptimizerRules();

struct OptimizeOptions {
  bool enabled = true;
  bool prefilter = true;
  bool validate = false;  // abort when a rule makes an unsound plan (tests)
};
RelPtr Optimize(RelPtr plan, ColumnIds& ids, const OptimizeOptions& options);

}  // namespace quarry
