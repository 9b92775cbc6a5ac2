#include "analytics/beacon.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "analytics/quantile.h"

namespace quarry {
namespace {

// A seeded generator; std's distributions differ between libraries.
class Uniform {
 public:
  explicit Uniform(uint64_t seed) : state_(seed) {}
  double operator()() {
    state_ = state_ * 6364136223846793005ull + 1442695040888963407ull;
    return (static_cast<double>(state_ >> 11) + 0.5) * 0x1.0p-53;
  }

 private:
  uint64_t state_;
};

std::vector<double> Sleeper(double period, double jitter, size_t beats, uint64_t seed) {
  Uniform uniform(seed);
  std::vector<double> times;
  double t = 1000;
  for (size_t i = 0; i < beats; ++i) {
    times.push_back(t);
    t += period * (1 - jitter + 2 * jitter * uniform());
  }
  return times;
}

TEST(Quantile, InterpolatesBetweenRanks) {
  const std::vector<double> values = {1, 2, 3, 10};
  EXPECT_DOUBLE_EQ(MedianSorted(values), 2.5);
  EXPECT_DOUBLE_EQ(QuantileSorted(values, 0.25), 1.75);
  EXPECT_DOUBLE_EQ(QuantileSorted(values, 1), 10);
  EXPECT_DOUBLE_EQ(QuantileSorted({}, 0.5), 0);
  EXPECT_DOUBLE_EQ(MedianAbsoluteDeviation(values, 2.5), 1);
}

TEST(Quantile, IsTheSameWithoutSorting) {
  Uniform uniform(3);
  for (size_t size = 0; size < 40; ++size) {
    std::vector<double> values;
    for (size_t i = 0; i < size; ++i) values.push_back(std::floor(uniform() * 12));
    std::vector<double> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    for (const double q : {0.0, 0.25, 0.5, 0.75, 1.0}) EXPECT_DOUBLE_EQ(Quantile(values, q), QuantileSorted(sorted, q));
    for (const double center : {-1.0, 0.0, 4.5, 6.0, 20.0})
      EXPECT_DOUBLE_EQ(MedianAbsoluteDeviationSorted(sorted, center), MedianAbsoluteDeviation(values, center)) << size;
  }
}

TEST(Beacon, FindsAPerfectBeat) {
  const BeaconAssessment a = AssessBeacon(Sleeper(60, 0, 30, 1));
  EXPECT_GT(a.score, 0.95);
  EXPECT_NEAR(a.period, 60, 2);
  EXPECT_LT(a.jitter, 0.05);
  EXPECT_EQ(a.beats, 30u);
}

TEST(Beacon, FindsHalfJitterInManyBeats) {
  const BeaconAssessment a = AssessBeacon(Sleeper(300, 0.5, 96, 2));
  EXPECT_GT(a.score, 0.75);
  EXPECT_NEAR(a.period, 300, 60);
  EXPECT_GT(a.jitter, 0.3);
}

TEST(Beacon, FindsLongSleepersWhateverTheirJitter) {
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    Uniform uniform(seed);
    const double jitter = 0.5 * uniform(), period = 10 * std::exp(8 * uniform());
    std::vector<double> times = Sleeper(period, jitter, 60 + static_cast<size_t>(200 * uniform()), seed + 1000);
    std::erase_if(times, [&](double) { return uniform() < 0.1; });
    const BeaconAssessment a = AssessBeacon(times);
    EXPECT_GE(a.score, 0.5) << seed << ": " << jitter << ", " << a.Reasons();
    EXPECT_NEAR(a.period, period, 0.15 * period) << seed;
  }
}

TEST(Beacon, ExponentialGapsAreNotABeacon) {
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    Uniform uniform(seed);
    std::vector<double> times;
    double t = 0;
    for (int i = 0; i < 60; ++i) times.push_back(t += -60 * std::log(uniform()));
    EXPECT_LT(AssessBeacon(times).score, 0.5) << seed;
  }
}

TEST(Beacon, CollapsesBursts) {
  std::vector<double> times = Sleeper(600, 0.1, 30, 3);
  for (int i = 1; i <= 8; ++i) times.push_back(times[10] + i * 0.5);
  const BeaconAssessment a = AssessBeacon(times);
  EXPECT_EQ(a.collapsed, 8u);
  EXPECT_EQ(a.beats, 30u);
  EXPECT_GT(a.score, 0.75);
}

