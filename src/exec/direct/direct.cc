// Decides what runs directly, and runs it.
#include "exec/direct/direct.h"

#include <algorithm>

#include "exec/direct/cells.h"
#include "exec/direct/forms.h"
#include "exec/direct/operators.h"

namespace quarry {

bool CanRunDirectly(const Rel& plan) {
  const direct::NodeUses uses = direct::CountUses(plan);
  if (!std::all_of(uses.begin(), uses.end(), [](const auto& node) { return direct::HasDirectForm(*node.first); }))
    return false;
  const bool only_for_little = std::any_of(
      uses.begin(), uses.end(), [](const auto& node) { return direct::IsOnlyForLittle(*node.first, node.second); });
  if (!only_for_little) return true;
  uint64_t bytes = 0;
  for (const auto& [node, count] : uses)
    if (node->kind == Rel::Kind::kScan) bytes += node->source->estimated_bytes();
  return bytes <= direct::kLittleBytes;
}

// The operators of a run, and the rows that were taken from them before they are given out.
struct DirectRun::Operators {
  Operators(const RelPtr& plan, ScansOfQuery& scans, const ExecuteOptions& options)
      : run(scans, options),
        root(direct::Build(plan, run)),
        batch(direct::BatchOf(plan->output)),
        rows(plan->output.size()) {}
  direct::Run run;
  direct::OperatorPtr root;
  Batch batch;
  direct::KeptRows rows;  // unless the root sorts
};

DirectRun::DirectRun(RelPtr plan, const ExecuteOptions& options)
    : plan_(std::move(plan)), options_(options), scans_(options.use_prefilter) {}

DirectRun::~DirectRun() = default;

Result<bool> DirectRun::Compute() {
  operators_ = std::make_unique<Operators>(plan_, scans_, options_);  // computes subqueries
  direct::Run& run = operators_->run;
  Batch& batch = operators_->batch;
  while (operators_->root->Next(batch)) {
    // What sorts has read all that there is, keeps it, and cannot fail any more.
    if (operators_->root->sorted) break;
    if (!operators_->rows.Add(batch, run)) break;
  }
  if (run.error.message.empty() && !run.too_much) return true;
  const Error error = run.error;
  const bool too_much = run.too_much;
  if (too_much) scans_.Cancel();
  operators_.reset();
  if (too_much) return false;
  return error;
}

void DirectRun::Next(Batch& out) {
  Operators& from = *operators_;
  if (from.root->sorted) {
    // One batch waits since Compute.
    if (given_ > 0) from.root->Next(from.batch);
    given_ += from.batch.rows;
    out.rows = from.batch.rows;
    direct::Reserve(out, out.rows);
    for (size_t c = 0; c < out.columns.size(); ++c)
      for (size_t row = 0; row < out.rows; ++row) out.columns[c].Set(row, from.batch.columns[c].Get(row));
    return;
  }
  from.rows.Give(given_, out);
  given_ += out.rows;
}

}  // namespace quarry
