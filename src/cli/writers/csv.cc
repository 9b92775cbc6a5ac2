// `--format csv`: RFC 4180 with a header line and \n line ends.
#include "cli/row_writer.h"
#include "types/cell_text.h"

namespace quarry {
namespace {

void AppendCsvField(std::string_view field, std::string& out) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += field;
    return;
  }
  out += '"';
  for (char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

class CsvWriter : public RowWriter {
 public:
  explicit CsvWriter(std::FILE* out) : out_(out) {}

  void Begin(const std::vector<OutputColumn>& columns) override {
    columns_ = columns;
    std::string line;
    for (size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) line += ',';
      AppendCsvField(columns[i].name, line);
    }
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), out_);
  }

  void Write(const Batch& batch) override {
    std::string text, field;
    for (size_t row = 0; row < batch.rows; ++row) {
      for (size_t i = 0; i < columns_.size(); ++i) {
        if (i > 0) text += ',';
        field.clear();
        AppendCellText(columns_[i].type, batch.columns[i].Get(row), field);
        AppendCsvField(field, text);
      }
      text += '\n';
    }
    std::fwrite(text.data(), 1, text.size(), out_);
    std::fflush(out_);  // the next rows may be long in coming
  }

  void End() override { std::fflush(out_); }

 private:
  std::FILE* out_;
  std::vector<OutputColumn> columns_;
};

std::unique_ptr<RowWriter> Make(std::FILE* out, const RowWriterOptions&) {
  return std::make_unique<CsvWriter>(out);
}

}  // namespace

QUARRY_DEFINE(RowWriterDef, kCsvRows) = {
    .name = "csv",
    .doc = "comma-separated values with a header line",
    .make = Make,
};

}  // namespace quarry
