#include "analytics/evidence.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace quarry {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Evidence, WilsonLowerGrowsWithTrialsAndStaysBelowTheShare) {
  double last = 0;
  for (const double n : {1.0, 2.0, 5.0, 20.0, 100.0, 1e6}) {
    const double bound = WilsonLower(n, n, 1.96);
    EXPECT_GT(bound, last);
    EXPECT_LT(bound, 1);
    last = bound;
  }
  for (const double k : {0.0, 1.0, 5.0, 9.0}) EXPECT_LE(WilsonLower(k, 10, 1.96), k / 10);
}

TEST(Evidence, OddNumbersGiveBoundedAnswers) {
  for (const double a : {kNan, kInfinity, -kInfinity, -1.0, 0.0, 0.5, 1e300}) {
    for (const double b : {kNan, kInfinity, -kInfinity, -1.0, 0.0, 0.5, 1e300}) {
      const double share = WilsonLower(a, b, 1.96);
      EXPECT_TRUE(share >= 0 && share <= 1) << a << ' ' << b;
      EXPECT_FALSE(std::isnan(Ramp(a, b, 1))) << a << ' ' << b;
      const double both[] = {a, b};
      const double either = NoisyOr(both);
      EXPECT_TRUE(either >= 0 && either <= 1) << a << ' ' << b;
      if (std::isfinite(a) && std::isfinite(b)) {
        EXPECT_GE(Rarity(a, b), 0) << a << " " << b;
      }
    }
  }
}

TEST(Evidence, EntropyOfAlphabets) {
  EXPECT_EQ(ShannonEntropy(""), 0);
  EXPECT_EQ(ShannonEntropy("zzz"), 0);
  EXPECT_DOUBLE_EQ(ShannonEntropy("0123456789abcdef"), 4);
}

}  // namespace
}  // namespace quarry
