// Database: the one embedded DuckDB of an executor, opened when the first query needs it.
// Ownership: owns the instance, its native functions and its table of scans. Thread rule: thread-safe.
#pragma once

#include <duckdb.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "exec/duckdb/native_function.h"
#include "exec/duckdb/scan_function.h"

namespace quarry {

struct DatabaseSettings {
  int threads = 0;
  uint64_t memory_limit = 0;
  std::string spill_folder;
  friend bool operator==(const DatabaseSettings&, const DatabaseSettings&) = default;
};

class Database {
 public:
  static Result<std::unique_ptr<Database>> Open(const DatabaseSettings& settings);
  ~Database();

  Result<duckdb_connection> Connect();
  // Settings are those of the whole instance; the latest query's count.
  Result<void> Apply(const DatabaseSettings& settings);
  FunctionPool& functions() { return functions_; }
  ScanTable& scans() { return scans_; }

 private:
  Database() = default;
  std::mutex mutex_;
  DatabaseSettings settings_;
  // Before the instance, so that they are destroyed after it: its functions point to them.
  FunctionPool functions_;
  ScanTable scans_;
  duckdb_database database_ = nullptr;
};

// One line from DuckDB's message, without its "Binder Error: ".
std::string OneLine(const char* message);

}  // namespace quarry
