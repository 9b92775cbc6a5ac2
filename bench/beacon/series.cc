#include "beacon/series.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "analytics/quantile.h"

namespace quarry::bench {

uint64_t Random::Next() {
  uint64_t z = state_ += 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}
double Random::Uniform() {
  return (static_cast<double>(Next() >> 11) + 0.5) * 0x1.0p-53;
}
double Random::Exponential(double mean) {
  return -mean * std::log(Uniform());
}
double Random::Normal() {
  return std::sqrt(-2 * std::log(Uniform())) * std::cos(2 * std::numbers::pi * Uniform());
}

std::vector<double> Sleeper(Random& random, const SleeperOptions& options) {
  const double sleep = 5 * std::pow(86400.0 / 5, random.Uniform());
  const bool around = random.Chance(0.5);
  std::vector<double> times;
  double t = random.Between(0, sleep);
  for (size_t i = 0; i < options.beats; ++i) {
    if (i == 0 || !random.Chance(options.missed)) times.push_back(t);
    t += around ? sleep * random.Between(1 - options.jitter, 1 + options.jitter)
                : sleep * random.Between(1 - options.jitter, 1);
  }
  if (!options.tables_noise) return times;
  if (random.Chance(0.3) && !times.empty()) {  // a task: several calls within seconds
    const double at = times[random.Next() % times.size()];
    const size_t calls = 3 + random.Next() % 10;
    for (size_t i = 0; i < calls; ++i) times.push_back(at + random.Between(0, std::min(sleep * 0.05, 20.0)));
  }
  if (sleep < 7200 && random.Chance(0.4) && times.size() > 2) {  // the computer sleeps at night
    const double at = times[random.Next() % times.size()];
    const double gap = random.Between(6 * 3600, 14 * 3600);
    for (double& time : times)
      if (time > at) time += gap;
  }
  std::sort(times.begin(), times.end());
  return times;
}

std::string_view Name(Aperiodic family) {
  switch (family) {
    case Aperiodic::kPoisson:
      return "poisson";
    case Aperiodic::kPareto:
      return "pareto";
    case Aperiodic::kLogNormal:
      return "log-normal";
    case Aperiodic::kWeibull:
      return "weibull";
    case Aperiodic::kHyperExponential:
      return "hyper-exponential";
    case Aperiodic::kSessions:
      return "sessions";
    case Aperiodic::kShifted:
      return "shifted exponential";
    case Aperiodic::kSuperposed:
      return "superposed";
    case Aperiodic::kGamma:
      return "gamma";
    case Aperiodic::kDiurnal:
      return "diurnal";
    case Aperiodic::kUniform:
      return "uniform times";
    case Aperiodic::kHeavySessions:
      return "heavy sessions";
  }
  return "";
}

std::vector<double> Background(Random& random, Aperiodic family, size_t events) {
  const double mean = 5 * std::pow(86400.0 / 5, random.Uniform());
  const double shape = random.Uniform();
  std::vector<double> times;
  double t = 0;
  size_t left_in_session = 0;
  for (size_t i = 0; i < events; ++i) {
    times.push_back(t);
    double gap = 0;
    switch (family) {
      case Aperiodic::kPoisson:
        gap = random.Exponential(mean);
        break;
      case Aperiodic::kPareto:
        gap = mean * std::pow(random.Uniform(), -1 / (0.6 + 1.4 * shape));
        break;
      case Aperiodic::kLogNormal:
        gap = mean * std::exp((0.8 + 1.2 * shape) * random.Normal());
        break;
      case Aperiodic::kWeibull:
        gap = mean * std::pow(-std::log(random.Uniform()), 1 / (0.4 + 0.6 * shape));
        break;
      case Aperiodic::kHyperExponential:
        gap = random.Exponential(random.Chance(0.3 + 0.5 * shape) ? mean * 0.05 : mean * 2);
        break;
      case Aperiodic::kSessions:
      case Aperiodic::kHeavySessions: {
        if (left_in_session == 0) {
          left_in_session = 2 + random.Next() % 12;
          gap = family == Aperiodic::kSessions ? random.Exponential(mean * 10)
                                               : mean * std::pow(random.Uniform(), -1 / 0.9);
        } else {
          --left_in_session;
          gap = random.Exponential(mean * 0.1);
        }
        break;
      }
      case Aperiodic::kShifted:
        gap = mean * (0.3 * shape + random.Exponential(1));
        break;
      case Aperiodic::kSuperposed: {
        const double heavy = mean * std::pow(random.Uniform(), -1 / 0.9);
        gap = std::min(random.Exponential(mean * (1 + 3 * shape)), heavy);
        break;
      }
      case Aperiodic::kGamma: {  // shape 0.3..0.9, by Johnk for shapes below one
        const double k = 0.3 + 0.6 * shape;
        double x, y;
        do {
          x = std::pow(random.Uniform(), 1 / k);
          y = std::pow(random.Uniform(), 1 / (1 - k));
        } while (x + y > 1);
        gap = mean * random.Exponential(1) * x / (x + y);
        break;
      }
      case Aperiodic::kDiurnal: {  // thinned by the time of day
        double at = t;
        do at += random.Exponential(mean * 0.5);
        while (random.Uniform() > 0.5 * (1 + std::sin(2 * std::numbers::pi * at / 86400)));
        gap = at - t;
        break;
      }
      case Aperiodic::kUniform:
        break;
    }
    t += gap;
  }
  if (family == Aperiodic::kUniform)
    for (double& time : times) time = random.Between(0, mean * static_cast<double>(events));
  std::sort(times.begin(), times.end());
  return times;
}

std::vector<double> BenignPeriodic(Random& random, size_t beats) {
  static constexpr double kPeriods[] = {60, 300, 600, 900, 1800, 3600, 14400, 21600, 86400};
  const double period = kPeriods[random.Next() % std::size(kPeriods)];
  const double delay = random.Between(0, 0.05) * period;
  const bool wall_clock = random.Chance(0.5);
  std::vector<double> times;
  double t = wall_clock ? 0 : random.Between(0, period);
  for (size_t i = 0; i < beats; ++i) {
    times.push_back(t + random.Between(0, wall_clock ? std::min(delay, 5.0) : delay));
    t += period;
  }
  std::sort(times.begin(), times.end());
  return times;
}

double RitaTimingScore(const std::vector<double>& seconds) {
  std::vector<double> gaps;
  for (size_t i = 1; i < seconds.size(); ++i)
    if (seconds[i] > seconds[i - 1]) gaps.push_back(seconds[i] - seconds[i - 1]);
  if (gaps.size() < 3) return 0;
  std::sort(gaps.begin(), gaps.end());
  const double q1 = QuantileSorted(gaps, 0.25), q2 = QuantileSorted(gaps, 0.5), q3 = QuantileSorted(gaps, 0.75);
  double bowley = 0;
  if (q3 - q1 >= 10 && q2 != q1 && q2 != q3) bowley = (q1 + q3 - 2 * q2) / (q3 - q1);
  const double mad = MedianAbsoluteDeviation(gaps, q2);
  const double dispersion = q2 < 1 ? 0 : std::max(0.0, (q2 - mad) / q2);
  return 0.5 * (1 - std::fabs(bowley) + dispersion);
}

}  // namespace quarry::bench
