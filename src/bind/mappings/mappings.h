// Mappings: what data/mappings/*.yaml says about the layouts of telemetry and of how one kind of it becomes another.
// Ownership: shared, immutable after loading; shared by all threads.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "bind/mappings/log_source.h"
#include "bind/mappings/source_table.h"
#include "catalog/catalog.h"
#include "diag/source_map.h"

namespace quarry {

// A field of the record itself and the places where exporters put it, in order of preference.
struct RecordField {
  std::string name;
  Type type = Type::kString;
  std::vector<FieldPath> at;
};

// One kind of telemetry: data/mappings/<kind>.yaml.
struct FormatMapping {
  TelemetryKind kind = TelemetryKind::kGeneric;
  std::string raw_table;                  // KQL name of all records: "Windows"
  std::vector<FieldPath> discriminators;  // places that name the table or event of a record
  std::vector<RecordField> record_fields;
  std::vector<FieldPrefix> prefixes;         // places of the event's own fields
  std::vector<std::string> event_fields;     // the event's own fields that the raw table shows
  std::vector<std::string> event_fields_of;  // tables of the catalog whose text columns are such fields too
  std::vector<FieldPath> time;               // places of the event's time, in order of preference
  // kDefender: beginnings of ActionType by table, for tables that share their columns.
  std::vector<std::pair<std::string, std::vector<std::string>>> action_types;
};

// A query of KQL over one kind of telemetry that gives what another kind would have said. data/mappings/*-to-*.yaml.
struct View {
  TelemetryKind from = TelemetryKind::kWindows;
  bool from_tables = false;             // over Device* tables, wherever they come from (Sigma)
  std::string table;                    // the table whose rows it gives; "" when it gives events or a log source
  std::vector<std::string> events;      // values of `event_simpleName` that its rows have
  std::vector<std::string> categories;  // Sigma categories whose fields its rows have
  bool only_schema = false;             // columns that the table's schema does not have are left out
  uint16_t query = 0;                   // in the SourceMap of Load
};
// A table that views of one kind of telemetry build on.
struct HelperView {
  TelemetryKind from = TelemetryKind::kWindows;
  std::string name;
  uint16_t query = 0;
};

class Mappings {
 public:
  // Reads data_dir/mappings/*.yaml. Their texts go to `sources`, since the queries in them are bound later.
  static Result<std::shared_ptr<const Mappings>> Load(const std::string& data_dir, SourceMap& sources);

  // REQUIRES: the kind has a file (all but kGeneric do).
  const FormatMapping& Format(TelemetryKind kind) const;
  const LogSources& log_sources() const { return log_sources_; }
  const std::vector<View>& views() const { return views_; }
  // nullptr when there is none.
  const HelperView* FindHelper(TelemetryKind from, std::string_view name) const;
  // Names of the event time in generic records.
  const std::vector<FieldPath>& generic_time() const { return Format(TelemetryKind::kGeneric).time; }

 private:
  std::vector<FormatMapping> formats_;
  LogSources log_sources_;
  std::vector<View> views_;
  std::vector<HelperView> helpers_;
};

}  // namespace quarry
