// ParquetFooter: what a Parquet file says of itself: columns, row groups with their statistics, key-value metadata.
// Format: https://github.com/apache/parquet-format (parquet.thrift).
// Only what Quarry needs of it: pages are decoded above (see row_reader.h).
// Ownership: values. Thread rule: immutable after reading.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "types/type.h"

namespace quarry {

// How the values of a column are written, as far as it matters for reading them.
enum class ParquetForm : uint8_t {
  kBool,
  kInteger,     // signed, or unsigned below 64 bits
  kUnsigned64,  // comes as decimal text
  kReal,        // DOUBLE
  kFloat,       // FLOAT, FLOAT16: their shortest text counts, so that 0.1 stays 0.1
  kDecimal,     // comes as text
  kText,        // UTF8, ENUM
  kJson,        // JSON text
  kBytes,       // BYTE_ARRAY without annotation: what older writers use for text
  kFixedBytes,  // FIXED_LEN_BYTE_ARRAY without annotation: comes as lower-case hexadecimal
  kUuid,        // comes as text
  kDate,
  kTimeOfDay,
  kTimestampMicros,  // also milliseconds and INT96
  kTimestampNanos,
  kNested,  // groups, lists, maps: comes as JSON text
  kUnsupported,
};

struct ParquetColumn {
  std::string name;  // of the top-level field
  ParquetForm form = ParquetForm::kUnsupported;
  std::string unsupported;  // kUnsupported: the type that is not read ("BSON"), with its path when it lies deeper
  int first_leaf = 0, leaves = 0;  // its leaf columns, which row groups hold
  // How a row group's minimum and maximum are to be read: only for these.
  enum class Order : uint8_t { kNone, kInt32, kInt64, kText } order = Order::kNone;
  bool milliseconds = false;  // kTimestampMicros whose statistics are in milliseconds
};

struct ParquetChunk {  // one leaf column of one row group
  uint64_t compressed = 0, uncompressed = 0;
  int codec = 0;
  std::optional<int64_t> nulls;
  std::optional<std::string> min, max;  // raw bytes: bounds, not always values
};

struct ParquetRowGroup {
  uint64_t first_row = 0, rows = 0;
  std::vector<ParquetChunk> chunks;
};

struct ParquetFooter {
  uint64_t rows = 0;
  std::vector<ParquetColumn> columns;
  std::vector<ParquetRowGroup> row_groups;
  std::map<std::string, std::string, std::less<>> metadata;

  const ParquetColumn* Find(std::string_view name) const;
};

// What values of a form are for Quarry.
Type TypeOfForm(ParquetForm form);

// The footer of the file at `path`. Errors say what is wrong with it: no Parquet, cut off, encrypted, damaged.
Result<ParquetFooter> ReadParquetFooter(const std::string& path);
// The same of the footer's bytes alone, of a file whose row groups lie below `data_bytes`; `path` is for messages.
Result<ParquetFooter> ParseParquetFooter(std::string_view bytes, const std::string& path);

}  // namespace quarry
