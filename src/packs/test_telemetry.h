// The telemetry of a test: inline lines, files, and stories written in each form.
// Thread rule: pure functions over the file system.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "packs/pack.h"
#include "packs/pack_test.h"

namespace quarry {

struct TestTelemetry {
  std::string form;  // "sysmon", or the file's name
  std::string text;  // lines, or
  std::string path;  // a file
};

// When stories begin that do not say it.
extern const int64_t kSimulationStart;  // 2026-03-02T09:00:00Z

Result<std::vector<TestTelemetry>> TelemetryOf(const Pack& pack, const PackTest& test);
// A story in the forms named, or in all.
std::vector<TestTelemetry> TelemetryOf(const simulate::Simulation& simulation, const std::vector<std::string>& forms,
                                       int64_t start);

}  // namespace quarry
