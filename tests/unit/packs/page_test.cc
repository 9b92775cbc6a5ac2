// Texts of packages on web pages: what is hostile stays text, and nothing is lost.
#include <gtest/gtest.h>

#include "packs/page/html.h"
#include "packs/page/pack_page.h"
#include "types/json.h"

namespace quarry {
namespace {

std::string WithoutTags(std::string_view html) {
  std::string text;
  bool tag = false;
  for (const char c : html) {
    if (c == '<') tag = true;
    if (!tag) text += c;
    if (c == '>') tag = false;
  }
  return text;
}

TEST(Page, Escapes) {
  EXPECT_EQ(Escaped("<a href=\"x\">'&'</a>"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
  EXPECT_EQ(Escaped("ä\r\n\tb"), "ä\n\tb");
  EXPECT_EQ(Escaped(std::string_view("a\0b\xff", 4)),
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD");
  EXPECT_EQ(InlineCode("run `a<b` and `c"), "run <code>a&lt;b</code> and `c");
  EXPECT_EQ(DataUrl("text/plain", "a b\"<%>\n"), "data:text/plain;charset=utf-8,a%20b%22%3C%25%3E%0A");
  EXPECT_EQ(Slug("T1 · A/B  c!"), "t1-a-b-c");
}

TEST(Page, ColouringKeepsTheText) {
  const std::string_view texts[] = {
      "let A = @\"x\\y\"; // it's\nT | where B == 'c' and D > 5 | project-away E",
      "#event_simpleName=DnsRequest | Host=/a\\/b<c/i | groupBy([x], function=count())  // c",
      "title: it's\n- 'a: b'\n- key: \"v\" # comment\n  re: '\\.dev$'\n",
      "for /L %i in (1,1,#{beats}) do @(curl.exe \"https://a.example/?x=1&y=2\") é <>",
      "unterminated \"string\n next /regex",
  };
  for (const CodeLanguage language :
       {CodeLanguage::kKql, CodeLanguage::kCql, CodeLanguage::kYaml, CodeLanguage::kPowerShell,
        CodeLanguage::kCommandPrompt, CodeLanguage::kShell, CodeLanguage::kPlain}) {
    for (const std::string_view text : texts) EXPECT_EQ(WithoutTags(Highlighted(text, language)), Escaped(text));
  }
  EXPECT_EQ(Highlighted("where x // y", CodeLanguage::kKql),
            "<span class=\"k\">where</span> x <span class=\"c\">// y</span>");
}

TEST(Page, MarkdownIsHarmless) {
  const std::string html = MarkdownHtml(
      "# T\n\n<script>alert(1)</script>\n\n[a](javascript:alert(1)) [b](https://example.com/?a=1&b=2) "
      "![c](https://example.com/c.png) <img src=x onerror=alert(1)>\n\n```kql\nT | where A < "
      "5\n```\n\n|x|y|\n|---|---|\n|1|2|\n",
      2);
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("<img"), std::string::npos);
  EXPECT_EQ(html.find("javascript:"), std::string::npos);
  EXPECT_NE(html.find("<h2>T</h2>"), std::string::npos);
  EXPECT_NE(html.find("<a href=\"https://example.com/?a=1&amp;b=2\">b</a>"), std::string::npos);
  EXPECT_NE(html.find("<a href=\"https://example.com/c.png\">c</a>"), std::string::npos);
  EXPECT_NE(html.find("A &lt; <span class=\"n\">5</span>"), std::string::npos);
  EXPECT_NE(html.find("<table>"), std::string::npos);
}

TEST(Page, NavigatorLayerIsJson) {
  Pack pack;
  pack.title = "A \"quoted\" title";
  pack.attributed = {{"T1583.007", "Serverless", {"TA0042"}, "", {}}};
  pack.observed = {{"T1102", "Web Service", {"TA0011"}, "a\nb", {}}};
  const std::string layer = NavigatorLayer(pack);
  Arena arena;
  const JsonNode* root = ParseJson(layer, arena);
  ASSERT_NE(root, nullptr) << layer;
  const JsonNode* techniques = root->Find("techniques");
  ASSERT_TRUE(techniques != nullptr && techniques->size == 2);
  EXPECT_EQ(techniques->At(0)->Find("tactic")->text, "command-and-control");
  EXPECT_EQ(techniques->At(1)->Find("techniqueID")->text, "T1583.007");
}

}  // namespace
}  // namespace quarry
