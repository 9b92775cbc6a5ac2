// Reader of CSV with a header row; comma, semicolon, tab or bar between fields. The record number is the row's, from 1,
// the header being row 1; empty lines count. Empty fields are absent. A path's first step is a column's name; further
// steps go into JSON text in the field. Rows with another number of fields than the header are counted as skipped:
// their values cannot be told apart.
#include <simdjson.h>

#include <utility>

#include "readers/block_scan.h"
#include "readers/convert_text.h"
#include "readers/formats/csv/csv_records.h"
#include "readers/json/convert_json.h"
#include "readers/json/json_scanner.h"
#include "readers/reader.h"
#include "types/json.h"

namespace quarry {

namespace {
class CsvParser final : public BlockParser {
 public:
  explicit CsvParser(BlockScanState& state) : state_(state), chosen_(state.spec.columns.size()) {}

  void Reset() override { arena_.Reset(); }

  void Start(const Block& block) override {
    block_ = block;
    from_ = 0;
    hit_ = 0;
    record_ = block.first_record;
    if (header_ != block.context) {
      header_ = static_cast<const CsvHeader*>(block.context);
      ChooseFields();
    }
    valid_utf8_ = simdjson::validate_utf8(block.text.data(), block.text.size());
  }

  bool Continue(Batch& out) override {
    const std::string_view text = block_.text;
    while (from_ < text.size()) {
      if (out.rows == kBatchRows) return true;
      const size_t begin = from_;
      const size_t size = EndOfCsvRecord(text.substr(begin), header_->delimiter, true);
      const std::string_view whole = text.substr(begin, size);
      from_ = begin + whole.size();
      const std::string_view record = WithoutLineEnd(whole);
      const uint64_t number = record_++;
      if (record.empty()) continue;
      state_.counters.records_seen += 1;
      if (!state_.filter.passes_all()) {
        if (hit_ < begin) hit_ = state_.filter.NextHit(text, begin);
        if (hit_ >= from_ || !state_.filter.MayMatch(record)) continue;
      }
      if (!SplitCsvRecord(record, header_->delimiter, fields_, arena_)) {
        Refuse(number, "a quote is never closed");
        continue;
      }
      while (fields_.size() > header_->names.size() && fields_.back().empty()) fields_.pop_back();
      if (fields_.size() != header_->names.size()) {
        Refuse(number, std::to_string(fields_.size()) + " fields where the header has " +
                           std::to_string(header_->names.size()));
        continue;
      }
      AddRow(number, out);
    }
    return false;
  }

 private:
  // A place that a column may come from.
  struct Choice {
    size_t field;
    std::span<const JsonStep> inside;
  };

  void ChooseFields() {
    const std::vector<ScanColumn>& columns = state_.spec.columns;
    for (size_t i = 0; i < columns.size(); ++i) {
      chosen_[i].clear();
      for (const FieldPath& path : columns[i].paths) {
        if (path.empty() || path[0].is_index) continue;
        // Of equal names the last one counts.
        for (size_t field = header_->names.size(); field-- > 0;) {
          if (header_->names[field] != path[0].name) continue;
          chosen_[i].push_back({field, std::span(path).subspan(1)});
          break;
        }
      }
    }
  }

  void Refuse(uint64_t number, const std::string& why) {
    state_.counters.records_skipped += 1;
    if (state_.counters.wants_problems()) {
      state_.counters.AddProblem(state_.queue.files()[block_.file].path + ": row " + std::to_string(number) + ": " +
                                 why);
    }
  }

  void AddRow(uint64_t number, Batch& out) {
    const size_t row = out.rows++;
    for (size_t i = 0; i < chosen_.size(); ++i) {
      const ScanColumn& column = state_.spec.columns[i];
      Cell cell;
      switch (column.kind) {
        case ScanColumn::Kind::kField:
          for (const Choice& choice : chosen_[i]) {
            if (cell.null) cell = FieldCell(choice, column.type);
          }
          if (cell.null && column.null_as_empty && column.type == Type::kString) cell = Cell::Text("");
          break;
        case ScanColumn::Kind::kEvent:
          cell = Cell::Text(EventText());
          break;
        case ScanColumn::Kind::kRecord:
          cell = Cell::Integer(static_cast<int64_t>(number));
          break;
        case ScanColumn::Kind::kFile:
          cell = Cell::Text(state_.queue.files()[block_.file].path);
          break;
      }
      out.columns[i].Set(row, cell);
    }
  }

