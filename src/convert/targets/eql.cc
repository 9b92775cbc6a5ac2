// EQL of Elastic. `:` ignores case and knows `*` and `?`, which it cannot escape. What EQL makes of a comparison with
// an absent field under `not` depends on how it is run, so such tests ask for the field as well.
#include "convert/boolean_text.h"
#include "convert/elastic_text.h"
#include "convert/target.h"
#include "convert/test_text.h"

namespace quarry::convert {
namespace {

using sigma::Matcher;
using sigma::Pattern;

// `?field`: a field that no index has yet is absent, not an error.
std::string FieldOf(const Column& column) {
  return "?" + column.name;
}
std::string Present(const Filter& test, std::string text, bool negated) {
  return negated ? "(" + FieldOf(test.column) + " != null and " + text + ")" : text;
}

std::optional<std::string> RegexTest(const Filter& test, bool negated, std::vector<Refusal>& refusals) {
  if (test.column.type != Column::Type::kText) {
    return RefuseTest(test, "text of an address", "`" + test.column.name + "` is an address, which EQL compares whole",
                      "use `cidr`", refusals);
  }
  // `regex~` ignores case for the whole expression, so where nothing counts case it can be used as it is.
  const bool ignore = test.is_pattern() ? !test.matcher.cased
                                        : test.matcher.regex_flags.find('i') != std::string::npos ||
                                              test.matcher.text.find("(?i") != std::string::npos;
  const std::optional<RegexText> regex = RegexTextOf(test, LuceneDialect(ignore), "Lucene", refusals);
  if (!regex) return std::nullopt;
  return Present(test, FieldOf(test.column) + (ignore ? " regex~ " : " regex ") + ElasticString(regex->text), negated);
}

std::optional<std::string> Test(const Filter& test, bool negated, std::vector<Refusal>& refusals) {
  const std::string field = FieldOf(test.column);
  const Matcher& matcher = test.matcher;
  const bool text_column = test.column.type == Column::Type::kText;
  if (test.kind == Filter::Kind::kNull || (test.kind == Filter::Kind::kBlank && !text_column))
    return field + " == null";
  if (test.kind == Filter::Kind::kBlank) return "(" + field + " == null or " + field + " == \"\")";
  switch (matcher.kind) {
    case Matcher::Kind::kPattern: {
      const Pattern& pattern = matcher.pattern;
      if (pattern.is_literal() && test.column.type == Column::Type::kNumber)
        return Present(test, field + " == " + std::string(pattern.literal()), negated);
      if (pattern.is_literal() && (matcher.cased || !text_column))
        return Present(test, field + " == " + ElasticString(pattern.literal()), negated);
      std::string text;
      for (const Pattern::Part& part : pattern.parts) {
        if (part.text.find_first_of("*?") != std::string::npos || !text_column)
          return RegexTest(test, negated, refusals);
        text += part.kind == Pattern::Part::Kind::kMany  ? "*"
                : part.kind == Pattern::Part::Kind::kOne ? "?"
                                                         : part.text;
      }
      return Present(test, field + (matcher.cased ? " like " : " : ") + ElasticString(text), negated);
    }
    case Matcher::Kind::kRegex:
      return RegexTest(test, negated, refusals);
    case Matcher::Kind::kCidr:
      return Present(test, "cidrMatch(" + field + ", " + ElasticString(matcher.text) + ")", negated);
    case Matcher::Kind::kCompare:
      return Present(test,
                     (test.column.type == Column::Type::kNumber ? field : "number(" + field + ")") + " " +
                         std::string(CompareText(matcher.compare, "==")) + " " + NumberText(matcher.number),
                     negated);
    default:
      return RefuseTest(test, "fields compared", "an absent field and an empty one cannot be told apart in Elastic", {},
                        refusals);
  }
}

std::optional<std::string> List(const std::vector<const Filter*>& tests) {
  const Column& column = tests[0]->column;
  if (column.type != Column::Type::kText || tests[0]->matcher.cased) return std::nullopt;
  std::string values;
  for (const Filter* test : tests) {
    const std::string_view text = test->matcher.pattern.literal();
    if (text.find_first_of("*?") != std::string_view::npos) return std::nullopt;
    values += (values.empty() ? "" : ", ") + ElasticString(text);
  }
  return "(" + FieldOf(column) + " != null and " + FieldOf(column) + " : (" + values + "))";
}

std::optional<std::string> Query(const ConvertInput& input, std::vector<Refusal>& refusals) {
  const BooleanSpelling spelling;
  BooleanText boolean(spelling, [&](const Filter& test, bool negated) { return Test(test, negated, refusals); }, List);
  std::vector<Filter> both;
  if (input.selection.is_leaf() || !input.selection.operands.empty()) both.push_back(input.selection);
  both.push_back(input.filter);
  const std::optional<std::string> text = boolean.Write(Filter::And(std::move(both)), 2);
  if (!text) return std::nullopt;
  return "any where " + *text + "\n";
}

std::string RuleText(const ConvertInput& input, std::string_view query) {
  return ElasticRule(input, query, "eql");
}

}  // namespace
}  // namespace quarry::convert

namespace quarry {
QUARRY_DEFINE(ConvertTarget, kEqlTarget) = {
    .name = "eql",
    .doc = "EQL of Elastic",
    .query_ending = "eql",
    .rule_ending = "ndjson",
    .query = convert::Query,
    .rule = convert::RuleText,
};
}  // namespace quarry
