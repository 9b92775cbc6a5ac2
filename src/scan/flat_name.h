// Names of fields where records have no nesting: event logs, whose fields are flat.
// Thread rule: pure functions.
#pragma once

#include <string>

#include "scan/scan_range.h"

namespace quarry {

// The flat name that a path addresses: ["EventData"]["Image"] is "EventData.Image".
std::string FlatName(const FieldPath& path);

}  // namespace quarry
