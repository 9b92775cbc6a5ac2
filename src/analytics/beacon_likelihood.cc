// Entry: CompareBeaconModels. All models have a scale, and gaps are taken by their logarithm: a model's density over
// logarithms is one curve, moved along by its scale. Gaps are put on a grid of logarithms, the curves are tables over
// that grid, and a likelihood is a sum of table entries.
#include "analytics/beacon_likelihood.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <vector>

namespace quarry {

namespace {

constexpr size_t kMaxGaps = 64;
constexpr int kBinsPerOctave = 128;
constexpr double kBinWidth = std::numbers::ln2 / kBinsPerOctave;  // of the logarithm

constexpr int kMaxMultiple = 5;
constexpr double kOutlierShare = 0.04;
constexpr double kOutlierDensity = 1.0 / 14;  // of log gap: one second to a fortnight
constexpr double kSmoothing = 0.01;           // of the period: clocks and queues blur the edges

constexpr std::array kJitters = {0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.27, 0.34, 0.42, 0.5};
constexpr std::array kMissed = {0.01, 0.1, 0.2, 0.35};
constexpr size_t kLanes = 4;
static_assert(kMissed.size() == kLanes);
using Lanes [[gnu::vector_size(kLanes * sizeof(float))]] = float;

// Periods around the guess, in bins; the narrower the gaps, the closer they are tried.
constexpr int kFirstShift = -48, kLastShift = 40;
constexpr int StepFor(double jitter) {
  return jitter < 0.05 ? 2 : jitter < 0.15 ? 4 : 8;
}

// A curve over the grid for four settings of a model: entry i is the log-density at bin first + i.
struct Curves {
  int first = 0;
  std::vector<Lanes> entries;
  int last() const { return first + static_cast<int>(entries.size()) - 1; }
};

// The share of sums of k uniform draws from (-1, 1) below x; from three draws on they are near normal.
double SumsBelow(int k, double x) {
  if (k == 1) return std::clamp((x + 1) / 2, 0.0, 1.0);
  if (k == 2) {
    const double tail = std::max(0.0, 1 - std::fabs(x) / 2);
    return x < 0 ? 0.5 * tail * tail : 1 - 0.5 * tail * tail;
  }
  return 0.5 * std::erfc(-x / std::sqrt(2.0 * k / 3.0));
}

// The densities of gaps in periods, averaged over each bin.
std::array<Curves, kJitters.size()> MakeSleepers() {
  // Beyond, gaps are outliers, whatever the period.
  constexpr int kFirst = -2 * kBinsPerOctave - kLastShift - 48, kLast = 3 * kBinsPerOctave - kFirstShift;
  std::array<Curves, kJitters.size()> sleepers;
  for (size_t j = 0; j < kJitters.size(); ++j) {
    const double half = kJitters[j] + kSmoothing;
    sleepers[j].first = kFirst;
    for (int bin = kFirst; bin <= kLast; ++bin) {
      const double low = std::exp((bin - 0.5) * kBinWidth), high = std::exp((bin + 0.5) * kBinWidth);
      Lanes lanes{};
      for (size_t m = 0; m < kLanes; ++m) {
        double share = 0, weight = 1 - kMissed[m];
        for (int k = 1; k <= kMaxMultiple; ++k) {
          share += weight * (SumsBelow(k, (high - k) / half) - SumsBelow(k, (low - k) / half));
          weight *= kMissed[m];
        }
        lanes[m] =
            static_cast<float>(std::log((1 - kOutlierShare) * share / kBinWidth + kOutlierShare * kOutlierDensity));
      }
      sleepers[j].entries.push_back(lanes);
    }
  }
  return sleepers;
}

// The curves over bins from `first` to `last` whose log-densities `density(lane, gap, bin)` gives.
template <typename Density>
Curves MakeCurves(int first, int last, const Density& density) {
  Curves curves;
  curves.first = first;
  for (int bin = first; bin <= last; ++bin) {
    const double gap = std::exp(bin * kBinWidth);
    Lanes lanes{};
    for (size_t i = 0; i < kLanes; ++i) lanes[i] = static_cast<float>(density(i, gap, bin));
    curves.entries.push_back(lanes);
  }
  return curves;
}

// The earlier of an exponential gap, of so many times the scale in the mean, and a Pareto one that begins at the scale.
constexpr std::array kSuperposedMeans = {1.4, 2.0, 2.8, 3.6};
constexpr double kSuperposedTail = 0.9;
Curves MakeSuperposed() {
  return MakeCurves(-8 * kBinsPerOctave, 8 * kBinsPerOctave, [](size_t i, double gap, int bin) {
    const double mean = kSuperposedMeans[i], tail = bin >= 0 ? kSuperposedTail : 0;
    return std::log(gap / mean + tail) - gap / mean - tail * bin * kBinWidth;
  });
}

// Exponential gaps of two kinds, as within sessions and between them: the share of the short ones, and their mean in
// means of the long ones.
constexpr double kSessions[kLanes][2] = {{0.3, 0.025}, {0.6, 0.025}, {0.6, 0.01}, {0.85, 0.01}};
Curves MakeSessions() {
  return MakeCurves(-12 * kBinsPerOctave, 8 * kBinsPerOctave, [](size_t i, double gap, int) {
    const auto& [share, mean] = kSessions[i];
    const double of_long = std::log((1 - share) * gap) - gap;
    const double of_short = std::log(share * gap / mean) - gap / mean;
    const double most = std::max(of_long, of_short);
    return most + std::log1p(std::exp(std::min(of_long, of_short) - most));
  });
}

// Gaps on the grid, those of one bin together.
struct BinnedGaps {
  // Each gap is worth `weight` gaps.
  BinnedGaps(const std::vector<double>& logs, double weight) {
    bins.reserve(logs.size());
    weights.reserve(logs.size());
    for (const double log : logs) {
      const int bin = static_cast<int>(std::floor(log / kBinWidth));
      if (bins.empty() || bins.back() != bin) {
        bins.push_back(bin);
        weights.push_back(0);
      }
      weights.back() += static_cast<float>(weight);
    }
  }

