// How much better a sleeper explains gaps between events than traffic without a period does: the logarithm of a Bayes
// factor. Both sides are averaged over their parameters, so that a model is not rewarded for having many of them; few
// gaps fit some sleeper by chance.
//
// Sleeper: a gap is the sum of k uniform draws around the period, k - 1 beats being missed with probability m each; a
// few gaps are anything (nights, outages). Without a period: exponential, log-normal, Weibull, Pareto and shifted
// exponential gaps, those of sessions, and the earlier of an exponential and a Pareto one, each within the dispersion
// that aperiodic traffic has (a log-normal with a small sigma is a period). Pure; any thread.
#pragma once

#include <span>

namespace quarry {

struct BeaconLikelihood {
  double ratio = 0;   // log-likelihood of sleepers minus that of the alternatives, in nats
  double period = 0;  // of the best sleeper, in the unit of the gaps
  double jitter = 0;  // half-width of its gaps relative to the period
  double missed = 0;  // share of beats missed
};

// REQUIRES: gaps ascend and are positive. `period_guess`: near the period, to within a fifth. Of more than 64 gaps as
// many evenly spread ones are used, the ratio scaled up accordingly; of gaps that are far from any sleeper, still
// fewer.
BeaconLikelihood CompareBeaconModels(std::span<const double> gaps, double period_guess);

}  // namespace quarry
