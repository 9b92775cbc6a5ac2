// Matcher: many row-wise plans in one pass over the records of each source. The records are read once with the columns
// of all plans; plans that begin with the same condition (their log source) share its evaluation, and of those only the
// candidates that the record's texts allow are evaluated exactly.
// Thread rule: added to by one thread; Run uses threads of its own and calls the sink from one at a time.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/result.h"
#include "exec/scan_reports.h"
#include "plan/rel.h"
#include "types/batch.h"

namespace quarry {

struct MatchOptions {
  int threads = 0;  // 0: all cores
  bool use_prefilter = true;
  const std::atomic<bool>* cancelled = nullptr;
};

class Matcher {
 public:
  Matcher();
  ~Matcher();

  // Takes the plan when it is row-wise; false: it has to run on its own.
  bool Add(size_t key, const RelPtr& plan);
  size_t size() const { return plans_; }

  // `rows` has the columns of the plan's output and lives until the sink returns. Their order is not defined.
  using Sink = std::function<void(size_t key, const Batch& rows)>;
  Result<std::vector<ScanReport>> Run(const MatchOptions& options, const Sink& sink);

 private:
  class Pass;  // over one source
  std::vector<std::unique_ptr<Pass>> passes_;
  size_t plans_ = 0;
};

}  // namespace quarry
