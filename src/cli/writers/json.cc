// `--format json`: one document, {"columns":[{"name","type"}],"rows":[[...]]}.
#include "types/json.h"
#include "cli/row_writer.h"
#include "types/cell_text.h"

namespace quarry {
namespace {

class JsonWriter : public RowWriter {
 public:
  explicit JsonWriter(std::FILE* out) : out_(out) {}

  void Begin(const std::vector<OutputColumn>& columns) override {
    columns_ = columns;
    std::string text = "{\"columns\":[";
    for (const OutputColumn& column : columns) {
      if (&column != &columns.front()) text += ',';
      text += "{\"name\":";
      AppendJsonString(column.name, text);
      text += ",\"type\":\"";
      text += TypeName(column.type);
      text += "\"}";
    }
    text += "],\"rows\":[";
    Put(text);
  }

  void Write(const Batch& batch) override {
    std::string text;
    for (size_t row = 0; row < batch.rows; ++row) {
      text += any_ ? ",\n[" : "\n[";
      any_ = true;
      for (size_t i = 0; i < columns_.size(); ++i) {
        if (i > 0) text += ',';
        AppendCellJson(columns_[i].type, batch.columns[i].Get(row), text);
      }
      text += ']';
    }
    Put(text);
  }

  void End() override {
    Put(any_ ? "\n]}\n" : "]}\n");
    std::fflush(out_);
  }

 private:
  void Put(std::string_view text) { std::fwrite(text.data(), 1, text.size(), out_); }

  std::FILE* out_;
  std::vector<OutputColumn> columns_;
  bool any_ = false;
};

std::unique_ptr<RowWriter> Make(std::FILE* out, const RowWriterOptions&) {
  return std::make_unique<JsonWriter>(out);
}

}  // namespace

QUARRY_DEFINE(RowWriterDef, kJsonRows) = {
    .name = "json",
    .doc = "one document: columns with types, and rows as arrays",
    .make = Make,
};

}  // namespace quarry
