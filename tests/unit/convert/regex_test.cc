// Regular expressions in the dialects of targets.
#include "convert/regex.h"

#include <gtest/gtest.h>

namespace quarry::convert {
namespace {

RegexDialect Lucene(bool fold) {
  RegexDialect dialect;
  dialect.whole_text = true;
  dialect.classes = false;
  dialect.fold_to_lower = fold;
  dialect.group = "(";
  return dialect;
}

std::string Written(std::string_view text, std::string_view flags, const RegexDialect& dialect) {
  const Result<Regex> regex = ParseRegex(text, flags);
  if (!regex) return "not read: " + regex.error().message;
  const Result<RegexText> written = WriteRegex(*regex, dialect);
  return written ? written->text : "refused: " + written.error().message;
}

TEST(Regex, IsWrittenAsItWasRead) {
  for (const std::string_view text : {R"((?:^|\.)workers\.dev\.?$)", R"(\s-[eE][nN]?[cC]?\s+[A-Za-z0-9+/=]{20,}?)",
                                      "a|b|cd", "(?:ab)+c{2}d{2,5}[^x]*", R"(\bword\b)", R"([\]\\\^\-])"}) {
    EXPECT_EQ(Written(text, "", {}), text);
  }
}

TEST(Regex, FlagsStandInFrontWhereAllLettersShareThem) {
  EXPECT_EQ(Written("ab.c", "i", {}), "(?i)ab.c");
  EXPECT_EQ(Written("ab.c", "is", {}), "(?is)ab.c");
  EXPECT_EQ(Written("12.3", "is", {}), "(?s)12.3");
  EXPECT_EQ(Written("(?i)ab", "", {}), "(?i)ab");
  EXPECT_EQ(Written("a(?i:b)", "", {}), "a[bB]");
  EXPECT_EQ(Written("a(?s:.).", "", {}), "a[\\s\\S][^\\n]");
}

TEST(Regex, LuceneMatchesWholeTexts) {
  EXPECT_EQ(Written("abc", "", Lucene(false)), ".*abc.*");
  EXPECT_EQ(Written("^abc$", "", Lucene(false)), "abc");
  EXPECT_EQ(Written(R"((?:^|\.)dev$)", "", Lucene(false)), "(.*\\.)?dev");
  EXPECT_EQ(Written("^a|b$", "", Lucene(false)), "a.*|.*b");
  EXPECT_EQ(Written("^AB[C-E]$", "i", Lucene(true)), "ab[C-Ec-e]");
  EXPECT_EQ(Written(R"(\d+)", "", Lucene(false)), ".*[0-9]+.*");
  EXPECT_EQ(Written("a^b", "", Lucene(false)), "refused: an anchor or word boundary inside the expression");
  EXPECT_EQ(Written(R"(\bab)", "", Lucene(false)), "refused: an anchor or word boundary inside the expression");
  EXPECT_EQ(Written("a(?i:b)", "", Lucene(true)),
            "refused: letters whose case counts beside others whose case does not");
}

TEST(Regex, WhatDialectsReadApartIsNamed) {
  EXPECT_EQ(Written("(?=a)b", "", {}), "not read: look-ahead");
  EXPECT_EQ(Written("(?<!a)b", "", {}), "not read: look-behind");
  EXPECT_EQ(Written(R"((a)\1)", "", {}), "not read: a back-reference");
  EXPECT_EQ(Written("a++", "", {}), "not read: a possessive quantifier");
  EXPECT_EQ(Written("(?>a)", "", {}), "not read: an atomic group");
  EXPECT_EQ(Written("[[:alpha:]]", "", {}), "not read: a POSIX class");
  EXPECT_EQ(Written(R"(\p{L})", "", {}), "not read: the escape `\\p`");
  EXPECT_EQ(Written("(a", "", {}), "not read: an unmatched `(`");
  EXPECT_EQ(Written("[a", "", {}), "not read: an unfinished set");
}

TEST(Regex, KnowsWhetherTheEmptyTextMatches) {
  const auto empty = [](std::string_view text) { return MatchesEmptyText(*ParseRegex(text, "")); };
  EXPECT_TRUE(empty(""));
  EXPECT_TRUE(empty("a*"));
  EXPECT_TRUE(empty("^$"));
  EXPECT_TRUE(empty("a|b?"));
  EXPECT_FALSE(empty("a+"));
  EXPECT_FALSE(empty("(?:a*b){1,3}"));
}

TEST(Regex, Ipv4RangesAreTexts) {
  const auto range = [](std::string_view cidr) {
    const Result<Regex> regex = RegexOfIpv4Range(cidr);
    return regex ? WriteRegex(*regex, {})->text : regex.error().message;
  };
  EXPECT_EQ(range("10.1.2.3"), R"(^10\.1\.2\.3$)");
  EXPECT_EQ(range("192.168.0.252/30"), R"(^192\.168\.0\.25[2-5]$)");
  EXPECT_EQ(range("10.1.2.3/40"), "`10.1.2.3/40` is no IPv4 range");
  EXPECT_EQ(range("10.1.2/8"), "`10.1.2/8` is no IPv4 range");
  EXPECT_EQ(range("10.1.2.256/8"), "`10.1.2.256/8` is no IPv4 range");
}

}  // namespace
}  // namespace quarry::convert
