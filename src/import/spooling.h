// Spooling: the first half of an import. Reads all records of the sources and lays them by table and partition.
// Ownership: owns the spools. Thread rule: one thread; its workers are its own.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <tuple>
#include <vector>

#include "bind/mappings/mappings.h"
#include "bind/mappings/source_table.h"
#include "catalog/catalog.h"
#include "import/import.h"
#include "import/member_statistics.h"
#include "import/record_spool.h"

namespace quarry {

// Records that become one table: of one source, because layouts differ between sources.
struct SpooledTable {
  size_t source = 0;
  std::string name;   // of the table
  bool known = true;  // false: a record of a mixed file that names no known table
  MemberStatistics statistics{false};
  std::map<std::string, std::unique_ptr<RecordSpool>> partitions;  // by folder: "date=2026-03-02"
};

class Spooling {
 public:
  // `files`: the inputs, in the order that spooled records number them. REQUIRES: all of them outlive this.
  Spooling(const ImportOptions& options, const Mappings& mappings, const Catalog& catalog, std::string folder,
           const std::vector<std::string>& files);

  // Adds all records of the source; a problem of the disk is an error.
  Result<void> Add(size_t number, const SourceTable& source, bool untyped, ImportReport& report);
  // Writes what waits in memory.
  Result<void> Flush();

  std::map<std::pair<size_t, std::string>, SpooledTable>& tables() { return tables_; }
  // Records by input.
  const std::vector<uint64_t>& records() const { return records_; }
  // Inputs that were not read to their end.
  const std::vector<IncompleteInput>& incomplete() const { return incomplete_; }

 private:
  class Worker;

  RecordSpool* SpoolOf(SpooledTable& table, int64_t time);
  SpooledTable& TableOf(size_t source, const std::string& name, bool known, bool untyped);
  Result<void> KeepBound();

  const ImportOptions& options_;
  const Mappings& mappings_;
  const Catalog& catalog_;
  const std::string folder_;
  std::map<std::string, uint32_t, std::less<>> file_numbers_;
  std::vector<uint64_t> records_;
  std::vector<IncompleteInput> incomplete_;
  std::mutex mutex_;  // of the tables, their spools and statistics
  std::map<std::pair<size_t, std::string>, SpooledTable> tables_;
  size_t spools_ = 0;
  std::atomic<uint64_t> waiting_{0};
};

// The folder of a record's partition: "date=2026-03-02/hour=13".
std::string PartitionFolder(PartitionBy by, int64_t time);
// A number that is equal for the records of one partition.
int64_t PartitionNumber(PartitionBy by, int64_t time);

}  // namespace quarry
