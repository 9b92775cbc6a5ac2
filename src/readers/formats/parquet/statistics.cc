// External entry: MayHold. Whatever is not known for certain counts as "may".
#include "readers/formats/parquet/statistics.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "base/arena.h"
#include "readers/convert_text.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr size_t kShortestCut = 64;

struct Bounds {
  Value min, max;  // max may be null: unknown
};

std::optional<int64_t> IntegerOf(const ParquetColumn& column, const std::string& bytes) {
  if (column.order == ParquetColumn::Order::kInt32 && bytes.size() == 4) {
    int32_t value = 0;
    std::memcpy(&value, bytes.data(), 4);
    return value;
  }
  if (column.order == ParquetColumn::Order::kInt64 && bytes.size() == 8) {
    int64_t value = 0;
    std::memcpy(&value, bytes.data(), 8);
    return value;
  }
  return std::nullopt;
}

// A time as counted in the file, as ticks; nullopt when it is beyond what a datetime can say.
std::optional<int64_t> TicksOf(const ParquetColumn& column, int64_t count) {
  if (column.form == ParquetForm::kTimestampNanos) return count / 100 + (count < 0 ? -1 : 0) + kUnixEpochTicks;
  const int64_t ticks_of_one = column.milliseconds ? kTicksPerMillisecond : kTicksPerMicrosecond;
  if (count > kMaxDateTimeTicks / ticks_of_one || count < -kUnixEpochTicks / ticks_of_one) return std::nullopt;
  return count * ticks_of_one + kUnixEpochTicks;
}

// The least and greatest value of the column in the row group, in the type of its natural values.
std::optional<Bounds> BoundsOf(const ParquetColumn& column, const ParquetChunk& chunk) {
  if (column.order == ParquetColumn::Order::kNone || !chunk.min || !chunk.max) return std::nullopt;
  if (column.order == ParquetColumn::Order::kText) {
    // Writers cut long texts off, and not all of them make up for it in the maximum.
    const bool whole = chunk.max->size() < kShortestCut;
    return Bounds{Value::String(*chunk.min), whole ? Value::String(*chunk.max) : Value::Null(Type::kString)};
  }
  const std::optional<int64_t> min = IntegerOf(column, *chunk.min), max = IntegerOf(column, *chunk.max);
  if (!min || !max) return std::nullopt;
  if (column.form == ParquetForm::kInteger)
    return Bounds{Value::Integer(Type::kLong, *min), Value::Integer(Type::kLong, *max)};
  const std::optional<int64_t> first = TicksOf(column, *min), last = TicksOf(column, *max);
  if (!first || !last) return std::nullopt;
  // The digit behind microseconds lies in another column.
  return Bounds{Value::Integer(Type::kDateTime, *first), Value::Integer(Type::kDateTime, *last + 9)};
}

bool IsInteger64(Type type) {
  return type == Type::kInt || type == Type::kLong || type == Type::kTimeSpan;
}

bool Outside(const Bounds& bounds, const ScanRange& range) {
  const auto as = [&](const Value& value) {
    return IsInteger64(range.type) ? Value::Integer(range.type, value.integer()) : value;
  };
  return (!range.min.is_null() && !bounds.max.is_null() && CompareBounds(as(bounds.max), range.min) < 0) ||
         (!range.max.is_null() && CompareBounds(as(bounds.min), range.max) > 0);
}

// Whether the column's values, as the file has them, are compared as the range means them.
bool SameOrder(Type stored, Type wanted) {
  return stored == wanted || (IsInteger64(stored) && IsInteger64(wanted) && wanted != Type::kTimeSpan);
}

class Judge {
 public:
  Judge(const ParquetFile& file, const ParquetRowGroup& group) : file_(file), group_(group) {}

  bool MayHold(const ScanRange& range) const {
    if (IsEventTime(range)) return ColumnMayHold(range, *file_.footer.Find(kStoredTimeColumn));
    return IsOpen(range) || range.paths.empty() ||
           std::any_of(range.paths.begin(), range.paths.end(), [&](const FieldPath& path) {
             return file_.layout ? ImportedMayHold(range, path) : MayHoldAt(range, path);
           });
  }

 private:
  // Whether the query reads the time as it was read for the column that the import made of it.
  bool IsEventTime(const ScanRange& range) const {
    return file_.layout && range.type == Type::kDateTime && file_.layout->time_column == kStoredTimeColumn &&
           file_.footer.Find(kStoredTimeColumn) != nullptr && !file_.layout->time_paths.empty() &&
           range.paths == file_.layout->time_paths;
  }

  bool ColumnMayHold(const ScanRange& range, const ParquetColumn& column) const {
    const ParquetChunk& chunk = group_.chunks[static_cast<size_t>(column.first_leaf)];
    if (chunk.nulls && *chunk.nulls >= 0 && static_cast<uint64_t>(*chunk.nulls) == group_.rows) return false;
    const std::optional<Bounds> bounds = BoundsOf(column, chunk);
    return !bounds || !Outside(*bounds, range);
  }

  bool ImportedMayHold(const ScanRange& range, const FieldPath& path) const {
    if (!file_.layout->members.MayHave(path)) return false;
    size_t steps = 0;
    const StoredColumn* stored = file_.layout->Find(path, &steps);
    if (stored == nullptr || steps != path.size()) return true;
    // Values that the column lost may be some to the range: as another type, or as the query reads them itself.
    const bool exact =
        range.type == stored->type ? !range.read_by_query || stored->text_exact : AnswersAs(*stored, range.type);
    const ParquetColumn* column = file_.footer.Find(stored->name);
    if (!exact || column == nullptr || !SameOrder(stored->type, range.type)) return true;
    return ColumnMayHold(range, *column);
  }

  bool MayHoldAt(const ScanRange& range, const FieldPath& path) const {
    if (path.empty() || path[0].is_index) return false;
    const ParquetColumn* column = file_.footer.Find(path[0].name);
    if (column == nullptr) return path.size() == 1 && PartitionMayHold(range, path[0].name);
    if (path.size() > 1 || !SameOrder(TypeOfForm(column->form), range.type)) return true;
    return ColumnMayHold(range, *column);
  }

  bool PartitionMayHold(const ScanRange& range, const std::string& name) const {
    for (const auto& [key, text] : file_.partitions) {
      if (key != name) continue;
      if (range.read_by_query) return true;
      Arena arena;
      const Cell cell = ConvertText(text, range.type, arena);
      if (cell.null) return false;
      const Value value = Value::FromCell(range.type, cell);
      return !Outside({value, value}, range);
    }
    return false;
  }

  const ParquetFile& file_;
  const ParquetRowGroup& group_;
};

}  // namespace

bool MayHold(const ParquetFile& file, const ParquetRowGroup& group, const std::vector<ScanRange>& ranges) {
  const Judge judge(file, group);
  return std::all_of(ranges.begin(), ranges.end(), [&](const ScanRange& range) { return judge.MayHold(range); });
}

}  // namespace quarry
