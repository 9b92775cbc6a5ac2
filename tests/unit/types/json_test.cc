#include "types/json.h"

#include <gtest/gtest.h>

namespace quarry {
namespace {

std::string Rewritten(std::string_view text, JsonSyntax syntax = JsonSyntax::kStrict) {
  Arena arena;
  const JsonNode* node = ParseJson(text, arena, syntax);
  if (!node) return "none";
  std::string out;
  AppendJson(*node, out);
  return out;
}

TEST(Json, ParsesAndWrites) {
  EXPECT_EQ(Rewritten(" { \"a\" : [1, -2.50, 1e2, true, null, \"x\\n\\u00e9\"], \"b\":{} } "),
            "{\"a\":[1,-2.5,100.0,true,null,\"x\\n\xC3\xA9\"],\"b\":{}}");
  EXPECT_EQ(Rewritten("\"\\ud83d\\ude00\""), "\"\xF0\x9F\x98\x80\"");
  EXPECT_EQ(Rewritten("\"\\ud83d\""), "\"\xEF\xBF\xBD\"");
  EXPECT_EQ(Rewritten("12345678901234567890"), "1.2345678901234567E+19");
  EXPECT_EQ(Rewritten("['a', {'b':'c\"d'}]", JsonSyntax::kRelaxed), "[\"a\",{\"b\":\"c\\\"d\"}]");
}

TEST(Json, RejectsWhatIsNotJson) {
  for (const char* bad : {"", " ", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "01", "1.", ".5", "+1", "'a'", "tru", "nul",
                          "\"\\x\"", "\"\t\"", "[1 2]", "1 2", "\"\\u12\"", "NaN"})
    EXPECT_EQ(Rewritten(bad), "none") << bad;
  EXPECT_EQ(Rewritten(std::string(100'000, '[')), "none");
}

TEST(Json, Access) {
  Arena arena;
  const JsonNode* node = ParseJson("{\"a\":1,\"a\":2,\"l\":[1,2,3]}", arena);
  ASSERT_NE(node, nullptr);
  EXPECT_EQ(node->Find("a")->integer, 2);
  EXPECT_EQ(node->Find("l")->At(-1)->integer, 3);
  EXPECT_EQ(node->Find("l")->At(3), nullptr);
  EXPECT_EQ(node->Find("b"), nullptr);
}

JsonStep Name(std::string name) {
  JsonStep s;
  s.name = std::move(name);
  return s;
}
JsonStep Index(int64_t index) {
  JsonStep s;
  s.is_index = true;
  s.index = index;
  return s;
}

TEST(Json, Paths) {
  const std::string_view json =
      "{\"x\":{\"y\\\"\":\"}\"}, \"l\" : [ {\"k\":1}, \"a\\\\\", [] ], \"x2\":null, \"l2\":[]}";
  const auto find = [&](std::vector<JsonStep> path) { return std::string(FindJsonPath(json, path).value_or("none")); };
  EXPECT_EQ(find({Name("x"), Name("y\"")}), "\"}\"");
  EXPECT_EQ(find({Name("l"), Index(0), Name("k")}), "1");
  EXPECT_EQ(find({Name("l"), Index(1)}), "\"a\\\\\"");
  EXPECT_EQ(find({Name("l"), Index(-1)}), "[]");
  EXPECT_EQ(find({Name("l"), Index(3)}), "none");
  EXPECT_EQ(find({Name("l"), Index(-4)}), "none");
  EXPECT_EQ(find({Name("l2"), Index(0)}), "none");
  EXPECT_EQ(find({Name("x2")}), "null");
  EXPECT_EQ(find({Name("l"), Name("k")}), "none");
  EXPECT_EQ(find({Name("nope")}), "none");
  for (const char* cut : {"", "{", "{\"a", "{\"a\"", "{\"a\":", "[", "[1", "{\"a\":\"x"})
    EXPECT_FALSE(FindJsonPath(cut, std::vector{Name("a")})) << cut;
}

TEST(Json, Compact) {
  EXPECT_EQ(CompactJson(" { \"a b\" : [ 1.50 , \"x y\\\"  \" ] } "), "{\"a b\":[1.50,\"x y\\\"  \"]}");
  EXPECT_FALSE(CompactJson("{"));
}

}  // namespace
}  // namespace quarry
