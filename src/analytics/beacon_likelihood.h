// How much better a sleeper explains gaps between events than traffic without a period does: a likelihood ratio.
//
// Sleeper: a gap is the sum of k uniform draws around the period, k - 1 beats being missed with probability m each;
// a few gaps are anything (nights, outages). Without a period: the best of exponential, log-normal, Weibull and Pareto
// gaps, each within the range of dispersion that aperiodic traffic has (a log-normal with a small sigma is a period).
// Pure; any thread.
#pragma once

#include <span>

namespace quarry {

struct BeaconLikelihood {
  double ratio = 0;   // log-likelihood of the best sleeper minus that of the best alternative, in nats
  double period = 0;  // of the best sleeper, in the unit of the gaps
  double jitter = 0;  // half-width of its gaps relative to the period
  double missed = 0;  // share of beats missed
};

// REQUIRES: gaps ascend and are positive. `period_guess`: near the period, to within a sixth. Cost grows with the
// number of gaps; 128 evenly spread ones are used at most, the ratio scaled up accordingly.
BeaconLikelihood CompareBeaconModels(std::span<const double> gaps, double period_guess);

}  // namespace quarry
