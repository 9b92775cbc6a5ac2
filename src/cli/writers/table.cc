// `--format table`: a box for terminals, with a line that counts the rows.
#include <optional>

#include "cli/row_writer.h"
#include "cli/text_table.h"
#include "types/cell_text.h"

namespace quarry {
namespace {

// Widths come from the rows, so rows wait; a longer result is printed in parts of this size.
constexpr size_t kRowsInOneBox = 20'000;

class TableWriter : public RowWriter {
 public:
  TableWriter(std::FILE* out, const RowWriterOptions& options) : out_(out), options_(options) {}

  void Begin(const std::vector<OutputColumn>& columns) override {
    columns_ = columns;
    NewTable();
  }

  void Write(const Batch& batch) override {
    for (size_t row = 0; row < batch.rows; ++row) {
      std::vector<std::string> cells(columns_.size());
      for (size_t i = 0; i < columns_.size(); ++i) {
        AppendCellText(columns_[i].type, batch.columns[i].Get(row), cells[i]);
      }
      table_->AddRow(cells);
      if (table_->rows() == kRowsInOneBox) Flush();
    }
  }

  void End() override {
    if (table_->rows() > 0 || rows_ == 0) Flush();
    std::fprintf(out_, "%zu row%s%s\n", rows_, rows_ == 1 ? "" : "s",
                 shortened_ ? " (long cells are shortened; --full shows them)" : "");
    std::fflush(out_);
  }

 private:
  void NewTable() {
    std::vector<TextTable::Column> columns;
    for (const OutputColumn& column : columns_) columns.push_back({column.name, IsNumeric(column.type)});
    table_.emplace(std::move(columns), TextTable::Layout{options_.full ? 0 : options_.width, options_.color});
  }

  void Flush() {
    table_->Print(out_);
    shortened_ |= table_->shortened();
    rows_ += table_->rows();
    NewTable();
  }

  std::FILE* out_;
  RowWriterOptions options_;
  std::vector<OutputColumn> columns_;
  std::optional<TextTable> table_;
  size_t rows_ = 0;
  bool shortened_ = false;
};

std::unique_ptr<RowWriter> Make(std::FILE* out, const RowWriterOptions& options) {
  return std::make_unique<TableWriter>(out, options);
}

}  // namespace

QUARRY_DEFINE(RowWriterDef, kTableRows) = {
    .name = "table",
    .doc = "a box table; the default for terminals",
    .make = Make,
};

}  // namespace quarry
