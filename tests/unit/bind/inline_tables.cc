// Tables in memory as plans of literal rows.
#include "unit/bind/inline_tables.h"

#include "base/ascii.h"
#include "types/json.h"
#include "types/number.h"
#include "types/ticks.h"

namespace quarry {
namespace {

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && IsAsciiSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsAsciiSpace(text.back())) text.remove_suffix(1);
  return text;
}

// As an event's field holds it.
std::string FieldText(const Value& value) {
  switch (value.type()) {
    case Type::kBool:
      return value.boolean() ? "true" : "false";
    case Type::kInt:
    case Type::kLong:
      return std::to_string(value.integer());
    case Type::kReal:
      return FormatReal(value.real());
    case Type::kDateTime:
      return FormatDateTime(value.integer());
    case Type::kTimeSpan:
      return FormatTimeSpan(value.integer());
    default:
      return value.text();
  }
}

}  // namespace

Result<std::vector<ColumnSchema>> ParseSchemaText(std::string_view text) {
  text = Trimmed(text);
  if (!text.empty() && text.front() == '(' && text.back() == ')') text = Trimmed(text.substr(1, text.size() - 2));
  std::vector<ColumnSchema> columns;
  while (!text.empty()) {
    ColumnSchema column;
    if (text.front() == '[' && text.size() > 2) {  // ['a name']
      size_t close = text.find(text[1], 2);
      if (close == std::string_view::npos || close + 1 >= text.size() || text[close + 1] != ']')
        return Error{"a bracketed name in the schema is not closed"};
      column.name = text.substr(2, close - 2);
      text = Trimmed(text.substr(close + 2));
      if (text.empty() || text.front() != ':') return Error{"column `" + column.name + "` of the schema has no type"};
      text.remove_prefix(1);
    } else {
      size_t colon = text.find(':');
      if (colon == std::string_view::npos) return Error{"`" + std::string(text) + "` in the schema has no type"};
      column.name = Trimmed(text.substr(0, colon));
      text.remove_prefix(colon + 1);
    }
    size_t comma = text.find(',');
    std::string_view type = Trimmed(text.substr(0, comma));
    std::optional<Type> found = FindType(type);
    if (!found) return Error{"`" + std::string(type) + "` in the schema is not a type"};
    column.type = *found;
    columns.push_back(std::move(column));
    text = comma == std::string_view::npos ? std::string_view{} : Trimmed(text.substr(comma + 1));
  }
  return columns;
}

void InlineTables::Add(std::string name, std::vector<ColumnSchema> columns, std::vector<std::vector<Value>> rows) {
  for (Table& table : tables_) {
    if (table.name != name) continue;
    table.columns = std::move(columns);
    table.rows = std::move(rows);
    return;
  }
  tables_.push_back({std::move(name), std::move(columns), std::move(rows)});
}

RelPtr InlineTables::FindTable(std::string_view name, Span span, ColumnIds& ids, DiagnosticList&) {
  for (const Table& table : tables_) {
    if (table.name != name) continue;
    std::vector<OutputColumn> output;
    for (const ColumnSchema& column : table.columns) output.push_back({ids.Next(), column.name, column.type});
    return MakeValues(std::move(output), table.rows, span);
  }
  return nullptr;
}

std::vector<std::string> InlineTables::TableNames() const {
  std::vector<std::string> names;
  for (const Table& table : tables_) names.push_back(table.name);
  return names;
}

const ColumnAlias* InlineTables::FindAlias(std::string_view table, std::string_view column) const {
  for (const ColumnAlias& alias : aliases_)
    if (alias.table == table && alias.name == column) return &alias;
  return catalog_ != nullptr ? catalog_->FindAlias(table, column) : nullptr;
}

OpenEvents InlineTables::EventsOf(const Table& table, const EventsRequest& request, ColumnIds& ids) {
  OpenEvents events;
  events.description = "inline table " + table.name;
  std::vector<OutputColumn> output;
  std::vector<int> sources;  // column of the table behind each field; -1: absent in all events
  for (const std::string& field : request.fields) {
    if (events.fields.count(field) > 0) continue;
    int source = -1;
    for (size_t i = 0; i < table.columns.size(); i++)
      if (table.columns[i].name == field) source = static_cast<int>(i);
    events.fields[field] = ids.Next();
    output.push_back({events.fields[field], field, Type::kString});
    sources.push_back(source);
  }
  int time = -1;
  for (size_t i = 0; i < table.columns.size() && time < 0; i++)
    if (table.columns[i].type == Type::kDateTime) time = static_cast<int>(i);
  if (time >= 0) output.push_back({events.time = ids.Next(), "@time", Type::kDateTime});
  if (request.whole_event) output.push_back({events.event = ids.Next(), "@event", Type::kDynamic});
  if (request.origin) {
    output.push_back({events.file = ids.Next(), "@file", Type::kString});
    output.push_back({events.record = ids.Next(), "@record", Type::kLong});
  }
  std::vector<std::vector<Value>> rows;
  for (size_t r = 0; r < table.rows.size(); r++) {
    const std::vector<Value>& from = table.rows[r];
    std::vector<Value> row;
    for (int source : sources) {
      bool absent = source < 0 || from[static_cast<size_t>(source)].is_null();
      row.push_back(absent ? Value::Null(Type::kString) : Value::String(FieldText(from[static_cast<size_t>(source)])));
    }
    if (time >= 0) row.push_back(from[static_cast<size_t>(time)]);
    if (request.whole_event) {
      std::string json = "{";
      for (size_t i = 0; i < from.size(); i++) {
        if (from[i].is_null()) continue;
        if (json.size() > 1) json += ',';
        AppendJsonString(table.columns[i].name, json);
        json += ':';
        AppendJsonString(FieldText(from[i]), json);
      }
      row.push_back(Value::Text(Type::kDynamic, json + "}"));
    }
    if (request.origin) {
      row.push_back(Value::String(table.name));
      row.push_back(Value::Integer(Type::kLong, static_cast<int64_t>(r + 1)));
    }
    rows.push_back(std::move(row));
  }
  events.plan = MakeValues(std::move(output), std::move(rows));
  return events;
}

std::vector<OpenEvents> InlineTables::FindEvents(Lang, const EventsRequest& request, Span, ColumnIds& ids,
                                                 DiagnosticList&) {
  std::vector<OpenEvents> all;
  for (const Table& table : tables_) all.push_back(EventsOf(table, request, ids));
  return all;
}

}  // namespace quarry
