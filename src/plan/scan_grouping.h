// Which groupings the threads of scans can keep themselves, and the way of the rows from a scan to them: lowering
// follows it, `explain` shows it. Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "plan/rel.h"

namespace quarry {

// A filter or a projection between scan and grouping.
struct ScanStep {
  ExprPtr condition;               // rows for which it is not true are left out; or null and
  std::vector<NamedExpr> columns;  // exactly the columns from here on
};

// One scan below a grouping (several below a union).
struct ScanArm {
  RelPtr scan;
  std::vector<ScanStep> steps;  // nearest to the scan first
};

// How the threads of a scan keep an aggregate of the rows that they read (exec/grouping), so that only its parts reach
// DuckDB. The parts of a count are added; those of the others go through the aggregate's own lowering again.
enum class ScanAggregate : uint8_t {
  kNone,      // DuckDB sees every row
  kCount,     // of rows
  kSum,       // of the values that are not null
  kMinimum,   // of the values that are not null
  kMaximum,   // of the values that are not null
  kAny,       // the least value that is neither null nor an empty text
  kMean,      // sum and count of the values that are not null
  kDistinct,  // the result depends on which values there are, not on how often and in what order; nulls do not count
  kRowOfMaximum,  // the value of the row with the greatest first argument
  kRowOfMinimum,  // the same for the least
  kNewest,        // the newest kNewestCount times, with the values of the second argument where there is one
  kNumbers,  // the different values, which are whole numbers, as one encoded set (functions/analytics/number_set.h)
};
struct ScanForm {
  ScanAggregate aggregate = ScanAggregate::kNone;
  size_t values = 0;  // how many of the first arguments are values
  // The argument that is a condition on the rows; kNoCondition: none. Further arguments are constants.
  size_t condition = kNoCondition;
  static constexpr size_t kNoCondition = SIZE_MAX;
};
// The form of `call`, whatever its arguments are like.
ScanForm ScanFormOf(const AggregateCall& call);
// Names in the table of forms that are no aggregates; for a test.
std::vector<std::string_view> UnknownScanForms();
// Whether the parts of `call` can be kept beside the scan and put together above it.
bool CanKeepInScan(const AggregateCall& call);

// The scans below `aggregate`, when nothing but filters, projections and unions of what runs natively lies between,
// none of it is also read by another node (`is_shared`), and its keys and aggregates can be kept in the scan; else
// none.
std::vector<ScanArm> ScanArmsOf(const Rel& aggregate, const std::function<bool(const RelPtr&)>& is_shared);

// The arms that read the same source together, in the order of their first: their rows are read once.
std::vector<std::vector<ScanArm>> ArmsBySource(const std::vector<ScanArm>& arms);
// What lets a scan leave rows out that none of `arms` can use, without columns. REQUIRES: arms of one source
ScanSpec SpecOfArms(const std::vector<ScanArm>& arms);

}  // namespace quarry
