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
constexpr double kOutlierShare = 0.04;
constexpr double kOutlierDensity = 1.0 / 14;  // of log gap: one second to a fortnight
constexpr double kSmoothing = 0.01;           // of the period: clocks and queues blur the edges

constexpr std::array kJitters = {0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.27, 0.34, 0.42, 0.5};
constexpr std::array kMissed = {0.01, 0.1, 0.2, 0.35};
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

}  // namespace

BeaconLikelihood CompareBeaconModels(std::span<const double> all, double period_guess) {
  BeaconLikelihood best;
  if (all.empty() || period_guess <= 0 || all.front() <= 0) return best;
  std::vector<double> gaps;
  const size_t n = std::min(all.size(), kMaxGaps);
  gaps.reserve(n);
  for (size_t i = 0; i < n; ++i) gaps.push_back(all[n == 1 ? 0 : i * (all.size() - 1) / (n - 1)]);
  const double scale = static_cast<double>(all.size()) / static_cast<double>(n);
  std::vector<double> logs, outlier;
  for (const double gap : gaps) {
    logs.push_back(std::log(gap));
    outlier.push_back(kOutlierShare * kOutlierDensity / gap);
  }

  double best_sleeper = -1e300;
  // densities[k][i] of gap i being k beats, for one period and jitter.
  std::vector<std::array<double, kMaxMultiple>> densities(n);
  std::vector<size_t> counts(n);  // of densities up to the last that is not zero
  for (double factor = 0.82; factor < 1.2; factor += 0.03) {
    const double period = period_guess * factor;
    for (const double jitter : kJitters) {
      const double half = period * (jitter + kSmoothing);
      for (size_t i = 0; i < n; ++i) {
        densities[i].fill(0);
        counts[i] = 0;
        if (std::fabs(gaps[i] - period) <= half) {
          densities[i][0] = 1 / (2 * half);
          counts[i] = 1;
        }
        for (int k = 2; k <= kMaxMultiple; ++k) {
          // The sum of k uniform draws is near normal.
          const double sd = half * std::sqrt(k / 3.0);
          const double z = (gaps[i] - k * period) / sd;
          if (std::fabs(z) >= 5) continue;
          densities[i][static_cast<size_t>(k - 1)] = std::exp(-0.5 * z * z) / (sd * std::sqrt(2 * std::numbers::pi));
          counts[i] = static_cast<size_t>(k);
        }
      }
      for (const double missed : kMissed) {
        double likelihood = 0;
        // The logarithm of a product of a few densities: they are far from where doubles end.
        double product = 1;
        for (size_t i = 0; i < n; ++i) {
          double density = 0, weight = 1 - missed;
          for (size_t k = 0; k < counts[i]; ++k) {
            density += weight * densities[i][k];
            weight *= missed;
          }
          product *= (1 - kOutlierShare) * density + outlier[i];
          if (i % kProductOf == kProductOf - 1) {
            likelihood += std::log(product);
            product = 1;
          }
        }
        likelihood += std::log(product);
        if (likelihood > best_sleeper) {
          best_sleeper = likelihood;
          best.period = period;
          best.jitter = jitter;
          best.missed = missed;
        }
      }
    }
  }
  best.ratio = scale * (best_sleeper - BestAperiodic(gaps, logs));
  return best;
}

}  // namespace quarry
