// YAML with positions: spans are bytes, styles survive, and bad input is a diagnostic with a place.
#include "syntax/yaml/yaml.h"

#include <gtest/gtest.h>

namespace quarry {
namespace {

struct Parsed {
  SourceMap sources;
  DiagnosticList diagnostics;
  bool ok = false;
  std::vector<yaml::Node> documents;
  std::string_view TextOf(const yaml::Node& node) const { return sources.TextOf(node.span); }
};

std::unique_ptr<Parsed> ParseText(std::string text) {
  auto parsed = std::make_unique<Parsed>();
  const uint16_t source = parsed->sources.Add("rule.yml", std::move(text));
  FailureOr<std::vector<yaml::Node>> result = yaml::Parse(parsed->sources, source, parsed->diagnostics);
  parsed->ok = result.ok();
  if (result) parsed->documents = std::move(*result);
  return parsed;
}

TEST(Yaml, KindsAndSpans) {
  const auto p = ParseText("title: é \"x\"\nlist:\n  - 'a b'\n  - 17\nempty:\nflow: {k|all: [1, \"2\"]}\n");
  ASSERT_TRUE(p->ok);
  ASSERT_EQ(p->documents.size(), 1u);
  const yaml::Node& root = p->documents[0];
  EXPECT_EQ(root.TextOf("title"), "é \"x\"");
  EXPECT_EQ(p->TextOf(*root.Find("title")), "é \"x\"");
  const yaml::Node& list = *root.Find("list");
  ASSERT_EQ(list.items.size(), 2u);
  EXPECT_EQ(list.items[0].text, "a b");
  EXPECT_TRUE(list.items[0].quoted);
  EXPECT_EQ(p->TextOf(list.items[1]), "17");
  EXPECT_EQ(list.items[1].AsInteger(), 17);
  EXPECT_TRUE(root.Find("empty")->IsNull());
  const yaml::Node& flow = *root.Find("flow")->Find("k|all");
  EXPECT_FALSE(flow.items[1].AsInteger().has_value());
  EXPECT_EQ(p->TextOf(root.Find("flow")->members[0].first), "k|all");
}

TEST(Yaml, BlockScalarStartsAtItsContent) {
  const auto p = ParseText("query: |\n  let x = 1;\n  print x\nnext: 1\n");
  ASSERT_TRUE(p->ok);
  const yaml::Node& query = *p->documents[0].Find("query");
  EXPECT_EQ(query.text, "let x = 1;\nprint x\n");
  EXPECT_TRUE(query.block);
  EXPECT_EQ(p->TextOf(query).substr(0, 10), "let x = 1;");
}

TEST(Yaml, CoreSchema) {
  const auto p = ParseText("[~, null, true, False, 0x1F, -3, 1.5, 1e3, abc, 08, '']");
  ASSERT_TRUE(p->ok);
  const std::vector<yaml::Node>& items = p->documents[0].items;
  EXPECT_TRUE(items[0].IsNull());
  EXPECT_TRUE(items[1].IsNull());
  EXPECT_EQ(items[2].AsBool(), true);
  EXPECT_EQ(items[3].AsBool(), false);
  EXPECT_EQ(items[4].AsInteger(), 31);
  EXPECT_EQ(items[5].AsInteger(), -3);
  EXPECT_EQ(items[6].AsReal(), 1.5);
  EXPECT_EQ(items[7].AsReal(), 1000.0);
  EXPECT_FALSE(items[8].AsReal().has_value());
  EXPECT_EQ(items[9].AsInteger(), 8);
  EXPECT_FALSE(items[10].IsNull());
  EXPECT_TRUE(items[10].is_scalar());
}

TEST(Yaml, SeveralDocumentsAndAliases) {
  const auto p = ParseText("a: &x [1, 2]\nb: *x\n---\nc: 3\n");
  ASSERT_TRUE(p->ok);
  ASSERT_EQ(p->documents.size(), 2u);
  EXPECT_EQ(p->documents[0].Find("b")->items.size(), 2u);
  EXPECT_EQ(p->documents[1].TextOf("c"), "3");
}

TEST(Yaml, WrongInputIsADiagnosticWithAPlace) {
  const auto duplicate = ParseText("a: 1\nb: 2\na: 3\n");
  EXPECT_FALSE(duplicate->ok);
  ASSERT_EQ(duplicate->diagnostics.size(), 1u);
  EXPECT_EQ(duplicate->diagnostics.items()[0].span.start, 10u);

  const auto open = ParseText("a: [1, 2\nb: 3\n");
  EXPECT_FALSE(open->ok);
  ASSERT_EQ(open->diagnostics.size(), 1u);
  EXPECT_NE(open->diagnostics.items()[0].message.find("not YAML"), std::string::npos);

  const auto tab = ParseText("a:\n\tb: 1\n");
  EXPECT_FALSE(tab->ok);
  EXPECT_EQ(ParseText("")->documents.size(), 0u);
  EXPECT_FALSE(ParseText(std::string("a: \0b", 5))->ok);
  // libfyaml never came to an end of this one.
  const auto bytes = ParseText("%&\x9e,");
  EXPECT_FALSE(bytes->ok);
  ASSERT_EQ(bytes->diagnostics.size(), 1u);
  EXPECT_EQ(bytes->diagnostics.items()[0].span.start, 2u);
  EXPECT_NE(bytes->diagnostics.items()[0].message.find("not UTF-8"), std::string::npos);
  EXPECT_FALSE(ParseText("a: \xed\xa0\x80\n")->ok);
  EXPECT_FALSE(ParseText("a: &x [*x]\n")->ok);
  EXPECT_FALSE(ParseText("a: *nowhere\n")->ok);
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 8; ++i) {
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) bomb += (k ? ", *a" : "*a") + std::to_string(i - 1);
    bomb += "]\n";
  }
  EXPECT_FALSE(ParseText(bomb)->ok);
}

}  // namespace
}  // namespace quarry
