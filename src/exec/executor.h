// Executor: runs an optimized plan directly where it can be (exec/direct), else on the embedded DuckDB, and streams the
// rows. Thread rule: an Executor may run several queries at once from several threads; a ResultStream belongs to one.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "exec/scan_reports.h"
#include "plan/rel.h"
#include "scan/scan.h"
#include "types/batch.h"

namespace quarry {

struct ExecuteOptions {
  int threads = 0;                               // 0: all cores
  uint64_t memory_limit = 0;                     // bytes for DuckDB; 0: default
  std::string spill_folder;                      // "": a temporary folder
  const std::atomic<bool>* cancelled = nullptr;  // polled; set from a signal handler
  bool use_prefilter = true;
  bool live = false;   // rows from pipes are given out as they come (exec/direct/live_stream.h)
  bool direct = true;  // simple plans may run without DuckDB (exec/direct); off: differential tests
  // The same rows in the same order whatever the thread count: ties of a sort are broken by the other columns, rows
  // that owe no order are ordered by all columns. Off: rows come as soon as they are found.
  bool deterministic = true;
  // Groupings over scans are kept by the threads that scan, where they can be. Off: DuckDB sees every row (tests).
  bool group_in_scan = true;
  // What each thread may take for the groups of a scan before it hands them on, in bytes; 0: default.
  uint64_t grouping_memory = 0;
  // After how many rows each thread decides whether to look up rows that repeat; tests: 0, at once.
  uint64_t grouping_trial_rows = 1 << 16;
};

class ResultStream {
 public:
  virtual ~ResultStream() = default;
  virtual const std::vector<OutputColumn>& columns() const = 0;
  // Fills `out` with the next rows; rows = 0 at the end. Texts live until the next call.
  virtual Result<void> Next(Batch& out) = 0;
  // Of each scan of the query; complete after the last Next. Any thread may ask while Next runs.
  virtual std::vector<ScanReport> scans() const = 0;
  ScanStatistics statistics() const { return SumOf(scans()); }
};

class Executor {
 public:
  static Result<std::unique_ptr<Executor>> Create();
  virtual ~Executor() = default;
  // For a process that ends without destroying this. REQUIRES: no query runs.
  virtual void RemoveSpilledFiles() = 0;
  // Prepares the query; it starts with the first Next.
  virtual Result<std::unique_ptr<ResultStream>> Run(const RelPtr& plan, const ExecuteOptions& options) = 0;
  // The SQL that Run would send, pretty-printed.
  virtual Result<std::string> ExplainSql(const RelPtr& plan) = 0;
};

}  // namespace quarry
