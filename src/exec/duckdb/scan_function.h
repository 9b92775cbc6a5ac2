// quarry_scan(number): a Source as a DuckDB table function. A query registers its scans under numbers; DuckDB's
// threads open them, pull batches from workers, and get vectors that point into the workers' memory.
// Thread rule: ScanTable is thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "exec/duckdb/library.h"
#include "exec/lowering/lowering.h"
#include "exec/scans_of_query.h"

namespace quarry {

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
