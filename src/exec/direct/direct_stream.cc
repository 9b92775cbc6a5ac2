#include "exec/direct/direct_stream.h"

#include <utility>

#include "exec/direct/operators.h"

namespace quarry {

DirectStream::DirectStream(RelPtr plan, const ExecuteOptions& options, Otherwise otherwise)
    : plan_(std::move(plan)), run_(plan_, options), otherwise_(std::move(otherwise)) {}

Result<void> DirectStream::Next(Batch& out) {
  out.rows = 0;
  if (!computed_) {
    computed_ = true;
    Result<bool> done = run_.Compute();
    if (!done) return done.error();
    if (!*done) {
      Result<std::unique_ptr<ResultStream>> stream = otherwise_();
      if (!stream) return stream.error();
      std::lock_guard lock(mutex_);
      stream_ = std::move(*stream);
    }
  }
  if (stream_) return stream_->Next(out);
  if (out.columns.size() != columns().size()) out = direct::BatchOf(columns());
  run_.Next(out);
  return {};
}

std::vector<ScanReport> DirectStream::scans() const {
  std::lock_guard lock(mutex_);
  return stream_ ? stream_->scans() : run_.Reports();
}

}  // namespace quarry
