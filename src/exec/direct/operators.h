// The operators of direct execution: each pulls batches from the ones below it.
// Ownership: an operator owns its inputs and shares the plan. Texts in a batch live until the operator's next call.
// Thread rule: one thread.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "base/result.h"
#include "exec/direct/aggregation.h"
#include "exec/executor.h"
#include "exec/scans_of_query.h"
#include "plan/rel.h"
#include "plan/scan_grouping.h"
#include "types/batch.h"

namespace quarry::direct {

// What all operators of a run share.
struct Run {
  Run(ScansOfQuery& its_scans, const ExecuteOptions& its_options) : scans(its_scans), options(its_options) {}

  ScansOfQuery& scans;
  const ExecuteOptions& options;
  // Set when there turns out to be more than direct execution is for: operators then end early.
  bool too_much = false;
  bool live = false;      // rows are given out as they come, however many
  size_t bytes_kept = 0;  // by operators that keep rows
  Error error;            // "": none

  bool stopped() const { return too_much || !error.message.empty(); }
  // Counts what an operator keeps; false when that is too much, or will be when the scans go on like this.
  bool Keep(size_t bytes);
  void Forget(size_t bytes) { bytes_kept -= bytes; }

 private:
  size_t looked_at_ = 0;  // bytes kept when the scans' progress was looked at last
};

class Operator {
 public:
  virtual ~Operator() = default;
  // Fills `out` with the next rows; false at the end (out.rows = 0). The columns are those of the node's output.
  virtual bool Next(Batch& out) = 0;

  // Whether the rows come in an order: one that a sort below made, or the fixed one of the input.
  bool sorted = false, in_order = false;
};

using OperatorPtr = std::unique_ptr<Operator>;

// `plan` as operators, with the order that its rows owe at every cut and at the end. REQUIRES: CanRunDirectly(*plan).
OperatorPtr Build(const RelPtr& plan, Run& run);

// An empty batch with the node's output columns. Who fills it makes room (cells.h).
Batch BatchOf(const std::vector<OutputColumn>& columns);
// Leaves only `rows` (ascending) in the batch.
void KeepRows(Batch& batch, const std::vector<uint32_t>& rows);
std::vector<ColumnId> IdsOf(const std::vector<OutputColumn>& columns);

// The first `limit` rows in the order of `keys`.
OperatorPtr NewSort(OperatorPtr input, const Rel& input_node, std::vector<SortKey> keys, uint64_t limit, Run& run);
inline constexpr uint64_t kNoLimit = UINT64_MAX;

// Groups the rows of `input`, whose columns are `columns`.
OperatorPtr NewAggregate(OperatorPtr input, const std::vector<OutputColumn>& columns, Aggregation aggregation,
                         Run& run);

// The rows of a scan, in the order of the input or in any. REQUIRES: node is a kScan.
OperatorPtr NewScan(RelPtr node, bool in_order, Run& run);
// The rows of `aggregate` over these scans, whose threads group what they read.
OperatorPtr NewGroupedScans(RelPtr aggregate, const std::vector<ScanArm>& arms, Run& run);

class SharedRows;
// The rows of a node that several nodes read. The readers share them.
std::shared_ptr<SharedRows> Share(OperatorPtr source, const RelPtr& node);
OperatorPtr NewReader(std::shared_ptr<SharedRows> rows, Run& run);

OperatorPtr NewJoin(OperatorPtr left, OperatorPtr right, RelPtr node, Run& run);
OperatorPtr NewUnnest(OperatorPtr input, RelPtr node);
bool CanUnnest(const Rel& node);
OperatorPtr NewWindow(OperatorPtr input, RelPtr node, Run& run);
bool CanWindow(const Rel& node);

}  // namespace quarry::direct
