// GroupingSpec: what the workers of a scan do with its rows when they keep a grouping. Each row goes through every arm
// (those of a union that read the same source): conditions and computed columns, in order, then keys and values of
// aggregates over numbered columns. The first columns are the scan's, computed ones follow.
// Ownership: shares the plan's expressions. Thread rule: immutable, shared by the workers.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "plan/scan_grouping.h"
#include "scan/scan.h"

namespace quarry {

struct GroupingSpec {
  // The expressions name column `i` by this id.
  static ColumnId IdOf(size_t column) { return static_cast<ColumnId>(column + 1); }

  struct Operation {
    ExprPtr expr;
    std::optional<size_t> column;  // it becomes this one; without: rows for which it is not true are left out
  };
  // Of one aggregate.
  struct Values {
    std::vector<size_t> columns;      // of a count: none
    std::optional<size_t> condition;  // column; rows for which it is not true do not count
  };
  struct Arm {
    std::vector<Operation> operations;
    std::vector<size_t> keys;
    std::vector<Values> values;  // one an aggregate
  };

  std::vector<Type> columns;  // types of all, computed ones too
  size_t scanned = 0;         // how many of them are the scan's
  std::vector<Arm> arms;      // keys and values have the same types in each
  std::vector<ScanAggregate> aggregates;
  // A worker hands on its parts and starts anew when they take more bytes than this; where it cannot tell yet whether
  // rows meet in groups, more than `most_memory` (0: the limit).
  size_t memory_limit = 0, most_memory = 0;
  // Rows by which a worker tells whether it pays to look up rows that repeat.
  uint64_t trial_rows = 1 << 16;

  // The types of what a worker delivers: keys, then the parts of the aggregates.
  std::vector<Type> OutputTypes() const;
  std::vector<Type> KeyTypes() const;
  // Of aggregate `i`.
  std::vector<Type> ValueTypes(size_t i) const;
};

// The grouping of `aggregate` over arms that read the same source; `columns` gets what is to be read of it.
std::shared_ptr<GroupingSpec> MakeGroupingSpec(const Rel& aggregate, const std::vector<ScanArm>& arms,
                                               std::vector<ScanColumn>& columns);

// Sets what each of `workers` may take for its groups, unless that is said: what fits the caches, and little in all.
void LimitGroupingMemory(int workers, GroupingSpec& spec);

}  // namespace quarry
