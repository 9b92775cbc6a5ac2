// Pack: a folder with a detection package: pack.yaml (what it is, for whom, what it needs and misses), rules in any
// language, hunts, tests, exclusions, guides and atomic tests. docs/packs.md describes the format; its members are
// declared in packs/schema/pack_schema.cc.
// Thread rule: values.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "diag/diagnostic.h"
#include "packs/rule_set.h"

namespace quarry {

// A text of pack.yaml with its place, for what is checked against other files.
struct PlacedText {
  std::string text;
  Span span;
};

struct AttackTechnique {
  std::string id, name;              // "T1583.007", "Acquire Infrastructure: Serverless"
  std::vector<std::string> tactics;  // "TA0042"
  std::string note;
  Span span;
};

struct DataNeed {
  std::string table, product, connector, collection;
  std::vector<std::string> columns, platforms, components, caveats;
};

struct RuleSchedule {
  std::string frequency, lookback, trigger;  // "1h", "24h", "rows > 0"
  Span span;
};

struct RuleEntity {
  std::string type;  // of findings: "host"
  std::vector<PlacedText> columns;
};

struct PackRule {
  std::string file;                    // below the pack's folder
  std::string id, title, description;  // "": as the file says
  std::optional<Level> level;
  std::optional<Confidence> confidence;
  std::vector<std::string> attack, platforms;
  bool hunt_only = false;  // kind: hunt
  bool enabled = true;     // false: kept for comparison, run only when named
  std::optional<RuleSchedule> schedule;
  std::vector<RuleEntity> entities;
  PlacedText alert_title, alert_description;
  std::string hypothesis, interpretation;  // of hunts
  Span span;
  Span file_span, id_span;
};

struct FalsePositive {
  std::string category, description, tuning;
  std::vector<PlacedText> exclusions;  // ids
};

struct ValidationTest {
  std::string id, title, outcome, notes;
  PlacedText atomic;  // name of an atomic test
  std::vector<PlacedText> tests;
  std::vector<std::pair<std::string, std::string>> signals;  // source, what is expected
  Span span;
};

struct Reference {
  std::string url, title, note;
};

struct PackChange {
  std::string version, date;
  std::vector<std::string> changes;
  Span span;
};

struct Pack {
  std::string folder;
  std::string id, title, version, status, created, modified, story, goal, abstract, technical_context;
  std::vector<std::string> authors;
  std::vector<AttackTechnique> attributed, observed;
  Level severity = Level::kMedium;
  Confidence confidence = Confidence::kMedium;
  std::string impact;                      // "" or low, medium, high
  std::string risk_level, risk_rationale;  // OCSF's risk, apart from severity and confidence
  int64_t risk_score = 0;                  // 0 to 100
  std::string priority_level, priority_rationale;
  std::vector<DataNeed> data_needs;
  std::vector<PackRule> rules;  // alerts and hunts
  std::vector<std::string> blind_spots;
  std::vector<FalsePositive> false_positives;
  PlacedText investigation_guide, response_guide, tuning_guide;  // Markdown files
  std::vector<PlacedText> atomics;
  std::vector<ValidationTest> validation;
  std::vector<Reference> references;
  std::vector<PackChange> changes;  // newest first
  Span span;                        // of the first member
  Span id_span, version_span, modified_span, created_span;
};

// Folders of a pack whose files belong to it without being named.
inline constexpr std::string_view kTestsFolder = "tests";
inline constexpr std::string_view kExclusionsFolder = "exclusions";

bool IsPackFolder(const std::string& path);
// The package that a rule file belongs to: its folder or one above; "" when there is none.
std::string PackFolderOf(const std::string& path);
// The packs below a path: itself, or the packs in a folder and its sub-folders, sorted.
std::vector<std::string> FindPackFolders(const std::string& path);

// Reads folder/pack.yaml into `sources`. What does not fit the format, files that are missing or named twice, and ids
// that are given twice are errors, all of them reported.
FailureOr<Pack> LoadPack(const std::string& folder, SourceMap& sources, DiagnosticList& diagnostics);
// Adds the enabled rules of the pack to `set`.
void AddPackRules(const std::string& folder, RuleSet& set);
void AddPackRule(const Pack& pack, const PackRule& rule, RuleSet& set);
// "kql", "cql" or "sigma", by the file's name.
std::string_view RuleLanguage(const PackRule& rule);

}  // namespace quarry
