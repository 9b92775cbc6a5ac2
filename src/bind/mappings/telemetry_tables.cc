// TelemetryTables: finds what the sources deliver under a name.
#include "bind/mappings/telemetry_tables.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/ascii.h"
#include "bind/binder.h"
#include "bind/mappings/falcon_process.h"
#include "bind/mappings/table_scan.h"
#include "plan/renumber.h"

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

void TelemetryTables::Add(SourceTable source) {
  views_.clear();
  sources_.push_back(std::move(source));
}

bool TelemetryTables::HasKind(TelemetryKind kind) const {
  return std::any_of(sources_.begin(), sources_.end(), [&](const SourceTable& s) { return s.shape.kind == kind; });
}

std::vector<std::string> TelemetryTables::TablesOf(const TelemetryShape& shape) const {
  std::vector<std::string> tables;
  const auto add = [&](const std::string& name) {
    if (std::find(tables.begin(), tables.end(), name) == tables.end()) tables.push_back(name);
  };
  if (shape.kind == TelemetryKind::kWindows || shape.kind == TelemetryKind::kFalcon)
    add(mappings_->Format(shape.kind).raw_table);
  for (const std::string& table : shape.seen_tables) {
    if (shape.kind != TelemetryKind::kFalcon || catalog_->FindTable(table) != nullptr) add(table);
  }
  for (const View& view : mappings_->views()) {
    if (view.from_tables || view.from != shape.kind) continue;
    if (!view.table.empty()) add(view.table);
    // Rows of other tables than Defender's endpoint tables are no events of Falcon.
    const bool endpoint = shape.kind != TelemetryKind::kDefender ||
                          std::any_of(shape.seen_tables.begin(), shape.seen_tables.end(),
                                      [](const std::string& table) { return table.starts_with("Device"); });
    if (!endpoint) continue;
    for (const std::string& event : view.events) add(event);
  }
  return tables;
}

std::vector<RelPtr> TelemetryTables::DirectScans(std::string_view name, std::optional<TelemetryKind> kind, bool origin,
                                                 Span span, ColumnIds& ids) const {
  const TableSchema* schema = catalog_->FindTable(name);
  std::vector<RelPtr> scans;
  for (const SourceTable& source : sources_) {
    const TelemetryShape& shape = source.shape;
    if (kind && shape.kind != *kind) continue;
    const bool has_raw = shape.kind == TelemetryKind::kWindows || shape.kind == TelemetryKind::kFalcon;
    if (HoldsTable(shape, schema, name)) {
      showed_all_seen_ |= shape.kind == TelemetryKind::kFalcon;
      scans.push_back(ScanAsTable(source, name, schema, *mappings_, origin, span, ids));
    } else if (has_raw &&
               (name == mappings_->Format(shape.kind).raw_table || (schema == nullptr && name == shape.name))) {
      scans.push_back(ScanAsRaw(source, *mappings_, *catalog_, origin, span, ids));
    }
  }
  return scans;
}

// What the queries of mappings see: one kind of telemetry, its helper tables, and no mapped tables but those that a
// Sigma view asks for.
class MappingInput : public TableProvider {
 public:
  MappingInput(TelemetryTables& tables, TelemetryKind kind) : tables_(tables), kind_(kind) {}

  RelPtr FindTable(std::string_view name, Span span, ColumnIds& ids, DiagnosticList& diagnostics) override {
    if (const HelperView* helper = tables_.mappings_->FindHelper(kind_, name)) {
      return tables_.BindView(helper->query, kind_, ids, diagnostics);
    }
    std::vector<RelPtr> found = tables_.DirectScans(name, kind_, true, span, ids);
    if (found.empty()) found = tables_.MappedRows(name, kind_, true, span, ids, diagnostics);
    if (!found.empty()) return UnionByName(std::move(found), span, ids);
    const TableSchema* schema = tables_.catalog_->FindTable(name);
    return schema == nullptr || diagnostics.has_errors() ? nullptr : EmptyTable(*schema, true, span, ids);
  }
  std::vector<std::string> TableNames() const override { return tables_.TableNames(); }
  const ColumnAlias* FindAlias(std::string_view, std::string_view) const override { return nullptr; }
  std::vector<OpenEvents> FindEvents(Lang, const EventsRequest&, Span, ColumnIds&, DiagnosticList&) override {
    return {};
  }

 private:
  TelemetryTables& tables_;
  TelemetryKind kind_;
};

