// Recognises what a file of telemetry holds from its first records.
// Thread rule: reentrant.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "bind/mappings/mappings.h"
#include "bind/mappings/source_table.h"
#include "catalog/catalog.h"

namespace quarry {

// So many of a file's first records tell what it holds.
inline constexpr size_t kTelemetrySampleEvents = 500;

struct TelemetrySample {
  std::span<const std::string> events;         // JSON texts of the first records (some hundreds)
  std::string_view path;                       // names the table of generic files
  std::string_view forced_table;               // "-d TABLE=path"; "": recognised
  bool untyped = false;                        // every value is text (CSV): types are inferred from it
  std::span<const DiscoveredColumn> declared;  // what the file's own schema says of its columns
};

// Never fails: what fits no known kind is a generic table.
TelemetryShape RecognizeTelemetry(const TelemetrySample& sample, const Mappings& mappings, const Catalog& catalog);

}  // namespace quarry
