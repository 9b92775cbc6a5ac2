// The demo telemetry: `demo_telemetry FOLDER` writes it, `demo_telemetry --check FOLDER` says whether FOLDER has it.
#include <cstdio>
#include <string>

#include "generate/compressed.h"
#include "generate/day.h"
#include "simulate/telemetry_writers.h"
#include "types/ticks.h"

namespace {

using namespace quarry::demo;

bool Save(const std::string& path, const std::string& content) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return false;
  const bool ok = std::fwrite(content.data(), 1, content.size(), file) == content.size();
  return std::fclose(file) == 0 && ok;
}

std::string Load(const std::string& path) {
  std::string content;
  if (std::FILE* file = std::fopen(path.c_str(), "rb")) {
    char buffer[65536];
    while (const size_t got = std::fread(buffer, 1, sizeof buffer, file)) content.append(buffer, got);
    std::fclose(file);
  }
  return content;
}

}  // namespace

int main(int argc, char** argv) {
  const bool check = argc == 3 && std::string(argv[1]) == "--check";
  if (argc != 2 && !check) {
    std::fprintf(stderr, "usage: demo_telemetry [--check] FOLDER\n");
    return 3;
  }
  Story story(1583007);
  AddHosts(story);
  const int64_t day = quarry::FromCivil({2026, 3, 2, 0, 0, 0, 0});
  TellTests(story, day);
  TellBackground(story, day);
  story.Finish();
  const struct {
    const char* name;
    const char* form;
    std::string (*encode)(const std::string&);
  } files[] = {
      {"sysmon.ndjson", "sysmon", nullptr},
      {"defender.ndjson.gz", "defender", Gzip},
      {"falcon.ndjson.zst", "falcon", Zstandard},
  };
  for (const auto& file : files) {
    const std::string content = quarry::simulate::TelemetryText(story, *quarry::simulate::FindTelemetryForm(file.form));
    const std::string path = std::string(argv[argc - 1]) + "/" + file.name;
    if (check) {
      if (Decoded(Load(path)) == content) continue;
      std::fprintf(stderr, "%s is not what the generator writes; run demo_telemetry %s\n", path.c_str(), argv[2]);
      return 1;
    }
    if (!Save(path, file.encode ? file.encode(content) : content)) {
      std::perror(path.c_str());
      return 3;
    }
  }
  return 0;
}
