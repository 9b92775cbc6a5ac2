// Database: the one embedded DuckDB of an executor; LazyDatabase opens it when the first query needs it.
// Ownership: owns the instance, its native functions and its table of scans. Thread rule: thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "exec/duckdb/library.h"
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
  // REQUIRES: no query runs.
  void RemoveSpilledFiles();
  FunctionPool& functions() { return functions_; }
  ScanTable& scans() { return scans_; }

 private:
  Database() = default;
  std::mutex mutex_;
  DatabaseSettings settings_;
  std::string spill_folder_;
  // Before the instance, so that they are destroyed after it: its functions point to them.
  FunctionPool functions_;
  ScanTable scans_;
  duckdb_database database_ = nullptr;
};

// The database of an executor and its streams, opened when the first of them needs it.
// Thread rule: thread-safe. Who asks while it is being opened waits.
class LazyDatabase {
 public:
  // The open database, with `settings`.
  Result<std::shared_ptr<Database>> Get(const DatabaseSettings& settings);
  void RemoveSpilledFiles();

 private:
  std::mutex mutex_;
  std::shared_ptr<Database> database_;  // shared with the streams, which may outlive this
};

// One line from DuckDB's message, without its "Binder Error: ".
std::string OneLine(const char* message);

}  // namespace quarry
