// Aggregation: what the grouping operator of direct execution computes: of rows, or of the parts of groups that the
// threads of scans hand on.
// Ownership: shares the plan's expressions. Thread rule: values.
#pragma once

#include <optional>
#include <vector>

#include "plan/rel.h"
#include "plan/scan_grouping.h"

namespace quarry::direct {

struct Aggregation {
  enum class Kind : uint8_t { kCount, kSum, kMin, kMax, kDistinct };
  struct Call {
    Kind kind = Kind::kCount;
    ExprPtr value;                    // null: of kCount
    std::vector<ExprPtr> conditions;  // rows for which one is not true do not count
    Type type = Type::kLong;          // of the result
    bool empty_is_null = true;        // the least and the greatest of no values: null, or an empty text
  };
  std::vector<ExprPtr> keys;
  std::vector<Call> calls;
};

// `aggregate` over the rows of its input; nullopt when it has no direct form.
std::optional<Aggregation> AggregationOf(const Rel& aggregate);

// `aggregate` over parts of its groups. The columns of the parts are numbered from 1 on: keys, then the parts of each
// aggregate. REQUIRES: AggregationOf(aggregate) has a value, and CanKeepInScan is true of its aggregates.
Aggregation AggregationOfParts(const Rel& aggregate);

}  // namespace quarry::direct
