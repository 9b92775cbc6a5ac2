// Entries: AssessBeacon, SizeRegularity, ScoreWithSizes, ClockPhase.
#include "analytics/beacon.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "analytics/beacon_likelihood.h"
#include "analytics/quantile.h"

namespace quarry {

namespace {

constexpr double kBurstShare = 0.1;  // of the upper quartile of the gaps
constexpr double kBurstLimit = 300;  // seconds
constexpr double kCoreLimit = 1.6;   // medians: longer gaps hold missed beats
constexpr double kMultipleTolerance = 0.6;
constexpr double kMissedWeight = 0.7;
constexpr int kMaxMissed = 4;
constexpr double kTightCore = 0.12;  // multiples mean something only when the core is tight
constexpr size_t kLeastGaps = 3;

// Nats that a perfect shape is worth; chosen by bench/beacon.
constexpr double kShapeWeight = 7;

// Thresholds between the calibrated numbers of gaps are interpolated.
BeaconThreshold ThresholdFor(size_t gaps) {
  const std::span<const BeaconThreshold> rows = BeaconThresholds();
  if (gaps <= rows.front().gaps) return rows.front();
  for (size_t i = 1; i < rows.size(); ++i) {
    if (gaps > rows[i].gaps) continue;
    const BeaconThreshold &a = rows[i - 1], &b = rows[i];
    const double share = static_cast<double>(gaps - a.gaps) / static_cast<double>(b.gaps - a.gaps);
    return {gaps, a.q99 + share * (b.q99 - a.q99), a.q999 + share * (b.q999 - a.q999)};
  }
  return rows.back();
}

// The gaps of `times` (ascending) after events closer than a burst's width are folded into the beat before them.
std::vector<double> CollapsedGaps(std::span<const double> times, size_t& collapsed) {
  std::vector<double> gaps;
  gaps.reserve(times.size());
  for (size_t i = 1; i < times.size(); ++i) gaps.push_back(times[i] - times[i - 1]);
  const double width = std::min(kBurstShare * Quantile(gaps, 0.75), kBurstLimit);
  std::vector<double> out;
  out.reserve(gaps.size());
  double since = 0;  // since the last beat
  for (const double gap : gaps) {
    since += gap;
    if (gap <= width) {
      ++collapsed;
      continue;
    }
    out.push_back(since);
    since = 0;
  }
  return out;
}

}  // namespace

BeaconAssessment AssessBeacon(std::span<const double> seconds) {
  BeaconAssessment out;
  std::vector<double> times(seconds.begin(), seconds.end());
  out.events = times.size();
  if (times.size() > kBeaconSketchSize) {
    std::nth_element(times.begin(), times.end() - kBeaconSketchSize, times.end());
    times.erase(times.begin(), times.end() - kBeaconSketchSize);
  }
  if (!std::is_sorted(times.begin(), times.end())) std::sort(times.begin(), times.end());
  if (times.size() < 2) {
    out.beats = times.size();
    return out;
  }
  std::vector<double> gaps = CollapsedGaps(times, out.collapsed);
  out.gaps = gaps.size();
  out.beats = gaps.size() + 1;
  std::sort(gaps.begin(), gaps.end());
  if (gaps.empty() || gaps.back() <= 0) return out;

  const double median = MedianSorted(gaps);
  const auto core_end = std::upper_bound(gaps.begin(), gaps.end(), kCoreLimit * median);
  const std::span<const double> core(gaps.begin(), core_end);
  const double period = MedianSorted(core);
  if (period <= 0) return out;
  const double spread = MedianAbsoluteDeviationSorted(core, period) / period;
  const BeaconLikelihood likelihood = CompareBeaconModels(gaps, period);
  out.period = likelihood.period;
  out.jitter = likelihood.jitter;

  const double n = static_cast<double>(gaps.size());
  double regularity = 0;
  size_t early = 0, late = 0;
  for (const double gap : gaps) {
    const double multiple = std::max(1.0, std::floor(gap / period + 0.5));
    double weight = 0;
    if (multiple == 1) {
      weight = 1;
    } else if (multiple <= kMaxMissed && spread < kTightCore) {
      weight = kMissedWeight;
    }
    regularity += weight * std::max(0.0, 1 - std::fabs(gap - multiple * period) / (kMultipleTolerance * period));
    const double whole = std::floor(gap / out.period + 0.5);
    if (whole >= 2 && whole <= 1 + kMaxMissed) out.missed += static_cast<size_t>(whole) - 1;
    early += gap < 0.4 * period;
    late += gap > 2.2 * period;
  }
  out.regularity = regularity / n;
  out.concentration = std::max(0.0, 1 - MedianAbsoluteDeviationSorted(gaps, median) / median / 0.6);
  out.refractory = std::max(0.0, 1 - static_cast<double>(early) / n / 0.25);
  out.continuity = std::max(0.0, 1 - static_cast<double>(late) / n / 0.4);
  out.shape = 0.35 * out.regularity + 0.30 * out.concentration + 0.25 * out.refractory + 0.10 * out.continuity;
  out.evidence = likelihood.ratio + kShapeWeight * out.shape;
  if (gaps.size() < kLeastGaps) return out;

  const BeaconThreshold threshold = ThresholdFor(gaps.size());
  out.threshold_99 = threshold.q99;
  out.threshold_999 = threshold.q999;
  if (out.evidence < threshold.q99) {
    out.score = 0.5 * std::exp((out.evidence - threshold.q99) / 5);
  } else if (out.evidence < threshold.q999) {
    out.score = 0.5 + 0.25 * (out.evidence - threshold.q99) / (threshold.q999 - threshold.q99);
  } else {
    out.score = 1 - 0.25 * std::exp((threshold.q999 - out.evidence) / 20);
  }
  out.enough = gaps.size() >= kBeaconMinimumGaps;
  if (!out.enough) out.score = std::min(0.8 * out.score, 0.4);
  return out;
}

std::string BeaconAssessment::Reasons() const {
  if (!enough)
    return "only " + std::to_string(gaps) + " gaps between beats; " + std::to_string(kBeaconMinimumGaps) +
           " are needed";
  char text[160];
  std::snprintf(text, sizeof text, "period %.6g s, jitter %.0f %%, %zu beats", period, 100 * jitter, beats);
  std::string out = text;
  if (missed > 0) out += ", " + std::to_string(missed) + " missed";
  if (collapsed > 0) out += ", " + std::to_string(collapsed) + " in bursts";
  if (evidence >= threshold_999)
    out += "; above 99.9 % of aperiodic series";
  else if (evidence >= threshold_99)
    out += "; above 99 % of aperiodic series";
  else
    out += "; as aperiodic series are";
  return out;
}

double SizeRegularity(std::span<const double> bytes) {
  if (bytes.size() < 4) return 0;
  std::vector<double> sorted(bytes.begin(), bytes.end());
  std::sort(sorted.begin(), sorted.end());
  const double median = MedianSorted(sorted);
  if (median <= 0) return sorted.back() <= 0 ? 1 : 0;
  return std::max(0.0, 1 - MedianAbsoluteDeviationSorted(sorted, median) / median);
}

double ScoreWithSizes(double score, double size_regularity) {
  constexpr double kMost = 0.3, kFrom = 0.6;  // sizes that vary more than that say nothing
  const double regular = std::clamp((size_regularity - kFrom) / (1 - kFrom), 0.0, 1.0);
  return 1 - (1 - score) * (1 - kMost * score * regular);
}

double ClockPhase(std::span<const double> seconds, double period) {
  constexpr double kDay = 86400;
  // Schedules are stated in divisors of a day; what lies off them is a timer of its own.
  constexpr double kSchedules[] = {60,   120,  180,  240,   300,   360,   600,   720,   900, 1200,
                                   1800, 3600, 7200, 10800, 14400, 21600, 28800, 43200, kDay};
  constexpr double kNear = 0.01, kDelayShare = 0.05, kLongestDelay = 15, kEarly = 0.5;
  if (seconds.empty()) return 0;
  for (const double schedule : kSchedules) {
    if (std::fabs(period - schedule) > kNear * schedule) continue;
    const double delay = std::min(kDelayShare * schedule, kLongestDelay);
    const auto on_the_clock = std::count_if(seconds.begin(), seconds.end(), [&](double t) {
      const double since = t + kEarly - std::floor((t + kEarly) / schedule) * schedule;
      return since <= delay + kEarly;
    });
    return static_cast<double>(on_the_clock) / static_cast<double>(seconds.size());
  }
  return 0;
}

}  // namespace quarry
