// Makes the scans of one source. Where a record keeps a field is decided here, once, from the source's shape.
#include "bind/mappings/table_scan.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "plan/event_time.h"

namespace quarry {
namespace {

// Columns of a scan and what becomes of them above it.
class ScanBuilder {
 public:
  ScanBuilder(const SourceTable& source, ColumnIds& ids, Span span) : source_(source), ids_(ids), span_(span) {}

  ExprPtr Add(ScanColumn column) {
    const ColumnId id = ids_.Next();
    const Type type = column.type;
    output_.push_back({id, column.name, type});
    columns_.push_back(std::move(column));
    return MakeColumn(id, type, span_);
  }
  ExprPtr AddField(std::string_view name, Type type, std::vector<FieldPath> paths, bool null_as_empty) {
    ScanColumn column;
    column.name = name;
    column.type = type;
    column.paths = std::move(paths);
    column.null_as_empty = null_as_empty;
    return Add(std::move(column));
  }
  void Show(std::string_view name, ExprPtr expr) {
    NamedExpr named;
    named.id = expr->kind == Expr::Kind::kColumn ? expr->column : ids_.Next();
    named.name = name;
    named.expr = std::move(expr);
    shown_.push_back(std::move(named));
  }
  ColumnId last_shown() const { return shown_.back().id; }

  RelPtr Finish(ExprPtr predicate) {
    RelPtr rel = MakeScan(source_.source, output_, columns_, span_);
    if (predicate != nullptr) rel = MakeFilter(std::move(rel), std::move(predicate), span_);
    const bool all_plain = shown_.size() == output_.size() && std::equal(shown_.begin(), shown_.end(), output_.begin(),
                                                                         [](const NamedExpr& a, const OutputColumn& b) {
                                                                           return a.id == b.id && a.name == b.name;
                                                                         });
    return all_plain ? rel : MakeProject(std::move(rel), shown_, span_);
  }

