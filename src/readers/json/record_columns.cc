// External entry: RecordColumns::Append.
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
  const bool valid_utf8 = simdjson::validate_utf8(object.data(), object.size());
  const size_t row = out.rows++;
  for (size_t i = 0; i < columns_.size(); ++i) {
    const ScanColumn& column = columns_[i];
    Cell cell;
    switch (column.kind) {
      case ScanColumn::Kind::kField:
        if (const JsonSlice* value = tree_.Find(i)) cell = ConvertJson(*value, column.type, valid_utf8, arena_);
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
  return true;
}

}  // namespace quarry
