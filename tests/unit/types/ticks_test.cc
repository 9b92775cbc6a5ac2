#include "types/ticks.h"

#include <gtest/gtest.h>

namespace quarry {
namespace {

std::string Normal(std::string_view text) {
  const auto ticks = ParseDateTime(text);
  return ticks ? FormatDateTime(*ticks) : "none";
}
std::string NormalSpan(std::string_view text) {
  const auto ticks = ParseTimeSpan(text);
  return ticks ? FormatTimeSpan(*ticks) : "none";
}

TEST(Ticks, CivilRoundTripOverAllDays) {
  for (int64_t day = 0; day <= kMaxDateTimeTicks / kTicksPerDay; day += 13) {
    const int64_t ticks = day * kTicksPerDay + 12345;
    ASSERT_EQ(FromCivil(ToCivil(ticks)), ticks);
  }
  EXPECT_EQ(FromCivil({1970, 1, 1, 0, 0, 0, 0}), kUnixEpochTicks);
  EXPECT_EQ(FormatDateTime(kMaxDateTimeTicks), "9999-12-31T23:59:59.9999999Z");
  EXPECT_EQ(FormatDateTime(0), "0001-01-01T00:00:00.0000000Z");
}

TEST(Ticks, ParsesCanonicalForms) {
  EXPECT_EQ(Normal("2024-05-01T10:00:00.1234567Z"), "2024-05-01T10:00:00.1234567Z");
  EXPECT_EQ(Normal("2024-02-29 23:59:59.123456789"), "2024-02-29T23:59:59.1234567Z");
  EXPECT_EQ(Normal("2024-05-01T10:00:00+02:00"), "2024-05-01T08:00:00.0000000Z");
  EXPECT_EQ(Normal("2024-05-01T10:00:00-0530"), "2024-05-01T15:30:00.0000000Z");
  EXPECT_FALSE(ParseIsoDateTime("2024-05-01"));
  EXPECT_FALSE(ParseIsoDateTime("2023-02-29T00:00:00Z"));
  EXPECT_FALSE(ParseIsoDateTime("2024-05-01T24:00:00Z"));
  EXPECT_FALSE(ParseIsoDateTime("2024-05-01T10:00:00."));
  EXPECT_FALSE(ParseIsoDateTime("2024-05-01T10:00:00Zx"));
  EXPECT_FALSE(ParseIsoDateTime("2024-05-0:T10:00:00Z"));
}

TEST(Ticks, ParsesOtherForms) {
  EXPECT_EQ(Normal("2024-05-01"), "2024-05-01T00:00:00.0000000Z");
  EXPECT_EQ(Normal("2024-5-1 7:05"), "2024-05-01T07:05:00.0000000Z");
  EXPECT_EQ(Normal("05/01/2024 10:00:00 PM"), "2024-05-01T22:00:00.0000000Z");
  EXPECT_EQ(Normal("12-02-2022"), "2022-12-02T00:00:00.0000000Z");
  EXPECT_EQ(Normal("Sat, 8 Nov 2014 15:05:02 GMT"), "2014-11-08T15:05:02.0000000Z");
  EXPECT_EQ(Normal("Saturday, 08-Nov-14 15:05 UTC"), "2014-11-08T15:05:00.0000000Z");
  EXPECT_EQ(Normal("2014-11-08T15:05Z"), "2014-11-08T15:05:00.0000000Z");
  for (const char* bad :
       {"", "x", "2024-13-01", "2024-02-30", "10:00", "2024-05-01T", "2024-05-01 10:00 XYZ", "13/13/2024", "-1"})
    EXPECT_EQ(Normal(bad), "none") << bad;
}

TEST(Ticks, Spans) {
  EXPECT_EQ(NormalSpan("1d"), "1.00:00:00");
  EXPECT_EQ(NormalSpan("1.5h"), "01:30:00");
  EXPECT_EQ(NormalSpan("-2h"), "-02:00:00");
  EXPECT_EQ(NormalSpan("100ms"), "00:00:00.1000000");
  EXPECT_EQ(NormalSpan("5 microseconds"), "00:00:00.0000050");
  EXPECT_EQ(NormalSpan("1tick"), "00:00:00.0000001");
  EXPECT_EQ(NormalSpan("0.12:34:56.7"), "12:34:56.7000000");
  EXPECT_EQ(NormalSpan("3.01:02"), "3.01:02:00");
  EXPECT_EQ(NormalSpan("2"), "2.00:00:00");
  for (const char* bad : {"", "h", "25:00", "1:60", "1x", "99999999999999d"}) EXPECT_EQ(NormalSpan(bad), "none") << bad;
  EXPECT_EQ(FormatTimeSpan(INT64_MIN), "-10675199.02:48:05.4775808");
}

}  // namespace
}  // namespace quarry
