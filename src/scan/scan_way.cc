// External entry: ChooseScanWay.
#include "scan/scan_way.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace quarry {

namespace {
// What a byte and a find cost, in nanoseconds; from docs/scan.md. Only their proportions matter.
constexpr double kLiteralByte = 0.06, kKeyByte = 0.03, kTestedValue = 70, kParsedByte = 0.75, kIndexedByte = 0.22;

struct Estimate {
  double cost = 0;
  size_t lines = 0;  // of the sample that would be parsed
};

template <typename NextLine>
Estimate ParseCost(const NextLine& next) {
  Estimate out;
  LineFilter::Line line;
  size_t bytes = 0;
  for (size_t from = 0; next(from, &line); from = line.end + 1) {
    ++out.lines;
    bytes += line.end - line.begin;
  }
  out.cost = static_cast<double>(bytes) * kParsedByte;
  return out;
}

std::string OfSample(size_t lines, size_t all) {
  if (all == 0) return "no sample";
  return std::to_string(lines) + " of " + std::to_string(all) + " sampled records";
}
}  // namespace

ScanWay ChooseScanWay(const ScanSpec& spec, const LineFilter& filter, bool json_lines, std::string_view sample) {
  ScanWay way;
  if (!spec.use_prefilter) {
    way.why = "every record: searching is switched off";
    return way;
  }
  if (filter.passes_nothing()) {
    way.kind = ScanWay::Kind::kNothing;
    way.why = "nothing: no record can match";
    return way;
  }
  const char* const forced_name = std::getenv("QUARRY_SCAN_WAY");
  const std::string_view forced = forced_name == nullptr ? "" : forced_name;
  const size_t all = static_cast<size_t>(std::count(sample.begin(), sample.end(), '\n'));
  const double bytes = static_cast<double>(sample.size());
  double best = bytes * kIndexedByte;
  way.why = "every record: no literal that its text must hold";
  if (json_lines && forced == "every") {
    way.why = "every record: as QUARRY_SCAN_WAY asks";
    return way;
  }
  if (!filter.passes_all()) {
    Estimate estimate = ParseCost([&](size_t from, LineFilter::Line* line) { return filter.Next(sample, from, line); });
    const std::string found = OfSample(estimate.lines, all) + " may match";
    // Other readers search whenever there is something to search for.
    if (!json_lines || sample.empty() || !forced.empty() || estimate.cost + bytes * kLiteralByte < best) {
      best = estimate.cost + bytes * kLiteralByte;
      way.kind = ScanWay::Kind::kLiterals;
      way.why = "literals: " + filter.DescribeSearch() + "; " + found;
    } else {
      way.may_search_yet = true;
      way.why = "every record: searching for " + filter.DescribeSearch() + " does not pay, " + found;
    }
  }
  if (!json_lines || forced == "literals") return way;
  for (const KeyFilter& key_filter : spec.key_filters) {
    if (!KeySearch::CanSearch(key_filter)) continue;
    auto search = std::make_unique<KeySearch>(key_filter, sample);
    KeySearch::Cursor cursor;
    search->Start(sample, cursor);
    const Estimate estimate =
        ParseCost([&](size_t from, LineFilter::Line* line) { return search->Next(sample, from, cursor, line); });
    const double cost =
        estimate.cost + bytes * kKeyByte + static_cast<double>(search->CountKeys(sample)) * kTestedValue;
    if (!sample.empty() && forced != "key" && cost >= best) continue;
    best = cost;
    way.kind = ScanWay::Kind::kOneKey;
    way.may_search_yet = false;
    way.why = "one key: " + search->Describe() + "; " + OfSample(estimate.lines, all) + " may match";
    way.key = std::move(search);
  }
  return way;
}

}  // namespace quarry
