#include "cli/hunt_summary.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

namespace quarry {
namespace {

constexpr size_t kExamples = 3;

std::string Bytes(uint64_t bytes) {
  char text[32];
  if (bytes < 1'000'000)
    std::snprintf(text, sizeof text, "%.1f kB", static_cast<double>(bytes) / 1e3);
  else
    std::snprintf(text, sizeof text, "%.1f MB", static_cast<double>(bytes) / 1e6);
  return text;
}

void Line(std::FILE* out, const char* head, const std::string& text) {
  std::fprintf(out, "%-10s%s\n", head, text.c_str());
}

std::string Joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

std::string Files(Engine& engine) {
  std::map<std::string, size_t> kinds;
  uint64_t bytes = 0;
  const std::vector<InputInfo> inputs = engine.inputs();
  for (const InputInfo& input : inputs) {
    bytes += input.bytes;
    ++kinds[input.kind.empty() || input.kind == "generic" ? input.reader : input.kind + " " + input.reader];
  }
  std::vector<std::string> parts;
  for (const auto& [kind, count] : kinds) parts.push_back(std::to_string(count) + " " + kind);
  return std::to_string(inputs.size()) + ", " + Bytes(bytes) + (parts.empty() ? "" : " (" + Joined(parts) + ")");
}

// One line a cause, with the first few places.
struct Cause {
  size_t count = 0;
  std::string first;  // the reason of the first one, in full
  std::vector<std::pair<std::string, std::string>>
      places;  // with the reason in full, where the group's line leaves out names
};
void PrintCauses(std::FILE* out, const char* head, const std::map<std::string, Cause>& causes) {
  std::vector<std::pair<std::string, const Cause*>> sorted;
  for (const auto& [group, cause] : causes) sorted.emplace_back(group, &cause);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second->count > b.second->count; });
  for (const auto& [group, cause] : sorted) {
    Line(out, head, std::to_string(cause->count) + " × " + (cause->count == 1 ? cause->first : group));
    for (size_t i = 0; i < cause->places.size() && i < kExamples; ++i) {
      const auto& [place, reason] = cause->places[i];
      Line(out, "", "  " + place + (cause->count == 1 || reason == group ? "" : ": " + reason));
    }
    if (cause->places.size() > kExamples)
      Line(out, "", "  and " + std::to_string(cause->places.size() - kExamples) + " more");
    head = "";
  }
}
void AddCause(std::map<std::string, Cause>& causes, const std::string& path, uint32_t line, const std::string& reason) {
  Cause& cause = causes[ReasonGroup(reason)];
  if (cause.count++ == 0) cause.first = reason;
  cause.places.emplace_back(line > 0 ? path + ":" + std::to_string(line) : path, reason);
}

}  // namespace

RuleCounts CountRules(const RuleSet& rules, const HuntResult& result) {
  RuleCounts counts;
  counts.loaded = rules.size();
  counts.skipped = rules.skipped.size();
  for (const RuleOutcome& outcome : result.outcomes) {
    switch (outcome.status) {
      case RuleOutcome::Status::kFired:
        ++counts.fired;
        break;
      case RuleOutcome::Status::kQuiet:
        ++counts.quiet;
        break;
      case RuleOutcome::Status::kNoData:
        ++counts.no_data;
        break;
      case RuleOutcome::Status::kRefused:
        ++counts.refused;
        break;
      case RuleOutcome::Status::kFailed:
        ++counts.failed;
        break;
    }
  }
  return counts;
}

