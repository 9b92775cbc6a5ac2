// CQL of LogScale and Falcon. Comparisons with texts count case there, so tests that ignore it are regular expressions.
// A comparison with an absent field is false and its negation true, as in Sigma.
#include "convert/boolean_text.h"
#include "convert/rule_metadata.h"
#include "convert/target.h"
#include "convert/test_text.h"

namespace quarry::convert {
namespace {

using sigma::Matcher;

std::string Quoted(std::string_view text) {
  return "\"" + Escaped(text, "\\\"", '\\') + "\"";
}
// Texts that a comparison takes as they are: `*` is a wildcard that cannot be escaped.
bool IsPlain(std::string_view text) {
  return !text.empty() && text.find_first_of("*\n\r\t") == std::string_view::npos;
}

std::optional<std::string> RegexTest(const Filter& test, std::vector<Refusal>& refusals) {
  const RegexDialect dialect{.special = "\\^$.|?*+()[]{}/", .flag_prefix = false};
  const std::optional<RegexText> regex = RegexTextOf(test, dialect, "CQL", refusals);
  if (!regex) return std::nullopt;
  if (regex->text.empty()) return test.column.name + "=*";
  return test.column.name + "=/" + regex->text + "/" + (regex->ignore_case ? "i" : "") + (regex->dot_all ? "d" : "");
}

std::optional<std::string> Test(const Filter& test, bool, std::vector<Refusal>& refusals) {
  const std::string& name = test.column.name;
  const Matcher& matcher = test.matcher;
  if (test.kind == Filter::Kind::kBlank) return "not (" + name + "=/./d)";
  if (test.kind == Filter::Kind::kNull) return name + "!=*";
  switch (matcher.kind) {
    case Matcher::Kind::kPattern: {
      const PatternShape shape = ShapeOf(matcher.pattern);
      if (test.column.type == Column::Type::kNumber) return name + "=" + shape.text;
      if (shape.kind == PatternShape::Kind::kEquals && shape.text.empty()) return name + "=\"\"";
      if (matcher.cased && shape.kind == PatternShape::Kind::kEquals && IsPlain(shape.text))
        return name + "=" + Quoted(shape.text);
      return RegexTest(test, refusals);
    }
    case Matcher::Kind::kRegex:
      return RegexTest(test, refusals);
    case Matcher::Kind::kCidr:
      return "cidr(" + name + ", subnet=" + Quoted(matcher.text) + ")";
    case Matcher::Kind::kCompare:
      return name + std::string(CompareText(matcher.compare, "=")) + NumberText(matcher.number);
    default:
      return RefuseTest(test, "fields compared", "CQL compares two fields by case only", "use `cased` values instead",
                        refusals);
  }
}

std::optional<std::string> List(const std::vector<const Filter*>& tests) {
  std::string values;
  for (const Filter* test : tests) {
    const std::string_view text = test->matcher.pattern.literal();
    if (!IsPlain(text)) return std::nullopt;
    values += (values.empty() ? "" : ", ") + Quoted(text);
  }
  return "in(" + tests[0]->column.name + ", values=[" + values +
         (tests[0]->matcher.cased ? "])" : "], ignoreCase=true)");
}

std::optional<std::string> Query(const ConvertInput& input, std::vector<Refusal>& refusals) {
  const BooleanSpelling spelling;
  BooleanText boolean(spelling, [&](const Filter& test, bool negated) { return Test(test, negated, refusals); }, List);
  std::vector<std::string> stages;
  if (!input.logsource.where.empty()) stages.push_back(input.logsource.where);
  for (const Filter* filter : {&input.selection, &input.filter}) {
    if (filter->kind == Filter::Kind::kAnd && filter->operands.empty()) continue;
    const std::optional<std::vector<std::string>> conjuncts = boolean.Conjuncts(*filter, 4);
    if (!conjuncts) return std::nullopt;
    stages.insert(stages.end(), conjuncts->begin(), conjuncts->end());
  }
  std::string query;
  for (const std::string& stage : stages) query += (query.empty() ? "" : "| ") + stage + "\n";
  return query;
}

// A correlation rule of Falcon Next-Gen SIEM, as its API takes it.
std::string RuleText(const ConvertInput& input, std::string_view query) {
  const std::string level = LevelOf(input.rule);
  const char* severity = level == "informational" ? "10"
                         : level == "low"         ? "30"
                         : level == "medium"      ? "50"
                         : level == "high"        ? "70"
                                                  : "90";
  const std::vector<std::string> techniques = TechniquesOf(input.rule), tactics = TacticsOf(input.rule);
  std::string out = "{\n  \"name\": " + JsonString(OneLine(input.rule.title)) +
                    ",\n  \"description\": " + JsonString(OneLine(input.rule.description)) +
                    ",\n  \"severity\": " + severity + ",\n  \"status\": \"inactive\",\n";
  if (!tactics.empty()) out += "  \"tactic\": " + JsonString(tactics[0]) + ",\n";
  if (!techniques.empty()) out += "  \"technique\": " + JsonString(techniques[0]) + ",\n";
  return out + "  \"search\": {\"filter\": " + JsonString(query) +
         ", \"lookback\": \"1h\", \"trigger_mode\": \"verbose\", \"outcome\": \"detection\"},\n"
         "  \"operation\": {\"schedule\": {\"definition\": \"@every 1h\"}}\n}\n";
}

}  // namespace
}  // namespace quarry::convert

namespace quarry {
QUARRY_DEFINE(ConvertTarget, kCqlTarget) = {
    .name = "cql",
    .doc = "CQL of CrowdStrike LogScale and Falcon",
    .query_ending = "cql",
    .rule_ending = "json",
    .query = convert::Query,
    .rule = convert::RuleText,
};
}  // namespace quarry
