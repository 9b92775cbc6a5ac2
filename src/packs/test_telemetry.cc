// TelemetryOf: what a test's rules read.
#include "packs/test_telemetry.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "packs/files.h"
#include "simulate/background.h"
#include "simulate/telemetry_writers.h"
#include "simulate/text_pattern.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr uint64_t kStorySeed = 1;

void AddForms(const simulate::Story& story, const std::vector<std::string>& forms,
              std::vector<TestTelemetry>& telemetry) {
  for (const simulate::TelemetryForm& form : simulate::AllTelemetryForms()) {
    if (!forms.empty() && std::find(forms.begin(), forms.end(), form.name) == forms.end()) continue;
    telemetry.push_back({std::string(form.name), simulate::TelemetryText(story, form), ""});
  }
}

// The files below `folder` that a path names; its last part may hold `*`.
Result<std::vector<std::string>> FilesOf(const std::string& folder, const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string directory = slash == std::string::npos ? folder : JoinPath(folder, path.substr(0, slash));
  const std::string pattern = slash == std::string::npos ? path : path.substr(slash + 1);
  if (pattern.find('*') == std::string::npos) {
    const std::string file = JoinPath(folder, path);
    if (!PathExists(file)) return Error{file + ": no such file or folder"};
    return std::vector<std::string>{file};
  }
  Result<std::vector<std::string>> names = ListFolder(directory);
  if (!names) return names;
  std::vector<std::string> files;
  for (const std::string& name : *names) {
    if (MatchesTextPattern(name, pattern)) files.push_back(JoinPath(directory, name));
  }
  if (files.empty()) return Error{JoinPath(directory, pattern) + ": no such file"};
  return files;
}

}  // namespace

ScratchFolder::ScratchFolder() {
  const char* base = std::getenv("TMPDIR");
  path_ = std::string(base ? base : "/tmp") + "/quarry_test_XXXXXX";
  if (!mkdtemp(path_.data())) path_.clear();
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

std::string ScratchFolder::Write(const std::string& name, const std::string& text) const {
  const std::string path = path_ + "/" + name;
  std::FILE* file = path_.empty() ? nullptr : std::fopen(path.c_str(), "wb");
  if (!file) return {};
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  return std::fclose(file) == 0 && written ? path : std::string();
}

Result<std::unique_ptr<Engine>> OpenTelemetry(const TestTelemetry& telemetry, std::optional<int64_t> now,
                                              const ScratchFolder& scratch, std::shared_ptr<BoundPlans> plans) {
  EngineOptions options;
  options.plans = std::move(plans);
  options.now = now;
  options.now_latest = !now.has_value();
  options.threads = 1;
  Result<std::unique_ptr<Engine>> engine = Engine::Create(options);
  if (!engine) return engine;
  const std::string path =
      telemetry.path.empty() ? scratch.Write(telemetry.form + ".ndjson", telemetry.text) : telemetry.path;
  if (path.empty()) return Error{"the telemetry cannot be written to a temporary file"};
  DiagnosticList diagnostics;
  (*engine)->AddInput({.path = path}, diagnostics);
  if (diagnostics.has_errors()) return Error{diagnostics.items().front().message};
  return engine;
}

const int64_t kSimulationStart = FromCivil({2026, 3, 2, 9, 0, 0, 0});

std::vector<TestTelemetry> TelemetryOf(const simulate::Simulation& simulation, const std::vector<std::string>& forms,
                                       int64_t start) {
  simulate::Story story(kStorySeed);
  simulate::Tell(simulation, start, story);
  story.Finish();
  std::vector<TestTelemetry> telemetry;
  AddForms(story, forms, telemetry);
  return telemetry;
}

Result<std::vector<TestTelemetry>> TelemetryOf(const Pack& pack, const PackTest& test) {
  std::vector<TestTelemetry> telemetry;
  const std::string folder = JoinPath(pack.folder, std::string(kTestsFolder));
  for (const PackTest::Input& input : test.inputs)
    telemetry.push_back({input.form, input.text, input.file.empty() ? "" : JoinPath(folder, input.file)});
  for (const std::string& path : test.corpus) {
    Result<std::vector<std::string>> files = FilesOf(folder, path);
    if (!files) return files.error();
    for (const std::string& file : *files) telemetry.push_back({std::string(FileNameOf(file)), "", file});
  }
  if (test.simulation || test.background_events > 0) {
    simulate::Story story(test.background_seed);
    const int64_t start = test.start.value_or(kSimulationStart);
    if (test.background_events > 0) simulate::TellBackground(story, start, test.background_events);
    if (test.simulation) simulate::Tell(*test.simulation, start, story);
    story.Finish();
    AddForms(story, test.forms, telemetry);
  }
  return telemetry;
}

}  // namespace quarry
