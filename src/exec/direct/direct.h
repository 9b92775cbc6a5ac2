// Direct execution: a plan over little data runs in the caller's thread, by the native kernels, without DuckDB, which
// takes longer to load and open than such a query to run.
// The rows, and their order, are those that DuckDB gives; every `rows` case of the conformance tests compares the two.
// What has no direct form (joins, windows, subqueries, most aggregates) or turns out not to be little goes to DuckDB.
// Thread rule: a DirectRun belongs to one thread; `Reports` may be asked from any.
#pragma once

#include <atomic>
#include <memory>
#include <optional>

#include "base/arena.h"
#include "base/result.h"
#include "exec/scans_of_query.h"
#include "plan/rel.h"
#include "types/batch.h"

namespace quarry {

// Whether every node, function and aggregate of the plan has a direct form, and its sources hold little.
bool CanRunDirectly(const Rel& plan);

// The whole result of one plan, computed at once and kept.
class DirectRun {
 public:
  // REQUIRES: CanRunDirectly(plan).
  DirectRun(RelPtr plan, bool use_prefilter) : plan_(std::move(plan)), scans_(use_prefilter) {}

  // Computes the rows. False: there is more than direct execution is for (or a sum that overflows, of which DuckDB
  // tells); nothing was given out and DuckDB may run the plan from the start. `cancelled` may be null.
  Result<bool> Compute(const std::atomic<bool>* cancelled);
  // The next rows; rows = 0 at the end. Their texts live as long as this. REQUIRES: Compute gave true.
  void Next(Batch& out);

  std::vector<ScanReport> Reports() const { return scans_.Reports(); }

 private:
  RelPtr plan_;
  ScansOfQuery scans_;
  Arena texts_;
  std::vector<std::vector<Cell>> rows_;
  size_t next_ = 0;
};

}  // namespace quarry
