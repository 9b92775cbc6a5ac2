// The telemetry of a test: inline lines, files, and stories written in each form.
// Thread rule: pure functions over the file system.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"
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

// A folder of its own for inline telemetry, removed with the object.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  // The path of the file; "" when it cannot be written.
  std::string Write(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

// An engine over the telemetry, whose present is `now`, else the newest event: a test says the same next year. `plans`:
// see EngineOptions; may be null. REQUIRES: `scratch` outlives it.
Result<std::unique_ptr<Engine>> OpenTelemetry(const TestTelemetry& telemetry, std::optional<int64_t> now,
                                              const ScratchFolder& scratch, std::shared_ptr<BoundPlans> plans);

Result<std::vector<TestTelemetry>> TelemetryOf(const Pack& pack, const PackTest& test);
// A story in the forms named, or in all.
std::vector<TestTelemetry> TelemetryOf(const simulate::Simulation& simulation, const std::vector<std::string>& forms,
                                       int64_t start);

}  // namespace quarry
