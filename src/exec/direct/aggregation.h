// Aggregation: what the grouping operator of direct execution computes: of rows, or of the parts of groups that the
// threads of scans hand on.
// Ownership: shares the plan's expressions. Thread rule: values.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "plan/rel.h"
#include "plan/scan_grouping.h"

namespace quarry::direct {

struct Aggregation {
  enum class Kind : uint8_t {
    kCount,
    kSum,
    kMin,
    kMax,
    kDistinct,  // the number of different values
    kMean,
    kAny,       // the least value that is neither null nor an empty text
    kRowOfMin,  // the second value of the row where the first is least
    kRowOfMax,
    kCollected,  // made of many values (collected.h)
  };
  struct Call {
    Kind kind = Kind::kCount;
    ExprPtr value;                                  // null: of kCount
    ExprPtr second;                                 // may be null; of parts of a mean: how many values they are of
    std::vector<ExprPtr> conditions;                // rows for which one is not true do not count
    Type type = Type::kLong;                        // of the result
    bool empty_is_null = true;                      // the least and the greatest of no values: null, or an empty text
    bool none_is_null = false;                      // the sum and the mean of no values: null, or zero and NaN
    std::shared_ptr<const AggregateCall> collects;  // of kCollected; shared with what is collected
  };
  std::vector<ExprPtr> keys;
  std::vector<Call> calls;

  // Whether groups that several threads have kept can be put together: they give no order of the rows, on which
  // sums of reals, and the row that is taken of several with the same least value, depend.
  bool HasParts() const;
};

// `aggregate` over the rows of its input; nullopt when it has no direct form.
std::optional<Aggregation> AggregationOf(const Rel& aggregate);

// `aggregate` over parts of its groups. The columns of the parts are numbered from 1 on: keys, then the parts of each
// aggregate. REQUIRES: AggregationOf(aggregate) has a value that HasParts, and CanKeepInScan is true of its aggregates.
Aggregation AggregationOfParts(const Rel& aggregate);

}  // namespace quarry::direct
