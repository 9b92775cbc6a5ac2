// A query of Quarry's own over an engine's inputs, with its rows in memory: what exclusions and tests ask of telemetry.
// Thread rule: one thread.
#pragma once

#include <string>
#include <vector>

#include "engine/engine.h"
#include "types/value.h"

namespace quarry {

// The rows of the query. Diagnostics of the query (over engine.sources(), where it stands as `name` from `first_line`
// on) and errors while it runs are added to `diagnostics`.
FailureOr<std::vector<std::vector<Value>>> QueryRows(Engine& engine, Lang lang, const std::string& name,
                                                     const std::string& text, uint32_t first_line,
                                                     DiagnosticList& diagnostics);

// A KQL literal: dynamic(["a", "b"]).
std::string DynamicTexts(const std::vector<std::string>& texts);

}  // namespace quarry
