// External entry: PrintDuckdbCopy.
#include "sql/copy.h"

namespace quarry::sql {

std::string PrintDuckdbCopy(const Query& query, const ParquetCopy& copy) {
  std::string out = "COPY (" + PrintDuckdb(query) + ") TO " + PrintDuckdb(*String(copy.path)) +
                    " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE " + std::to_string(copy.row_group_rows);
  if (!copy.metadata_key.empty())
    out +=
        ", KV_METADATA {" + PrintDuckdb(*String(copy.metadata_key)) + ": " + PrintDuckdb(*String(copy.metadata)) + "}";
  return out + ")";
}

}  // namespace quarry::sql
