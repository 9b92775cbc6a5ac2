// TelemetryTables: finds what the sources deliver under a name.
#include "bind/mappings/telemetry_tables.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/ascii.h"
#include "bind/mappings/table_scan.h"

namespace quarry {
namespace {

// Whether the source itself holds rows of `table`.
bool HoldsTable(const TelemetryShape& shape, const TableSchema* schema, std::string_view table) {
  if (!shape.table.empty()) return shape.table == table;
  if (schema == nullptr) return false;
  if (shape.kind == TelemetryKind::kFalcon) return schema->platform == "falcon";
  // A file of several tables may hold any of them, beyond the sample too; its discriminator decides.
  return shape.kind == TelemetryKind::kDefender && schema->platform != "falcon";
}

}  // namespace

TelemetryTables::TelemetryTables(std::shared_ptr<const Catalog> catalog, std::shared_ptr<const Mappings> mappings,
                                 const SourceMap& sources)
    : catalog_(std::move(catalog)), mappings_(std::move(mappings)), texts_(sources) {}

void TelemetryTables::Add(SourceTable source) { sources_.push_back(std::move(source)); }

void TelemetryTables::AddRows(std::string name, std::vector<ColumnSchema> columns, std::vector<std::vector<Value>> rows) {
  rows_.push_back({std::move(name), std::move(columns), std::move(rows)});
}

const TelemetryTables::InlineRows* TelemetryTables::FindRows(std::string_view name) const {
  // The last one counts: a later table of the same name replaces an earlier one.
  for (auto it = rows_.rbegin(); it != rows_.rend(); ++it) {
    if (it->name == name) return &*it;
  }
  return nullptr;
}

std::vector<std::string> TelemetryTables::TablesOf(const TelemetryShape& shape) const {
  std::vector<std::string> tables;
  if (shape.kind == TelemetryKind::kWindows || shape.kind == TelemetryKind::kFalcon) {
    tables.push_back(mappings_->Format(shape.kind).raw_table);
  }
  for (const std::string& table : shape.seen_tables) {
    if (shape.kind != TelemetryKind::kFalcon || catalog_->FindTable(table) != nullptr) tables.push_back(table);
  }
  return tables;
}

RelPtr TelemetryTables::MakeRows(const InlineRows& rows, Span span, ColumnIds& ids) {
  std::vector<OutputColumn> output;
  for (const ColumnSchema& column : rows.columns) output.push_back({ids.Next(), column.name, column.type});
  return MakeValues(std::move(output), rows.rows, span);
}

RelPtr TelemetryTables::FindTable(std::string_view name, Span span, ColumnIds& ids, DiagnosticList&) {
  if (const InlineRows* rows = FindRows(name)) {
    return MakeRows(*rows, span, ids);
  }
  const TableSchema* schema = catalog_->FindTable(name);
  std::vector<RelPtr> inputs;
  for (const SourceTable& source : sources_) {
    const TelemetryShape& shape = source.shape;
    const bool has_raw = shape.kind == TelemetryKind::kWindows || shape.kind == TelemetryKind::kFalcon;
    if (HoldsTable(shape, schema, name)) {
      inputs.push_back(ScanAsTable(source, name, schema, *mappings_, span, ids));
    } else if (has_raw && (name == mappings_->Format(shape.kind).raw_table || (schema == nullptr && name == shape.name))) {
      inputs.push_back(ScanAsRaw(source, *mappings_, *catalog_, span, ids));
    }
  }
  if (!inputs.empty()) return UnionByName(std::move(inputs), span, ids);
  return schema != nullptr ? EmptyTable(*schema, span, ids) : nullptr;
}

std::vector<std::string> TelemetryTables::TableNames() const {
  std::set<std::string> names;
  for (const InlineRows& rows : rows_) names.insert(rows.name);
  for (const SourceTable& source : sources_) {
    for (std::string& table : TablesOf(source.shape)) names.insert(std::move(table));
  }
  for (const TableSchema& table : catalog_->tables()) names.insert(table.name);
  return {names.begin(), names.end()};
}

const ColumnAlias* TelemetryTables::FindAlias(std::string_view table, std::string_view column) const {
  return catalog_->FindAlias(table, column);
}

std::vector<OpenEvents> TelemetryTables::FindEvents(Lang lang, const EventsRequest& request, Span span, ColumnIds& ids,
                                                    DiagnosticList&) {
  return lang == Lang::kSigma ? FindLogSource(request, span, ids) : FindAllEvents(request, span, ids);
}

std::vector<OpenEvents> TelemetryTables::FindAllEvents(const EventsRequest& request, Span span, ColumnIds& ids) {
  std::vector<OpenEvents> found;
  for (const SourceTable& source : sources_) found.push_back(ScanAsEvents(source, request, *mappings_, span, ids));
  for (const InlineRows& rows : rows_) {
    if (FindRows(rows.name) == &rows) found.push_back(RowsAsEvents(MakeRows(rows, span, ids), request, span, ids));
  }
  if (found.empty()) {
    // No telemetry: no events, with the fields that were asked for.
    found.push_back(RowsAsEvents(MakeValues({}, {}, span), request, span, ids));
  }
  std::vector<OpenEvents> one;
  one.push_back(UnionEvents(std::move(found), span, ids));
  return one;
}

std::vector<OpenEvents> TelemetryTables::FindLogSource(const EventsRequest& request, Span span, ColumnIds& ids) {
  std::vector<OpenEvents> windows, generic, found;
  LogSource log_source;
  const bool any = request.category.empty() && request.product.empty() && request.service.empty();
  const bool on_windows = mappings_->log_sources().Find(request, log_source);
  // A table of no known kind delivers the log source that it is named after ("-d cloudtrail=...").
  const auto is_named = [&](std::string_view name) {
    return !name.empty() && (EqualsIgnoreAsciiCase(name, request.service) || EqualsIgnoreAsciiCase(name, request.category) ||
                             EqualsIgnoreAsciiCase(name, request.product));
  };
  for (const SourceTable& source : sources_) {
    if (source.shape.kind == TelemetryKind::kWindows && on_windows) {
      windows.push_back(ScanAsEvents(source, request, *mappings_, span, ids, &log_source));
    } else if (source.shape.kind == TelemetryKind::kGeneric && (any || is_named(source.shape.table))) {
      generic.push_back(ScanAsEvents(source, request, *mappings_, span, ids));
    }
  }
  for (const InlineRows& rows : rows_) {
    if (FindRows(rows.name) == &rows && (any || is_named(rows.name))) {
      generic.push_back(RowsAsEvents(MakeRows(rows, span, ids), request, span, ids));
    }
  }
  if (!windows.empty()) found.push_back(UnionEvents(std::move(windows), span, ids));
  if (!generic.empty()) found.push_back(UnionEvents(std::move(generic), span, ids));
  return found;
}

}  // namespace quarry
