// GroupingSpec: what the workers of a scan do with its rows when they keep a grouping: conditions and computed columns,
// in order, then keys and aggregates over numbered columns. The first columns are the scan's, computed ones follow.
// Ownership: shares the plan's expressions. Thread rule: immutable, shared by the workers.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "plan/scan_grouping.h"

namespace quarry {

struct GroupingSpec {
  // The expressions name column `i` by this id.
  static ColumnId IdOf(size_t column) { return static_cast<ColumnId>(column + 1); }

  struct Operation {
    ExprPtr expr;
    std::optional<size_t> column;  // it becomes this one; without: rows for which it is not true are left out
  };
  struct Aggregate {
    ScanAggregate form = ScanAggregate::kCount;
    std::vector<size_t> values;       // columns; of a count: none
    std::optional<size_t> condition;  // column; rows for which it is not true do not count
  };

  std::vector<Type> columns;  // types of all, computed ones too
  std::vector<Operation> operations;
  std::vector<size_t> keys;
  std::vector<Aggregate> aggregates;
  // A worker hands on its parts and starts anew when they take more bytes than this; where it cannot tell yet whether
  // rows meet in groups, more than `most_memory` (0: the limit).
  size_t memory_limit = 0, most_memory = 0;

  // The types of what a worker delivers: keys, then the parts of the aggregates.
  std::vector<Type> OutputTypes() const;
  std::vector<Type> ValueTypes(const Aggregate& aggregate) const;
};

// The grouping of `aggregate` over one of its arms; `scan_predicate` may be null.
std::shared_ptr<GroupingSpec> MakeGroupingSpec(const Rel& aggregate, const ScanArm& arm);

// Sets what each of `workers` may take for its groups, unless that is said: what fits the caches, and little in all.
void LimitGroupingMemory(int workers, GroupingSpec& spec);

}  // namespace quarry
