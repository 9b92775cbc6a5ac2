// `--format ndjson`: one JSON object a row. What a pipe gets.
#include "cli/row_writer.h"
#include "types/cell_text.h"
#include "types/json.h"

namespace quarry {
namespace {

class NdjsonWriter : public RowWriter {
 public:
  NdjsonWriter(std::FILE* out, const RowWriterOptions& options) : out_(out), skip_absent_(options.open_fields) {}

  void Begin(const std::vector<OutputColumn>& columns) override {
    columns_ = columns;
    keys_.clear();
    for (const OutputColumn& column : columns) {
      std::string key;
      AppendJsonString(column.name, key);
      keys_.push_back(key + ":");
    }
  }

  void Write(const Batch& batch) override {
    std::string text;
    for (size_t row = 0; row < batch.rows; ++row) {
      text += '{';
      bool first = true;
      for (size_t i = 0; i < columns_.size(); ++i) {
        Cell cell = batch.columns[i].Get(row);
        if (cell.null && skip_absent_) continue;
        if (!first) text += ',';
        first = false;
        text += keys_[i];
        AppendCellJson(columns_[i].type, cell, text);
      }
      text += "}\n";
    }
    std::fwrite(text.data(), 1, text.size(), out_);
    std::fflush(out_);  // the next rows may be long in coming
  }

  void End() override { std::fflush(out_); }

 private:
  std::FILE* out_;
  bool skip_absent_;
  std::vector<OutputColumn> columns_;
  std::vector<std::string> keys_;
};

std::unique_ptr<RowWriter> Make(std::FILE* out, const RowWriterOptions& options) {
  return std::make_unique<NdjsonWriter>(out, options);
}

}  // namespace

QUARRY_DEFINE(RowWriterDef, kNdjsonRows) = {
    .name = "ndjson",
    .doc = "one JSON object a line; the default for pipes",
    .make = Make,
};

}  // namespace quarry
