// External entry: RecordColumns::Append.
#include "readers/json/record_columns.h"

#include <simdjson.h>

#include <cstring>

#include "readers/convert_text.h"

namespace quarry {

std::string_view RecordColumns::Repaired(std::string_view text) { return ValidUtf8(text, arena_); }

// REQUIRES: checked JSON text.
std::string_view RecordColumns::Compact(std::string_view json, bool spaced) {
  if (spaced) {
    char* const begin = arena_.Allocate(json.size(), 1);
    char* out = begin;
    bool in_string = false;
    for (size_t i = 0; i < json.size(); ++i) {
      const char c = json[i];
      if (in_string) {
        *out++ = c;
        if (c == '\\') *out++ = json[++i];
        else if (c == '"') in_string = false;
      } else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
        *out++ = c;
        in_string = c == '"';
      }
    }
    json = {begin, static_cast<size_t>(out - begin)};
  }
  return Text(json);
}

bool RecordColumns::Append(std::string_view record, int64_t number, std::string_view file, Batch& out) {
  JsonScanner scanner(record);
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
  valid_utf8_ = simdjson::validate_utf8(object.data(), object.size());
  const size_t row = out.rows++;
  for (size_t i = 0; i < columns_.size(); ++i) {
    const ScanColumn& column = columns_[i];
    Cell cell;
    switch (column.kind) {
      case ScanColumn::Kind::kField:
        if (const JsonSlice* value = tree_.Find(i)) cell = Convert(*value, column);
        if (cell.null && column.null_as_empty && column.type == Type::kString) cell = Cell::Text("");
        break;
      case ScanColumn::Kind::kEvent: cell = Cell::Text(Compact(object, spaced)); break;
      case ScanColumn::Kind::kRecord: cell = Cell::Integer(number); break;
      case ScanColumn::Kind::kFile: cell = Cell::Text(file); break;
    }
    out.columns[i].Set(row, cell);
  }
  return true;
}

Cell RecordColumns::Convert(const JsonSlice& value, const ScanColumn& column) {
  using Kind = JsonSlice::Kind;
  switch (value.kind) {
    case Kind::kNull: return Cell::Null();
    case Kind::kString: {
      std::string_view text = value.escaped ? UnescapeJson(value.raw, arena_) : value.raw;
      return ConvertText(Text(text), column.type, arena_);
    }
    case Kind::kNumber: {
      if (column.type == Type::kDynamic) return Cell::Text(value.raw);
      if (column.type == Type::kTimeSpan) return Cell::Null();  // no unit
      return ConvertText(value.raw, column.type, arena_);
    }
    case Kind::kTrue:
    case Kind::kFalse:
      if (IsNumeric(column.type)) return Cell::Null();
      if (column.type == Type::kBool) return Cell::Bool(value.kind == Kind::kTrue);
      return column.type == Type::kString || column.type == Type::kDynamic ? Cell::Text(value.raw) : Cell::Null();
    case Kind::kObject:
    case Kind::kArray:
      if (column.type != Type::kString && column.type != Type::kDynamic) return Cell::Null();
      return Cell::Text(Compact(value.raw, value.spaced));
  }
  return Cell::Null();
}

}  // namespace quarry
