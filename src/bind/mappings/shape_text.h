// A TelemetryShape as text and back, for files that keep what was recognised when they were written (`quarry import`).
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bind/mappings/source_table.h"

namespace quarry {

// JSON. `why` is left out: whoever reads it says where it comes from.
std::string WriteShape(const TelemetryShape& shape);
// nullopt when the text is damaged or of another version: the file is then recognised by its records.
std::optional<TelemetryShape> ReadShape(std::string_view text);

}  // namespace quarry
