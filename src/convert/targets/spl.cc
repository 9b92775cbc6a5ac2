// SPL of Splunk. What `search` can say stands there: it ignores case and knows `*` alone. The rest stands in `where`,
// with regular expressions over texts that an absent field makes empty, so that no test is null.
#include <algorithm>

#include "convert/boolean_text.h"
#include "convert/rule_metadata.h"
#include "convert/target.h"
#include "convert/test_text.h"

namespace quarry::convert {
namespace {

using sigma::Matcher;
using sigma::Pattern;

std::string Quoted(std::string_view text) {
  return "\"" + Escaped(text, "\\\"", '\\') + "\"";
}

bool InSearch(const Filter& filter) {
  if (!filter.is_leaf()) return std::all_of(filter.operands.begin(), filter.operands.end(), InSearch);
  if (filter.kind != Filter::Kind::kTest) return false;
  if (filter.matcher.kind == Matcher::Kind::kCidr) return true;
  if (!filter.is_pattern()) return false;
  if (filter.column.type == Column::Type::kNumber) return true;
  // `search` cannot escape a star, compares texts of digits as numbers, and does not know `?`.
  bool letters = false;
  for (const Pattern::Part& part : filter.matcher.pattern.parts) {
    if (part.kind == Pattern::Part::Kind::kOne || part.text.find_first_of("*\n\r\t") != std::string::npos) return false;
    letters |= part.text.find_first_not_of("0123456789.+-eE") != std::string::npos;
  }
  return letters && !filter.matcher.cased;
}

std::optional<std::string> SearchTest(const Filter& test) {
  if (test.matcher.kind == Matcher::Kind::kCidr) return test.column.name + "=" + Quoted(test.matcher.text);
  if (test.column.type == Column::Type::kNumber)
    return test.column.name + "=" + std::string(test.matcher.pattern.literal());
  std::string value;
  for (const Pattern::Part& part : test.matcher.pattern.parts)
    value += part.kind == Pattern::Part::Kind::kMany ? "*" : Escaped(part.text, "\\\"", '\\');
  return test.column.name + "=\"" + value + "\"";
}

std::optional<std::string> SearchList(const std::vector<const Filter*>& tests) {
  std::string values;
  for (const Filter* test : tests) {
    const std::string text(test->matcher.pattern.literal());
    values += (values.empty() ? "" : ", ") + (test->column.type == Column::Type::kNumber ? text : Quoted(text));
  }
  return tests[0]->column.name + " IN (" + values + ")";
}

std::optional<std::string> WhereTest(const Filter& test, bool, std::vector<Refusal>& refusals) {
  const std::string& name = test.column.name;
  const Matcher& matcher = test.matcher;
  if (test.kind == Filter::Kind::kBlank) return "(isnull(" + name + ") OR " + name + "=\"\")";
  if (test.kind == Filter::Kind::kNull) return "isnull(" + name + ")";
  switch (matcher.kind) {
    case Matcher::Kind::kPattern:
    case Matcher::Kind::kRegex: {
      if (test.is_pattern() && test.column.type == Column::Type::kNumber)
        return "coalesce(tonumber(" + name + "),-1)=" + std::string(matcher.pattern.literal());
      const RegexDialect dialect{.text_end = "\\z"};
      const std::optional<RegexText> regex = RegexTextOf(test, dialect, "SPL", refusals);
      if (!regex) return std::nullopt;
      return "match(coalesce(" + name + ",\"\"), " + Quoted(regex->text) + ")";
    }
    case Matcher::Kind::kCidr:
      return "cidrmatch(" + Quoted(matcher.text) + ", coalesce(" + name + ",\"\"))";
    case Matcher::Kind::kCompare: {
      // What is no number becomes one for which the comparison fails.
      const bool less = matcher.compare == sigma::CompareOp::kLess || matcher.compare == sigma::CompareOp::kLessEqual;
      return "coalesce(tonumber(" + name + ")," + NumberText(matcher.number + (less ? 1 : -1)) + ")" +
             std::string(CompareText(matcher.compare, "=")) + NumberText(matcher.number);
    }
    default:
      return RefuseTest(test, "fields compared", "an absent field and an empty one cannot be told apart in Splunk", {},
                        refusals);
  }
}

std::optional<std::string> Query(const ConvertInput& input, std::vector<Refusal>& refusals) {
  const BooleanSpelling spelling{.and_word = "AND", .or_word = "OR", .not_open = "NOT ("};
  std::vector<Filter> in_search, in_where;
  const std::vector<Filter> conjuncts =
      input.filter.kind == Filter::Kind::kAnd ? input.filter.operands : std::vector<Filter>{input.filter};
  for (const Filter& conjunct : conjuncts) (InSearch(conjunct) ? in_search : in_where).push_back(conjunct);

  BooleanText search(spelling, [](const Filter& test, bool) { return SearchTest(test); }, SearchList);
  std::string query;
  if (!input.selection.operands.empty() || input.selection.is_leaf()) {
    const std::optional<std::string> selection = search.Write(input.selection, 4);
    if (!selection) return std::nullopt;
    query += input.selection.kind == Filter::Kind::kOr ? "(" + *selection + ")" : *selection;
  }
  if (!in_search.empty()) {
    const bool single = in_search.size() == 1 && in_search[0].kind == Filter::Kind::kOr;
    const std::optional<std::string> text = search.Write(Filter::And(std::move(in_search)), 4);
    if (!text) return std::nullopt;
    query += single ? "\n    (" + *text + ")" : "\n    " + *text;
  }
  query += "\n";
  if (!in_where.empty()) {
    BooleanText where(spelling, [&](const Filter& test, bool negated) { return WhereTest(test, negated, refusals); });
    const std::optional<std::string> text = where.Write(Filter::And(std::move(in_where)), 4);
    if (!text) return std::nullopt;
    query += "| where " + *text + "\n";
  }
  return query;
}

// A stanza of savedsearches.conf: lines that go on end in a backslash.
std::string RuleText(const ConvertInput& input, std::string_view query) {
  while (query.ends_with('\n')) query.remove_suffix(1);
  const std::string level = LevelOf(input.rule);
  const char* severity = level == "informational" ? "1"
                         : level == "low"         ? "2"
                         : level == "medium"      ? "3"
                         : level == "high"        ? "4"
                                                  : "5";
  std::string name = OneLine(input.rule.title);
  std::replace(name.begin(), name.end(), '[', '(');
  std::replace(name.begin(), name.end(), ']', ')');
  return "[" + name + "]\ndescription = " + OneLine(input.rule.description) +
         "\nsearch = " + ReplacedAll(query, "\n", " \\\n") +
         "\ndispatch.earliest_time = -1h@h\ndispatch.latest_time = @h\nenableSched = 1\ncron_schedule = 5 * * * *\n"
         "counttype = number of events\nrelation = greater than\nquantity = 0\nalert.severity = " +
         severity + "\nalert.track = 1\n";
}

}  // namespace
}  // namespace quarry::convert

namespace quarry {
QUARRY_DEFINE(ConvertTarget, kSplTarget) = {
    .name = "spl",
    .doc = "SPL of Splunk",
    .query_ending = "spl",
    .rule_ending = "conf",
    .query = convert::Query,
    .rule = convert::RuleText,
    .comment = "```",
    .comment_end = "```",
};
}  // namespace quarry
