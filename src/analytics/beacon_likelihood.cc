// Entry: CompareBeaconModels.
#include "analytics/beacon_likelihood.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace quarry {

namespace {

constexpr size_t kMaxGaps = 128;
constexpr int kMaxMultiple = 5;
constexpr size_t kProductOf = 8;
constexpr double kReach = 5;  // standard deviations: what lies beyond is no sum of draws
constexpr double kUnlikely = -1e300;
constexpr double kBoundSlack = 1e-6;  // bounds are sums in another order than what they bound
constexpr double kOutlierShare = 0.04;
constexpr double kOutlierDensity = 1.0 / 14;  // of log gap: one second to a fortnight
constexpr double kSmoothing = 0.01;           // of the period: clocks and queues blur the edges

constexpr std::array kJitters = {0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.27, 0.34, 0.42, 0.5};
constexpr std::array kMissed = {0.01, 0.1, 0.2, 0.35};
constexpr double kFirstFactor = 0.82, kFactorStep = 0.03, kLastFactor = 1.2;  // of the guessed period
// The least dispersion that aperiodic traffic is taken to have.
constexpr double kMinLogSigma = 0.6;
constexpr double kMaxWeibullShape = 1.2;
constexpr double kMaxParetoShape = 2.2;

// Log-likelihood of exponential, log-normal, Weibull and Pareto gaps at their best admissible parameters.
double BestAperiodic(std::span<const double> gaps, std::span<const double> logs) {
  const double n = static_cast<double>(gaps.size());
  double sum = 0, log_sum = 0;
  for (size_t i = 0; i < gaps.size(); ++i) {
    sum += gaps[i];
    log_sum += logs[i];
  }
  const double mean = sum / n, log_mean = log_sum / n;
  double best = -n * (std::log(mean) + 1);  // exponential

  double variance = 0;
  for (const double l : logs) variance += (l - log_mean) * (l - log_mean);
  const double sigma = std::max(std::sqrt(variance / n), kMinLogSigma);
  best =
      std::max(best, -n * std::log(sigma * std::sqrt(2 * std::numbers::pi)) - log_sum - variance / (2 * sigma * sigma));

  for (double shape = 0.4; shape <= kMaxWeibullShape + 1e-9; shape += 0.1) {
    double powers = 0;
    for (const double l : logs) powers += std::exp(shape * (l - log_mean));
    const double scale_power = powers / n;  // (scale / e^log_mean)^shape
    best = std::max(best,
                    n * (std::log(shape) - std::log(scale_power)) - shape * n * log_mean + (shape - 1) * log_sum - n);
  }

  // The minimum is estimated from the data too, which flatters this family; that errs towards caution.
  const double least = logs.front();
  const double excess = log_sum - n * least;
  if (excess > 0) {
    const double alpha = std::min(n / excess, kMaxParetoShape);
    best = std::max(best, n * std::log(alpha) + n * alpha * least - (alpha + 1) * log_sum);
  }
  return best;
}

// The likelihood of sleepers over one set of gaps. A search over its parameters that leaves out what cannot win: a
// sleeper without jitter cannot explain what spreads, and one with much of it spreads thin over what does not.
class SleeperSearch {
 public:
  // REQUIRES: as for CompareBeaconModels; `gaps` outlive the search, no more than kMaxGaps.
  explicit SleeperSearch(std::span<const double> gaps);

  // The best sleeper's log-likelihood, and its parameters.
  double Run(double period_guess, BeaconLikelihood& best);

 private:
  using ByMissed = std::array<double, kMissed.size()>;

  // What is known of a period and a half-width before any density is computed: how many gaps can be one beat, how many
  // only several, and the most that each can add to the likelihood.
  struct Bound {
    size_t reached = 0, one_begin = 0,
           one_end = 0;         // gaps before `reached` are outliers; [one_begin, one_end): one beat
    ByMissed one{}, several{};  // largest logarithm of a gap's density
  };
  Bound BoundOf(double period, double half) const;
  // The most that the gaps from `i` on can add, for the share kMissed[m].
  double Most(const Bound& bound, size_t i, size_t m) const;
  // Log-likelihoods for each share of missed beats; kUnlikely when none can reach `floor`.
  ByMissed Likelihoods(double period, double half, double floor) const;

