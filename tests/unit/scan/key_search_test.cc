// KeySearch: what is written as the key, wherever it stands; and which way a scan takes.
#include "scan/key_search.h"

#include <gtest/gtest.h>

#include "scan/scan_way.h"

namespace quarry {
namespace {

const KeyFilter kUrl = {"Url", LiteralFilter::Literal("workers.dev", true)};

std::vector<std::string> Found(std::string_view text, const KeyFilter& filter = kUrl) {
  std::vector<std::string> out;
  for (const KernelTable* kernels : AvailableKernels()) {
    std::vector<std::string> found;
    const KeySearch search(filter, {}, *kernels);
    KeySearch::Cursor cursor;
    search.Start(text, cursor);
    LineFilter::Line line;
    for (size_t from = 0; search.Next(text, from, cursor, &line); from = line.end + 1)
      found.emplace_back(text.substr(line.begin, line.end - line.begin));
    if (kernels != AvailableKernels().front()) {
      EXPECT_EQ(found, out) << kernels->name;
    }
    out = std::move(found);
  }
  return out;
}
bool Finds(std::string_view line) {
  return Found(line).size() == 1;
}

TEST(KeySearch, TestsTheValueOfTheKeyOnly) {
  EXPECT_EQ(
      Found("{\"Url\":\"a.WORKERS.dev\"}\n{\"Url\":\"b\",\"Other\":\"workers.dev\"}\n{\"Url\" \t: \"workers.dev\"}"),
      (std::vector<std::string>{"{\"Url\":\"a.WORKERS.dev\"}", "{\"Url\" \t: \"workers.dev\"}"}));
  EXPECT_FALSE(Finds(R"({"Other":"Url","x":"workers.dev"})"));
  EXPECT_FALSE(Finds(R"(["Url","workers.dev"])"));
  EXPECT_FALSE(Finds(R"({"MyUrl":"workers.dev"})"));
}

TEST(KeySearch, LetsPassWhatItCannotJudge) {
  EXPECT_TRUE(Finds(R"({"\u0055rl":"workers.dev"})"));
  EXPECT_TRUE(Finds(R"({"Url":"\u0077orkers.dev"})"));
  EXPECT_FALSE(Finds(R"({"Url":"b \u0026"})"));
  EXPECT_TRUE(Finds(R"({"Url":"say \"hi\" to workers.dev"})"));
  EXPECT_TRUE(Finds(R"({"Url":{"deep":1}})"));
  EXPECT_FALSE(Finds(R"({"Url":null})"));
  EXPECT_FALSE(Finds(R"({"Url":"C:\\","x":"workers.dev"})"));
  EXPECT_TRUE(Finds(R"({"x":{"Url":"workers.dev"},"Url":"b"})"));
  EXPECT_TRUE(Finds(R"({"Url":"b","Url":"workers.dev"})"));
  EXPECT_TRUE(Finds(R"({"Url":"cut off)"));
}

TEST(KeySearch, FindsKeysAtTheEdgesOfItsWindows) {
  for (size_t before = (64 << 10) - 40; before < (64 << 10) + 4; ++before) {
    const std::string text = "{\"x\":\"" + std::string(before, 'x') + "\",\"Url\":\"workers.dev\"}\n{\"Url\":\"b\"}";
    EXPECT_EQ(Found(text).size(), 1u) << before;
  }
}

TEST(KeySearch, RefusesKeysAndFiltersThatRawTextDoesNotShow) {
  EXPECT_TRUE(KeySearch::CanSearch(kUrl));
  EXPECT_FALSE(KeySearch::CanSearch({"a/b", kUrl.filter}));
  EXPECT_FALSE(KeySearch::CanSearch({"", kUrl.filter}));
  EXPECT_FALSE(KeySearch::CanSearch({std::string(62, 'k'), kUrl.filter}));
  EXPECT_FALSE(KeySearch::CanSearch({"Url", LiteralFilter::Literal("://", false)}));
}

std::string Lines(int all, int with) {
  std::string text;
  for (int i = 0; i < all; ++i) {
    text += "{\"Id\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\"Note\":\"none\",\"Url\":\"";
    text += i < with ? "workers.dev\"}\n" : "example.com\"}\n";
  }
  return text;
}

ScanWay Choose(const ScanSpec& spec, std::string_view sample) {
  return ChooseScanWay(spec, LineFilter(spec.prefilter, sample), true, sample);
}

TEST(ScanWay, DependsOnThePredicateAndTheSample) {
  ScanSpec spec;
  EXPECT_EQ(Choose(spec, {}).kind, ScanWay::Kind::kEveryRecord);
  spec.prefilter = kUrl.filter;
  EXPECT_EQ(Choose(spec, Lines(100, 1)).kind, ScanWay::Kind::kLiterals);
  EXPECT_EQ(Choose(spec, Lines(100, 1)).why, "literals: \"workers.dev\" nocase; 1 of 100 sampled records may match");
  EXPECT_EQ(Choose(spec, Lines(100, 90)).kind, ScanWay::Kind::kEveryRecord);
  spec.key_filters = {kUrl};
  // Long records: looking for the key is cheaper. All hits lie elsewhere: testing the value saves parsing.
  std::string elsewhere;
  for (int i = 0; i < 100; ++i) elsewhere += "{\"Note\":\"workers.dev\",\"Url\":\"" + std::string(900, 'x') + "\"}\n";
  const ScanWay way = Choose(spec, elsewhere);
  EXPECT_EQ(way.kind, ScanWay::Kind::kOneKey);
  EXPECT_EQ(way.why, "one key: `Url` for \"workers.dev\" nocase; 0 of 100 sampled records may match");
  spec.use_prefilter = false;
  EXPECT_EQ(Choose(spec, elsewhere).kind, ScanWay::Kind::kEveryRecord);
}

}  // namespace
}  // namespace quarry
