// quarry_conformance [--out FOLDER] [--baseline FILE] [--record] [--only AREA] CORPUS
// Measures Quarry against a folder of public corpora: prints a line an area, writes what failed to FOLDER/AREA.txt, and
// fails when an area passes less than the baseline says. --record writes the baseline instead.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

#include "conformance_runner/area.h"
#include "conformance_runner/isolate.h"

namespace quarry::conformance {
namespace {

struct Options {
  std::string corpus, out = "build/conformance", baseline, only;
  bool record = false;
};

bool ParseOptions(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    std::string_view arg = argv[i];
    auto value = [&](std::string& to) {
      if (i + 1 >= argc) return false;
      to = argv[++i];
      return true;
    };
    if (arg == "--out") {
      if (!value(options.out)) return false;
    } else if (arg == "--baseline") {
      if (!value(options.baseline)) return false;
    } else if (arg == "--only") {
      if (!value(options.only)) return false;
    } else if (arg == "--record") {
      options.record = true;
    } else if (options.corpus.empty() && !arg.starts_with('-')) {
      options.corpus = arg;
    } else {
      return false;
    }
  }
  return !options.corpus.empty();
}

struct Counts {
  size_t passed = 0, refused = 0, wrong = 0;
};

// Lines `area passed total`; `#` starts a comment.
std::map<std::string, size_t> ReadBaseline(const std::string& path) {
  std::map<std::string, size_t> baseline;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string area;
    size_t passed = 0;
    if (words >> area >> passed && !area.starts_with('#')) baseline[area] = passed;
  }
  return baseline;
}

Counts Measure(const Area& area, const std::string& out) {
  std::vector<Verdict> verdicts =
      RunIsolated(area.items, static_cast<int>(std::max(1u, std::thread::hardware_concurrency())));
  Counts counts;
  std::ofstream failures(out + "/" + area.name + ".txt");
  for (size_t i = 0; i < verdicts.size(); ++i) {
    const Verdict& v = verdicts[i];
    if (v.kind == Verdict::Kind::kPass) {
      ++counts.passed;
      continue;
    }
    const bool refused = v.kind == Verdict::Kind::kRefused;
    ++(refused ? counts.refused : counts.wrong);
    failures << (refused ? "refused " : "wrong   ") << area.items[i].id << ": " << v.why << "\n";
  }
  return counts;
}

int Main(int argc, char** argv) {
  Options options;
  if (!ParseOptions(argc, argv, options)) {
    std::fprintf(stderr,
                 "usage: quarry_conformance [--out FOLDER] [--baseline FILE] [--record] [--only AREA] CORPUS\n");
    return 3;
  }
  while (options.corpus.size() > 1 && options.corpus.ends_with('/')) options.corpus.pop_back();
  if (!std::filesystem::is_directory(options.corpus)) {
    std::fprintf(stderr, "quarry_conformance: %s is no folder\n", options.corpus.c_str());
    return 3;
  }
  std::filesystem::create_directories(options.out);
  std::vector<Area> areas;
  AddKqlAreas(options.corpus, areas);
  AddCqlAreas(options.corpus, areas);
  AddSigmaAreas(options.corpus, areas);
  AddTelemetryAreas(options.corpus, areas);
  std::map<std::string, size_t> baseline = ReadBaseline(options.baseline);
  std::string recorded =
      "# What passes: area, passed, of. Written by `./dev conformance PATH --record`; a drop fails.\n";
  bool dropped = false;
  std::printf("%-28s %7s %7s %7s %7s\n", "area", "passed", "refused", "wrong", "of");
  for (const Area& area : areas) {
    if (!options.only.empty() && area.name.find(options.only) == std::string::npos) continue;
    Counts counts = Measure(area, options.out);
    std::printf("%-28s %7zu %7zu %7zu %7zu", area.name.c_str(), counts.passed, counts.refused, counts.wrong,
                area.items.size());
    recorded += area.name + " " + std::to_string(counts.passed) + " " + std::to_string(area.items.size()) + "\n";
    auto known = baseline.find(area.name);
    if (known != baseline.end() && counts.passed < known->second) {
      std::printf("  DROP from %zu", known->second);
      dropped = true;
    }
    std::printf("\n");
    std::fflush(stdout);
  }
  std::printf("what failed: %s/*.txt\n", options.out.c_str());
  if (options.record && options.only.empty()) {
    std::ofstream(options.baseline) << recorded;
    return 0;
  }
  return dropped ? 1 : 0;
}

}  // namespace
}  // namespace quarry::conformance

int main(int argc, char** argv) {
  return quarry::conformance::Main(argc, argv);
}
