// ES|QL of Elastic. A test of an absent field is null; where it stands under `NOT` it is made false. Case is ignored by
// lower-casing the field, so the text is lower case too; LIKE and RLIKE are of whole texts.
#include "base/ascii.h"
#include "convert/boolean_text.h"
#include "convert/elastic_text.h"
#include "convert/target.h"
#include "convert/test_text.h"

namespace quarry::convert {
namespace {

using sigma::Matcher;
using sigma::Pattern;

std::string NeverNull(std::string text, bool negated) {
  return negated ? "COALESCE(" + text + ", FALSE)" : text;
}
std::string TextOf(const Column& column) {
  return column.type == Column::Type::kText ? column.name : "TO_STRING(" + column.name + ")";
}
std::string Folded(const Column& column, bool fold) {
  return fold ? "TO_LOWER(" + TextOf(column) + ")" : TextOf(column);
}

std::optional<std::string> PatternTest(const Filter& test, std::vector<Refusal>& refusals) {
  const Pattern& pattern = test.matcher.pattern;
  bool letters = false;
  for (const Pattern::Part& part : pattern.parts) {
    for (size_t at = 0; at < part.text.size();) letters |= MayHaveCase(NextPoint(part.text, &at));
    if (!test.matcher.cased && HasCaseOutsideAscii(part.text)) {
      return RefuseTest(test, "letters outside ASCII",
                        "ES|QL compares with a lower-cased field, and `" + part.text + "` has letters outside ASCII",
                        "use `cased`", refusals);
    }
  }
  const bool fold = letters && !test.matcher.cased;
  if (pattern.is_literal()) {
    const std::string text(pattern.literal());
    if (test.column.type == Column::Type::kNumber) return test.column.name + " == " + text;
    return Folded(test.column, fold) + " == " + ElasticString(fold ? AsciiLowered(text) : text);
  }
  std::string like;
  for (const Pattern::Part& part : pattern.parts) {
    if (part.kind == Pattern::Part::Kind::kText)
      like += Escaped(fold ? AsciiLowered(part.text) : part.text, "\\*?", '\\');
    else
      like += part.kind == Pattern::Part::Kind::kMany ? '*' : '?';
  }
  return Folded(test.column, fold) + " LIKE " + ElasticString(like);
}

std::optional<std::string> Test(const Filter& test, bool negated, std::vector<Refusal>& refusals) {
  const std::string& name = test.column.name;
  const Matcher& matcher = test.matcher;
  const bool number = test.column.type == Column::Type::kNumber;
  if (test.kind == Filter::Kind::kNull ||
      (test.kind == Filter::Kind::kBlank && test.column.type != Column::Type::kText))
    return name + " IS NULL";
  if (test.kind == Filter::Kind::kBlank) return "(" + name + " IS NULL OR " + name + " == \"\")";
  switch (matcher.kind) {
    case Matcher::Kind::kPattern: {
      std::optional<std::string> text = PatternTest(test, refusals);
      if (!text) return std::nullopt;
      return NeverNull(std::move(*text), negated);
    }
    case Matcher::Kind::kRegex: {
      const bool fold =
          matcher.regex_flags.find('i') != std::string::npos || matcher.text.find("(?i") != std::string::npos;
      const std::optional<RegexText> regex = RegexTextOf(test, LuceneDialect(fold), "Lucene", refusals);
      if (!regex) return std::nullopt;
      return NeverNull(Folded(test.column, fold) + " RLIKE " + ElasticString(regex->text), negated);
    }
    case Matcher::Kind::kCidr: {
      const std::string address = test.column.type == Column::Type::kAddress ? name : "TO_IP(" + name + ")";
      return NeverNull("CIDR_MATCH(" + address + ", " + ElasticString(matcher.text) + ")", negated);
    }
    case Matcher::Kind::kCompare:
      return NeverNull((number ? name : "TO_DOUBLE(" + name + ")") + " " +
                           std::string(CompareText(matcher.compare, "==")) + " " + NumberText(matcher.number),
                       negated);
    default:
      return RefuseTest(test, "fields compared", "an absent field and an empty one cannot be told apart in Elastic", {},
                        refusals);
  }
}

std::optional<std::string> Query(const ConvertInput& input, std::vector<Refusal>& refusals) {
  const BooleanSpelling spelling{.and_word = "AND", .or_word = "OR", .not_open = "NOT ("};
  BooleanText boolean(spelling, [&](const Filter& test, bool negated) { return Test(test, negated, refusals); });
  std::string query = "FROM " + input.source + " METADATA _id, _index, _version\n";
  for (const Filter* filter : {&input.selection, &input.filter}) {
    if (filter->kind == Filter::Kind::kAnd && filter->operands.empty()) continue;
    const std::optional<std::vector<std::string>> conjuncts = boolean.Conjuncts(*filter, 4);
    if (!conjuncts) return std::nullopt;
    for (const std::string& conjunct : *conjuncts) query += "| WHERE " + conjunct + "\n";
  }
  return query;
}

std::string RuleText(const ConvertInput& input, std::string_view query) {
  return ElasticRule(input, query, "esql");
}

}  // namespace
}  // namespace quarry::convert

namespace quarry {
QUARRY_DEFINE(ConvertTarget, kEsqlTarget) = {
    .name = "esql",
    .doc = "ES|QL of Elastic",
    .query_ending = "esql",
    .rule_ending = "ndjson",
    .query = convert::Query,
    .rule = convert::RuleText,
};
}  // namespace quarry
