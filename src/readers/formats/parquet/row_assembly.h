// RowAssembly: the rows that the decoder delivers of one file as the columns that the scan wants.
// Ownership: texts of rows point into the decoder's batch or into this object, until the next Assemble.
// Thread rule: one thread at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/arena.h"
#include "readers/formats/parquet/file_plan.h"
#include "readers/json/record_columns.h"
#include "scan/line_filter.h"
#include "types/batch.h"

namespace quarry {

class RowAssembly {
 public:
  // REQUIRES: all of them outlive this. `filter`: rows whose JSON cannot pass it may be left out.
  RowAssembly(const ParquetFile& file, const FilePlan& plan, const std::vector<ScanColumn>& wanted,
              const LineFilter& filter);
  ~RowAssembly();

  // Replaces `out` by the rows of `in`, whose columns are the plan's request and the row numbers.
  void Assemble(const Batch& in, Batch& out);

 private:
  struct JsonFields;  // members of JSON texts, as columns

  void ReadJson(const Batch& in);
  void AddSources(const ColumnRecipe& recipe, const ScanColumn& wanted, const Batch& in, ColumnVector& to);
  // *present: the record has a value there, even when it cannot be converted; others are then not asked.
  Cell CellOf(const ColumnRecipe::From& from, const ScanColumn& wanted, const Batch& in, size_t row, bool* present);
  std::string_view EventOf(const Batch& in, size_t row);

  const ParquetFile& file_;
  const FilePlan& plan_;
  const std::vector<ScanColumn>& wanted_;
  const LineFilter& filter_;
  Arena arena_;
  std::vector<uint32_t> rows_;  // of the decoder's batch
  std::vector<std::unique_ptr<JsonFields>> below_;
  std::unique_ptr<JsonFields> raw_;
  std::string event_;
};

}  // namespace quarry
