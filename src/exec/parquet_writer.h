// ParquetWriter: rows of a source, in its order, as one Parquet file (zstd, with statistics; DuckDB adds Bloom filters
// to columns of few values). Memory: about two row groups.
// Thread rule: one Write at a time; Interrupt from any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "scan/scan.h"

namespace quarry {

struct ParquetWriterSettings {
  int threads = 0;            // 0: all cores
  uint64_t memory_limit = 0;  // bytes; 0: 256 MiB
  std::string spill_folder;
};

struct ParquetFileSpec {
  struct Field {
    enum class As : uint8_t {
      kPlain,         // by its type: text and JSON as UTF8, int as INT32, timespan as INT64 (100 ns)
      kTime,          // datetime as TIMESTAMP in microseconds, UTC; the seventh digit is cut off
      kSeventhDigit,  // datetime: that digit
    } as = As::kPlain;
    std::string name;
    size_t column = 0;  // of the scan
  };
  std::string path;
  std::shared_ptr<const Source> source;  // with one worker, or in any order
  ScanSpec scan;
  std::vector<Field> fields;
  uint64_t row_group_rows = 122'880;
  std::string metadata_key, metadata;
};

class ParquetWriter {
 public:
  static Result<std::unique_ptr<ParquetWriter>> Create(const ParquetWriterSettings& settings);
  virtual ~ParquetWriter() = default;
  virtual Result<void> Write(const ParquetFileSpec& file) = 0;
  virtual void Interrupt() = 0;
};

}  // namespace quarry
