#include "types/number.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace quarry {
namespace {

TEST(Number, Integers) {
  EXPECT_EQ(ParseInteger("42"), 42);
  EXPECT_EQ(ParseInteger("-0x10"), -16);
  EXPECT_EQ(ParseInteger("9223372036854775807"), std::numeric_limits<int64_t>::max());
  EXPECT_EQ(ParseInteger("-9223372036854775808"), std::numeric_limits<int64_t>::min());
  for (const char* bad : {"", "-", "+-1", "--1", "9223372036854775808", "1.0", " 1", "0x", "1a"})
    EXPECT_FALSE(ParseInteger(bad)) << bad;
}

TEST(Number, Reals) {
  EXPECT_EQ(ParseReal("1e3"), 1000.0);
  EXPECT_EQ(ParseReal("-.5"), -0.5);
  EXPECT_TRUE(std::isnan(*ParseReal("nan")));
  EXPECT_EQ(ParseReal("-inf"), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(ParseReal("1e999"), std::numeric_limits<double>::infinity());
  EXPECT_EQ(ParseReal("1e-999"), 0.0);
  for (const char* bad : {"", "e3", "1.2.3", "--1", "1 "}) EXPECT_FALSE(ParseReal(bad)) << bad;
}

TEST(Number, RealText) {
  EXPECT_EQ(FormatReal(0.1), "0.1");
  EXPECT_EQ(FormatReal(1), "1");
  EXPECT_EQ(FormatReal(1, true), "1.0");
  EXPECT_EQ(FormatReal(-123.45, true), "-123.45");
  EXPECT_EQ(FormatReal(1e20), "1E+20");
  EXPECT_EQ(FormatReal(1.5e-7), "1.5E-07");
  EXPECT_EQ(FormatReal(123456789012345.0), "123456789012345");
  EXPECT_EQ(FormatReal(std::nan("")), "NaN");
  EXPECT_EQ(FormatReal(-INFINITY), "-Infinity");
}

}  // namespace
}  // namespace quarry