  std::vector<int> bins;
  std::vector<float> weights;  // how many gaps each stands for
};

// Sums of the log-densities of gaps, by how far the curve is moved from `origin`.
class CurveSums {
 public:
  static constexpr int kBeyond = 3 * 16;  // steps behind the last shift are summed, and not used

  // Shifts will be between `low` and `high`. Gaps beyond the curve count as its ends.
  CurveSums(const BinnedGaps& gaps, int origin, const Curves& curves, int low, int high)
      : weights_(gaps.weights), entries_(curves.entries.data() - curves.first) {
    for (size_t i = 0; i < gaps.bins.size(); ++i)
      bins_[i] = std::clamp(gaps.bins[i] - origin, curves.first + high + kBeyond, curves.last() + low);
  }
  // For each shift from `low` to `high` in steps. Four at a time: additions wait for each other.
  void Run(int low, int high, int step, std::vector<Lanes>& sums) const {
    sums.clear();
    for (; low <= high; low += 4 * step) {
      Lanes first{}, second{}, third{}, fourth{};
      for (size_t i = 0; i < weights_.size(); ++i) {
        const Lanes* entry = entries_ + (bins_[i] - low);
        first += weights_[i] * entry[0];
        second += weights_[i] * entry[-step];
        third += weights_[i] * entry[-2 * step];
        fourth += weights_[i] * entry[-3 * step];
      }
      sums.push_back(first);
      if (low + step <= high) sums.push_back(second);
      if (low + 2 * step <= high) sums.push_back(third);
      if (low + 3 * step <= high) sums.push_back(fourth);
    }
  }

 private:
  const std::vector<float>& weights_;
  const Lanes* entries_;
  std::array<int, kMaxGaps> bins_;
};

// e to the power of each lane, for lanes of at most 0; to six digits. Below -80 it is 0.
Lanes Exponential(Lanes x) {
  using Whole [[gnu::vector_size(kLanes * sizeof(int32_t))]] = int32_t;
  x *= std::numbers::log2e_v<float>;
  const Whole large = x > -115;
  x = large ? x : Lanes{};
  const Whole whole = __builtin_convertvector(x - 0.5f, Whole);  // cut towards zero: rounded
  const Lanes rest = (x - __builtin_convertvector(whole, Lanes)) * std::numbers::ln2_v<float>;
  const Lanes power = 1 + rest * (1 + rest * (1.0f / 2 + rest * (1.0f / 6 + rest * (1.0f / 24 + rest * (1.0f / 120)))));
  const Whole scale = (whole + 127) << 23;
  return large ? power * std::bit_cast<Lanes>(scale) : Lanes{};
}

// The logarithm of a sum of likelihoods, each with a weight, given by their logarithms.
class LogSum {
 public:
  void Add(double log_likelihood, double weight) {
    likelihoods_.push_back(log_likelihood);
    weights_.push_back(weight);
  }
  double value() const {
    const double most = *std::max_element(likelihoods_.begin(), likelihoods_.end());
    double sum = 0;
    for (size_t i = 0; i < weights_.size(); ++i)
      if (likelihoods_[i] > most - 40) sum += weights_[i] * std::exp(likelihoods_[i] - most);
    return most + std::log(sum);
  }