  const std::span<const double> gaps_;
  std::array<double, kMaxGaps> outlier_;               // density of each gap as an outlier
  std::array<double, kMaxGaps + 1> outlier_log_sums_;  // of the first i outliers
  // weight_[k][m]: a gap is k + 1 beats, when the share kMissed[m] of them is missed.
  std::array<ByMissed, kMaxMultiple> weight_;
};

SleeperSearch::SleeperSearch(std::span<const double> gaps) : gaps_(gaps) {
  outlier_log_sums_[0] = 0;
  for (size_t i = 0; i < gaps.size(); ++i) {
    outlier_[i] = kOutlierShare * kOutlierDensity / gaps[i];
    outlier_log_sums_[i + 1] = outlier_log_sums_[i] + std::log(outlier_[i]);
  }
  for (size_t m = 0; m < kMissed.size(); ++m) {
    double weight = 1 - kMissed[m];
    for (ByMissed& of_multiple : weight_) {
      of_multiple[m] = weight;
      weight *= kMissed[m];
    }
  }
}

SleeperSearch::Bound SleeperSearch::BoundOf(double period, double half) const {
  const auto index = [this](double gap) {
    return static_cast<size_t>(std::lower_bound(gaps_.begin(), gaps_.end(), gap) - gaps_.begin());
  };
  Bound bound;
  bound.one_begin = index((period - half) * (1 - kBoundSlack));
  bound.one_end = index((period + half) * (1 + kBoundSlack));
  bound.reached =
      std::min(bound.one_begin, index((2 * period - kReach * half * std::sqrt(2 / 3.0)) * (1 - kBoundSlack)));
  if (bound.reached == gaps_.size()) return bound;
  const double outlier = outlier_[bound.reached];  // the densest, since gaps ascend
  for (size_t m = 0; m < kMissed.size(); ++m) {
    double several = 0;
    for (size_t k = 1; k < kMaxMultiple; ++k)
      several += weight_[k][m] / (half * std::sqrt(static_cast<double>(k + 1) / 3.0 * 2 * std::numbers::pi));
    bound.several[m] = std::log((1 - kOutlierShare) * several + outlier);
    bound.one[m] = std::log((1 - kOutlierShare) * (several + weight_[0][m] / (2 * half)) + outlier);
  }
  return bound;
}

double SleeperSearch::Most(const Bound& bound, size_t i, size_t m) const {
  const auto left = [i](size_t begin, size_t end) {
    return static_cast<double>(end > std::max(begin, i) ? end - std::max(begin, i) : 0);
  };
  const double outliers = i < bound.reached ? outlier_log_sums_[bound.reached] - outlier_log_sums_[i] : 0;
  const double several = left(bound.reached, bound.one_begin) + left(bound.one_end, gaps_.size());
  return outliers + left(bound.one_begin, bound.one_end) * bound.one[m] + several * bound.several[m] + kBoundSlack;
}

SleeperSearch::ByMissed SleeperSearch::Likelihoods(double period, double half, double floor) const {
  const Bound bound = BoundOf(period, half);
  ByMissed likelihood{};
  const auto hopeless = [&](size_t i) {
    for (size_t m = 0; m < kMissed.size(); ++m)
      if (likelihood[m] + Most(bound, i, m) >= floor) return false;
    return true;
  };
  ByMissed product;
  product.fill(1);
  // The logarithm of a product of a few densities: they are far from where doubles end.
  const auto take_logarithms = [&] {
    for (size_t m = 0; m < kMissed.size(); ++m) likelihood[m] += std::log(product[m]);
    product.fill(1);
  };
  std::array<double, kMaxMultiple> deviation{}, scale{};
  for (size_t k = 1; k < kMaxMultiple; ++k) {
    // The sum of k + 1 uniform draws is near normal.
    deviation[k] = half * std::sqrt(static_cast<double>(k + 1) / 3.0);
    scale[k] = deviation[k] * std::sqrt(2 * std::numbers::pi);
  }
  for (size_t i = 0; i < gaps_.size(); ++i) {
    if (i % kProductOf == 0 && hopeless(i)) {
      likelihood.fill(kUnlikely);  // what is summed so far is no likelihood yet
      return likelihood;
    }
    ByMissed density{};
    const double gap = gaps_[i];
    if (std::fabs(gap - period) <= half) {
      for (size_t m = 0; m < kMissed.size(); ++m) density[m] = weight_[0][m] * (1 / (2 * half));
    }
    for (size_t k = 1; k < kMaxMultiple; ++k) {
      const double z = (gap - static_cast<double>(k + 1) * period) / deviation[k];
      if (std::fabs(z) >= kReach) continue;
      const double of_multiple = std::exp(-0.5 * z * z) / scale[k];
      for (size_t m = 0; m < kMissed.size(); ++m) density[m] += weight_[k][m] * of_multiple;
    }
    for (size_t m = 0; m < kMissed.size(); ++m) product[m] *= (1 - kOutlierShare) * density[m] + outlier_[i];
    if (i % kProductOf == kProductOf - 1) take_logarithms();
  }
  take_logarithms();
  return likelihood;
}

double SleeperSearch::Run(double period_guess, BeaconLikelihood& best) {
  // A first look at the guess gives what the others have to beat.
  double floor = kUnlikely;
  for (const double jitter : kJitters) {
    const double half = period_guess * (jitter + kSmoothing);
    const ByMissed likelihoods = Likelihoods(period_guess, half, floor);
    floor = std::max(floor, *std::max_element(likelihoods.begin(), likelihoods.end()));
  }
  double best_sleeper = kUnlikely;
  for (double factor = kFirstFactor; factor < kLastFactor; factor += kFactorStep) {
    const double period = period_guess * factor;
    for (const double jitter : kJitters) {
      const double half = period * (jitter + kSmoothing);
      const ByMissed likelihoods = Likelihoods(period, half, std::max(floor, best_sleeper));
      for (size_t m = 0; m < kMissed.size(); ++m) {
        if (likelihoods[m] <= best_sleeper) continue;
        best_sleeper = likelihoods[m];
        best.period = period;
        best.jitter = jitter;
        best.missed = kMissed[m];
      }
    }
  }
  return best_sleeper;
}

}  // namespace

BeaconLikelihood CompareBeaconModels(std::span<const double> all, double period_guess) {
  BeaconLikelihood best;
  if (all.empty() || period_guess <= 0 || all.front() <= 0) return best;
  std::vector<double> gaps, logs;
  const size_t n = std::min(all.size(), kMaxGaps);
  gaps.reserve(n);
  logs.reserve(n);
  for (size_t i = 0; i < n; ++i) gaps.push_back(all[n == 1 ? 0 : i * (all.size() - 1) / (n - 1)]);
  const double scale = static_cast<double>(all.size()) / static_cast<double>(n);
  for (const double gap : gaps) logs.push_back(std::log(gap));
  const double best_sleeper = SleeperSearch(gaps).Run(period_guess, best);
  best.ratio = scale * (best_sleeper - BestAperiodic(gaps, logs));
  return best;
}

}  // namespace quarry
