// Every scalar member gets a column, at the top and where the kind of telemetry keeps its fields; other objects and
// arrays become one column of JSON. Types are the schema's where there is one, else what all values have in common.
// External entry: ChooseColumns.
#include "import/table_columns.h"

#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "bind/mappings/discover_columns.h"

namespace quarry {
namespace {

// More columns than these serve nobody; what is beyond is read from the record's JSON.
constexpr size_t kMostColumns = 1000;

bool IsProperPrefix(const FieldPath& path, const FieldPath& of) {
  return path.size() < of.size() && std::equal(
                                        path.begin(), path.end(), of.begin(),
                                        [](const auto& a, const auto& b) { return !b.is_index && a.name == b.name; });
}

class ColumnChooser {
 public:
  ColumnChooser(const std::string& table, const TelemetryShape& shape, const MemberStatistics& statistics,
                const Mappings& mappings, const Catalog& catalog)
      : shape_(shape), statistics_(statistics), catalog_(catalog), schema_(catalog.FindTable(table)) {
    out_.table = table;
    out_.members = statistics.Tree();
    for (const FieldPrefix& prefix : shape.prefixes) AddPlace(prefix.PathOf("*"));
    for (const auto& [name, paths] : shape.record_fields) {
      for (const FieldPath& path : paths) AddPlace(path);
    }
    for (const FieldPath& path : shape.discriminators) AddPlace(path);
    if (shape.kind == TelemetryKind::kWindows) record_fields_ = &mappings.Format(shape.kind).record_fields;
  }

  StoredLayout Run() {
    Collect(statistics_.root(), {});
    return std::move(out_);
  }

 private:
  void AddPlace(FieldPath path) {
    if (path.size() > 1) places_.push_back(std::move(path));
  }

  void Collect(const MemberNode& node, const FieldPath& path) {
    for (const auto& member : node.members) {
      FieldPath at = path;
      JsonStep step;
      step.name = member->name;
      at.push_back(std::move(step));
      const bool holds_places = std::any_of(places_.begin(), places_.end(),
                                            [&](const FieldPath& place) { return IsProperPrefix(at, place); });
      if (holds_places && (member->values & kObject) != 0)
        Collect(*member, at);
      else if (out_.columns.size() < kMostColumns)
        AddColumn(*member, std::move(at));
    }
  }

  // The field's name without what exporters glue before it.
  std::string FieldName(const FieldPath& path) const {
    std::string name = path.back().name;
    for (const FieldPrefix& prefix : shape_.prefixes) {
      if (!prefix.glued.empty() && path.size() == prefix.path.size() + 1 && name.starts_with(prefix.glued) &&
          name.size() > prefix.glued.size())
        return name.substr(prefix.glued.size());
    }
    return name;
  }

  // What a schema says of the column. Falcon's events lie in one table, whose schemas agree on their common columns.
  std::optional<Type> DeclaredType(const FieldPath& path, const std::string& name) const {
    if (record_fields_ != nullptr) {
      for (const RecordField& field : *record_fields_) {
        for (const FieldPath& at : field.at) {
          if (FormatFieldPath(at) == FormatFieldPath(path)) return field.type;
        }
      }
      return std::nullopt;
    }
    const auto of = [&](const TableSchema& schema) -> std::optional<Type> {
      std::string column = name;
      if (column.ends_with(" [UTC]")) column.resize(column.size() - 6);
      const ColumnSchema* found = schema.Find(column);
      return found == nullptr ? std::nullopt : std::optional(found->type);
    };
    if (schema_ != nullptr) return of(*schema_);
    if (shape_.kind != TelemetryKind::kFalcon) return std::nullopt;
    for (const TableSchema& schema : catalog_.tables()) {
      if (schema.platform != "falcon") continue;
      if (const std::optional<Type> type = of(schema); type && *type != Type::kDateTime) return type;
    }
    return std::nullopt;
  }

