#include "functions/analytics/number_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <random>
#include <set>

namespace quarry {
namespace {

std::vector<int64_t> NumbersOf(std::string_view encoded) {
  std::vector<int64_t> numbers;
  NumberSetReader reader(encoded);
  for (int64_t number; reader.Next(number);) numbers.push_back(number);
  EXPECT_FALSE(reader.is_damaged());
  return numbers;
}

std::string Encoded(const std::vector<int64_t>& numbers) {
  NumberSet set;
  for (const int64_t number : numbers) set.Add(number);
  std::string encoded;
  set.EncodeTo(encoded);
  return encoded;
}

class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed), kind_(engine_() % 4) {}
  uint64_t Below(uint64_t bound) { return engine_() % bound; }
  // Minutes, mostly ascending; few numbers over and over; any.
  int64_t Number() {
    switch (kind_) {
      case 0:
        return at_ += static_cast<int64_t>(Below(3));
      case 1:
        return Below(20) == 0 ? at_ - static_cast<int64_t>(Below(200)) : (at_ += static_cast<int64_t>(Below(40)));
      case 2:
        return static_cast<int64_t>(Below(50)) - 25;
      default:
        return Below(10) == 0 ? Edge() : static_cast<int64_t>(engine_());
    }
  }

 private:
  int64_t Edge() {
    using Limits = std::numeric_limits<int64_t>;
    constexpr int64_t kEdges[] = {Limits::min(), Limits::min() + 1, -1, 0, 1, Limits::max() - 1, Limits::max()};
    return kEdges[Below(std::size(kEdges))];
  }

  std::mt19937_64 engine_;
  const uint64_t kind_;
  int64_t at_ = 29'543'040;
};

TEST(NumberSet, AnyOrderAndAnySplitGiveTheSortedNumbersOnce) {
  for (uint32_t seed = 1; seed <= 400; ++seed) {
    Random random(seed);
    std::set<int64_t> expected;
    NumberSet parts[3];
    for (uint64_t left = random.Below(3000); left > 0; --left) {
      const int64_t number = random.Number();
      expected.insert(number);
      parts[random.Below(3)].Add(number);
    }
    // Two by their text, one as it is.
    NumberSet whole = parts[0];
    std::string text;
    parts[1].EncodeTo(text);
    ASSERT_TRUE(whole.Merge(text)) << seed;
    whole.Merge(parts[2]);
    std::string encoded;
    whole.EncodeTo(encoded);
    EXPECT_EQ(NumbersOf(encoded), std::vector<int64_t>(expected.begin(), expected.end())) << seed;
    EXPECT_EQ(CountOfNumberSet(encoded), static_cast<int64_t>(expected.size())) << seed;
    EXPECT_TRUE(std::all_of(encoded.begin(), encoded.end(), [](char c) { return c >= '0' && c <= 'o'; })) << seed;
  }
}

TEST(NumberSet, ConsecutiveNumbersTakeAByteEach) {
  NumberSet set;
  for (int64_t minute = 0; minute < 40'320; ++minute) set.Add(29'543'040 + minute);
  EXPECT_LT(set.bytes(), 90'000u);
  std::string encoded;
  set.EncodeTo(encoded);
  EXPECT_LT(encoded.size(), 40'330u);
}

TEST(NumberSet, MissingNumbersAreThoseOfADefinition) {
  for (uint32_t seed = 1; seed <= 300; ++seed) {
    Random random(seed);
    std::vector<int64_t> numbers, others;
    for (uint64_t left = random.Below(200); left > 0; --left) numbers.push_back(random.Number());
    for (uint64_t left = random.Below(200); left > 0; --left) others.push_back(random.Number());
    const auto later = static_cast<int64_t>(random.Below(4));
    const std::set<int64_t> all(others.begin(), others.end());
    int64_t expected = 0;
    for (const int64_t number : std::set<int64_t>(numbers.begin(), numbers.end())) {
      bool has = false;
      for (int64_t i = 0; i <= later; ++i)
        has |= number <= std::numeric_limits<int64_t>::max() - i && all.count(number + i) != 0;
      expected += !has;
    }
    EXPECT_EQ(MissingOfNumberSet(Encoded(numbers), Encoded(others), later), expected) << seed;
  }
}

TEST(NumberCounts, CountsAreThoseOfADefinition) {
  for (uint32_t seed = 1; seed <= 100; ++seed) {
    Random random(seed);
    std::map<int64_t, int64_t> expected;
    NumberCounts counts, others;
    for (uint64_t sets = random.Below(30); sets > 0; --sets) {
      std::set<int64_t> numbers;
      for (uint64_t left = random.Below(50); left > 0; --left) numbers.insert(random.Number());
      for (const int64_t number : numbers) ++expected[number];
      ASSERT_TRUE((random.Below(2) ? counts : others).Add(Encoded({numbers.begin(), numbers.end()})));
    }
    counts.Merge(others);
    int64_t most = 0;
    for (const auto& [number, count] : expected) most = std::max(most, count);
    EXPECT_EQ(counts.most(), most) << seed;
  }
}

TEST(NumberSet, TextThatIsNoSetIsRefusedAndNeverReadBeyond) {
  // A distance of 0, characters outside, a number that goes on behind the end, more than 64 bits.
  for (const std::string_view text : {"00", "0p", "0/", "P", "0P", "PPPPPPPPPPPPPPPPPPPP0", "ooooooooooooO0"}) {
    EXPECT_EQ(CountOfNumberSet(text), std::nullopt) << text;
    EXPECT_EQ(MissingOfNumberSet(text, "", 0), std::nullopt) << text;
    NumberCounts counts;
    EXPECT_FALSE(counts.Add(text)) << text;
    EXPECT_EQ(counts.most(), 0) << text;
  }
  std::mt19937 random(7);
  for (int round = 0; round < 20'000; ++round) {
    std::string text(random() % 30, ' ');
    for (char& c : text) c = static_cast<char>(random() % 20 == 0 ? random() : '0' + random() % 64);
    NumberSet set;
    if (!set.Merge(text)) continue;
    std::string encoded;
    set.EncodeTo(encoded);
    EXPECT_EQ(NumbersOf(encoded), NumbersOf(text));
  }
}

}  // namespace
}  // namespace quarry
