#include "exec/direct/live_stream.h"

#include <utility>

#include "plan/evaluator.h"

namespace quarry {

bool CanRunLive(const Rel& plan) {
  bool native = true;
  ForEachExpr(plan, [&](const Expr& expr) { native &= CanEvaluate(expr); });
  if (!native) return false;
  switch (plan.kind) {
    case Rel::Kind::kScan:
      return plan.source->is_live();
    case Rel::Kind::kFilter:
    case Rel::Kind::kProject:
      return CanRunLive(*plan.inputs.front());
    case Rel::Kind::kLimit:
      return plan.limit.has_value() && CanRunLive(*plan.inputs.front());
    default:
      return false;
  }
}

LiveStream::LiveStream(RelPtr plan, const ExecuteOptions& options)
    : plan_(std::move(plan)), options_(options), scans_(options.use_prefilter), run_(scans_, options_) {
  run_.live = true;
  rows_ = direct::Build(plan_, run_);
}

Result<void> LiveStream::Next(Batch& out) {
  if (out.columns.size() != columns().size()) out = direct::BatchOf(columns());
  if (!rows_->Next(out)) out.rows = 0;
  if (run_.error.message.empty() && options_.cancelled != nullptr && *options_.cancelled) return Error{"cancelled"};
  if (!run_.error.message.empty()) return run_.error;
  return {};
}

}  // namespace quarry
