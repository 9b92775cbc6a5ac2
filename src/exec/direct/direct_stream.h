// DirectStream: the rows of a plan that runs directly, as an executor's stream.
// Thread rule: that of ResultStream.
#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "exec/direct/direct.h"
#include "exec/executor.h"

namespace quarry {

class DirectStream : public ResultStream {
 public:
  // Runs the plan some other way, when there turns out to be more than direct execution is for.
  using Otherwise = std::function<Result<std::unique_ptr<ResultStream>>()>;
  // REQUIRES: CanRunDirectly(*plan).
  DirectStream(RelPtr plan, const ExecuteOptions& options, Otherwise otherwise);

  const std::vector<OutputColumn>& columns() const override { return plan_->output; }
  Result<void> Next(Batch& out) override;
  std::vector<ScanReport> scans() const override;

 private:
  RelPtr plan_;
  DirectRun run_;
  Otherwise otherwise_;
  bool computed_ = false;
  mutable std::mutex mutex_;
  std::unique_ptr<ResultStream> stream_;  // what runs instead
};

}  // namespace quarry
