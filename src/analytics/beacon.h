// Beaconing: does a series of event times look like a sleeper that wakes, calls home and sleeps again?
//
// Sleep with jitter is a renewal process: each gap is drawn anew, so the phase drifts and spectral tests fail where
// statistics of the gaps do not. Bursts (a task, an A and an AAAA look-up) are collapsed into one beat; then two views
// of the gaps are added up as evidence:
//   a likelihood ratio of a sleeper against traffic without a period (beacon_likelihood.h), strong in long series;
//   a weighted sum of shape measures, strong in short ones:
//     regularity    each gap is near a whole multiple of the core period; multiples (missed beats) count less
//     concentration the spread of the gaps around their median (exponential gaps have 0.69)
//     refractory    a sleeper never fires early: few gaps below 0.4 periods
//     continuity    few gaps beyond 2.2 periods
// Evidence is read against its quantiles over series without a period, by the number of gaps (beacon_calibration.cc,
// made by bench/beacon), so that short and long series compare.
//
// Pure functions of their input; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace quarry {

// Times beyond this number are too many to need: the newest ones are enough (and what a sketch keeps).
inline constexpr size_t kBeaconSketchSize = 256;
// With fewer gaps the score stays below 0.4, whatever the gaps are; with fewer than three it is 0.
inline constexpr size_t kBeaconMinimumGaps = 4;

struct BeaconAssessment {
  // 0..1. 0.5 is what 1 % of series without a period reach, 0.75 what 0.1 % reach.
  double score = 0;
  double evidence = 0;  // likelihood ratio (nats) plus the weighted shape
  double shape = 0;     // weighted sum of the four measures, 0..1
  double regularity = 0, concentration = 0, refractory = 0, continuity = 0;
  double period = 0;  // seconds
  double jitter = 0;  // half-width of the gaps relative to the period, 0..1
  size_t beats = 0;   // after collapsing bursts
  size_t gaps = 0;
  size_t events = 0;
  size_t missed = 0;                           // beats that longer gaps speak of
  size_t collapsed = 0;                        // events folded into a beat before them
  double threshold_99 = 0, threshold_999 = 0;  // of evidence, for this number of gaps
  bool enough = false;                         // at least kBeaconMinimumGaps gaps

  // "period 60 s, jitter 20 %, 48 beats, 3 missed, 5 in bursts; above 99.9 % of aperiodic series"
  std::string Reasons() const;
};

// Scores event times in seconds, in any order, duplicates allowed. Uses the newest kBeaconSketchSize.
BeaconAssessment AssessBeacon(std::span<const double> seconds);

// How alike the sizes of the calls are: 1 - MAD/median of the sizes, 0..1; 0 with fewer than four. A beacon that has
// nothing to say repeats itself.
double SizeRegularity(std::span<const double> bytes);

// The score of the times, raised where the calls repeat their size: by at most 0.3 of what it lacks, and in proportion
// to itself, since sizes that repeat are no beacon when the times are none.
double ScoreWithSizes(double score, double size_regularity);

// The share of beats that begin on the clock: `period` is a divisor of a day in minutes, and the beat lies at most 5 %
// of it, and 15 seconds, behind a multiple. Near 1 for cron-like jobs, which are mostly benign; about 0.05 for a timer
// that was started some time or other; less for one that drifts off such periods. `seconds`: since some midnight (UTC).
double ClockPhase(std::span<const double> seconds, double period);

// What the evidence of 99 % and 99.9 % of aperiodic series of so many gaps stays below. Ascending in gaps.
struct BeaconThreshold {
  size_t gaps;
  double q99, q999;
};
std::span<const BeaconThreshold> BeaconThresholds();

}  // namespace quarry