 private:
  const SourceTable& source_;
  ColumnIds& ids_;
  Span span_;
  std::vector<OutputColumn> output_;
  std::vector<ScanColumn> columns_;
  std::vector<NamedExpr> shown_;
};

std::vector<FieldPath> PathsBelow(const std::vector<FieldPrefix>& prefixes, std::string_view name) {
  std::vector<FieldPath> paths;
  for (const FieldPrefix& prefix : prefixes) paths.push_back(prefix.PathOf(name));
  return paths;
}

// Where a table's rows keep a column. Portals name the time differently and mark it with a zone in CSV exports.
std::vector<FieldPath> ColumnPaths(const TelemetryShape& shape, std::string_view name, Type type) {
  std::vector<FieldPath> paths = PathsBelow(shape.prefixes, name);
  if (type != Type::kDateTime) return paths;
  const auto add = [&](std::string_view other) {
    for (FieldPath& path : PathsBelow(shape.prefixes, other)) paths.push_back(std::move(path));
  };
  const std::string utc = " [UTC]";
  add(std::string(name) + utc);
  const std::string_view twin = name == "Timestamp" ? "TimeGenerated" : name == "TimeGenerated" ? "Timestamp" : "";
  if (!twin.empty()) {
    add(twin);
    add(std::string(twin) + utc);
    if (shape.streaming) paths.push_back(ParseFieldPath("time"));
  }
  return paths;
}

// Rows of `table` only; nullptr when the source holds nothing else.
ExprPtr DiscriminatorIs(ScanBuilder& scan, const TelemetryShape& shape, std::string_view table) {
  if (shape.discriminators.empty()) return nullptr;
  const ExprPtr name = scan.AddField("table of the record", Type::kString, shape.discriminators, false);
  const auto is = [&](std::string_view value) { return MakeCall("equals", {name, MakeLiteral(Value::String(value))}); };
  if (!shape.streaming) return is(table);
  const std::string streamed = "AdvancedHunting-" + std::string(table);
  const bool only_category = shape.discriminators.size() == 1 && FormatFieldPath(shape.discriminators[0]) == "category";
  return only_category ? is(streamed) : MakeCall("or", {is(table), is(streamed)});
}

const std::vector<DiscoveredColumn>& SeenColumns(const TelemetryShape& shape, std::string_view table) {
  static const std::vector<DiscoveredColumn> kNone;
  auto found = shape.columns.find(std::string(table));
  if (found == shape.columns.end()) found = shape.columns.find("");
  return found == shape.columns.end() ? kNone : found->second;
}

// The schema's name of a column that was seen: portals mark times with a zone in CSV exports.
std::string NameInSchema(const DiscoveredColumn& column) {
  std::string name = column.name;
  if (name.ends_with(" [UTC]")) name.resize(name.size() - 6);
  return name;
}

// Calls `text(name, of_falcon)` for each text column of catalog tables that ScanAsRaw shows, and `other(name)` for what
// else it shows in any case.
template <typename Text, typename Other>
void ForEachRawColumn(TelemetryKind kind, const FormatMapping& format, const Catalog& catalog, const Text& text,
                      const Other& other) {
  if (kind == TelemetryKind::kFalcon) {
    for (const TableSchema& table : catalog.tables()) {
      if (table.platform != "falcon") continue;
      for (const ColumnSchema& column : table.columns()) {
        if (column.type != Type::kDateTime) text(column.name, true);
      }
    }
  }
  for (const RecordField& field : format.record_fields) other(field);
  for (const std::string& name : format.event_fields) text(name, false);
  for (const std::string& name : format.event_fields_of) {
    const TableSchema* table = catalog.FindTable(name);
    for (const ColumnSchema& column : table == nullptr ? std::vector<ColumnSchema>{} : table->columns()) {
      if (column.type != Type::kDateTime) text(column.name, false);
    }
  }
}

void ShowColumn(ScanBuilder& scan, std::string_view name, Type type, std::vector<FieldPath> paths, bool json_in_text) {
  if (type == Type::kDynamic && json_in_text) {
    const ExprPtr text = scan.AddField(name, Type::kString, std::move(paths), false);
    scan.Show(name, MakeCall("parse_json", {text}));
  } else {
    scan.Show(name, scan.AddField(name, type, std::move(paths), type == Type::kString));
  }
}

ColumnId ShowKind(ScanBuilder& scan, ScanColumn::Kind kind, std::string_view name, Type type) {
  ScanColumn column;
  column.kind = kind;
  column.name = name;
  column.type = type;
  scan.Show(name, scan.Add(std::move(column)));
  return scan.last_shown();
}

void ShowOrigin(ScanBuilder& scan) {
  ShowKind(scan, ScanColumn::Kind::kFile, kSourceFile, Type::kString);
  ShowKind(scan, ScanColumn::Kind::kRecord, kSourceRecord, Type::kLong);
}

// `name` in an open record: as one name, then as a path; tags with and without '#'.
std::vector<FieldPath> OpenPaths(const SourceTable& source, std::string_view name) {
  const TelemetryShape& shape = source.shape;
  std::vector<FieldPath> paths;
  if (const auto known = shape.record_fields.find(std::string(name)); known != shape.record_fields.end())
    return known->second;
  const auto add = [&](std::string_view spelling) {
    for (FieldPath& path : PathsBelow(shape.prefixes, spelling)) paths.push_back(std::move(path));
    const bool has_top = std::any_of(shape.prefixes.begin(), shape.prefixes.end(),
                                     [](const FieldPrefix& p) { return p.path.empty() && p.glued.empty(); });
    if (!has_top) paths.push_back(FieldPrefix{}.PathOf(spelling));
    if (spelling.find_first_of(".[") != std::string_view::npos) paths.push_back(ParseFieldPath(spelling));
  };
  add(name);
  if (name.starts_with('#'))
    add(name.substr(1));
  else if (shape.kind == TelemetryKind::kFalcon)
    add("#" + std::string(name));
  return paths;
}

// The event's time; nullptr when nothing is known about it.
ExprPtr EventTime(ScanBuilder& scan, const TelemetryShape& shape, const Mappings& mappings) {
  switch (shape.kind) {
    case TelemetryKind::kFalcon:
      return DateTimeFromText(scan.AddField("time", Type::kString, mappings.Format(shape.kind).time, false));
    case TelemetryKind::kWindows: {
      const auto found = shape.record_fields.find("TimeCreated");
      if (found == shape.record_fields.end()) return nullptr;
      return scan.AddField("time", Type::kDateTime, found->second, false);
    }
    case TelemetryKind::kDefender:
      return scan.AddField("time", Type::kDateTime, ColumnPaths(shape, "Timestamp", Type::kDateTime), false);
    case TelemetryKind::kGeneric: {
      std::vector<FieldPath> paths;
      for (const FieldPath& path : mappings.generic_time()) {
        for (const DiscoveredColumn& column : SeenColumns(shape, "")) {
          if (FormatFieldPath(column.path) == FormatFieldPath(path)) paths.push_back(path);
        }
      }
      if (paths.empty()) return nullptr;
      return DateTimeFromText(scan.AddField("time", Type::kString, std::move(paths), false));
    }
  }
  return nullptr;
}

// A field of an open record under the name that a rule or query gives it.
ExprPtr OpenField(ScanBuilder& scan, const SourceTable& source, const std::string& name, const LogSource* log_source) {
  std::vector<FieldPath> paths;
  const auto other_names = log_source == nullptr ? decltype(log_source->fields.end()){} : log_source->fields.find(name);
  if (log_source == nullptr || other_names == log_source->fields.end()) {
    paths = OpenPaths(source, name);
  } else {
    for (const std::string& other : other_names->second) {
      for (FieldPath& path : OpenPaths(source, other)) paths.push_back(std::move(path));
    }
  }
  const ExprPtr field = scan.AddField(name, Type::kString, std::move(paths), false);
  const auto values = log_source == nullptr ? decltype(log_source->values.end()){} : log_source->values.find(name);
  if (log_source == nullptr || values == log_source->values.end()) return field;
  std::vector<ExprPtr> cases;
  for (const auto& [from, to] : values->second) {
    cases.push_back(MakeCall("equals", {field, MakeLiteral(Value::String(from))}));
    cases.push_back(MakeLiteral(Value::String(to)));
  }
  cases.push_back(field);
  return MakeCall("case", std::move(cases));
}

// Whether a Windows event is one of the log source; nullptr when all are.
ExprPtr BelongsTo(ScanBuilder& scan, const SourceTable& source, const LogSource& log_source) {
  if (log_source.events.empty()) return nullptr;
  const ExprPtr channel = scan.AddField("Channel", Type::kString, OpenPaths(source, "Channel"), false);
  const ExprPtr id = scan.AddField("EventID", Type::kLong, OpenPaths(source, "EventID"), false);
  ExprPtr belongs;
  for (const auto& [name, event_ids] : log_source.events) {
    ExprPtr this_one = MakeCall("equals", {channel, MakeLiteral(Value::String(name))});
    ExprPtr any_id;
    for (const int64_t event_id : event_ids) {
      ExprPtr is = MakeCall("equals", {id, MakeLiteral(Value::Integer(Type::kLong, event_id))});
      any_id = any_id == nullptr ? is : MakeCall("or", {any_id, is});
    }
    if (any_id != nullptr) this_one = MakeCall("and", {this_one, any_id});
    belongs = belongs == nullptr ? this_one : MakeCall("or", {belongs, this_one});
  }
  return belongs;
}

}  // namespace

RelPtr ScanAsTable(const SourceTable& source, std::string_view table, const TableSchema* schema,
                   const Mappings& mappings, bool origin, Span span, ColumnIds& ids) {
  const TelemetryShape& shape = source.shape;
  ScanBuilder scan(source, ids, span);
  const ExprPtr predicate = DiscriminatorIs(scan, shape, table);
  std::set<std::string> shown;
  const std::vector<DiscoveredColumn>& seen = SeenColumns(shape, table);
  if (schema != nullptr) {
    const bool falcon = shape.kind == TelemetryKind::kFalcon;
    for (const ColumnSchema& column : schema->columns()) {
      const auto found =
          std::find_if(seen.begin(), seen.end(), [&](const DiscoveredColumn& c) { return c.name == column.name; });
      shown.insert(column.name);
      if (falcon && column.type == Type::kDateTime) {
        scan.Show(column.name,
                  DateTimeFromText(scan.AddField(column.name, Type::kString, mappings.Format(shape.kind).time, false)));
        continue;
      }
      std::vector<FieldPath> paths =
          falcon ? OpenPaths(source, column.name) : ColumnPaths(shape, column.name, column.type);
      ShowColumn(scan, column.name, column.type, std::move(paths), found != seen.end() && found->json_in_text);
    }
  }
  for (const DiscoveredColumn& column : seen) {
    const std::string name = schema != nullptr ? NameInSchema(column) : column.name;
    if (!shown.insert(name).second) continue;
    ShowColumn(scan, name, column.type, {column.path}, column.json_in_text);
  }
  if (origin) ShowOrigin(scan);
  return scan.Finish(predicate);
}

RelPtr ScanAsRaw(const SourceTable& source, const Mappings& mappings, const Catalog& catalog, bool origin, Span span,
                 ColumnIds& ids) {
  const TelemetryShape& shape = source.shape;
  const FormatMapping& format = mappings.Format(shape.kind);
  ScanBuilder scan(source, ids, span);
  std::set<std::string> shown;
  const auto show_text = [&](const std::string& name, std::vector<FieldPath> paths) {
    if (shown.insert(name).second) scan.Show(name, scan.AddField(name, Type::kString, std::move(paths), true));
  };
  if (shape.kind == TelemetryKind::kFalcon) {
    scan.Show("EventTime", EventTime(scan, shape, mappings));
    shown.insert("EventTime");
    show_text("event_simpleName", shape.discriminators);
    shown.insert("#event_simpleName");
  }
  ForEachRawColumn(
      shape.kind, format, catalog,
      [&](const std::string& name, bool of_falcon) {
        show_text(name, of_falcon ? OpenPaths(source, name) : PathsBelow(shape.prefixes, name));
      },
      [&](const RecordField& field) {
        const auto found = shape.record_fields.find(field.name);
        shown.insert(field.name);
        scan.Show(field.name,
                  scan.AddField(field.name, field.type, found == shape.record_fields.end() ? field.at : found->second,
                                field.type == Type::kString));
      });
  for (const DiscoveredColumn& column : SeenColumns(shape, "")) show_text(column.name, {column.path});
  if (origin) ShowOrigin(scan);
  return scan.Finish(nullptr);
}

OpenEvents ScanAsEvents(const SourceTable& source, const EventsRequest& request, const Mappings& mappings, Span span,
                        ColumnIds& ids, const LogSource* log_source) {
  OpenEvents events;
  ScanBuilder scan(source, ids, span);
  ExprPtr time = EventTime(scan, source.shape, mappings);
  if (time != nullptr) {
    scan.Show("time", time);
    events.time = scan.last_shown();
  }
  for (const std::string& name : request.fields) {
    if (events.fields.count(name) != 0) continue;
    if (name == "@timestamp" && time != nullptr) {
      scan.Show(name, EpochMillisecondsText(time));
    } else if (name == "@rawstring") {
      ScanColumn column;
      column.kind = ScanColumn::Kind::kEvent;
      column.name = name;
      // Exported events carry their raw text; any other record is its own.
      const ExprPtr whole = scan.Add(std::move(column));
      scan.Show(name, MakeCall("cql_first", {OpenField(scan, source, name, log_source), whole}));
    } else {
      scan.Show(name, OpenField(scan, source, name, log_source));
    }
    events.fields[name] = scan.last_shown();
  }
  if (request.whole_event) {
    ScanColumn column;
    column.kind = ScanColumn::Kind::kEvent;
    column.name = "event";
    column.type = Type::kDynamic;
    const ExprPtr event = scan.Add(std::move(column));
    // Events are flat for the languages that see them open; a nested layout is lifted when it is shown.
    std::vector<ExprPtr> lifted = {event};
    for (const FieldPrefix& prefix : source.shape.prefixes) {
      if (prefix.path.empty()) continue;
      lifted.push_back(MakeLiteral(Value::String(FormatFieldPath(prefix.path))));
      if (FormatFieldPath(prefix.path) == "Event.EventData")
        lifted.push_back(MakeLiteral(Value::String("Event.System")));
    }
    scan.Show("event", lifted.size() == 1 ? event : MakeCall("flatten_event", std::move(lifted)));
    events.event = scan.last_shown();
  }
  if (request.origin) {
    events.file = ShowKind(scan, ScanColumn::Kind::kFile, "file", Type::kString);
    events.record = ShowKind(scan, ScanColumn::Kind::kRecord, "record", Type::kLong);
  }
  events.plan = scan.Finish(log_source == nullptr ? nullptr : BelongsTo(scan, source, *log_source));
  events.description = std::string(TelemetryKindName(source.shape.kind)) + " " + source.source->Describe();
  return events;
}

std::map<std::string, std::vector<DiscoveredColumn>> ColumnsBeyondSchemas(const TelemetryShape& shape,
                                                                          const Mappings& mappings,
                                                                          const Catalog& catalog) {
  if (shape.kind == TelemetryKind::kGeneric) return shape.columns;
  std::map<std::string, std::vector<DiscoveredColumn>> beyond;
  std::set<std::string> known;
  const bool raw = shape.kind == TelemetryKind::kFalcon || shape.kind == TelemetryKind::kWindows;
  if (raw) {
    known = {"EventTime", "event_simpleName", "#event_simpleName"};
    if (shape.kind == TelemetryKind::kWindows) known.clear();
    ForEachRawColumn(
        shape.kind, mappings.Format(shape.kind), catalog, [&](const std::string& name, bool) { known.insert(name); },
        [&](const RecordField& field) { known.insert(field.name); });
  }
  for (const auto& [table, columns] : shape.columns) {
    const TableSchema* schema = raw ? nullptr : catalog.FindTable(table.empty() ? shape.table : table);
    std::vector<DiscoveredColumn>& kept = beyond[table];
    for (const DiscoveredColumn& column : columns) {
      const auto is_column = [&](const ColumnSchema& c) { return c.name == NameInSchema(column); };
      const bool of_schema = schema != nullptr && std::ranges::any_of(schema->columns(), is_column);
      if (column.json_in_text || !(raw ? known.contains(column.name) : of_schema)) kept.push_back(column);
    }
  }
  // A table without columns of its own takes those of all tables, where there are such.
  if (!shape.columns.contains("")) std::erase_if(beyond, [](const auto& table) { return table.second.empty(); });
  return beyond;
}

RelPtr ScanRecords(const SourceTable& source, const Mappings& mappings, ColumnIds& ids) {
  ScanBuilder scan(source, ids, {});
  const ExprPtr time = EventTime(scan, source.shape, mappings);
  scan.Show("time", time != nullptr ? time : MakeLiteral(Value::Null(Type::kDateTime)));
  if (source.shape.discriminators.empty())
    scan.Show("table", MakeLiteral(Value::Null(Type::kString)));
  else
    scan.Show("table", scan.AddField("table", Type::kString, source.shape.discriminators, false));
  ShowKind(scan, ScanColumn::Kind::kEvent, "event", Type::kDynamic);
  ShowOrigin(scan);
  return scan.Finish(nullptr);
}

}  // namespace quarry