RelPtr TelemetryTables::BindView(uint16_t query, TelemetryKind kind, ColumnIds& ids, DiagnosticList& diagnostics) {
  const auto next = [&ids] { return ColumnIds(ids).Next(); };
  const ColumnId first = next();
  if (const auto known = views_.find({query, kind}); known != views_.end()) {
    // The same numbers as if it were bound again.
    const BoundView& view = known->second;
    for (ColumnId id = view.first; id < view.end; ++id) ids.Next();
    diagnostics.Append(view.diagnostics);
    return view.plan ? Renumbered(view.plan, first - view.first) : nullptr;
  }
  MappingInput input(*this, kind);
  BoundView view;
  FailureOr<BoundQuery> bound = BindKql(texts_, query, input, ids, BindOptions{}, view.diagnostics);
  if (bound) view.plan = bound->plan;
  view.first = first;
  view.end = next();
  diagnostics.Append(view.diagnostics);
  return views_.emplace(std::pair(query, kind), std::move(view)).first->second.plan;
}

std::vector<RelPtr> TelemetryTables::MappedRows(std::string_view table, TelemetryKind kind, bool origin, Span span,
                                                ColumnIds& ids, DiagnosticList& diagnostics) {
  std::vector<RelPtr> rows;
  const TableSchema* schema = catalog_->FindTable(table);
  if (schema == nullptr || !HasKind(kind)) return rows;
  for (const View& view : mappings_->views()) {
    if (view.from_tables || view.from != kind || view.table != table) continue;
    if (RelPtr bound = BindView(view.query, kind, ids, diagnostics))
      rows.push_back(ConformTo(*schema, std::move(bound), view.only_schema, origin, span, ids));
  }
  return rows;
}

RelPtr TelemetryTables::FindTable(std::string_view name, Span span, ColumnIds& ids, DiagnosticList& diagnostics) {
  std::vector<RelPtr> inputs = DirectScans(name, std::nullopt, false, span, ids);
  const size_t errors = diagnostics.error_count();
  for (const TelemetryKind kind : {TelemetryKind::kWindows, TelemetryKind::kFalcon}) {
    for (RelPtr& rows : MappedRows(name, kind, false, span, ids, diagnostics)) inputs.push_back(std::move(rows));
  }
  if (diagnostics.error_count() > errors) return nullptr;
  if (!inputs.empty()) return UnionByName(std::move(inputs), span, ids);
  const TableSchema* schema = catalog_->FindTable(name);
  if (schema == nullptr) return nullptr;
  // The platform would have the table: the query runs, but an answer of nothing must not pass for "nothing happened".
  if (!sources_.empty())
    diagnostics.Add(Code::Q0502, span, "no input delivers table `" + std::string(name) + "`").label = "empty here";
  return EmptyTable(*schema, false, span, ids);
}

std::vector<std::string> TelemetryTables::TableNames() const {
  std::set<std::string> names;
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
                                                    DiagnosticList& diagnostics) {
  return lang == Lang::kSigma ? FindLogSource(request, span, ids, diagnostics)
                              : FindAllEvents(request, span, ids, diagnostics);
}

std::vector<OpenEvents> TelemetryTables::FindAllEvents(const EventsRequest& request, Span span, ColumnIds& ids,
                                                       DiagnosticList& diagnostics) {
  std::vector<OpenEvents> found;
  if (std::optional<OpenEvents> falcon = FindFalconEvents(request, span, ids)) found.push_back(std::move(*falcon));
  // A query that tells events apart by Falcon's names sees other telemetry as such events; any other query sees the
  // records as they are.
  const bool by_event = std::any_of(request.fields.begin(), request.fields.end(), [](const std::string& field) {
    return field == "#event_simpleName" || field == "event_simpleName";
  });
  for (const SourceTable& source : sources_) {
    const TelemetryKind kind = source.shape.kind;
    const bool has_views = kind == TelemetryKind::kWindows || kind == TelemetryKind::kDefender;
    if (kind == TelemetryKind::kFalcon || (by_event && has_views)) continue;
    found.push_back(ScanAsEvents(source, request, *mappings_, span, ids));
  }
  for (const View& view : mappings_->views()) {
    if (!by_event || view.from_tables || view.events.empty() || !HasKind(view.from)) continue;
    const bool wanted =
        request.event_names.empty() ||
        std::any_of(view.events.begin(), view.events.end(), [&](const std::string& event) {
          return std::find(request.event_names.begin(), request.event_names.end(), event) != request.event_names.end();
        });
    if (!wanted) continue;
    RelPtr rows = BindView(view.query, view.from, ids, diagnostics);
    if (rows == nullptr) continue;
    found.push_back(RowsAsEvents(std::move(rows), request, span, ids));
    found.back().description = std::string(TelemetryKindName(view.from)) + " events as " + view.events[0];
  }
  if (found.empty()) {
    // No telemetry: no events, with the fields that were asked for.
    found.push_back(RowsAsEvents(MakeValues({}, {}, span), request, span, ids));
  }
  std::vector<OpenEvents> one;
  one.push_back(UnionEvents(std::move(found), span, ids));
  return one;
}

