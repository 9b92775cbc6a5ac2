// Fixes, diffs, queries inside of YAML, and the members that SARIF requires.
#include "lint/fixes.h"

#include <gtest/gtest.h>

#include "base/arena.h"
#include "engine/engine.h"
#include "lint/lint.h"
#include "lint/reports.h"
#include "types/json.h"

namespace quarry {
namespace {

LintFinding FindingWith(std::vector<Fix> fixes, bool safe = true) {
  LintFinding finding;
  finding.check = FindLintCheck("substring-host");
  finding.fixes = std::move(fixes);
  finding.fix_is_safe = safe;
  return finding;
}

Fix Replace(uint32_t start, uint32_t end, std::string text) {
  return {{start, end, 0}, std::move(text)};
}

TEST(ApplyFixes, PutsInWhatDoesNotTouch) {
  const FixedText fixed = ApplyFixes(
      "abcdef", 0, {FindingWith({Replace(0, 1, "A"), Replace(5, 6, "F")}), FindingWith({Replace(2, 3, "")})}, false);
  EXPECT_EQ(fixed.text, "AbdeF");
  EXPECT_EQ(fixed.applied, 2u);
  EXPECT_EQ(fixed.conflicts, 0u);
}

TEST(ApplyFixes, LeavesAFindingOutAsAWhole) {
  const FixedText fixed = ApplyFixes(
      "abcdef", 0, {FindingWith({Replace(1, 4, "x")}), FindingWith({Replace(0, 1, "A"), Replace(3, 5, "y")})}, false);
  EXPECT_EQ(fixed.text, "axef");
  EXPECT_EQ(fixed.applied, 1u);
  EXPECT_EQ(fixed.conflicts, 1u);
}

TEST(ApplyFixes, MakesOneChangeThatTwoFindingsAskForOnce) {
  const FixedText fixed =
      ApplyFixes("abc", 0, {FindingWith({Replace(1, 2, "x")}), FindingWith({Replace(1, 2, "x")})}, false);
  EXPECT_EQ(fixed.text, "axc");
  EXPECT_EQ(fixed.applied, 2u);
}

TEST(ApplyFixes, KeepsUnsafeOnesForThoseWhoAsk) {
  const std::vector<LintFinding> findings = {FindingWith({Replace(0, 1, "x")}, false)};
  EXPECT_EQ(ApplyFixes("abc", 0, findings, false).text, "abc");
  EXPECT_EQ(ApplyFixes("abc", 0, findings, true).text, "xbc");
}

TEST(ApplyFixes, RefusesPlacesOutsideOfTheText) {
  EXPECT_EQ(ApplyFixes("abc", 0, {FindingWith({Replace(2, 9, "x")})}, false).text, "abc");
  EXPECT_EQ(ApplyFixes("abc", 0, {FindingWith({{{0, 1, 3}, "x"}})}, false).text, "abc");
}

TEST(UnifiedDiff, ShowsThreeLinesAround) {
  EXPECT_EQ(UnifiedDiff("f", "a\n", "a\n"), "");
  EXPECT_EQ(UnifiedDiff("f", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n"),
            "--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
}

TEST(UnifiedDiff, MakesAHunkOfEachDistantChange) {
  std::string before, after;
  for (int i = 0; i < 20; ++i) {
    before += std::to_string(i) + "\n";
    after += i == 2 || i == 17 ? "x\n" : std::to_string(i) + "\n";
  }
  EXPECT_EQ(
      UnifiedDiff("f", before, after),
      "--- a/f\n+++ b/f\n@@ -1,6 +1,6 @@\n 0\n 1\n-2\n+x\n 3\n 4\n 5\n@@ -15,6 +15,6 @@\n 14\n 15\n 16\n-17\n+x\n 18\n "
      "19\n");
}

TEST(UnifiedDiff, SaysThatTheLastLineHasNoEnd) {
  EXPECT_EQ(UnifiedDiff("f", "a", "b\n"), "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n");
  EXPECT_EQ(UnifiedDiff("f", "", "b\n"), "--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+b\n");
}

class LintedTexts : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    EngineOptions options;
    options.data_dir = QUARRY_SOURCE_DIR "/data";
    engine_ = std::move(Engine::Create(options).value()).release();
    linter_ = Linter::Create(*engine_).release();
  }
  static void TearDownTestSuite() {
    delete linter_;
    delete engine_;
  }
  static Engine* engine_;
  static Linter* linter_;
};
Engine* LintedTexts::engine_ = nullptr;
Linter* LintedTexts::linter_ = nullptr;

TEST_F(LintedTexts, FixesAQueryInsideOfAFile) {
  const std::string text =
      "name: X\nqueryString: |\n    eval(p=case(regex(\"x\", field=d), \"a\",\n        default=\"b\"))\n    | "
      "table([_time], limit=500)\n";
  const std::unique_ptr<LintedFile> file = linter_->LintText("x.yaml", text, {});
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(ApplyFixes(text, 0, file->findings, false).text,
            "name: X\nqueryString: |\n    case { regex(\"x\", field=d) | p := \"a\";\n    * | p := \"b\" }\n    | "
            "table([@timestamp], "
            "limit=500)\n");
}

TEST_F(LintedTexts, HasNoFixWhereTheTextStandsOtherwiseInTheFile) {
  const std::string text = "name: X\nqueryString: >\n    table([_time],\n    limit=500)\n";
  const std::unique_ptr<LintedFile> file = linter_->LintText("x.yaml", text, {});
  ASSERT_NE(file, nullptr);
  bool found = false;
  for (const LintFinding& finding : file->findings) {
    found |= finding.check->id == "rejected-form";
    EXPECT_TRUE(finding.fixes.empty());
    EXPECT_EQ(finding.span.source, 0);
  }
  EXPECT_TRUE(found);
}

TEST_F(LintedTexts, SurvivesWhatIsNoQuery) {
  for (const std::string& text : {std::string(), std::string("\0\xff\xfe|", 4), std::string(5000, '('),
                                  std::string("|||;;;{{{"), std::string("let x = "), std::string("\"\n'/*")}) {
    for (const char* path : {"x.kql", "x.cql", "x.yml", "pack.yaml"}) {
      const std::unique_ptr<LintedFile> file = linter_->LintText(path, text, {});
      if (!file) continue;  // no rule
      for (const LintFinding& finding : file->findings) {
        const LintPlace place = PlaceOf(*file, finding.span);
        EXPECT_GE(place.end.line, place.start.line) << path;
      }
    }
  }
}

// https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json
TEST_F(LintedTexts, SarifHasWhatItsSchemaRequires) {
  LintReport report;
  report.files.push_back(linter_->LintText(
      "a b.kql",
      "// Microsoft Sentinel\nDeviceNetworkEvents | where RemoteUrl has \"workers.dev\" and Timestamp > ago(1d)\n",
      {}));
  const std::string text = LintSarifReport(report, "1.2.3");
  Arena arena;
  const JsonNode* root = ParseJson(text, arena);
  ASSERT_NE(root, nullptr) << text;
  EXPECT_EQ(root->Find("version")->text, "2.1.0");
  ASSERT_EQ(root->Find("runs")->array().size(), 1u);
  const JsonNode& run = root->Find("runs")->array()[0];
  const JsonNode* driver = run.Find("tool")->Find("driver");
  EXPECT_FALSE(driver->Find("name")->text.empty());
  EXPECT_EQ(driver->Find("version")->text, "1.2.3");
  const std::span<const JsonNode> rules = driver->Find("rules")->array();
  EXPECT_EQ(rules.size(), AllLintChecks().size());
  for (const JsonNode& rule : rules) {
    EXPECT_FALSE(rule.Find("id")->text.empty());
    EXPECT_FALSE(rule.Find("shortDescription")->Find("text")->text.empty());
  }
  const std::span<const JsonNode> results = run.Find("results")->array();
  ASSERT_GE(results.size(), 2u);
  bool fixed = false;
  for (const JsonNode& result : results) {
    EXPECT_FALSE(result.Find("message")->Find("text")->text.empty());
    const int64_t index = result.Find("ruleIndex")->integer;
    ASSERT_LT(index, static_cast<int64_t>(rules.size()));
    EXPECT_EQ(rules[static_cast<size_t>(index)].Find("id")->text, result.Find("ruleId")->text);
    const std::string_view level = result.Find("level")->text;
    EXPECT_TRUE(level == "error" || level == "warning" || level == "note") << level;
    const JsonNode* physical = result.Find("locations")->array()[0].Find("physicalLocation");
    EXPECT_EQ(physical->Find("artifactLocation")->Find("uri")->text, "a%20b.kql");
    for (const char* member : {"startLine", "startColumn", "endLine", "endColumn"})
      EXPECT_GE(physical->Find("region")->Find(member)->integer, 1) << member;
    const JsonNode* fixes = result.Find("fixes");
    for (size_t i = 0; fixes && i < fixes->array().size(); ++i) {
      const JsonNode& change = fixes->array()[i].Find("artifactChanges")->array()[0];
      EXPECT_NE(change.Find("artifactLocation"), nullptr);
      ASSERT_FALSE(change.Find("replacements")->array().empty());
      EXPECT_NE(change.Find("replacements")->array()[0].Find("deletedRegion"), nullptr);
      fixed = true;
    }
  }
  EXPECT_TRUE(fixed);
}

}  // namespace
}  // namespace quarry
