// KQL of Sentinel and Defender. A string is never null there, so an absent field is an empty one; comparisons of
// numbers may be null, and `not` of null is no match.
#include "convert/boolean_text.h"
#include "convert/rule_metadata.h"
#include "convert/target.h"
#include "convert/test_text.h"

namespace quarry::convert {
namespace {

using sigma::Matcher;

std::string Quoted(std::string_view text) {
  if (text.find_first_of("\n\r\t") == std::string_view::npos && text.find('\\') != std::string_view::npos)
    return "@\"" + ReplacedAll(text, "\"", "\"\"") + "\"";
  std::string out = Escaped(text, "\\\"", '\\');
  out = ReplacedAll(ReplacedAll(ReplacedAll(out, "\n", "\\n"), "\r", "\\r"), "\t", "\\t");
  return "\"" + out + "\"";
}

// A test that may be null, as one that is false then.
std::string NeverNull(std::string text, bool negated) {
  return negated ? "coalesce(" + text + ", false)" : text;
}

std::optional<std::string> Test(const Filter& test, bool negated, std::vector<Refusal>& refusals) {
  const std::string& name = test.column.name;
  const bool number = test.column.type == Column::Type::kNumber;
  if (test.kind == Filter::Kind::kBlank) return (number ? "isnull(" : "isempty(") + name + ")";
  if (test.kind == Filter::Kind::kNull) {
    return RefuseTest(test, "absent or empty", "KQL's strings are never null", "ask for both: `[null, '']`", refusals);
  }
  const Matcher& matcher = test.matcher;
  switch (matcher.kind) {
    case Matcher::Kind::kPattern: {
      const PatternShape shape = ShapeOf(matcher.pattern);
      if (number) return NeverNull(name + " == " + shape.text, negated);
      const char* op = nullptr;
      switch (shape.kind) {
        case PatternShape::Kind::kEquals:
          op = matcher.cased ? " == " : " =~ ";
          break;
        case PatternShape::Kind::kStartsWith:
          op = matcher.cased ? " startswith_cs " : " startswith ";
          break;
        case PatternShape::Kind::kEndsWith:
          op = matcher.cased ? " endswith_cs " : " endswith ";
          break;
        case PatternShape::Kind::kContains:
          op = matcher.cased ? " contains_cs " : " contains ";
          break;
        case PatternShape::Kind::kWildcards:
          break;
      }
      if (op != nullptr) return name + op + Quoted(shape.text);
      [[fallthrough]];
    }
    case Matcher::Kind::kRegex: {
      // Classes are written as sets: `\d` and its like know more than ASCII there.
      const RegexDialect dialect{.classes = false};
      const std::optional<RegexText> regex = RegexTextOf(test, dialect, "KQL", refusals);
      if (!regex) return std::nullopt;
      return name + " matches regex " + Quoted(regex->text);
    }
    case Matcher::Kind::kCidr:
      return NeverNull((IsIpv6Range(matcher.text) ? "ipv6_is_in_range(" : "ipv4_is_in_range(") + name + ", " +
                           Quoted(matcher.text) + ")",
                       negated);
    case Matcher::Kind::kCompare:
      return NeverNull((number ? name : "todouble(" + name + ")") + " " +
                           std::string(CompareText(matcher.compare, "==")) + " " + NumberText(matcher.number),
                       negated);
    default:
      return RefuseTest(test, "fields compared", "two empty columns are equal in KQL, two absent fields are not", {},
                        refusals);
  }
}

std::optional<std::string> List(const std::vector<const Filter*>& tests) {
  const Column& column = tests[0]->column;
  std::string values;
  for (const Filter* test : tests) {
    const std::string text(test->matcher.pattern.literal());
    values += (values.empty() ? "" : ", ") + (column.type == Column::Type::kNumber ? text : Quoted(text));
  }
  if (column.type == Column::Type::kNumber)
    return "(isnotnull(" + column.name + ") and " + column.name + " in (" + values + "))";
  return column.name + (tests[0]->matcher.cased ? " in (" : " in~ (") + values + ")";
}

std::optional<std::string> Query(const ConvertInput& input, std::vector<Refusal>& refusals) {
  const BooleanSpelling spelling{.not_open = "not("};
  BooleanText boolean(spelling, [&](const Filter& test, bool negated) { return Test(test, negated, refusals); }, List);
  std::string query = input.source + "\n";
  if (!input.logsource.where.empty()) query += "| where " + input.logsource.where + "\n";
  const std::optional<std::vector<std::string>> conjuncts = boolean.Conjuncts(input.filter, 4);
  if (!conjuncts) return std::nullopt;
  for (const std::string& conjunct : *conjuncts) query += "| where " + conjunct + "\n";
  return query;
}

std::string Severity(const sigma::Rule& rule) {
  const std::string level = LevelOf(rule);
  return level == "informational" ? "Informational" : level == "low" ? "Low" : level == "medium" ? "Medium" : "High";
}

// An analytics rule of Sentinel.
std::string AnalyticsRule(const ConvertInput& input, std::string_view query) {
  const sigma::Rule& rule = input.rule;
  std::string out = "id: " + RuleUuid(rule) + "\nname: " + JsonString(OneLine(rule.title)) +
                    "\ndescription: " + JsonString(OneLine(rule.description)) + "\nseverity: " + Severity(rule) +
                    "\nstatus: Available\nrequiredDataConnectors: []\nqueryFrequency: 1h\nqueryPeriod: 1h\n"
                    "triggerOperator: gt\ntriggerThreshold: 0\n";
  const auto list = [&](std::string_view key, const std::vector<std::string>& items) {
    out += std::string(key) + ":" + (items.empty() ? " []\n" : "\n");
    for (const std::string& item : items) out += "  - " + item + "\n";
  };
  list("tactics", TacticsOf(rule));
  list("relevantTechniques", TechniquesOf(rule));
  return out + "query: |\n" + Indented(query, 2) + "version: 1.0.0\nkind: Scheduled\n";
}

// A custom detection of Defender. The portal wants these columns in the result; a filter keeps all.
std::string DetectionRule(const ConvertInput& input, std::string_view query) {
  const sigma::Rule& rule = input.rule;
  std::string techniques;
  for (const std::string& technique : TechniquesOf(rule))
    techniques += (techniques.empty() ? "" : ", ") + JsonString(technique);
  const std::vector<std::string> tactics = TacticsOf(rule);
  return "{\n  \"displayName\": " + JsonString(OneLine(rule.title)) +
         ",\n  \"isEnabled\": true,\n  \"queryCondition\": {\"queryText\": " + JsonString(query) +
         "},\n  \"schedule\": {\"period\": \"1H\"},\n  \"detectionAction\": {\n    \"alertTemplate\": {\n      "
         "\"title\": " +
         JsonString(OneLine(rule.title)) + ",\n      \"description\": " + JsonString(OneLine(rule.description)) +
         ",\n      \"severity\": " + JsonString(LevelOf(rule) == "critical" ? "high" : LevelOf(rule)) +
         ",\n      \"category\": " + JsonString(tactics.empty() ? "SuspiciousActivity" : tactics[0]) +
         ",\n      \"mitreTechniques\": [" + techniques + "]\n    }\n  }\n}\n";
}

std::string RuleText(const ConvertInput& input, std::string_view query) {
  return input.pipeline.name == "sentinel" ? AnalyticsRule(input, query) : DetectionRule(input, query);
}

}  // namespace
}  // namespace quarry::convert

namespace quarry {
QUARRY_DEFINE(ConvertTarget, kKqlTarget) = {
    .name = "kql",
    .doc = "KQL of Microsoft Defender and Sentinel",
    .query_ending = "kql",
    .rule_ending = "yaml",
    .query = convert::Query,
    .rule = convert::RuleText,
};
}  // namespace quarry