  std::string_view FieldText(size_t field) { return valid_utf8_ ? fields_[field] : ValidUtf8(fields_[field], arena_); }

  Cell FieldCell(const Choice& choice, Type type) {
    const std::string_view text = FieldText(choice.field);
    if (text.empty()) return Cell::Null();
    if (choice.inside.empty()) return ConvertText(text, type, arena_);
    const std::optional<std::string_view> inside = FindJsonPath(text, choice.inside);
    if (!inside) return Cell::Null();
    JsonScanner scanner(*inside);
    JsonSlice value;
    return scanner.Value(&value) ? ConvertJson(value, type, true, arena_) : Cell::Null();
  }

  std::string_view EventText() {
    event_ = "{";
    for (size_t field = 0; field < fields_.size(); ++field) {
      if (fields_[field].empty()) continue;
      if (event_.size() > 1) event_ += ',';
      AppendJsonString(header_->names[field], event_);
      event_ += ':';
      AppendJsonString(FieldText(field), event_);
    }
    event_ += '}';
    return arena_.Copy(event_);
  }

  BlockScanState& state_;
  std::vector<std::vector<Choice>> chosen_;  // by column, in the order of its paths
  Arena arena_;
  Block block_;
  const CsvHeader* header_ = nullptr;
  bool valid_utf8_ = true;
  size_t from_ = 0;
  size_t hit_ = 0;
  uint64_t record_ = 1;
  std::vector<std::string_view> fields_;
  std::string event_;
};

// A header of at least two names that look like names, and rows of as many fields.
int SniffCsv(const SniffInput& input) {
  std::string_view head = input.head;
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  if (head.find('\0') != std::string_view::npos) return 0;
  const size_t line = head.find('\n');
  if (line == std::string_view::npos && !input.is_whole) return 0;
  const CsvHeader header =
      ParseCsvHeader(WithoutLineEnd(head.substr(0, line == std::string_view::npos ? line : line + 1)));
  if (header.names.size() < 2) return 0;
  for (const std::string& name : header.names) {
    if (name.size() > 128 || name.find_first_of("{}=\"") != std::string::npos) return 0;
  }
  head.remove_prefix(line == std::string_view::npos ? head.size() : line + 1);
  int rows = 0, fitting = 0;
  Arena arena;
  std::vector<std::string_view> fields;
  while (!head.empty() && rows < 50) {
    const size_t size = EndOfCsvRecord(head, header.delimiter, input.is_whole);
    if (size == std::string_view::npos) break;
    const std::string_view record = WithoutLineEnd(head.substr(0, size));
    head.remove_prefix(size);
    if (record.empty()) continue;
    ++rows;
    fitting += SplitCsvRecord(record, header.delimiter, fields, arena) && fields.size() == header.names.size();
  }
  if (rows == 0) return 30;
  return fitting == rows ? (header.names.size() > 2 ? 75 : 60) : fitting * 10 >= rows * 8 ? 55 : 0;
}

std::shared_ptr<const Source> OpenCsv(std::vector<InputFile> files) {
  BlockShape shape;
  shape.kind = BlockShape::Kind::kRecords;
  shape.new_splitter = NewCsvSplitter;
  return NewBlockSource("csv", std::move(files), shape, [](BlockScanState& state) -> std::unique_ptr<BlockParser> {
    return std::make_unique<CsvParser>(state);
  });
}
}  // namespace

QUARRY_DEFINE(ReaderDef, kCsvReader) = {
    .name = "csv",
    .doc = "Comma-, semicolon-, tab- or bar-separated text with a header row.",
    .extensions = "csv tsv",
    .sniff = SniffCsv,
    .open = OpenCsv,
};

}  // namespace quarry
