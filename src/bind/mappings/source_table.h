// What a set of telemetry files holds: its kind, where a record says which table it belongs to, where its fields
// lie and which columns were seen. Made by RecognizeTelemetry, used by TelemetryTables.
// Ownership: values. Thread rule: immutable once handed to TelemetryTables.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scan/scan.h"
#include "types/type.h"

namespace quarry {

enum class TelemetryKind : uint8_t {
  kWindows,   // Windows event log records: EVTX or JSON in one of several layouts
  kFalcon,    // CrowdStrike Falcon events (FDR, NG-SIEM exports)
  kDefender,  // rows of Defender or Sentinel tables, one table or several in a file
  kGeneric,   // a table of its own, with the columns that were seen
};
std::string_view TelemetryKindName(TelemetryKind kind);  // "windows"

// Where the fields of a record lie: below `path`, their name preceded by `glued` ("winlog.event_data." in
// flattened exports). Both empty: at the top.
struct FieldPrefix {
  FieldPath path;
  std::string glued;
  FieldPath PathOf(std::string_view field) const;
};

struct DiscoveredColumn {
  std::string name;
  FieldPath path;
  Type type = Type::kString;
  bool json_in_text = false;  // dynamic values arrive as JSON inside a string
};

struct TelemetryShape {
  TelemetryKind kind = TelemetryKind::kGeneric;
  std::string name;  // identifier made from the file's name
  // The table of every record; "" when records say it themselves (kWindows, kFalcon, mixed kDefender).
  std::string table;
  std::vector<FieldPath> discriminators;  // the first present names a record's table (kFalcon: its event)
  bool streaming = false;                 // the name may be preceded by "AdvancedHunting-"
  std::vector<std::string> seen_tables;   // in the sample, sorted; others may follow in the file
  std::vector<FieldPrefix> prefixes;      // where fields lie, in order of preference; never empty
  // kWindows: for each field of the record itself ("EventID", "Channel"), where it was seen.
  std::map<std::string, std::vector<FieldPath>> record_fields;
  // Columns seen in the sample, by table ("" when `table` says it).
  std::map<std::string, std::vector<DiscoveredColumn>> columns;
  std::string why;  // "12 of 12 records have a Sysmon channel"
};

// Adds what `other` saw; false (and no change) when the two differ in kind, table or layout and so must stay
// separate sources. For folders of many files of one kind.
bool MergeShape(TelemetryShape& shape, const TelemetryShape& other);

// One source with its shape: what the engine hands to TelemetryTables.
struct SourceTable {
  TelemetryShape shape;
  std::shared_ptr<const Source> source;  // shared with the scans of queries that outlive the list
};

// "Event.System.EventID", `["odd.name"]`, "items[0].name".
FieldPath ParseFieldPath(std::string_view text);
std::string FormatFieldPath(const FieldPath& path);
// "my-log 2" -> "my_log_2"; starts with a letter or '_'.
std::string IdentifierFromPath(std::string_view path);

}  // namespace quarry
