// The house rule: a folder of src/ includes only itself and the folders on its own line in src/LAYERS. DuckDB's header
// stays in exec/duckdb, intrinsics stay in scan/kernels.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace quarry {
namespace {

namespace fs = std::filesystem;

using Layers = std::map<std::string, std::set<std::string>>;

Layers ReadLayers() {
  Layers layers;
  std::ifstream in(std::string(QUARRY_SOURCE_DIR) + "/src/LAYERS");
  std::string line;
  while (std::getline(in, line)) {
    size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    std::istringstream rest(line.substr(colon + 1));
    std::set<std::string>& below = layers[line.substr(0, colon)];
    for (std::string name; rest >> name;) below.insert(name);
  }
  return layers;
}

// The target of an #include line and whether it is quoted; "" for other lines.
std::string IncludeTarget(const std::string& line, bool* quoted) {
  if (!line.starts_with("#include")) return "";
  size_t open = line.find_first_of("\"<");
  if (open == std::string::npos) return "";
  *quoted = line[open] == '"';
  size_t close = line.find(*quoted ? '"' : '>', open + 1);
  return close == std::string::npos ? "" : line.substr(open + 1, close - open - 1);
}

template <typename F>
void ForEachInclude(const F& visit) {
  fs::path root = fs::path(QUARRY_SOURCE_DIR) / "src";
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
    std::string extension = entry.path().extension();
    if (extension != ".cc" && extension != ".h") continue;
    std::string path = fs::relative(entry.path(), root).string();
    std::ifstream in(entry.path());
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      bool quoted = false;
      std::string target = IncludeTarget(line, &quoted);
      if (!target.empty()) visit(path, number, target, quoted);
    }
  }
}

TEST(Layers, EachFolderIncludesOnlyItsOwnLine) {
  Layers layers = ReadLayers();
  ASSERT_FALSE(layers.empty());
  ForEachInclude([&](const std::string& path, int line, const std::string& target, bool quoted) {
    if (!quoted) return;
    std::string from = path.substr(0, path.find('/'));
    std::string to = target.substr(0, target.find('/'));
    ASSERT_TRUE(layers.contains(from)) << "src/" << path << ": folder is not in src/LAYERS";
    EXPECT_TRUE(fs::exists(fs::path(QUARRY_SOURCE_DIR) / "src" / target))
        << "src/" << path << ":" << line << ": include \"" << target << "\" by its path below src/";
    EXPECT_TRUE(from == to || layers[from].contains(to))
        << "src/" << path << ":" << line << ": `" << from << "` must not include `" << target << "`";
  });
}

TEST(Layers, TheListIsOrderedAndWithoutCycles) {
  std::ifstream in(std::string(QUARRY_SOURCE_DIR) + "/src/LAYERS");
  std::set<std::string> seen;
  std::string line;
  while (std::getline(in, line)) {
    size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    std::istringstream rest(line.substr(colon + 1));
    for (std::string name; rest >> name;) EXPECT_TRUE(seen.contains(name)) << line;
    seen.insert(line.substr(0, colon));
  }
}

TEST(Layers, SyntaxSiblingsStayApart) {
  ForEachInclude([&](const std::string& path, int line, const std::string& target, bool) {
    if (!path.starts_with("syntax/") || !target.starts_with("syntax/")) return;
    std::string from = path.substr(7, path.find('/', 7) - 7);
    std::string to = target.substr(7, target.find('/', 7) - 7);
    // YAML is the text form that Sigma rules are written in, not a sibling language.
    EXPECT_TRUE(from == to || (from == "sigma" && to == "yaml")) << "src/" << path << ":" << line << ": " << target;
  });
}

TEST(Layers, ForeignHeadersStayInTheirFolder) {
  const std::vector<std::pair<std::string, std::string>> confined = {
      {"duckdb.h", "exec/duckdb/"},     {"immintrin.h", "scan/kernels/"}, {"x86intrin.h", "scan/kernels/"},
      {"emmintrin.h", "scan/kernels/"}, {"nmmintrin.h", "scan/kernels/"}, {"tmmintrin.h", "scan/kernels/"},
      {"arm_neon.h", "scan/kernels/"},  {"libfyaml.h", "syntax/yaml/"},   {"CLI/CLI.hpp", "cli/"},
  };
  ForEachInclude([&](const std::string& path, int line, const std::string& target, bool) {
    for (const auto& [header, home] : confined) {
      if (target == header) {
        EXPECT_TRUE(path.starts_with(home))
            << "src/" << path << ":" << line << ": " << header << " belongs to " << home;
      }
    }
  });
}

TEST(Layers, HeadersDoNotExposeHeavyLibraries) {
  ForEachInclude([&](const std::string& path, int line, const std::string& target, bool) {
    if (!path.ends_with(".h") || (target == "duckdb.h" && path.starts_with("exec/duckdb/"))) return;
    for (const char* heavy : {"simdjson.h", "re2/re2.h", "duckdb.h", "CLI/CLI.hpp", "regex", "iostream"}) {
      EXPECT_NE(target, heavy) << "src/" << path << ":" << line << ": include it in a .cc file";
    }
  });
}

}  // namespace
}  // namespace quarry
