// LiveStream: the rows of a query over pipes, each given out as soon as it has come. The query only filters, projects
// and cuts; it runs in the caller's thread, and its rows keep the order of the input. Thread rule: that of
// ResultStream.
#pragma once

#include <memory>

#include "exec/direct/operators.h"
#include "exec/executor.h"

namespace quarry {

// Whether the plan is filters, projections and limits over one scan of pipes, all of which run natively.
bool CanRunLive(const Rel& plan);

class LiveStream : public ResultStream {
 public:
  // REQUIRES: CanRunLive(*plan).
  LiveStream(RelPtr plan, const ExecuteOptions& options);

  const std::vector<OutputColumn>& columns() const override { return plan_->output; }
  Result<void> Next(Batch& out) override;
  std::vector<ScanReport> scans() const override { return scans_.Reports(); }

 private:
  RelPtr plan_;
  const ExecuteOptions options_;
  ScansOfQuery scans_;
  direct::Run run_;
  direct::OperatorPtr rows_;
};

}  // namespace quarry
