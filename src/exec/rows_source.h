// RowsSource: literal rows as a Source. Large literal tables go to DuckDB this way, and tests scan it.
// Ownership: shares the rows. Thread rule: immutable; a scan hands out its rows to its workers.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scan/scan.h"
#include "types/value.h"

namespace quarry {

class RowsSource : public Source {
 public:
  using Rows = std::vector<std::vector<Value>>;
  explicit RowsSource(std::shared_ptr<const Rows> rows, size_t rows_per_batch = kBatchRows)
      : rows_(std::move(rows)), rows_per_batch_(rows_per_batch) {}

  // The scan column that reads cell `index` of each row.
  static ScanColumn Column(std::string name, Type type, size_t index);

  std::string Describe() const override;
  uint64_t estimated_bytes() const override;
  // The prefilter is not applied: it may only leave rows out. kRecord is the number of the row; there is no file.
  Result<std::unique_ptr<Scan>> Open(const ScanSpec& spec) const override;

 private:
  std::shared_ptr<const Rows> rows_;
  size_t rows_per_batch_;
};

}  // namespace quarry
