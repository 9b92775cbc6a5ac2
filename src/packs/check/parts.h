// The parts of CheckPack, one for each kind of file.
// Thread rule: one thread.
#pragma once

#include "packs/check/check_pack.h"

namespace quarry {

// Rules load and bind; entities and alert texts name columns that they yield; schedules leave no gap.
void CheckPackRules(const Pack& pack, Engine& engine, DiagnosticList& diagnostics);
// Tests are there, for each language of the alert rules one that finds and one that does not.
void CheckPackTests(const Pack& pack, SourceMap& sources, DiagnosticList& diagnostics);
// Atomic tests, and what pack.yaml says about them.
void CheckPackAtomics(const Pack& pack, SourceMap& sources, DiagnosticList& diagnostics);
// Guides have the sections that people look for; the tuning guide has one for each kind of false positive.
// Queries in them bind.
void CheckPackGuides(const Pack& pack, Engine& engine, DiagnosticList& diagnostics);
// Exclusions load and have not ended; those that pack.yaml names are there.
void CheckPackExclusions(const Pack& pack, int64_t now, SourceMap& sources, DiagnosticList& diagnostics);
// Files that belong to nothing.
void CheckPackFolder(const Pack& pack, DiagnosticList& diagnostics);

}  // namespace quarry
