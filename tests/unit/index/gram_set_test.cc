#include "index/gram_set.h"

#include <gtest/gtest.h>

#include <bit>
#include <random>
#include <string>

#include "index/path_table.h"

namespace quarry {
namespace {

bool Has(std::string_view text, std::string_view literal, double density = 0.5) {
  GramSet set;
  set.Add(text);
  std::vector<uint64_t> words;
  set.Finish(CommonGrams(), density, words);
  return HasGrams(words.data(), words.size(), GramsOf(literal));
}

TEST(GramSet, FindsWhatIsThereInAnyCase) {
  EXPECT_TRUE(Has("https api-1.Workers.DEV", "workers.dev"));
  EXPECT_TRUE(Has("workers.dev", "WORKERS"));
  EXPECT_FALSE(Has("something else entirely", "workers.dev"));
}

TEST(GramSet, SaysNothingOfShortLiteralsAndOfBytesThatMayDiffer) {
  EXPECT_TRUE(GramsOf("abc").empty());
  EXPECT_TRUE(GramsOf("w:x/y\"z").empty());
  EXPECT_EQ(GramsOf("wxyz:stuv").size(), 2U);
  EXPECT_EQ(GramsOf("uvwxyz").size(), 5U);  // three of four, two of five
}

TEST(GramSet, KeepsAFourthOfHexadecimalGramsWhichIsEnoughForHashes) {
  const std::string hash = "8284c890ecefb476ca002cfa2d3e6d78d99bbc81";
  const size_t kept = GramsOf(hash).size();
  EXPECT_GT(kept, 5U);
  EXPECT_LT(kept, 30U);
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

TEST(GramSet, TellsWhatSharesItsRunsOfFour) {
  const std::string text = "wscript.exe at google.com, crypt.gz and t.go";
  EXPECT_TRUE(Has(text, "pt.g", 0.01));
  EXPECT_TRUE(Has(text, "google.com", 0.01));
  EXPECT_FALSE(Has(text, "script.google.com", 0.01));
}

TEST(GramSet, IsEmptyAgainWhenItIsFinished) {
  GramSet set;
  set.Add("workers.dev");
  std::vector<uint64_t> words;
  set.Finish(CommonGrams(), 0.5, words);
  words.clear();
  set.Finish(CommonGrams(), 0.5, words);
  EXPECT_EQ(words, std::vector<uint64_t>(1, 0));
}

TEST(GramSet, IsNoLargerThanItsShareOfBitsAsks) {
  std::mt19937 random(2);
  for (const size_t size : {200U, 4000U, 30000U}) {
    std::string text;
    for (size_t i = 0; i < size; ++i) text += static_cast<char>('g' + random() % 20);
    GramSet set;
    set.Add(text);
    std::vector<uint64_t> words;
    set.Finish(CommonGrams(), 0.3, words);
    size_t count = 0;
    for (const uint64_t word : words) count += static_cast<size_t>(std::popcount(word));
    EXPECT_LT(count, words.size() * 64 * 33 / 100) << size;
    EXPECT_GT(count, words.size() * 64 * 24 / 100) << size;
  }
}

TEST(GramCensus, FindsWhatMostTextsHave) {
  constexpr std::string_view kNames = "InitiatingProcessAccountName of InitiatingProcessVersionInfoOriginalFileName";
  GramCensus census;
  GramSet set;
  for (int i = 0; i < 8; ++i) {
    set.Add(kNames);
    set.Add(i < 5 ? "workstation" : "server-room");
    census.Add(set);
  }
  const CommonGrams common = census.Common();
  EXPECT_EQ(common.grams(), GramsOf(kNames));
  set.Add(kNames);
  set.Add("workstation");
  std::vector<uint64_t> with, without;
  set.Finish(common, 0.3, with);
  set.Add(kNames);
  set.Add("workstation");
  set.Finish(CommonGrams(), 0.3, without);
  EXPECT_LT(with.size(), without.size());
  EXPECT_TRUE(HasGrams(with.data(), with.size(), GramsOf("workstation")));
  EXPECT_TRUE(GramCensus().Common().grams().empty());
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
