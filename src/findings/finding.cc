#include "findings/finding.h"

#include <xxhash.h>

#include <algorithm>
#include <tuple>

#include "base/ascii.h"

namespace quarry {
namespace {

constexpr std::string_view kLevels[] = {"informational", "low", "medium", "high", "critical"};
constexpr std::string_view kConfidences[] = {"low", "medium", "high"};

}  // namespace

std::string_view LevelName(Level level) {
  return kLevels[static_cast<int>(level)];
}

std::optional<Level> FindLevel(std::string_view name) {
  for (int i = 0; i < kLevelCount; ++i) {
    if (EqualsIgnoreAsciiCase(name, kLevels[i])) return static_cast<Level>(i);
  }
  if (EqualsIgnoreAsciiCase(name, "info")) return Level::kInformational;
  if (EqualsIgnoreAsciiCase(name, "med")) return Level::kMedium;
  if (EqualsIgnoreAsciiCase(name, "crit")) return Level::kCritical;
  return std::nullopt;
}

std::string_view ConfidenceName(Confidence confidence) {
  return kConfidences[static_cast<int>(confidence)];
}

std::optional<Confidence> FindConfidence(std::string_view name) {
  for (size_t i = 0; i < std::size(kConfidences); ++i) {
    if (EqualsIgnoreAsciiCase(name, kConfidences[i])) return static_cast<Confidence>(i);
  }
  return std::nullopt;
}

std::string FindingId(std::string_view rule_id, std::optional<int64_t> time, std::string_view event) {
  // Lengths are hashed too: no two different inputs are the same bytes.
  std::string bytes = std::to_string(rule_id.size()) + ':' + std::string(rule_id) + ';';
  bytes += time ? std::to_string(*time) : "-";
  bytes += ';';
  bytes += event;
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  std::string id;
  for (const uint64_t half : {hash.high64, hash.low64}) {
    for (int shift = 60; shift >= 0; shift -= 4) id += "0123456789abcdef"[half >> shift & 15];
  }
  return id;
}

std::string_view EntityValue(const Finding& finding, std::string_view kind) {
  for (const Entity& entity : finding.entities) {
    if (entity.kind == kind) return entity.value;
  }
  return {};
}

void SortFindings(std::vector<Finding>& findings) {
  std::sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    if (a.time.has_value() != b.time.has_value()) return a.time.has_value();
    return std::tie(a.time, a.rule->id, a.rule->title, a.id, a.file, a.record) <
           std::tie(b.time, b.rule->id, b.rule->title, b.id, b.file, b.record);
  });
}

}  // namespace quarry
