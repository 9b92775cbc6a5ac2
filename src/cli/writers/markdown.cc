// `--format markdown`: a pipe table, for tickets and reports.
#include "cli/row_writer.h"
#include "cli/terminal.h"
#include "types/cell_text.h"

namespace quarry {
namespace {

void AppendMarkdownCell(std::string_view text, std::string& out) {
  for (char c : PrintableText(text)) {
    if (c == '|' || c == '\\' || c == '`' || c == '*' || c == '_' || c == '<') out += '\\';
    out += c;
  }
}

class MarkdownWriter : public RowWriter {
 public:
  explicit MarkdownWriter(std::FILE* out) : out_(out) {}

  void Begin(const std::vector<OutputColumn>& columns) override {
    columns_ = columns;
    std::string text = "|";
    for (const OutputColumn& column : columns) {
      text += ' ';
      AppendMarkdownCell(column.name, text);
      text += " |";
    }
    text += "\n|";
    for (const OutputColumn& column : columns) {
      text += IsNumeric(column.type) ? " ---: |" : " --- |";
    }
    text += '\n';
    std::fwrite(text.data(), 1, text.size(), out_);
  }

  void Write(const Batch& batch) override {
    std::string text, field;
    for (size_t row = 0; row < batch.rows; ++row) {
      text += '|';
      for (size_t i = 0; i < columns_.size(); ++i) {
        field.clear();
        AppendCellText(columns_[i].type, batch.columns[i].Get(row), field);
        text += ' ';
        AppendMarkdownCell(field, text);
        text += " |";
      }
      text += '\n';
    }
    std::fwrite(text.data(), 1, text.size(), out_);
  }

  void End() override { std::fflush(out_); }

 private:
  std::FILE* out_;
  std::vector<OutputColumn> columns_;
};

std::unique_ptr<RowWriter> Make(std::FILE* out, const RowWriterOptions&) {
  return std::make_unique<MarkdownWriter>(out);
}

}  // namespace

QUARRY_DEFINE(RowWriterDef, kMarkdownRows) = {
    .name = "markdown",
    .doc = "a Markdown table",
    .make = Make,
};

}  // namespace quarry
