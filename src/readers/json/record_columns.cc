// External entries: RecordColumns::Append and AppendIndexed.
#include "readers/json/record_columns.h"

#include <simdjson.h>

#include "readers/convert_text.h"
#include "readers/json/convert_json.h"
#include "scan/kernels/kernels.h"

namespace quarry {

bool RecordColumns::Append(std::string_view record, int64_t number, std::string_view file, Batch& out) {
  const size_t words = (record.size() + 63) / 64;
  if (stops_.size() < words) stops_.resize(words);
  Kernels().mark_string_stops(record.data(), record.size(), stops_.data());
  JsonScanner scanner(record, stops_.data());
  scanner.SkipSpaces();
  error_ = "not a JSON object";
  error_offset_ = scanner.offset();
  if (scanner.peek() != '{') return false;
  const char* const from = scanner.at();
  const uint64_t spaces = scanner.spaces();
  const bool walked = tree_.Walk(scanner, arena_);
  error_offset_ = scanner.offset();
  if (!walked) {
    error_ = scanner.error();
    return false;
  }
  const std::string_view object(from, static_cast<size_t>(scanner.at() - from));
  const bool spaced = scanner.spaces() != spaces;
  scanner.SkipSpaces();
  if (!scanner.at_end()) {
    error_offset_ = scanner.offset();
    error_ = "other text follows the JSON object";
    return false;
  }
  AddRow(object, spaced, simdjson::validate_utf8(object.data(), object.size()), number, file, out);
  return true;
}

bool RecordColumns::AppendIndexed(const StringIndex& index, LearnedWalk::Place* place, int64_t number,
                                  std::string_view file, Batch& out) {
  LearnedWalk::Object walked;
  if (!walk_.Walk(index, place, &walked, arena_)) return false;
  const std::string_view object(index.text() + walked.begin, walked.end - walked.begin);
  const bool valid_utf8 = index.valid_utf8() || simdjson::validate_utf8(object.data(), object.size());
  AddRow(object, walked.spaced, valid_utf8, number, file, out);
  return true;
}

void RecordColumns::AddRow(std::string_view object, bool spaced, bool valid_utf8, int64_t number, std::string_view file,
                           Batch& out) {
  const size_t row = out.rows++;
  for (size_t i = 0; i < columns_.size(); ++i) {
    const ScanColumn& column = columns_[i];
    Cell cell;
    switch (column.kind) {
      case ScanColumn::Kind::kField:
        if (const JsonSlice* value = tree_.Find(i)) {
          // Most of what telemetry holds: plain text.
          if (value->kind == JsonSlice::Kind::kString && column.type == Type::kString && !value->escaped &&
              valid_utf8) {
            out.columns[i].Set(row, Cell::Text(value->raw));
            continue;
          }
          cell = ConvertJson(*value, column.type, valid_utf8, arena_);
        }
        if (cell.null && column.null_as_empty && column.type == Type::kString) cell = Cell::Text("");
        break;
      case ScanColumn::Kind::kEvent: {
        const std::string_view json = CompactCheckedJson(object, spaced, arena_);
        cell = Cell::Text(valid_utf8 ? json : ValidUtf8(json, arena_));
        break;
      }
      case ScanColumn::Kind::kRecord:
        cell = Cell::Integer(number);
        break;
      case ScanColumn::Kind::kFile:
        cell = Cell::Text(file);
        break;
    }
    out.columns[i].Set(row, cell);
  }
}

}  // namespace quarry
