// Sigma rules: wildcards, modifiers, conditions, places of errors.
#include <gtest/gtest.h>

#include <memory>

#include "syntax/sigma/encodings.h"
#include "syntax/sigma/parser.h"

namespace quarry {
namespace {

struct Parsed {
  SourceMap sources;
  DiagnosticList diagnostics;
  sigma::RuleFile file;
  const sigma::Rule& rule() const { return file.rules.at(0); }
  std::string error() const { return diagnostics.size() ? diagnostics.items()[0].message : ""; }
  std::string place() const {
    return diagnostics.size() ? std::string(sources.TextOf(diagnostics.items()[0].span)) : "";
  }
};

std::unique_ptr<Parsed> ParseText(std::string text) {
  auto parsed = std::make_unique<Parsed>();
  const uint16_t source = parsed->sources.Add("rule.yml", std::move(text));
  parsed->file = sigma::ParseRules(parsed->sources, source, parsed->diagnostics);
  return parsed;
}

std::unique_ptr<Parsed> ParseSelection(const std::string& item) {
  return ParseText("title: t\nlogsource: {product: windows}\ndetection:\n  sel:\n    " + item + "\n  condition: sel\n");
}

std::vector<std::string> PatternsOf(const std::string& item) {
  const auto parsed = ParseSelection(item);
  std::vector<std::string> texts;
  if (parsed->file.rules.empty()) return {"error: " + parsed->error()};
  for (const sigma::DetectionValue& value : parsed->rule().detections[0].alternatives[0][0].values) {
    for (const sigma::Matcher& matcher : value.any_of) texts.push_back(matcher.pattern.ToText());
  }
  return texts;
}
using Texts = std::vector<std::string>;

// Condition as text, fully bracketed.
std::string ConditionText(const sigma::Rule& rule, const sigma::Condition& condition) {
  if (condition.kind == sigma::Condition::Kind::kIdentifier) return rule.detections[condition.detection].name;
  if (condition.kind == sigma::Condition::Kind::kNot) return "not " + ConditionText(rule, condition.operands[0]);
  std::string text = "(";
  for (size_t i = 0; i < condition.operands.size(); ++i) {
    if (i) text += condition.kind == sigma::Condition::Kind::kAnd ? " and " : " or ";
    text += ConditionText(rule, condition.operands[i]);
  }
  return text + ")";
}
std::string Bracketed(const std::string& condition) {
  const auto p = ParseText(
      "title: t\ndetection:\n  a: {F: 1}\n  b: {F: 2}\n  c1: {F: 3}\n  c2: {F: 4}\n  _c3: {F: 5}\n  condition: " +
      condition + "\n");
  return p->file.rules.empty() ? "error at `" + p->place() + "`: " + p->error()
                               : ConditionText(p->rule(), p->rule().condition);
}

TEST(SigmaPattern, Escapes) {
  const auto text = [](std::string_view value) {
    std::string out;
    for (const auto& part : sigma::Pattern::Parse(value).parts) {
      out += part.kind == sigma::Pattern::Part::Kind::kMany  ? "<*>"
             : part.kind == sigma::Pattern::Part::Kind::kOne ? "<?>"
                                                             : part.text;
    }
    return out;
  };
  EXPECT_EQ(text("a*b?"), "a<*>b<?>");
  EXPECT_EQ(text(R"(\*)"), "*");
  EXPECT_EQ(text(R"(\\*)"), R"(\<*>)");
  EXPECT_EQ(text(R"(\\\*)"), R"(\*)");
  EXPECT_EQ(text(R"(\\\\)"), R"(\\)");
  EXPECT_EQ(text(R"(C:\Windows\x)"), R"(C:\Windows\x)");
  EXPECT_EQ(text(R"(trailing\)"), R"(trailing\)");
  EXPECT_EQ(text("**"), "<*>");
}

TEST(SigmaModifiers, WildcardsAreReadBeforeModifiersAddTheirs) {
  EXPECT_EQ(PatternsOf(R"(F|contains: '\Desktop\')"), Texts{R"(*\\Desktop\\*)"});
  EXPECT_EQ(PatternsOf("F|startswith: ab"), Texts{"ab*"});
  EXPECT_EQ(PatternsOf("F|endswith: '*ab'"), Texts{"*ab"});
  EXPECT_EQ(PatternsOf("F: [a, 17, 0x10, '0x10', true]"), (Texts{"a", "17", "16", "0x10", "true"}));
}

TEST(SigmaModifiers, Encodings) {
  EXPECT_EQ(PatternsOf("F|base64: foobar"), Texts{"Zm9vYmFy"});
  EXPECT_EQ(PatternsOf("F|base64offset|contains: foobar"), (Texts{"*Zm9vYmFy*", "*Zvb2Jhc*", "*mb29iYX*"}));
  EXPECT_EQ(PatternsOf("F|wide|base64: ab"), Texts{"YQBiAA=="});
  EXPECT_EQ(PatternsOf("F|utf16be|base64: ab"), Texts{"AGEAYg=="});
  EXPECT_EQ(PatternsOf("F|utf16|base64: a"), Texts{"//5hAA=="});
  EXPECT_EQ(PatternsOf("F|base64: 'a*'")[0].substr(0, 6), "error:");
  EXPECT_EQ(PatternsOf("F|utf16: a")[0].substr(0, 6), "error:");
}

TEST(SigmaModifiers, Windash) {
  EXPECT_EQ(PatternsOf("F|windash: '-f'"), (Texts{"-f", "/f", "\u2013f", "\u2014f", "\u2015f"}));
  EXPECT_EQ(PatternsOf("F|windash|contains: 'a-b'"), Texts{"*a-b*"});
  EXPECT_EQ(PatternsOf("F|contains|windash: ' -a -b'").size(), 25u);
}

TEST(SigmaModifiers, Kinds) {
  const auto p = ParseText(R"(
detection:
  sel:
    A|re|i|s: 'x.\*'
    B|cidr: 10.0.0.0/8
    C|exists: false
    D|fieldref|endswith: E
    G|lte: 5
    H|hour|gte: 22
    I: null
    J: ''
    K|neq: [1, 2]
    L|cased: Ab
    M|contains|all: [x, y]
  condition: sel
)");
  ASSERT_EQ(p->file.rules.size(), 1u) << p->error();
  const auto& items = p->rule().detections[0].alternatives[0];
  const auto first = [&](size_t i) -> const sigma::Matcher& { return items[i].values[0].any_of[0]; };
  EXPECT_EQ(first(0).kind, sigma::Matcher::Kind::kRegex);
  EXPECT_EQ(first(0).text, "x.\\*");
  EXPECT_EQ(first(0).regex_flags, "is");
  EXPECT_EQ(first(1).kind, sigma::Matcher::Kind::kCidr);
  EXPECT_FALSE(first(2).exists);
  EXPECT_EQ(first(3).kind, sigma::Matcher::Kind::kFieldRef);
  EXPECT_TRUE(first(3).open_start && !first(3).open_end);
  EXPECT_EQ(first(4).compare, sigma::CompareOp::kLessEqual);
  EXPECT_EQ(items[5].part, sigma::TimePart::kHour);
  EXPECT_EQ(first(5).compare, sigma::CompareOp::kGreaterEqual);
  EXPECT_EQ(first(6).kind, sigma::Matcher::Kind::kNull);
  EXPECT_TRUE(first(7).pattern.parts.empty());
  EXPECT_TRUE(items[8].negated);
  EXPECT_TRUE(first(9).cased);
  EXPECT_TRUE(items[10].all);
}

TEST(SigmaModifiers, Errors) {
  const auto unknown = ParseSelection("F|containz: x");
  EXPECT_EQ(unknown->error(), "unknown modifier `containz`");
  EXPECT_EQ(unknown->place(), "containz");
  EXPECT_EQ(unknown->diagnostics.items()[0].label, "a similar modifier exists: `contains`");
  EXPECT_EQ(ParseSelection("F|i: x")->place(), "i");
  EXPECT_EQ(ParseSelection("F|gt: x")->error(), "`gt` needs a number");
  EXPECT_EQ(ParseSelection("F|expand: '%users%'")->error(), "placeholder `%users%` has no values");
  EXPECT_EQ(PatternsOf(R"(F|expand: '\%users\%')"), Texts{"%users%"});
  EXPECT_EQ(PatternsOf("F: '%TEMP%'"), Texts{"%TEMP%"});
}

TEST(SigmaCondition, Precedence) {
  EXPECT_EQ(Bracketed("a or b and not c1"), "(a or (b and not c1))");
  EXPECT_EQ(Bracketed("(a or b) and not (c1 or c2)"), "((a or b) and not (c1 or c2))");
  EXPECT_EQ(Bracketed("not 1 of c* and a"), "(not (c1 or c2) and a)");
  EXPECT_EQ(Bracketed("all of c*"), "(c1 and c2)");
  EXPECT_EQ(Bracketed("any of them"), "(a or b or c1 or c2)");
  EXPECT_EQ(Bracketed("1 of a"), "(a)");
  EXPECT_EQ(Bracketed("[a, b and c1]"), "(a or (b and c1))");
  EXPECT_EQ(Bracketed(">-\n    a and\n    _c3"), "(a and _c3)");
}

TEST(SigmaCondition, Errors) {
  EXPECT_EQ(Bracketed("a and d"), "error at `d`: no search identifier `d`");
  EXPECT_EQ(Bracketed("a and"), "error at ``: the condition ends too early");
  EXPECT_EQ(Bracketed("(a or b"), "error at `(`: `(` is never closed");
  EXPECT_EQ(Bracketed("a b"), "error at `b`: unexpected `b` in the condition");
  EXPECT_EQ(Bracketed("1 of x*"), "error at `x*`: no search identifier matches `x*`");
  EXPECT_EQ(Bracketed("2 of c*"), "error at `2`: `2 of` is not supported");
  EXPECT_EQ(Bracketed("a | count() > 5"), "error at `|`: aggregation in a condition (`| ...`) is not supported");
}

TEST(SigmaRule, KeywordsAndLists) {
  const auto p = ParseText(
      "detection:\n  kw: [foo, 'b*r']\n  both:\n    '|all': [x, y]\n  maps:\n    - A: 1\n      B: 2\n    - C: 3\n  "
      "condition: all of them\n");
  ASSERT_EQ(p->file.rules.size(), 1u) << p->error();
  const auto& detections = p->rule().detections;
  EXPECT_EQ(detections[0].alternatives[0][0].field, "");
  EXPECT_EQ(detections[0].alternatives[0][0].values.size(), 2u);
  EXPECT_TRUE(detections[1].alternatives[0][0].all);
  EXPECT_EQ(detections[1].alternatives[0][0].field, "");
  ASSERT_EQ(detections[2].alternatives.size(), 2u);
  EXPECT_EQ(detections[2].alternatives[0].size(), 2u);
}

TEST(SigmaRule, DocumentsAndCollections) {
  const auto p = ParseText(
      "action: global\ntitle: base\nlogsource: {product: windows}\n---\nlevel: high\ndetection: {s: {A: 1}, condition: "
      "s}\n---\n"
      "detection: {s: {A: 2}, condition: x}\n---\ntitle: other\ndetection: {s: {A: 3}, condition: s}\n");
  ASSERT_EQ(p->file.rules.size(), 2u);
  EXPECT_EQ(p->file.refused, 1u);
  EXPECT_EQ(p->file.rules[0].title, "base");
  EXPECT_EQ(p->file.rules[0].level, "high");
  EXPECT_EQ(p->file.rules[1].title, "other");
  EXPECT_EQ(p->file.rules[1].logsource.product, "windows");
}

TEST(SigmaRule, RefusedByName) {
  const auto correlation = ParseText("title: c\ncorrelation: {type: event_count, rules: [a]}\n");
  EXPECT_EQ(correlation->error(), "correlation rules are not supported");
  EXPECT_EQ(correlation->diagnostics.items()[0].code, Code::Q0301);
  EXPECT_EQ(ParseText("title: f\nfilter: {rules: [a], selection: {A: 1}, condition: selection}\n")->error(),
            "Sigma filters are not supported");
  EXPECT_EQ(ParseText("title: t\nlevel: hihg\ndetection: {s: {A: 1}, condition: s}\n")->diagnostics.items()[0].label,
            "did the rule mean `high`?");
  EXPECT_EQ(ParseText("title: t\n")->error(), "the rule has no `detection`");
  EXPECT_EQ(ParseText("- a\n")->error(), "a rule must be a mapping");
}

}  // namespace
}  // namespace quarry
