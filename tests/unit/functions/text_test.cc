#include <gtest/gtest.h>

#include "functions/text/required_literals.h"
#include "functions/text/unicode.h"
#include "unit/functions/kernel_harness.h"

namespace quarry {
namespace {

TEST(Text, Terms) {
  EXPECT_EQ(Call("has_term", {S("PowerShell -enc"), S("powershell")}), "true");
  EXPECT_EQ(Call("has_term", {S("KustoExplorerQueryRun"), S("Explorer")}), "false");
  EXPECT_EQ(Call("has_term", {S("a_b"), S("b")}), "true");
  EXPECT_EQ(Call("has_term", {S("xab ab"), S("ab")}), "true");
  EXPECT_EQ(Call("has_term", {S("x.workers.dev:443"), S("workers.dev")}), "true");
  EXPECT_EQ(Call("has_term", {S("xworkers.dev"), S("workers.dev")}), "false");
  EXPECT_EQ(Call("has_term", {S("a -enc b"), S("-enc")}), "true");
  EXPECT_EQ(Call("has_term", {S("a-encode"), S("-enc")}), "false");
  EXPECT_EQ(Call("has_term", {S("Stra\xC3\x9F"
                                "en"),
                              S("stra")}),
            "false");
  EXPECT_EQ(Call("has_term", {S("an \xC3\x84RGER"), S("\xC3\xA4rger")}), "true");
  EXPECT_EQ(Call("has_term", {S(""), S("a")}), "false");
  EXPECT_EQ(Call("has_term", {S("a"), S("")}), "true");
  EXPECT_EQ(Call("has_any", {S("a b c"), D("[\"x\",\"B\"]")}), "true");
  EXPECT_EQ(Call("has_any", {S("a b c"), D("[]")}), "false");
  EXPECT_EQ(Call("has_all", {S("a b c"), S("c"), S("A")}), "true");
  EXPECT_EQ(Call("has_all", {S("a b c"), S("c"), S("d")}), "false");
  EXPECT_EQ(Call("has_term", {Value(), S("a")}), "false");
}

TEST(Text, AffixesAndParts) {
  EXPECT_EQ(Call("contains_nocase", {S("GR\xC3\x96SSE"), S("r\xC3\xB6ss")}), "true");
  EXPECT_EQ(Call("contains_nocase", {S("aXbxaxB"), S("XB")}), "true");
  EXPECT_EQ(Call("contains_case", {S("aXbxaxB"), S("XB")}), "false");
  EXPECT_EQ(Call("starts_with_nocase", {S("\xC3\x84pfel"), S("\xC3\xA4")}), "true");
  EXPECT_EQ(Call("ends_with_nocase", {S("a"), S("ba")}), "false");
  EXPECT_EQ(Call("equals_nocase", {S("\xE2\x84\xAA"), S("k")}), "false");  // the Kelvin sign is no k here
}

TEST(Text, Lists) {
  EXPECT_EQ(Call("in", {S("b"), S("a"), S("b")}), "true");
  EXPECT_EQ(Call("in", {L(2), D("[1,2]")}), "true");
  EXPECT_EQ(Call("in", {R(2), L(2)}), "true");
  EXPECT_EQ(Call("in", {Value::Null(Type::kLong), L(2)}), "false");
  EXPECT_EQ(Call("in", {S("443"), D("[443]")}), "true");
  EXPECT_EQ(Call("in_nocase", {S("CMD.EXE"), S("x"), S("cmd.exe")}), "true");
}

TEST(Text, GlobsAndRegexes) {
  EXPECT_EQ(Call("glob_match", {S("C:\\Windows\\cmd.exe"), S("*\\cmd.exe")}), "true");
  EXPECT_EQ(Call("glob_match", {S("C:\\Windows\\CMD.exe"), S("*\\cmd.exe")}), "false");
  EXPECT_EQ(Call("glob_match", {S("abcabc"), S("*abc")}), "true");
  EXPECT_EQ(Call("glob_match", {S(""), S("*")}), "true");
  EXPECT_EQ(Call("glob_match_nocase", {S("what*EVER"), S("what\\*ever")}), "true");
  EXPECT_EQ(Call("glob_match_nocase", {S("whatXever"), S("what\\*ever")}), "false");
  EXPECT_EQ(Call("glob_match_nocase", {S("\xC3\xA4x"), S("?X")}), "true");
  EXPECT_EQ(Call("regex_match", {S("aab"), S("a(?=b)")}), "true");
  EXPECT_EQ(Call("regex_match", {S("AAB"), S("a(?=b)"), S("i")}), "true");
  EXPECT_EQ(Call("regex_match", {S("abab"), S("^(ab)\\1$")}), "true");
  EXPECT_EQ(Call("matches_regex", {S("x1"), S("(?<n>\\d)")}), "true");
  EXPECT_EQ(Call("matches_regex", {S("x"), S("a(?=b)")}),
            "\"error: lookaround and backreferences are no part of KQL's regular expressions\"");
  EXPECT_TRUE(Call("matches_regex", {S("x"), S("(")}).starts_with("\"error: invalid regular expression"));
  EXPECT_EQ(Call("cidr_match", {S("10.1.2.3"), S("10.0.0.0/8")}), "true");
  EXPECT_EQ(Call("cidr_match", {S("fe80::1"), S("10.0.0.0/8"), S("fe80::/10")}), "true");
  EXPECT_EQ(Call("cidr_match", {S("10.1.2.3/8"), S("10.0.0.0/8")}), "false");
}

TEST(Text, RequiredLiterals) {
  const auto regex = [](std::string_view pattern, bool nocase = false) {
    return RequiredByRegex(pattern, nocase).ToString();
  };
  EXPECT_EQ(regex("workers\\.dev$"), "\"workers.dev\"");
  EXPECT_EQ(regex("(workers|pages)\\.dev"), "((\"workers\" | \"pages\") & \".dev\")");
  EXPECT_EQ(regex("ab?c"), "(\"a\" & \"c\")");
  EXPECT_EQ(regex("ab+c"), "(\"ab\" & \"c\")");
  EXPECT_EQ(regex("(ab)?c{0,3}d"), "\"d\"");
  EXPECT_EQ(regex("a|"), "any");
  EXPECT_EQ(regex("[ab]c\\d+e"), "(\"c\" & \"e\")");
  EXPECT_EQ(regex("(?i)abc"), "\"abc\" nocase");
  EXPECT_EQ(regex("(?i:abc)d"), "(\"abc\" nocase & \"d\")");
  EXPECT_EQ(regex("x(?=y)"), "any");
  EXPECT_EQ(regex("\\x41b"), "any");
  EXPECT_EQ(regex("(?i)ask"), "(\"ask\" nocase | \"\xC5\xBF\" | \"\xE2\x84\xAA\")");
  const Value list = D("[\"a:b\",\"c\"]");
  EXPECT_EQ(LiteralsOf("has_any", {nullptr, &list}), "((\"a\" nocase & \"b\" nocase) | \"c\" nocase)");
  EXPECT_EQ(LiteralsOf("has_all", {nullptr, nullptr}), "any");
  const Value text = S("\xC3\xA4rger");
  EXPECT_EQ(LiteralsOf("has_term", {nullptr, &text}), "\"rger\" nocase");
  EXPECT_EQ(LiteralsOf("equals", {nullptr, &text}), "\"\xC3\xA4rger\"");
  const Value number = L(443);
  EXPECT_EQ(LiteralsOf("equals", {nullptr, &number}), "any");
  EXPECT_EQ(LiteralsOf("in", {nullptr, &number}), "any");
}

TEST(Text, Unicode) {
  EXPECT_EQ(CountCodePoints("a\xC3\xA4\xF0\x9F\x98\x80\xFF"), 4u);
  EXPECT_TRUE(IsTermBefore("\xC3\xA4.", 2));
  EXPECT_FALSE(IsTermBefore("\xC3\xA4.", 3));
  EXPECT_FALSE(IsValidUtf8("\xC0\x80"));
  EXPECT_EQ(Uppered("stra\xC3\x9F"
                    "e \xC3\xA4"),
            "STRA\xE1\xBA\x9E"
            "E \xC3\x84");
}

}  // namespace
}  // namespace quarry