TEST(Beacon, CountsMissedBeats) {
  std::vector<double> times = Sleeper(120, 0.02, 40, 4);
  times.erase(times.begin() + 20);
  times.erase(times.begin() + 10);
  const BeaconAssessment a = AssessBeacon(times);
  EXPECT_EQ(a.missed, 2u);
  EXPECT_GT(a.score, 0.75);
}

TEST(Beacon, OrderOfTimesDoesNotMatter) {
  std::vector<double> times = Sleeper(60, 0.2, 40, 5);
  const BeaconAssessment forward = AssessBeacon(times);
  std::reverse(times.begin(), times.end());
  std::rotate(times.begin(), times.begin() + 7, times.end());
  EXPECT_EQ(AssessBeacon(times).evidence, forward.evidence);
}

TEST(Beacon, UsesTheNewestTimesOnly) {
  std::vector<double> times = Sleeper(60, 0.05, 400, 6);
  const BeaconAssessment a = AssessBeacon(times);
  EXPECT_EQ(a.events, 400u);
  EXPECT_EQ(a.beats, kBeaconSketchSize);
}

TEST(Beacon, TooFewGapsStayLow) {
  EXPECT_EQ(AssessBeacon({}).score, 0);
  EXPECT_EQ(AssessBeacon(std::vector<double>{5}).score, 0);
  EXPECT_EQ(AssessBeacon(std::vector<double>{5, 5, 5, 5, 5, 5, 5, 5}).score, 0);
  const BeaconAssessment a = AssessBeacon(Sleeper(60, 0, 4, 7));
  EXPECT_FALSE(a.enough);
  EXPECT_LE(a.score, 0.4);
  EXPECT_EQ(a.Reasons(), "only 3 gaps between beats; 4 are needed");
}

TEST(Beacon, SaysWhy) {
  const BeaconAssessment a = AssessBeacon(Sleeper(60, 0, 30, 1));
  EXPECT_EQ(a.Reasons().rfind("period ", 0), 0u);
  EXPECT_NE(a.Reasons().find("30 beats; above 99.9 % of aperiodic series"), std::string::npos) << a.Reasons();
}

TEST(Beacon, EverySeriesGivesAScoreInRange) {
  Uniform uniform(9);
  for (int round = 0; round < 300; ++round) {
    std::vector<double> times;
    const size_t n = static_cast<size_t>(uniform() * 60);
    for (size_t i = 0; i < n; ++i) times.push_back(std::floor(uniform() * std::pow(10, uniform() * 8)));
    const BeaconAssessment a = AssessBeacon(times);
    EXPECT_GE(a.score, 0);
    EXPECT_LE(a.score, 1);
    EXPECT_FALSE(std::isnan(a.evidence));
  }
}

TEST(SizeRegularity, RepeatedSizesAreRegular) {
  EXPECT_DOUBLE_EQ(SizeRegularity(std::vector<double>{512, 512, 512, 512, 900}), 1);
  EXPECT_LT(SizeRegularity(std::vector<double>{10, 500, 2000, 90000, 3}), 0.3);
  EXPECT_EQ(SizeRegularity(std::vector<double>{512, 512}), 0);
}

std::vector<double> Moved(std::vector<double> times, double by) {
  for (double& t : times) t += by;
  return times;
}

TEST(ClockPhase, SchedulesBeginOnTheClock) {
  const std::vector<double> hours = Moved(Sleeper(3600, 0, 100, 10), -1000);
  EXPECT_EQ(ClockPhase(hours, 3600), 1);
  EXPECT_EQ(ClockPhase(Moved(hours, 12), 3590), 1);    // late, and its period only estimated
  EXPECT_EQ(ClockPhase(Moved(hours, -0.2), 3600), 1);  // a clock that is fast
  EXPECT_EQ(ClockPhase(Moved(hours, 700), 3600), 0);   // started some time or other
  EXPECT_EQ(ClockPhase(hours, 3000), 0);               // no period of a schedule
  EXPECT_LT(ClockPhase(Moved(Sleeper(60.4, 0, 200, 10), -1000), 60.4), 0.1);
  EXPECT_LT(ClockPhase(Moved(Sleeper(3600, 0.3, 100, 11), -1000), 3600), 0.1);
  EXPECT_EQ(ClockPhase({}, 60), 0);
}

}  // namespace
}  // namespace quarry
