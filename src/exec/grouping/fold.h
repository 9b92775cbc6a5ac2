// Fold: one aggregate's parts for the groups of a worker. Parts of all workers, put together by the same aggregate
// (those of counts added), give what the aggregate over all rows gives. Ownership: copies what it keeps. Thread rule:
// one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "exec/grouping/remembered_values.h"
#include "plan/scan_grouping.h"
#include "types/batch.h"

namespace quarry {

class Fold {
 public:
  using Values = std::vector<const ColumnVector*>;  // the arguments
  virtual ~Fold() = default;

  // False when adding these values might round, so that the order of the rows would show in the result.
  virtual bool IsExact(const Values& /*values*/, const uint32_t* /*rows*/, size_t /*count*/) { return true; }
  // For a fold that chooses rows: takes those that `other` chooses, which has the same first argument and condition and
  // gets every batch before this one does. False: it chooses for itself.
  virtual bool Follow(const Fold& /*other*/) { return false; }
  // The next values come from arm `arm` of `arms`, the texts of the first argument from `origin`, which is the same for
  // each call of the arm.
  virtual void ComeFrom(const TextOrigin& /*origin*/, size_t /*arm*/, size_t /*arms*/) {}
  // Groups `[0, groups)` exist from now on.
  virtual void Resize(size_t groups) = 0;
  // Adds row rows[i] of `values` to group groups[i].
  virtual void Add(const Values& values, const uint32_t* rows, const uint32_t* groups, size_t count) = 0;

  // Called before parts are written.
  virtual void Finish() {}
  // The parts of groups `[first, first + count)` as rows `[0, count)` of the columns from `column` on.
  virtual void Write(size_t first, size_t count, Batch& out, size_t column) const = 0;
  // Further parts: a part each for the groups that `groups` then names.
  virtual size_t further() const { return 0; }
  virtual void WriteFurther(size_t /*first*/, size_t /*count*/, Batch& /*out*/, size_t /*column*/,
                            uint32_t* /*groups*/) const {}

  virtual size_t bytes() const = 0;
  virtual void Clear() = 0;
};

// The types of the parts of an aggregate over values of `types`.
std::vector<Type> PartTypes(ScanAggregate form, const std::vector<Type>& types);
std::unique_ptr<Fold> MakeFold(ScanAggregate form, const std::vector<Type>& types);

}  // namespace quarry
