// `quarry pack check`: what a package says, held against what its files are.
// Thread rule: one thread; the engine binds rules and reads no data.
#pragma once

#include <string>

#include "engine/engine.h"
#include "packs/pack.h"

namespace quarry {

// Checks everything about the package in one run: the format, the files, the rules in their languages, ids, entities
// and alert texts against the columns that the rules yield, schedules, tests, atomic tests, guides and history. Texts
// become sources of `engine`. The package, unless its pack.yaml cannot be read. `now` in ticks, for what ends.
// REQUIRES: `engine` has no inputs.
FailureOr<Pack> CheckPack(const std::string& folder, int64_t now, Engine& engine, DiagnosticList& diagnostics);

}  // namespace quarry