  // Whether every value, converted to `type`, keeps its text (TextOf in row_assembly.cc makes it again).
  bool KeepsText(const MemberNode& node, Type type) const {
    uint32_t exact = kNullValue;
    switch (type) {
      case Type::kBool:
        exact |= kBoolValue | kBoolText;
        break;
      case Type::kInt:
      case Type::kLong:
        if (type == Type::kInt && node.beyond_int) return false;
        exact |= kIntegerValue | kIntegerText;
        break;
      case Type::kReal:
        exact |= kRealValue;
        break;
      case Type::kDateTime:
        if (node.forms_differ) return false;
        exact |= kTimeText;
        break;
      default:
        return false;
    }
    return (node.values & ~exact) == 0;
  }

  // Whether every value that is there has a cell. Not told where it would take to convert them all.
  bool NeverNull(const MemberNode& node, Type type) const {
    if (type == Type::kString) return (node.values & kNullValue) == 0;
    return (node.values & kNullValue) == 0 && KeepsText(node, type);
  }

  void AddColumn(const MemberNode& node, FieldPath path) {
    const std::string field = FieldName(path);
    StoredColumn column;
    column.name = UniqueName(field, path);
    column.path = std::move(path);
    Type type = DeclaredType(column.path, field).value_or(ColumnTypeOf(node.kinds));
    // Falcon writes numbers as text: a number only when nothing of the text is lost, such as leading zeros.
    if (shape_.kind == TelemetryKind::kFalcon && IsNumeric(type) && !KeepsText(node, Type::kLong)) type = Type::kString;
    if (type == Type::kInt && node.beyond_int) type = Type::kLong;
    column.dynamic = type == Type::kDynamic;
    column.json_in_text = column.dynamic && (node.values & kJsonText) != 0;
    if (column.dynamic) type = Type::kString;
    column.type = type;
    const uint32_t scalars = kBoolValue | kIntegerValue | kRealValue | kOtherNumber;
    column.has_plain_scalars = (node.values & scalars) != 0;
    column.text_exact = KeepsText(node, type);
    column.has_hidden_nulls = !NeverNull(node, type);
    if (type == Type::kDateTime) {
      column.form = node.form.value_or(TimeForm{});
      const bool only_iso = (node.values & ~static_cast<uint32_t>(kNullValue | kEmptyText | kTimeText)) == 0;
      if (!only_iso || node.seventh_digit) column.digit_column = UniqueName(column.name + "_100ns", column.path);
    }
    out_.columns.push_back(std::move(column));
  }

  // Names in Parquet are unique without regard to case: DuckDB and Spark do not tell it.
  std::string UniqueName(const std::string& wanted, const FieldPath& path) {
    const auto is_free = [&](const std::string& name) {
      return !name.empty() && name != "file_row_number" && names_.insert(AsciiLowered(name)).second;
    };
    if (is_free(wanted)) return wanted;
    std::string name = FormatFieldPath(path);
    if (wanted != path.back().name) name = wanted;
    if (is_free(name)) return name;
    for (int i = 2;; ++i) {
      std::string numbered = name + "_" + std::to_string(i);
      if (is_free(numbered)) return numbered;
    }
  }

  const TelemetryShape& shape_;
  const MemberStatistics& statistics_;
  const Catalog& catalog_;
  const TableSchema* schema_;
  const std::vector<RecordField>* record_fields_ = nullptr;
  std::vector<FieldPath> places_;
  std::set<std::string> names_ = {std::string(kRawColumn), std::string(kFileColumn), std::string(kRecordColumn),
                                  std::string(kStoredTimeColumn)};
  StoredLayout out_;
};

}  // namespace

StoredLayout ChooseColumns(const std::string& table, const TelemetryShape& shape, const MemberStatistics& statistics,
                           const Mappings& mappings, const Catalog& catalog) {
  return ColumnChooser(table, shape, statistics, mappings, catalog).Run();
}

}  // namespace quarry
