// Finding: one row of a rule's result, with what an analyst needs to judge it. Findings are ordered and numbered by
// content alone, so that the same rules and data give the same findings, whatever the thread count.
// Ownership: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace quarry {

enum class Level : uint8_t { kInformational, kLow, kMedium, kHigh, kCritical };
inline constexpr int kLevelCount = 5;
std::string_view LevelName(Level level);  // "medium"
// Names of Sigma, Sentinel ("Informational", "High") and abbreviations ("info", "crit"), in any case.
std::optional<Level> FindLevel(std::string_view name);

enum class Confidence : uint8_t { kLow, kMedium, kHigh };
std::string_view ConfidenceName(Confidence confidence);
std::optional<Confidence> FindConfidence(std::string_view name);

// What a finding is about: `kind` is host, account, process, command, domain, ip, url, file or hash.
struct Entity {
  std::string kind;
  std::string value;
  std::string field;  // where it was found
};

// What findings of one rule share.
struct FindingRule {
  std::string id;
  std::string title;
  Level level = Level::kMedium;
  std::string language;             // "kql", "cql", "sigma"
  std::string path;                 // of the rule's file
  std::string pack;                 // id of its pack, or ""
  std::vector<std::string> attack;  // techniques and tactics: "T1583.007", "TA0042"
};

struct Finding {
  const FindingRule* rule = nullptr;  // owned by the rule set; outlives the finding
  std::string id;                     // 32 hexadecimal digits, by FindingId
  Level severity = Level::kMedium;
  Confidence confidence = Confidence::kMedium;
  std::optional<int64_t> time;  // ticks
  std::string file;             // "" when the rows do not tell
  std::optional<int64_t> record;
  std::vector<Entity> entities;
  std::vector<std::string> tags;  // what exclusions say about it
  std::string event;              // a JSON object
};

// Hash of the rule's id and of the event: moving or copying the evidence changes nothing.
std::string FindingId(std::string_view rule_id, std::optional<int64_t> time, std::string_view event);
// The entities that the event's well-known fields name, in a fixed order, without repetitions.
std::vector<Entity> EntitiesOf(std::string_view event);
// The value of the first entity of `kind`, or "".
std::string_view EntityValue(const Finding& finding, std::string_view kind);

// By time (unknown times last), rule id, id, file and record.
void SortFindings(std::vector<Finding>& findings);

}  // namespace quarry
