// The operators of direct execution: each pulls batches from the ones below it.
// Ownership: an operator owns its inputs and shares the plan. Texts in a batch live until the operator's next call.
// Thread rule: one thread.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "base/result.h"
#include "exec/scans_of_query.h"
#include "plan/rel.h"
#include "types/batch.h"

namespace quarry::direct {

// What all operators of a run share.
struct Run {
  ScansOfQuery& scans;
  const std::atomic<bool>* cancelled = nullptr;
  // Set when there turns out to be more than direct execution is for: operators then end early.
  bool too_much = false;
  size_t cells_kept = 0;  // by operators that keep rows
  Error error;            // "": none

  bool stopped() const { return too_much || !error.message.empty(); }
  // Counts what an operator keeps; false when that is too much.
  bool Keep(size_t cells, size_t text_bytes);
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

// An empty batch with the node's output columns.
Batch BatchOf(const std::vector<OutputColumn>& columns);
std::vector<ColumnId> IdsOf(const std::vector<OutputColumn>& columns);

OperatorPtr NewSort(OperatorPtr input, const Rel& input_node, std::vector<SortKey> keys, Run& run);
OperatorPtr NewAggregate(OperatorPtr input, RelPtr node, Run& run);
bool HasDirectForm(const AggregateCall& call);

}  // namespace quarry::direct
