// The decoder of Parquet pages for readers/formats/parquet: streaming queries of a DuckDB of its own, which reads with
// the threads that ask and has none itself. The main instance is not used for it: its threads wait for these rows.
#pragma once

#include <memory>

#include "base/result.h"
#include "readers/formats/parquet/row_reader.h"

namespace quarry {

// To be given to SetParquetDecoder. Thread rule: any thread.
Result<std::unique_ptr<ParquetRowReader>> DecodeParquetRows(const ParquetRowRequest& request);

}  // namespace quarry
