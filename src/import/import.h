// Import: telemetry of any kind that Quarry reads, as time-partitioned Parquet that Quarry, DuckDB, ClickHouse and
// Spark read (docs/import.md). Records are read once and spooled by table and partition, while it is noted what their
// members hold; then each partition is sorted and written. Memory is bounded by the spools' buffers, a run of the
// sort (sorted_records.h), the writer's row groups and the inputs' readers. The folder changes as a whole at the end
// (folder_change.h). Thread rule: one thread; workers are its own.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "diag/diagnostic.h"
#include "diag/source_map.h"
#include "engine/engine.h"
#include "readers/imported/manifest.h"

namespace quarry {

enum class PartitionBy : uint8_t { kNothing, kHour, kDay, kMonth };

struct ImportOptions {
  std::vector<InputSpec> inputs;
  std::string folder;
  PartitionBy partition = PartitionBy::kDay;
  std::vector<std::string> sort;  // columns before the time; "-" before a name: descending
  bool replace = false;           // what the folder holds goes
  bool again = false;             // inputs that were imported before are imported once more
  uint64_t row_group_rows = 122'880;
  int threads = 0;
  uint64_t memory_limit = 0;
  uint64_t most_decoded = 0;                     // as EngineOptions has it
  const std::atomic<bool>* cancelled = nullptr;  // polled
};

struct ImportReport {
  struct Table {
    std::string name, kind;
    uint64_t records = 0, bytes = 0;  // of this import
    size_t files = 0;
    std::optional<int64_t> first, last;
    uint64_t without_time = 0;
  };
  std::vector<Table> tables;
  size_t inputs = 0;
  uint64_t records = 0, broken = 0;
  uint64_t bytes_read = 0, bytes_decoded = 0, bytes_written = 0;
  std::vector<std::string> problems;  // first few of broken records; inputs that were not read to their end
  std::vector<std::string> skipped;   // inputs that were imported before: "path: imported as PATH at TIME"
  // Inputs that were imported before, were not read to their end, and would not be now.
  std::vector<ImportedInput> still_incomplete;
  // Inputs of which a part was there, which this import replaces: "path: what was imported at TIME, 12 records (WHY)".
  std::vector<std::string> replaced;
};

// What cannot be read or recognised is a diagnostic, and the rest goes on. An error means that the folder is as it was;
// "cancelled" when that was why.
Result<ImportReport> Import(const ImportOptions& options, DiagnosticList& diagnostics, SourceMap& sources);

}  // namespace quarry
