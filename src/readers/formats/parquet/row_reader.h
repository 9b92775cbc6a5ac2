// The decoding of Parquet pages, which is left to whoever can do it: readers know files, columns and rows, exec/duckdb
// has the decoder and announces itself here. Thread rule: openers and readers of different requests may run at once; a
// row reader belongs to one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "readers/formats/parquet/footer.h"
#include "types/batch.h"

namespace quarry {

struct ParquetRowRequest {
  std::string path;
  struct Column {
    std::string name;
    ParquetForm form = ParquetForm::kText;
  };
  std::vector<Column> columns;
  uint64_t first_row = 0, rows = 0;  // row groups beside these are not touched
  std::vector<uint64_t> only;        // unless empty: of those rows these, ascending
};

// Delivers rows in ascending order.
class ParquetRowReader {
 public:
  virtual ~ParquetRowReader() = default;
  // The next rows: column i is of TypeOfForm(form of column i), behind them the row's number (long). kBytes come as
  // they are, perhaps invalid UTF-8. rows = 0 at the end. Texts live until the next call.
  virtual Result<void> Next(Batch& out) = 0;
};

using OpenParquetRows = Result<std::unique_ptr<ParquetRowReader>> (*)(const ParquetRowRequest& request);

// Called once, before the first scan. REQUIRES: not nullptr.
void SetParquetDecoder(OpenParquetRows open);
// nullptr when there is none.
OpenParquetRows ParquetDecoder();

}  // namespace quarry
