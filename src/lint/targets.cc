#include "lint/targets.h"

#include "base/ascii.h"

namespace quarry {
namespace {

struct Claim {
  std::string_view words;
  LintTarget target;
};
// Lower case.
constexpr Claim kClaims[] = {
    {"sentinel", kSentinel},         {"log analytics", kSentinel},         {"defender xdr", kDefender},
    {"advanced hunting", kDefender}, {"defender for endpoint", kDefender}, {"365 defender", kDefender},
    {"data explorer", kAdx}};

uint8_t ClaimedBy(const LintQuery& query) {
  uint8_t claimed = 0;
  for (const LintProse& prose : query.prose) {
    const std::string text = AsciiLowered(prose.text);
    for (const Claim& claim : kClaims) {
      if (text.find(claim.words) != std::string::npos) claimed |= claim.target;
    }
  }
  return claimed;
}

}  // namespace

std::optional<LintTarget> FindLintTarget(std::string_view name) {
  if (name == "sentinel") return kSentinel;
  if (name == "defender") return kDefender;
  if (name == "adx") return kAdx;
  if (name == "logscale") return kLogScale;
  return std::nullopt;
}

std::string_view LintTargetName(LintTarget target) {
  switch (target) {
    case kSentinel:
      return "Microsoft Sentinel";
    case kDefender:
      return "Microsoft Defender XDR";
    case kAdx:
      return "Azure Data Explorer";
    case kLogScale:
      break;
  }
  return "CrowdStrike LogScale";
}

void FindTargets(LintQuery& query, uint8_t stated) {
  if (query.lang == Lang::kSigma) return;
  if (query.lang == Lang::kCql) {
    query.targets = query.claimed = kLogScale;
    query.target_stated = (stated & kLogScale) != 0;
    return;
  }
  stated &= ~kLogScale;
  query.claimed = stated != 0 ? stated : query.claimed | ClaimedBy(query);
  // A text may name a product without being for it: a query that reads the other portal's time is for that one.
  if (stated == 0 && query.fields.contains("TimeGenerated") && !query.fields.contains("Timestamp"))
    query.claimed &= static_cast<uint8_t>(~kDefender);
  query.target_stated = query.claimed != 0;
  if (query.claimed != 0) {
    query.targets = query.claimed;
    return;
  }
  bool sentinel_only = false, known = false;
  for (const std::string& name : query.tables) {
    const TableSchema* table = query.catalog->FindTable(name);
    if (!table) continue;
    known = true;
    sentinel_only |= table->platform == "sentinel";
  }
  query.targets = sentinel_only ? kSentinel : known ? kSentinel | kDefender : 0;
}

}  // namespace quarry
