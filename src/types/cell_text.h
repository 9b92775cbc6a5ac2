// The text forms of values that results are written in (docs/cli.md, "Formats").
// Thread rule: pure functions.
#pragma once

#include <string>

#include "types/cell.h"
#include "types/type.h"

namespace quarry {

// JSON: datetime and timespan in canonical text, decimal as text, real as a number or "NaN" / "Infinity" /
// "-Infinity", dynamic as it is, null as null.
void AppendCellJson(Type type, const Cell& cell, std::string& out);

// For people and for CSV: as JSON without quotes; null is empty, a dynamic string is its text.
void AppendCellText(Type type, const Cell& cell, std::string& out);

}  // namespace quarry
