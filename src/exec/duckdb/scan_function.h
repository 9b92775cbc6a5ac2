// quarry_scan(number): a Source as a DuckDB table function. A query registers its scans under numbers; DuckDB's
// threads open them, pull batches from workers, and get vectors that point into the workers' memory.
// Thread rule: ScanTable and ScansOfQuery are thread-safe.
#pragma once

#include <duckdb.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "exec/lowering/lowering.h"

namespace quarry {

// The scans that one query has opened.
class ScansOfQuery {
 public:
  explicit ScansOfQuery(bool use_prefilter) : use_prefilter_(use_prefilter) {}
  // Opens a scan and keeps it. `spec` is the scan's with only the columns that are read.
  Result<Scan*> Open(const Source& source, ScanSpec spec);
  ScanStatistics Statistics() const;
  // Asks all scans, and those that will be opened, to stop.
  void Cancel();

 private:
  const bool use_prefilter_;
  mutable std::mutex mutex_;
  bool cancelled_ = false;
  std::vector<std::unique_ptr<Scan>> scans_;
};

// A scan by number. Shared by the table and by DuckDB's bind data, which may outlive the query's entry.
struct RegisteredScan {
  NativeScan scan;
  std::shared_ptr<ScansOfQuery> query;
};

class ScanTable {
 public:
  int64_t Add(NativeScan scan, std::shared_ptr<ScansOfQuery> query);
  void Remove(int64_t number);
  std::shared_ptr<const RegisteredScan> Find(int64_t number) const;
  // REQUIRES: this table outlives the database of `connection`.
  bool Register(duckdb_connection connection);

 private:
  mutable std::mutex mutex_;
  std::map<int64_t, std::shared_ptr<const RegisteredScan>> scans_;
  int64_t next_ = 1;
};

}  // namespace quarry
