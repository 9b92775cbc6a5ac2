// External entries: RecordColumns::Append and AppendIndexed.
#include "readers/json/record_columns.h"

#include <limits>

#include "readers/convert_text.h"
#include "readers/json/convert_json.h"
#include "readers/json/json_number.h"
#include "scan/kernels/kernels.h"
#include "scan/kernels/utf8_check.h"

namespace quarry {

namespace {
void SetText(ColumnVector& column, size_t row, std::string_view text) {
  column.valid()[row] = 1;
  column.texts()[row] = text;
}
void SetInteger(ColumnVector& column, size_t row, int64_t integer) {
  column.valid()[row] = 1;
  column.integers()[row] = integer;
}

bool IsValidUtf8(const StringIndex& index, std::string_view object) {
  return index.valid_utf8() || IsUtf8(object);
}
}  // namespace

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
  AddRow(object, spaced, IsUtf8(object), number, file, out);
  return true;
}

bool RecordColumns::AppendIndexed(const StringIndex& index, LearnedWalk::Place* place, int64_t number,
                                  std::string_view file, Batch& out) {
  const LearnedWalk::Place from = *place;
  if (const LineShape* const shape = shapes_.Find(index, from.at, from.stop, tree_)) {
    place->stop += shape->stops();
    place->at = index.stops()[place->stop - 1] + 1;
    if (shape->lies_open()) {
      AddShapedRow(*shape, index, from.stop, number, file, out);
    } else {
      shape->PutInto(tree_, index, from.stop, arena_);
      const std::string_view object = shape->Object(index, from.stop);
      AddRow(object, shape->spaced(), IsValidUtf8(index, object), number, file, out);
    }
    return true;
  }
  LearnedWalk::Object walked;
  const bool unordered = !walk_.knows_order() && ++lines_without_order_ % kOrderTrial != 0;
  if ((!unordered || !unordered_walk_.Walk(index, place, &walked, arena_)) &&
      !walk_.Walk(index, place, &walked, arena_)) {
    return false;
  }
  shapes_.Miss(index, from.at, from.stop, tree_);
  const std::string_view object(index.text() + walked.begin, walked.end - walked.begin);
  AddRow(object, walked.spaced, IsValidUtf8(index, object), number, file, out);
  return true;
}

void RecordColumns::AddShapedRow(const LineShape& shape, const StringIndex& index, size_t first_stop, int64_t number,
                                 std::string_view file, Batch& out) {
  const uint32_t* const stops = index.stops() + first_stop;
  const std::string_view object = shape.Object(index, first_stop);
  const bool valid_utf8 = IsValidUtf8(index, object), is_plain = valid_utf8 && !shape.is_loose();
  const size_t row = out.rows++;
  for (size_t i = 0; i < columns_.size(); ++i) {
    const ScanColumn& column = columns_[i];
    if (column.kind != ScanColumn::Kind::kField) {
      SetOther(i, object, shape.spaced(), valid_utf8, number, file, row, out);
      continue;
    }
    const LineShape::Value& value = shape.column(i);
    if (value.kind == LineShape::Value::Kind::kAbsent) {
      SetAbsent(i, row, out);
      continue;
    }
    // Most of what is asked for, without a detour.
    if (value.kind == LineShape::Value::Kind::kString && column.type == Type::kString && is_plain) {
      const std::string_view raw = value.span.In(index.text(), stops);
      const size_t from = static_cast<size_t>(raw.data() - index.text());
      if (!index.HasBackslash(from, from + raw.size())) {
        SetText(out.columns[i], row, raw);
        continue;
      }
    }
    SetField(i, shape.Slice(value, index, first_stop), valid_utf8, row, out);
  }
}

inline void RecordColumns::SetAbsent(size_t i, size_t row, Batch& out) {
  const bool empty = columns_[i].null_as_empty && columns_[i].type == Type::kString;
  out.columns[i].Set(row, empty ? Cell::Text("") : Cell::Null());
}

inline void RecordColumns::SetField(size_t i, const JsonSlice& value, bool valid_utf8, size_t row, Batch& out) {
  using Kind = JsonSlice::Kind;
  const Type type = columns_[i].type;
  ColumnVector& to = out.columns[i];
  // Most of what telemetry holds: plain text, times and numbers.
  if (value.kind == Kind::kString && !value.escaped) {
    if (type == Type::kString && valid_utf8) return SetText(to, row, value.raw);
    if (type == Type::kDateTime) {
      if (const std::optional<int64_t> ticks = times_.Read(value.raw)) return SetInteger(to, row, *ticks);
    }
  } else if (value.kind == Kind::kNumber && (type == Type::kLong || type == Type::kInt)) {
    const int64_t number = PlainNumber(value.raw.data(), value.raw.size());
    if (number >= 0 && (type == Type::kLong || number <= std::numeric_limits<int32_t>::max()))
      return SetInteger(to, row, number);
  }
  const Cell cell = ConvertJson(value, type, valid_utf8, arena_);
  if (cell.null) return SetAbsent(i, row, out);
  to.Set(row, cell);
}

// What is no field.
void RecordColumns::SetOther(size_t i, std::string_view object, bool spaced, bool valid_utf8, int64_t number,
                             std::string_view file, size_t row, Batch& out) {
  switch (columns_[i].kind) {
    case ScanColumn::Kind::kField:
      break;
    case ScanColumn::Kind::kEvent: {
      const std::string_view json = CompactCheckedJson(object, spaced, arena_);
      SetText(out.columns[i], row, valid_utf8 ? json : ValidUtf8(json, arena_));
      break;
    }
    case ScanColumn::Kind::kRecord:
      SetInteger(out.columns[i], row, number);
      break;
    case ScanColumn::Kind::kFile:
      SetText(out.columns[i], row, file);
      break;
  }
}

void RecordColumns::AddRow(std::string_view object, bool spaced, bool valid_utf8, int64_t number, std::string_view file,
                           Batch& out) {
  const size_t row = out.rows++;
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].kind != ScanColumn::Kind::kField)
      SetOther(i, object, spaced, valid_utf8, number, file, row, out);
    else if (const JsonSlice* value = tree_.Find(i))
      SetField(i, *value, valid_utf8, row, out);
    else
      SetAbsent(i, row, out);
  }
}

}  // namespace quarry