namespace {

// A finding that several exclusions suppress counts for the first.
size_t Suppressed(const HuntResult& result, const Exclusion& exclusion) {
  return static_cast<size_t>(
      std::count_if(result.excluded.begin(), result.excluded.end(),
                    [&](const ExcludedFinding& excluded) { return excluded.exclusion == &exclusion; }));
}

// Nothing goes silently: what was taken away, lowered and tagged by whom, and which exclusions did not apply.
void PrintExclusions(std::FILE* out, const HuntResult& result) {
  const char* head = "excluded";
  for (const ExclusionOutcome& outcome : result.exclusions) {
    const Exclusion& exclusion = *outcome.exclusion;
    std::string text;
    switch (outcome.status) {
      case ExclusionOutcome::Status::kActive:
        if (outcome.matched.empty() && outcome.kept.empty()) continue;
        text = std::to_string(exclusion.effect == Exclusion::Effect::kSuppress ? Suppressed(result, exclusion)
                                                                               : outcome.matched.size()) +
               (exclusion.effect == Exclusion::Effect::kSuppress ? " suppressed"
                : exclusion.effect == Exclusion::Effect::kLower  ? " lowered"
                                                                 : " tagged " + exclusion.tag) +
               " by " + exclusion.id + " (" + exclusion.owner + ")";
        if (!outcome.kept.empty()) text += ", " + std::to_string(outcome.kept.size()) + " kept by its keep_if";
        break;
      case ExclusionOutcome::Status::kInactive:
        continue;  // not filled in; `quarry tune` lists them
      case ExclusionOutcome::Status::kExpired:
        text = "warning: " + exclusion.id + " (" + exclusion.owner + ") " + outcome.reason + " and is not applied";
        break;
      case ExclusionOutcome::Status::kRefused:
        text = "error: " + exclusion.id + " is not applied: " + outcome.reason;
        break;
    }
    Line(out, head, text);
    head = "";
  }
}

}  // namespace

void PrintHuntSummary(std::FILE* out, Engine& engine, const RuleSet& rules, const HuntResult& result) {
  const RuleCounts counts = CountRules(rules, result);
  Line(out, "files", Files(engine));
  if (result.statistics.records_skipped > 0) {
    Line(out, "records", std::to_string(result.statistics.records_skipped) + " broken ones skipped");
    for (size_t i = 0; i < result.statistics.problems.size() && i < kExamples; ++i)
      Line(out, "", "  " + result.statistics.problems[i]);
  }
  if (result.statistics.index_blocks > 0) {
    Line(out, "index",
         std::to_string(result.statistics.index_blocks_read) + " of " + std::to_string(result.statistics.index_blocks) +
             " blocks read");
  }
  for (size_t i = 0; i < result.statistics.index_notes.size() && i < kExamples; ++i)
    Line(out, i == 0 ? "note" : "", result.statistics.index_notes[i]);
  std::vector<std::string> parts = {std::to_string(counts.fired) + " fired", std::to_string(counts.quiet) + " quiet"};
  if (counts.no_data > 0) parts.push_back(std::to_string(counts.no_data) + " without data");
  if (counts.refused > 0) parts.push_back(std::to_string(counts.refused) + " refused");
  if (counts.failed > 0) parts.push_back(std::to_string(counts.failed) + " failed");
  Line(out, "rules",
       std::to_string(counts.loaded) + " loaded, " + std::to_string(counts.skipped) + " skipped" +
           (rules.left_out > 0 ? ", " + std::to_string(rules.left_out) + " left out by level or language" : "") + ": " +
           Joined(parts));
  std::map<std::string, Cause> skipped, refused, failed;
  for (const SkippedRule& rule : rules.skipped) AddCause(skipped, rule.path, rule.line, rule.reason);
  for (const RuleOutcome& outcome : result.outcomes) {
    if (outcome.status == RuleOutcome::Status::kRefused)
      AddCause(refused, outcome.rule->info.path, outcome.line, outcome.reason);
    if (outcome.status == RuleOutcome::Status::kFailed) AddCause(failed, outcome.rule->info.path, 0, outcome.reason);
  }
  PrintCauses(out, "skipped", skipped);
  PrintCauses(out, "refused", refused);
  PrintCauses(out, "failed", failed);
  if (!rules.ignored.empty()) {
    Line(out, "ignored",
         std::to_string(rules.ignored.size()) + " YAML files that are no rules: " + rules.ignored[0] +
             (rules.ignored.size() > 1 ? ", ..." : ""));
  }
  std::array<size_t, kLevelCount> levels{};
  for (const Finding& finding : result.findings) ++levels[static_cast<size_t>(finding.severity)];
  std::vector<std::string> by_level;
  for (int i = kLevelCount - 1; i >= 0; --i) {
    if (levels[static_cast<size_t>(i)] > 0)
      by_level.push_back(std::to_string(levels[static_cast<size_t>(i)]) + " " +
                         std::string(LevelName(static_cast<Level>(i))));
  }
  PrintExclusions(out, result);
  Line(out, "findings", std::to_string(result.findings.size()) + (by_level.empty() ? "" : ": " + Joined(by_level)));
}

}  // namespace quarry
