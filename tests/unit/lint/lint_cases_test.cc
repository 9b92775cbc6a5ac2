// Runs tests/lint/**/*.linttest: for each check, texts in which it finds something, with the places, and texts in which
// it does not. A file:
//   linttest 1
//   check substring-host
//
//   case has-on-a-url
//   kql [target=sentinel]
//     DeviceNetworkEvents | where RemoteUrl has "workers.dev"
//   find 1:38 [error|warning|note]
//   fixed [unsafe]
//     the text after --fix, in which the check finds nothing
// Blocks are kql, cql, sigma, sentinel, logscale and pack; `none` instead of `find` says that there is nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "engine/engine.h"
#include "lint/fixes.h"
#include "lint/lint.h"
#include "lint/reports.h"
#include "lint/targets.h"

namespace quarry {
namespace {

namespace fs = std::filesystem;

struct LintCase {
  std::string name, language, text, fixed;
  uint8_t targets = 0;
  std::vector<std::string> found;  // "1:38" or "1:38 note"
  bool none = false, has_fixed = false, unsafe = false;
};
struct LintCases {
  std::string path, check;
  std::vector<LintCase> cases;
};

Linter& SharedLinter() {
  static std::unique_ptr<Engine> engine = [] {
    EngineOptions options;
    options.data_dir = QUARRY_SOURCE_DIR "/data";
    return std::move(Engine::Create(options).value());
  }();
  static std::unique_ptr<Linter> linter = Linter::Create(*engine);
  return *linter;
}

LintCases ReadCases(const fs::path& path) {
  LintCases file;
  file.path = path.string();
  std::ifstream in(path);
  std::string line, *block = nullptr;
  while (std::getline(in, line)) {
    if (line.starts_with("  ") || (line.empty() && block)) {
      if (block) *block += (line.empty() ? "" : line.substr(2)) + "\n";
      continue;
    }
    block = nullptr;
    std::istringstream words(line);
    std::string word, next;
    words >> word;
    if (word.empty() || word[0] == '#' || word == "linttest") continue;
    if (word == "check") {
      words >> file.check;
    } else if (word == "case") {
      words >> file.cases.emplace_back().name;
    } else if (file.cases.empty()) {
      ADD_FAILURE() << file.path << ": `" << line << "` before the first case";
    } else if (LintCase& current = file.cases.back(); word == "find") {
      current.found.push_back(line.substr(5));
    } else if (word == "none") {
      current.none = true;
    } else if (word == "fixed") {
      current.has_fixed = true;
      current.unsafe = static_cast<bool>(words >> next);
      block = &current.fixed;
    } else {
      current.language = word;
      while (words >> next) {
        const std::optional<LintTarget> target = FindLintTarget(next.substr(next.find('=') + 1));
        if (!target)
          ADD_FAILURE() << file.path << ": unknown target in `" << line << "`";
        else
          current.targets |= *target;
      }
      block = &current.text;
    }
  }
  for (LintCase& c : file.cases) {
    for (std::string* text : {&c.text, &c.fixed}) {
      while (text->ends_with("\n\n")) text->pop_back();
    }
  }
  return file;
}

std::string PathFor(const std::string& language) {
  if (language == "kql" || language == "cql") return "case." + language;
  return language == "pack" ? "pack.yaml" : "case.yml";
}

// "1:38 warning" of each finding of the check, sorted by place.
std::vector<std::string> Places(const LintedFile& file, const std::string& check) {
  std::vector<std::string> out;
  for (const LintFinding& finding : file.findings) {
    if (finding.check->id != check) continue;
    const LintPlace place = PlaceOf(file, finding.span);
    out.push_back(std::to_string(place.start.line) + ":" + std::to_string(place.start.column) + " " +
                  std::string(SeverityText(finding.severity)));
  }
  return out;
}

std::vector<LintCases> AllCases() {
  std::vector<LintCases> all;
  std::vector<fs::path> paths;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(QUARRY_SOURCE_DIR "/tests/lint")) {
    if (entry.path().extension() == ".linttest") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) all.push_back(ReadCases(path));
  return all;
}

TEST(LintCases, FindWhatTheyState) {
  for (const LintCases& file : AllCases()) {
    ASSERT_NE(FindLintCheck(file.check), nullptr) << file.path << ": no check `" << file.check << "`";
    for (const LintCase& c : file.cases) {
      SCOPED_TRACE(file.path + ": " + c.name);
      LintOptions options;
      options.targets = c.targets;
      const std::unique_ptr<LintedFile> linted = SharedLinter().LintText(PathFor(c.language), c.text, options);
      ASSERT_NE(linted, nullptr) << "no rule in the text";
      ASSERT_NE(c.found.empty(), !c.none) << "a case states `find` or `none`";
      std::vector<std::string> found = Places(*linted, file.check);
      EXPECT_EQ(found.size(), c.found.size()) << ::testing::PrintToString(found);
      for (size_t i = 0; i < std::min(found.size(), c.found.size()); ++i) {
        const bool with_severity = c.found[i].find(' ') != std::string::npos;
        EXPECT_EQ(with_severity ? found[i] : found[i].substr(0, found[i].find(' ')), c.found[i]);
      }
      if (!c.has_fixed) continue;
      std::vector<LintFinding> own;
      for (const LintFinding& finding : linted->findings) {
        if (finding.check->id == file.check) own.push_back(finding);
      }
      const FixedText fixed = ApplyFixes(c.text, 0, own, c.unsafe);
      EXPECT_EQ(fixed.text, c.fixed);
      const std::unique_ptr<LintedFile> again = SharedLinter().LintText(PathFor(c.language), fixed.text, options);
      ASSERT_NE(again, nullptr);
      EXPECT_FALSE(again->broken) << "the fixed text cannot be read";
      EXPECT_TRUE(Places(*again, file.check).empty()) << "found again after the fix";
    }
  }
}

// No check without proof that it finds, and that it keeps still.
TEST(LintCases, EachCheckHasBothKinds) {
  std::map<std::string, std::pair<int, int>> counts;
  for (const LintCases& file : AllCases()) {
    for (const LintCase& c : file.cases) ++(c.none ? counts[file.check].second : counts[file.check].first);
  }
  for (const LintCheck* check : AllLintChecks()) {
    if (check->id == "invalid-package") continue;  // it reads folders: see InvalidPackage below
    const auto& [found, none] = counts[std::string(check->id)];
    EXPECT_GE(found, 2) << check->id << " has too few cases that find something";
    EXPECT_GE(none, 1) << check->id << " has no case without a finding";
  }
}

TEST(InvalidPackage, IsWhatThePackagesReaderRefuses) {
  const fs::path folder = fs::path(::testing::TempDir()) / "lint-invalid-package";
  fs::create_directories(folder);
  LintOptions options;
  options.only = {"invalid-package"};
  const auto lint = [&](const std::string& path) {
    const LintReport report = SharedLinter().Run({path}, options);
    return report.Count(Severity::kError);
  };
  const auto write = [&](const std::string& text) { std::ofstream(folder / "pack.yaml") << text; };
  write("id: x\nrulez: []\n");
  EXPECT_GT(lint(folder.string()), 0u);
  write("format: 1\nid: x\nrules:\n  - file: rules/missing.kql\n");
  EXPECT_GT(lint(folder.string()), 0u);
  EXPECT_EQ(lint(QUARRY_SOURCE_DIR "/packs/T1583.007-serverless/pack.yaml"), 0u);
  fs::remove_all(folder);
}

TEST(LintChecks, AreWellFormed) {
  std::set<std::string_view> ids;
  for (const LintCheck* check : AllLintChecks()) {
    EXPECT_TRUE(ids.insert(check->id).second) << check->id << " is declared twice";
    EXPECT_TRUE(check->query || check->rule || check->pack) << check->id;
    EXPECT_NE(check->languages, 0) << check->id;
    for (const std::string_view text : {check->name, check->doc, check->rationale, check->bad, check->good})
      EXPECT_FALSE(text.empty()) << check->id;
  }
}

}  // namespace
}  // namespace quarry
