// Gives declared tables as relations and as open events.
#include "engine/declared_tables.h"

#include <algorithm>

#include "types/cell_text.h"
#include "types/json.h"
#include "types/number.h"
#include "types/ticks.h"

namespace quarry {
namespace {

using Table = DeclaredTables::Table;

FieldPath PathOf(const std::string& name) {
  return FieldPath{JsonStep{false, 0, name}};
}

// An event's field as text; absent when null.
Value FieldText(const Value& value, Type type) {
  if (value.is_null()) return Value::Null(Type::kString);
  std::string text;
  AppendCellText(type, value.cell(), text);
  return Value::String(text);
}

Value EventText(const Table& table, const std::vector<Value>& row) {
  std::string json = "{";
  for (size_t i = 0; i < table.columns.size(); ++i) {
    if (row[i].is_null()) continue;
    if (json.size() > 1) json += ',';
    AppendJsonString(table.columns[i].name, json);
    json += ':';
    AppendCellJson(table.columns[i].type, row[i].cell(), json);
  }
  return Value::Text(Type::kDynamic, json + "}");
}

// The time of an event: `@timestamp` as text or as milliseconds since 1970.
Value EventTime(const Table& table, const std::vector<Value>& row, size_t column) {
  const Value& value = row[column];
  if (value.is_null()) return Value::Null(Type::kDateTime);
  if (table.columns[column].type == Type::kDateTime) return value;
  std::string text;
  AppendCellText(table.columns[column].type, value.cell(), text);
  if (std::optional<int64_t> milliseconds = ParseInteger(text)) {
    return Value::Integer(Type::kDateTime, kUnixEpochTicks + *milliseconds * kTicksPerMillisecond);
  }
  std::optional<int64_t> ticks = ParseDateTime(text);
  return ticks ? Value::Integer(Type::kDateTime, *ticks) : Value::Null(Type::kDateTime);
}

size_t TimeColumn(const Table& table) {
  for (std::string_view name : {"@timestamp", "Timestamp", "TimeGenerated"}) {
    for (size_t i = 0; i < table.columns.size(); ++i) {
      if (table.columns[i].name == name) return i;
    }
  }
  return table.columns.size();
}

OpenEvents EventsOf(const Table& table, const EventsRequest& request, Span span, ColumnIds& ids) {
  OpenEvents events;
  events.description = "table " + table.name;
  std::vector<OutputColumn> output;
  std::vector<ScanColumn> scan;
  std::vector<size_t> behind;  // the table's column, or columns.size() when it has none
  for (const std::string& field : request.fields) {
    ColumnId id = ids.Next();
    events.fields[field] = id;
    output.push_back({id, field, Type::kString});
    ScanColumn column;
    column.name = field;
    column.paths = {PathOf(field)};
    scan.push_back(std::move(column));
    auto found =
        std::find_if(table.columns.begin(), table.columns.end(), [&](const auto& c) { return c.name == field; });
    behind.push_back(static_cast<size_t>(found - table.columns.begin()));
  }
  const size_t fields = output.size();
  auto add = [&](ScanColumn::Kind kind, const char* name, Type type, ColumnId& id) {
    id = ids.Next();
    output.push_back({id, name, type});
    ScanColumn column;
    column.kind = kind;
    column.name = name;
    column.type = type;
    scan.push_back(std::move(column));
  };
  if (request.whole_event) add(ScanColumn::Kind::kEvent, "event", Type::kDynamic, events.event);
  if (request.origin) {
    add(ScanColumn::Kind::kFile, "file", Type::kString, events.file);
    add(ScanColumn::Kind::kRecord, "record", Type::kLong, events.record);
  }
  const size_t time = TimeColumn(table);
  if (time < table.columns.size()) {
    add(ScanColumn::Kind::kField, "time", Type::kDateTime, events.time);
    scan.back().paths = {PathOf(table.columns[time].name)};
  }
  if (table.source != nullptr) {
    events.plan = MakeScan(table.source, std::move(output), std::move(scan), span);
    return events;
  }
  std::vector<std::vector<Value>> rows;
  for (const std::vector<Value>& row : table.rows) {
    std::vector<Value>& out = rows.emplace_back();
    for (size_t i = 0; i < fields; ++i) {
      size_t column = behind[i];
      out.push_back(column < row.size() ? FieldText(row[column], table.columns[column].type)
                                        : Value::Null(Type::kString));
    }
    if (request.whole_event) out.push_back(EventText(table, row));
    if (request.origin) {
      out.push_back(Value::String(table.name));
      out.push_back(Value::Integer(Type::kLong, static_cast<int64_t>(rows.size())));
    }
    if (time < table.columns.size()) out.push_back(EventTime(table, row, time));
  }
  events.plan = MakeValues(std::move(output), std::move(rows), span);
  return events;
}

// The events of several entries as one, which is what CQL asks for.
OpenEvents UnionOf(std::vector<OpenEvents> parts, const EventsRequest& request, Span span, ColumnIds& ids) {
  if (parts.size() == 1) return std::move(parts.front());
  OpenEvents all;
  std::vector<OutputColumn> output;
  std::vector<std::vector<ColumnId>> behind(parts.size());
  std::vector<RelPtr> inputs;
  bool timed = true;
  for (const OpenEvents& part : parts) {
    inputs.push_back(part.plan);
    all.description += (all.description.empty() ? "" : ", ") + part.description;
    all.notes.insert(all.notes.end(), part.notes.begin(), part.notes.end());
    timed &= part.time != 0;
  }
  auto add = [&](const std::string& name, Type type, auto id_in) {
    ColumnId id = ids.Next();
    output.push_back({id, name, type});
    for (size_t i = 0; i < parts.size(); ++i) behind[i].push_back(id_in(parts[i]));
    return id;
  };
  for (const std::string& field : request.fields) {
    all.fields[field] = add(field, Type::kString, [&](const OpenEvents& p) { return p.fields.at(field); });
  }
  if (request.whole_event) all.event = add("event", Type::kDynamic, [](const OpenEvents& p) { return p.event; });
  if (request.origin) {
    all.file = add("file", Type::kString, [](const OpenEvents& p) { return p.file; });
    all.record = add("record", Type::kLong, [](const OpenEvents& p) { return p.record; });
  }
  if (timed) all.time = add("time", Type::kDateTime, [](const OpenEvents& p) { return p.time; });
  all.plan = MakeUnion(std::move(inputs), std::move(output), std::move(behind), span);
  return all;
}

}  // namespace

void DeclaredTables::Add(Table table) {
  std::erase_if(tables_, [&](const Table& other) { return other.name == table.name; });
  tables_.push_back(std::move(table));
}

RelPtr DeclaredTables::FindTable(std::string_view name, Span span, ColumnIds& ids, DiagnosticList& diagnostics) {
  auto found = std::find_if(tables_.begin(), tables_.end(), [&](const Table& t) { return t.name == name; });
  if (found == tables_.end()) return below_.FindTable(name, span, ids, diagnostics);
  std::vector<OutputColumn> output;
  std::vector<ScanColumn> scan;
  for (const ColumnSchema& column : found->columns) {
    output.push_back({ids.Next(), column.name, column.type});
    ScanColumn field;
    field.name = column.name;
    field.paths = {PathOf(column.name)};
    field.type = column.type;
    field.null_as_empty = column.type == Type::kString;
    scan.push_back(std::move(field));
  }
  if (found->source != nullptr) return MakeScan(found->source, std::move(output), std::move(scan), span);
  std::vector<std::vector<Value>> rows = found->rows;
  for (std::vector<Value>& row : rows) {
    for (Value& value : row) {
      if (value.is_null() && value.type() == Type::kString) value = Value::String("");
    }
  }
  return MakeValues(std::move(output), std::move(rows), span);
}

std::vector<std::string> DeclaredTables::TableNames() const {
  std::vector<std::string> names = below_.TableNames();
  for (const Table& table : tables_) names.push_back(table.name);
  return names;
}

const ColumnAlias* DeclaredTables::FindAlias(std::string_view table, std::string_view column) const {
  return below_.FindAlias(table, column);
}

std::vector<OpenEvents> DeclaredTables::FindEvents(Lang lang, const EventsRequest& request, Span span, ColumnIds& ids,
                                                   DiagnosticList& diagnostics) {
  std::vector<OpenEvents> entries;
  if (telemetry_ || tables_.empty()) entries = below_.FindEvents(lang, request, span, ids, diagnostics);
  for (const Table& table : tables_) entries.push_back(EventsOf(table, request, span, ids));
  if (lang != Lang::kCql || entries.size() < 2) return entries;
  std::vector<OpenEvents> one;
  one.push_back(UnionOf(std::move(entries), request, span, ids));
  return one;
}

}  // namespace quarry
