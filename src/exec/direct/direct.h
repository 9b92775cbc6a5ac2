// Direct execution: a plan runs by the native kernels, without DuckDB, which takes longer to load and open than a
// selective query over a gigabyte to run. Scans, and groupings over them, are read by as many threads as the query may
// have; what is left runs in the caller's. What is kept is bounded (64 MB). Filters, projections, sorts, limits, unions
// and simple groupings run so over data of any size; joins, unnesting, windows, subqueries, what several nodes read,
// and aggregates that depend on the order of the rows only over little (4 MiB on disk). What has no direct form
// (ranges, some windows and aggregates), or turns out to leave many rows, goes to DuckDB. The rows, and their order,
// are those that DuckDB gives; every `rows` case of the conformance tests compares the two. Thread rule: a DirectRun
// belongs to one thread; `Reports` may be asked from any.
#pragma once

#include <memory>

#include "base/result.h"
#include "exec/executor.h"
#include "exec/scans_of_query.h"
#include "plan/rel.h"
#include "types/batch.h"

namespace quarry {

// Whether every node, function and aggregate of the plan has a direct form, for data of this size.
bool CanRunDirectly(const Rel& plan);

// The result of one plan.
class DirectRun {
 public:
  // REQUIRES: CanRunDirectly(plan).
  DirectRun(RelPtr plan, const ExecuteOptions& options);
  ~DirectRun();

  // Computes the rows. False: there are more than direct execution is for (or a sum that overflows, of which DuckDB
  // tells); nothing was given out and DuckDB may run the plan from the start.
  Result<bool> Compute();
  // The next rows; rows = 0 at the end. Their texts live until the next call. REQUIRES: Compute gave true.
  void Next(Batch& out);

  std::vector<ScanReport> Reports() const { return scans_.Reports(); }

 private:
  struct Operators;
  RelPtr plan_;
  const ExecuteOptions options_;
  ScansOfQuery scans_;
  std::unique_ptr<Operators> operators_;  // since Compute
  size_t given_ = 0;                      // given out
};

}  // namespace quarry
