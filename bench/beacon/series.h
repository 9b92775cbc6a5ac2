// Simulated series of event times: sleepers as command-and-control frameworks make them, periodic software that is
// benign, and traffic without a period. Seeded; the same series everywhere.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace quarry::bench {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t Next();
  double Uniform();  // (0, 1)
  double Between(double low, double high) { return low + (high - low) * Uniform(); }
  double Exponential(double mean);
  double Normal();
  bool Chance(double probability) { return Uniform() < probability; }

 private:
  uint64_t state_;
};

struct SleeperOptions {
  size_t beats = 24;  // sent; `missed` of them are then lost
  double jitter = 0.3;
  double missed = 0.1;
  bool tables_noise = true;  // 30 % carry a burst, 40 % (of sleeps below two hours) an overnight gap
};
// Sleep 5 s to 24 h, log-uniform; half of the series jitter around the sleep, half only shorten it.
std::vector<double> Sleeper(Random& random, const SleeperOptions& options);

enum class Aperiodic {
  kPoisson,
  kPareto,
  kLogNormal,
  kWeibull,
  kHyperExponential,
  kSessions,
  kShifted,     // a pause, then anything
  kSuperposed,  // two sources that know nothing of each other; the last that is used for calibration
  kGamma,
  kDiurnal,
  kUniform,
  kHeavySessions
};  // held out
inline constexpr int kAperiodicFamilies = 12;
inline constexpr int kCalibrationFamilies = 8;
std::string_view Name(Aperiodic family);
std::vector<double> Background(Random& random, Aperiodic family, size_t events);

// Updaters (fixed interval, small delay), cron (wall-clock), agents with a random start offset.
std::vector<double> BenignPeriodic(Random& random, size_t beats);

// RITA v5's timing score: mean of 1 - |Bowley skewness| and (median - MAD) / median over non-zero gaps.
double RitaTimingScore(const std::vector<double>& seconds);

}  // namespace quarry::bench
