// Loading of rules of every kind: what is a rule, what it is called, and that nothing is dropped in silence.
#include "packs/rule_set.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "packs/attack.h"
#include "packs/pack.h"

namespace quarry {
namespace {

class RuleSetTest : public testing::Test {
 protected:
  RuleSetTest() {
    char name[] = "/tmp/quarry_rules_XXXXXX";
    folder_ = mkdtemp(name);
  }
  ~RuleSetTest() override { std::filesystem::remove_all(folder_); }
  std::string Write(const std::string& name, const std::string& text) {
    const std::filesystem::path path = std::filesystem::path(folder_) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path.string();
  }
  const HuntRule& Only(const RuleSet& set) {
    EXPECT_EQ(set.size(), 1u);
    return set.texts.at(0).rules.at(0);
  }
  std::string folder_;
};

constexpr char kSigma[] =
    "title: Encoded PowerShell\nid: 1b5b6ee4\nstatus: stable\nlevel: high\ntags: [attack.execution, attack.t1059.001, "
    "cve.2024-1]\n"
    "logsource: {product: windows, category: process_creation}\ndetection:\n  sel: {CommandLine|contains: ' -enc '}\n  "
    "condition: sel\n";

TEST_F(RuleSetTest, Sigma) {
  const RuleSet set = LoadRules({Write("a.yml", kSigma)});
  const HuntRule& rule = Only(set);
  EXPECT_EQ(rule.info.id, "1b5b6ee4");
  EXPECT_EQ(rule.info.level, Level::kHigh);
  EXPECT_EQ(rule.confidence, Confidence::kHigh);
  EXPECT_EQ(rule.info.attack, (std::vector<std::string>{"TA0002", "T1059.001"}));
  EXPECT_EQ(set.texts[0].lang, Lang::kSigma);
}

TEST_F(RuleSetTest, OneWrongDocumentDoesNotStopTheOthers) {
  const std::string wrong =
      "title: W\nlogsource: {product: windows}\ndetection:\n  sel: {A|containz: x}\n  condition: sel\n";
  const RuleSet set = LoadRules({Write("many.yml", std::string(kSigma) + "---\n" + wrong + "---\n" + kSigma)});
  EXPECT_EQ(set.size(), 2u);
  ASSERT_EQ(set.skipped.size(), 1u);
  EXPECT_EQ(set.skipped[0].line, 14u);
  EXPECT_EQ(set.skipped[0].reason, "unknown modifier `containz`; a similar modifier exists: `contains`");
  EXPECT_EQ(ReasonGroup(set.skipped[0].reason), "unknown modifier `…`; a similar modifier exists: `…`");
  EXPECT_EQ(set.texts[1].first_line, 16u);
}

TEST_F(RuleSetTest, SigmaNeedsTitleAndLogSource) {
  const RuleSet set = LoadRules({Write("a.yml", "title: t\ndetection: {s: {A: 1}, condition: s}\n")});
  EXPECT_EQ(set.size(), 0u);
  ASSERT_EQ(set.skipped.size(), 1u);
  EXPECT_EQ(set.skipped[0].reason, "the rule has no `logsource`");
}

TEST_F(RuleSetTest, Sentinel) {
  const RuleSet set = LoadRules({Write("a.yaml",
                                       "id: abc\nname: Many failures\nseverity: Medium\nqueryFrequency: "
                                       "1d\nqueryPeriod: 1d\ntriggerOperator: gt\ntriggerThreshold: 2\n"
                                       "tactics: [CommandAndControl]\nrelevantTechniques: [T1071]\nquery: |\n  "
                                       "SigninLogs\n  | where x == 1\nkind: Scheduled\n")});
  const HuntRule& rule = Only(set);
  EXPECT_EQ(rule.info.title, "Many failures");
  EXPECT_EQ(rule.info.attack, (std::vector<std::string>{"TA0011", "T1071"}));
  EXPECT_EQ(set.texts[0].text, "SigninLogs\n| where x == 1\n");
  EXPECT_EQ(set.texts[0].first_line, 11u);
  ASSERT_TRUE(rule.threshold.has_value());
  EXPECT_FALSE(rule.threshold->Reached(2));
  EXPECT_TRUE(rule.threshold->Reached(3));
  const RuleSet absent =
      LoadRules({Write("b.yaml", "name: n\nseverity: Low\ntriggerOperator: lt\ntriggerThreshold: 1\nquery: T\n")});
  EXPECT_EQ(absent.size(), 0u);
  EXPECT_EQ(absent.skipped.at(0).reason, "a trigger on missing rows is not supported");
}

TEST_F(RuleSetTest, LogScale) {
  const RuleSet set = LoadRules({Write(
      "a.yaml",
      "$schema: https://schemas.humio.com/alert/v0.5.0\nname: A\nqueryString: \"#event_simpleName=DnsRequest\"\n")});
  EXPECT_EQ(Only(set).info.title, "A");
  EXPECT_EQ(set.texts[0].lang, Lang::kCql);
  const RuleSet community =
      LoadRules({Write("b.yml", "name: B\nmitre_ids: [T1071.001]\ncql: |\n  #repo=base_sensor\n")});
  EXPECT_EQ(Only(community).info.attack, std::vector<std::string>{"T1071.001"});
  const RuleSet correlation = LoadRules({Write("c.yml", "name: C\nseverity: 70\nsearch: {filter: 'a=b'}\n")});
  EXPECT_EQ(Only(correlation).info.level, Level::kHigh);
}

TEST_F(RuleSetTest, QueryFilesDescribeThemselvesInTheirComment) {
  const RuleSet set = LoadRules({Write(
      "lead.kql", "// title: A lead\n// level: low\n// attack: T1102, T1071.001\nT | take 1\n// level: high\n")});
  const HuntRule& rule = Only(set);
  EXPECT_EQ(rule.info.id, "lead");
  EXPECT_EQ(rule.info.title, "A lead");
  EXPECT_EQ(rule.info.level, Level::kLow);
  EXPECT_EQ(rule.info.attack.size(), 2u);
}

TEST_F(RuleSetTest, FoldersAndWhatIsNoRule) {
  Write("x/b.kql", "T");
  Write("x/a.cql", "a=b");
  Write("x/config.yml", "some: thing\n");
  Write("x/broken.yml", "a: [1\n");
  Write("x/readme.md", "text");
  Write("x/.hidden/c.kql", "T");
  const RuleSet set = LoadRules({folder_, folder_ + "/nowhere", Write("y.txt", "T")});
  ASSERT_EQ(set.texts.size(), 2u);
  EXPECT_EQ(set.texts[0].lang, Lang::kCql);
  EXPECT_EQ(set.ignored.size(), 1u);
  EXPECT_EQ(set.skipped.size(), 2u);
  ASSERT_EQ(set.problems.size(), 1u);
  EXPECT_NE(set.problems[0].find("no such file or folder"), std::string::npos);
}

// A pack.yaml of format 1 up to `rules`, with everything that it must have.
std::string MinimalPack() {
  return R"(format: 1
id: p
title: P
version: 1.0.0
status: test
authors: [a]
created: 2026-01-01
modified: 2026-01-01
goal: g
abstract: a
technical_context: t
attack:
  attributed: [{id: T1583.007, name: Serverless, tactics: [resource-development]}]
  observed: [{id: T1102, name: Web Service, tactics: [command-and-control]}]
severity: high
confidence: low
risk: {level: low, score: 10}
priority: {level: low, rationale: r}
data_needs: [{table: T, columns: [a], product: p, platforms: [windows]}]
blind_spots: [b]
false_positives: [{category: c, description: d}]
references: [{url: "https://example.com", title: e}]
changes: [{version: 1.0.0, date: 2026-01-01, changes: [first]}]
)";
}

TEST_F(RuleSetTest, Packs) {
  const std::string head = MinimalPack();
  Write("pack/pack.yaml",
        head + "rules:\n  - {file: rules/a.kql, id: p.a, title: A}\n  - {file: rules/seed.kql, enabled: false}\n");
  Write("pack/rules/a.kql", "T");
  Write("pack/rules/seed.kql", "T");
  const RuleSet set = LoadRules({folder_});
  const HuntRule& rule = Only(set);
  EXPECT_EQ(rule.info.id, "p.a");
  EXPECT_EQ(rule.info.pack, "p");
  EXPECT_EQ(rule.info.level, Level::kHigh);
  EXPECT_EQ(rule.confidence, Confidence::kLow);
  EXPECT_EQ(rule.info.attack, (std::vector<std::string>{"T1583.007", "T1102"}));

  Write("pack/pack.yaml", head + "rules:\n  - {file: rules/a.kql, titel: A}\n");
  const RuleSet wrong = LoadRules({folder_});
  EXPECT_EQ(wrong.size(), 0u);
  ASSERT_EQ(wrong.skipped.size(), 1u);
  EXPECT_EQ(wrong.skipped[0].reason, "unknown member `titel`; a similar member exists: `title`");
  EXPECT_EQ(wrong.skipped[0].line, 25u);
}

TEST(Attack, Ids) {
  EXPECT_EQ(AttackId("attack.t1059.001"), "T1059.001");
  EXPECT_EQ(AttackId("attack.command-and-control"), "TA0011");
  EXPECT_EQ(AttackId("attack.command_and_control"), "TA0011");
  EXPECT_EQ(AttackId("CommandAndControl"), "TA0011");
  EXPECT_EQ(AttackId("TA0042"), "TA0042");
  EXPECT_EQ(AttackId("cve.2024.1234"), "");
  EXPECT_EQ(AttackId("attack.g0001"), "");
}

}  // namespace
}  // namespace quarry