std::optional<OpenEvents> TelemetryTables::FindFalconEvents(const EventsRequest& request, Span span, ColumnIds& ids) {
  const auto all = [&](const EventsRequest& wanted) {
    std::vector<OpenEvents> parts;
    for (const SourceTable& source : sources_) {
      if (source.shape.kind == TelemetryKind::kFalcon)
        parts.push_back(ScanAsEvents(source, wanted, *mappings_, span, ids));
    }
    return parts;
  };
  const std::vector<std::string> filled = ProcessFieldsOf(request);
  EventsRequest wanted = request;
  if (!filled.empty()) {
    for (const char* name : {"#event_simpleName", "aid", "ContextProcessId"}) wanted.fields.push_back(name);
  }
  std::vector<OpenEvents> parts = all(wanted);
  if (parts.empty()) return std::nullopt;
  OpenEvents events = UnionEvents(std::move(parts), span, ids);
  if (filled.empty()) return events;
  EventsRequest of_starts;
  of_starts.fields = filled;
  for (const char* name : {"#event_simpleName", "aid", "TargetProcessId"}) of_starts.fields.push_back(name);
  events = FillFromProcessStarts(std::move(events), UnionEvents(all(of_starts), span, ids), filled, span, ids);
  std::erase_if(events.fields, [&](const auto& field) {
    return std::find(request.fields.begin(), request.fields.end(), field.first) == request.fields.end();
  });
  return events;
}

std::vector<OpenEvents> TelemetryTables::FindLogSource(const EventsRequest& request, Span span, ColumnIds& ids,
                                                       DiagnosticList& diagnostics) {
  std::vector<OpenEvents> windows, generic, found;
  LogSource log_source;
  const bool any = request.category.empty() && request.product.empty() && request.service.empty();
  const bool on_windows = mappings_->log_sources().Find(request, log_source);
  // A table of no known kind delivers the log source that it is named after ("-d cloudtrail=...").
  const auto is_named = [&](std::string_view name) {
    return !name.empty() &&
           (EqualsIgnoreAsciiCase(name, request.service) || EqualsIgnoreAsciiCase(name, request.category) ||
            EqualsIgnoreAsciiCase(name, request.product));
  };
  for (const SourceTable& source : sources_) {
    if (source.shape.kind == TelemetryKind::kWindows && on_windows) {
      windows.push_back(ScanAsEvents(source, request, *mappings_, span, ids, &log_source));
    } else if (source.shape.kind == TelemetryKind::kGeneric && (any || is_named(source.shape.table))) {
      generic.push_back(ScanAsEvents(source, request, *mappings_, span, ids));
    }
  }
  if (!windows.empty()) found.push_back(UnionEvents(std::move(windows), span, ids));
  if (!generic.empty()) found.push_back(UnionEvents(std::move(generic), span, ids));
  // Rows of Defender tables, and Falcon events as such rows, under Sigma's names. They have no service.
  if (!request.service.empty() || !on_windows) return found;
  for (const TelemetryKind kind : {TelemetryKind::kDefender, TelemetryKind::kFalcon}) {
    std::vector<OpenEvents> parts;
    for (const View& view : mappings_->views()) {
      const bool wanted =
          view.from_tables && HasKind(kind) &&
          std::find(view.categories.begin(), view.categories.end(), request.category) != view.categories.end();
      if (!wanted) continue;
      RelPtr rows = BindView(view.query, kind, ids, diagnostics);
      if (rows == nullptr) continue;
      parts.push_back(RowsAsEvents(std::move(rows), request, span, ids));
      parts.back().description = std::string(TelemetryKindName(kind)) + " as Sigma " + request.category;
    }
    if (!parts.empty()) found.push_back(UnionEvents(std::move(parts), span, ids));
  }
  return found;
}

}  // namespace quarry
