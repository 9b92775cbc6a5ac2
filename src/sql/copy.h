// Writing the rows of a query to a file, as SQL.
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <string>

#include "sql/tree.h"

namespace quarry::sql {

// A Parquet file, compressed with zstd.
struct ParquetCopy {
  std::string path;
  uint64_t row_group_rows = 0;
  std::string metadata_key, metadata;  // of the file; an empty key: none
};
std::string PrintDuckdbCopy(const Query& query, const ParquetCopy& copy);

}  // namespace quarry::sql
