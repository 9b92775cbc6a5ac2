#include "index/gram_set.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "index/path_table.h"

namespace quarry {
namespace {

bool Has(std::string_view text, std::string_view literal, double density = 0.5) {
  GramSet set;
  set.Add(text);
  std::vector<uint64_t> words;
  const int power = set.Finish(density, words);
  EXPECT_EQ(words.size(), (size_t{1} << power) / 64);
  return HasGrams(words.data(), power, GramBitsOf(literal));
}

TEST(GramSet, FindsWhatIsThereInAnyCase) {
  EXPECT_TRUE(Has("https api-1.Workers.DEV", "workers.dev"));
  EXPECT_TRUE(Has("workers.dev", "WORKERS"));
  EXPECT_FALSE(Has("something else entirely", "workers.dev"));
}

TEST(GramSet, SaysNothingOfShortLiteralsAndOfBytesThatMayDiffer) {
  EXPECT_TRUE(GramBitsOf("abc").empty());
  EXPECT_TRUE(GramBitsOf("w:x/y\"z").empty());
  EXPECT_EQ(GramBitsOf("wxyz:stuv").size(), 2U);
}

TEST(GramSet, KeepsAFourthOfHexadecimalGramsWhichIsEnoughForHashes) {
  const std::string hash = "8284c890ecefb476ca002cfa2d3e6d78d99bbc81";
  const size_t kept = GramBitsOf(hash).size();
  EXPECT_GT(kept, 3U);
  EXPECT_LT(kept, 20U);
  EXPECT_TRUE(Has("before " + hash + " behind", hash));
  EXPECT_FALSE(Has("before 01a8c5465f735f1b51dab28549e6479ff2bde1ce behind", hash));
}

TEST(GramSet, NeverLosesAPartOfATextAtAnySize) {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (size_t i = random() % 20000; i > 0; --i) text += static_cast<char>(random());
    const size_t from = text.empty() ? 0 : random() % text.size();
    ASSERT_TRUE(Has(text, std::string_view(text).substr(from, random() % 40), 0.1 + 0.2 * (round % 4))) << round;
  }
}

TEST(GramSet, IsEmptyAgainWhenItIsFinished) {
  GramSet set;
  set.Add("workers.dev");
  std::vector<uint64_t> words;
  set.Finish(0.5, words);
  words.clear();
  const int power = set.Finish(0.5, words);
  EXPECT_EQ(power, kLeastGramBits);
  EXPECT_EQ(words, std::vector<uint64_t>(1, 0));
}

TEST(PathTable, GivesEachPlaceOneNumberAndAnEndToThem) {
  PathTable table;
  const auto a = table.Member(PathTable::kRecord, "a");
  ASSERT_TRUE(a);
  EXPECT_EQ(table.Member(PathTable::kRecord, "a"), a);
  EXPECT_NE(table.Member(*a, "a"), a);
  uint32_t at = PathTable::kRecord;
  int depth = 0;
  for (std::optional<uint32_t> next; (next = table.Member(at, "deep")); at = *next) ++depth;
  EXPECT_EQ(depth, PathTable::kMostDepth);
  for (uint32_t i = 0; i < PathTable::kMostPaths; ++i) table.Member(PathTable::kRecord, std::to_string(i));
  EXPECT_FALSE(table.Member(PathTable::kRecord, "one more"));
  EXPECT_EQ(table.Member(PathTable::kRecord, "a"), a);
}

}  // namespace
}  // namespace quarry