 private:
  std::vector<double> likelihoods_, weights_;
};

float GreatestLane(const Lanes& lanes) {
  float greatest = lanes[0];
  for (size_t i = 1; i < kLanes; ++i) greatest = std::max(greatest, lanes[i]);
  return greatest;
}

float Greatest(const std::vector<Lanes>& likelihoods) {
  Lanes lanes = likelihoods[0];
  for (const Lanes& entry : likelihoods) lanes = entry > lanes ? entry : lanes;
  return GreatestLane(lanes);
}

// The same for many lanes of one weight, of which `most` is the greatest.
double LogOfSum(const std::vector<Lanes>& likelihoods, float most) {
  // What is so much less does not show in the digits of a float.
  constexpr float kNothing = -20;
  Lanes sum{};
  for (const Lanes& entry : likelihoods)
    if (const Lanes below = entry - most; GreatestLane(below) > kNothing) sum += Exponential(below);
  double total = 0;
  for (size_t i = 0; i < kLanes; ++i) total += sum[i];
  return static_cast<double>(most) + std::log(total);
}

// Traffic without a period, averaged over scales (evenly by their logarithm) and shapes. `n` gaps are worth `weight`
// each. Likelihoods are of the logarithms of gaps, counted from their mean.
double Aperiodic(const std::vector<double>& logs, const BinnedGaps& binned, double weight) {
  const double count = static_cast<double>(logs.size()), n = weight * count;
  double mean = 0;
  for (const double log : logs) mean += log;
  mean /= count;
  double sum = 0, squares = 0;
  std::array<double, kMaxGaps> tenths{};  // gap ^ 0.1
  for (size_t i = 0; i < logs.size(); ++i) {
    const double log = logs[i] - mean;
    sum += std::exp(log);
    squares += log * log;
    tenths[i] = std::exp(0.1 * log);
  }
  sum *= weight;
  squares *= weight;
  const double least = logs.front() - mean;
  const double log_gamma = std::lgamma(n);
  LogSum all;

  // Weibull, the exponential (shape 1) among them.
  std::array<double, kMaxGaps> powers{};  // zeros behind the gaps
  for (size_t i = 0; i < logs.size(); ++i) powers[i] = tenths[i] * tenths[i] * tenths[i];
  for (int tenth = 4; tenth <= 11; ++tenth) {
    // Four sums: additions wait for each other.
    double totals[4] = {};
    for (size_t i = 0; i < kMaxGaps; i += 4)
      for (size_t k = 0; k < 4; ++k) totals[k] += powers[i + k] *= tenths[i + k];
    const double total = (totals[0] + totals[1]) + (totals[2] + totals[3]);
    all.Add((n - 1) * std::log(0.1 * tenth) + log_gamma - n * std::log(weight * total), tenth == 10 ? 0.3 : 0.1);
  }
  constexpr double kLogSigmas[][2] = {{0.6, 0.3}, {0.8, 1}, {1.0, 1}, {1.3, 1}, {1.6, 1}, {2.0, 1}};
  for (const auto& [sigma, share] : kLogSigmas)
    all.Add(-(n - 1) * std::log(sigma * std::sqrt(2 * std::numbers::pi)) - 0.5 * std::log(n) -
                squares / (2 * sigma * sigma),
            share / 5.3);
  for (const double alpha : {0.6, 0.9, 1.2, 1.5, 1.8, 2.1})
    all.Add(n * std::log(alpha) + alpha * n * least - std::log(alpha * n), 1 / 6.0);

  // A pause of so many scales, then an exponential gap: no gap is shorter than the pause.
  constexpr double kScaleStep = 0.1;
  const double rate_step = std::exp(kScaleStep);
  for (const double pause : {0.1, 0.2, 0.3, 0.4}) {
    double scale = std::min(std::log(sum / n) + 1, least - std::log(pause));
    double rate = std::exp(-scale);
    for (int i = 0; i < 24; ++i, scale -= kScaleStep, rate *= rate_step)
      all.Add(-n * scale - sum * rate + n * pause, kScaleStep / 4);
  }

  constexpr int kLow = -4 * kBinsPerOctave, kHigh = 2 * kBinsPerOctave, kStep = 16;
  static const Curves superposed = MakeSuperposed();
  static const Curves sessions = MakeSessions();
  std::vector<Lanes> likelihoods;
  // The means of long gaps lie above the mean of the logarithms, the scales of superposed gaps mostly below.
  const int middle = static_cast<int>(std::floor(mean / kBinWidth));
  CurveSums(binned, middle, superposed, kLow, kHigh).Run(kLow, kHigh, kStep, likelihoods);
  all.Add(LogOfSum(likelihoods, Greatest(likelihoods)), kStep * kBinWidth / kLanes);
  CurveSums(binned, middle, sessions, -kHigh, -kLow).Run(-kHigh, -kLow, kStep, likelihoods);
  all.Add(LogOfSum(likelihoods, Greatest(likelihoods)), kStep * kBinWidth / kLanes);
  return all.value();
}

// Sleepers, averaged over periods near the guess, jitters and shares of missed beats; `best` gets the best one.
double Sleepers(const BinnedGaps& binned, double period_guess, BeaconLikelihood& best) {
  static const std::array<Curves, kJitters.size()> sleepers = MakeSleepers();
  const int guess = static_cast<int>(std::floor(std::log(period_guess) / kBinWidth));
  LogSum all;
  float most = -std::numeric_limits<float>::infinity();
  std::vector<Lanes> likelihoods;
  for (size_t j = 0; j < kJitters.size(); ++j) {
    const CurveSums sums(binned, guess, sleepers[j], kFirstShift, kLastShift);
    const int step = StepFor(kJitters[j]);
    sums.Run(kFirstShift, kLastShift, step, likelihoods);
    const float greatest = Greatest(likelihoods);
    for (size_t i = 0; greatest > most && i < likelihoods.size(); ++i) {
      for (size_t m = 0; m < kLanes; ++m) {
        if (likelihoods[i][m] <= most) continue;
        most = likelihoods[i][m];
        best.period = std::exp((guess + kFirstShift + static_cast<int>(i) * step) * kBinWidth);
        best.jitter = kJitters[j];
        best.missed = kMissed[m];
      }
    }
    all.Add(LogOfSum(likelihoods, greatest), step * kBinWidth / static_cast<double>(kJitters.size() * kLanes));
  }
  return all.value();
}

// The mean of the beats that the gaps hold, of those that the sleeper can explain.
double RefinedPeriod(std::span<const double> gaps, const BeaconLikelihood& best) {
  double sum = 0, beats = 0;
  for (const double gap : gaps) {
    const double multiple = std::max(1.0, std::floor(gap / best.period + 0.5));
    const double half = (best.jitter + kSmoothing) * std::sqrt(multiple) * best.period;
    if (multiple > kMaxMultiple || std::fabs(gap - multiple * best.period) > half) continue;
    sum += gap;
    beats += multiple;
  }
  return beats > 0 ? sum / beats : best.period;
}

}  // namespace

BeaconLikelihood CompareBeaconModels(std::span<const double> all, double period_guess) {
  BeaconLikelihood best;
  if (all.empty() || period_guess <= 0 || all.front() <= 0) return best;
  const size_t n = std::min(all.size(), kMaxGaps);
  const double weight = static_cast<double>(all.size()) / static_cast<double>(n);
  std::vector<double> logs;
  logs.reserve(n);
  for (size_t i = 0; i < n; ++i) logs.push_back(std::log(all[n == 1 ? 0 : i * (all.size() - 1) / (n - 1)]));
  const BinnedGaps binned(logs, weight);
  best.ratio = Sleepers(binned, period_guess, best) - Aperiodic(logs, binned, weight);
  best.period = RefinedPeriod(all, best);
  return best;
}

}  // namespace quarry
