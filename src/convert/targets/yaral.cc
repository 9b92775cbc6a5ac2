// YARA-L 2.0 of Google SecOps, over UDM. A field that is not set is the empty text, and no test is null.
#include "convert/boolean_text.h"
#include "convert/rule_metadata.h"
#include "convert/target.h"
#include "convert/test_text.h"

namespace quarry::convert {
namespace {

using sigma::Matcher;

std::string Quoted(std::string_view text) {
  const std::string out = Escaped(text, "\\\"", '\\');
  return "\"" + ReplacedAll(ReplacedAll(ReplacedAll(out, "\n", "\\n"), "\r", "\\r"), "\t", "\\t") + "\"";
}

std::optional<std::string> Test(const Filter& test, bool, std::vector<Refusal>& refusals) {
  const std::string& name = test.column.name;
  const Matcher& matcher = test.matcher;
  const bool number = test.column.type == Column::Type::kNumber;
  if (test.kind == Filter::Kind::kBlank) return name + (number ? " = 0" : " = \"\"");
  if (test.kind == Filter::Kind::kNull) {
    return RefuseTest(test, "absent or empty", "a UDM field that is not set is empty", "ask for both: `[null, '']`",
                      refusals);
  }
  switch (matcher.kind) {
    case Matcher::Kind::kPattern: {
      const PatternShape shape = ShapeOf(matcher.pattern);
      if (number) return name + " = " + shape.text;
      if (shape.kind == PatternShape::Kind::kEquals)
        return name + " = " + Quoted(shape.text) + (matcher.cased ? "" : " nocase");
      [[fallthrough]];
    }
    case Matcher::Kind::kRegex: {
      const RegexDialect dialect{.special = "\\^$.|?*+()[]{}/"};
      std::optional<RegexText> regex = RegexTextOf(test, dialect, "YARA-L", refusals);
      if (!regex) return std::nullopt;
      // `nocase` says what the flag `i` says.
      std::string_view text = regex->text;
      if (text.starts_with("(?i)")) return name + " = /" + std::string(text.substr(4)) + "/ nocase";
      return name + " = /" + std::string(text) + "/";
    }
    case Matcher::Kind::kCidr:
      return "net.ip_in_range_cidr(" + name + ", " + Quoted(matcher.text) + ")";
    case Matcher::Kind::kCompare:
      if (number) return name + " " + std::string(CompareText(matcher.compare, "=")) + " " + NumberText(matcher.number);
      return RefuseTest(test, "number in a text", "YARA-L compares numbers only where UDM keeps one", {}, refusals);
    default:
      return RefuseTest(test, "fields compared", "two UDM fields that are not set are equal", {}, refusals);
  }
}

std::string Name(const sigma::Rule& rule) {
  return IdentifierOf(rule.title);
}

// The events section; YARA-L has no query without a rule.
std::optional<std::string> Query(const ConvertInput& input, std::vector<Refusal>& refusals) {
  const BooleanSpelling spelling{.not_open = "not ("};
  BooleanText boolean(spelling, [&](const Filter& test, bool negated) { return Test(test, negated, refusals); });
  const std::optional<std::vector<std::string>> conjuncts = boolean.Conjuncts(input.filter, 6);
  if (!conjuncts) return std::nullopt;
  std::string out = "    " + input.logsource.where + "\n";
  for (size_t i = 0; i < conjuncts->size(); ++i) {
    const std::string& conjunct = (*conjuncts)[i];
    const bool wrap = input.filter.kind == Filter::Kind::kOr ||
                      (input.filter.kind == Filter::Kind::kAnd && input.filter.operands[i].kind == Filter::Kind::kOr);
    out += wrap ? "    (" + conjunct + ")\n" : "    " + conjunct + "\n";
  }
  return out;
}

std::string RuleText(const ConvertInput& input, std::string_view events) {
  const sigma::Rule& rule = input.rule;
  std::string out = "rule " + Name(rule) + " {\n  meta:\n";
  const auto meta = [&](std::string_view key, std::string_view value) {
    if (!value.empty()) out += "    " + std::string(key) + " = " + Quoted(OneLine(value)) + "\n";
  };
  meta("rule_name", rule.title);
  meta("description", rule.description);
  meta("author", rule.author);
  meta("reference", rule.references.empty() ? "" : rule.references[0]);
  meta("rule_id", rule.id);
  const std::vector<std::string> techniques = TechniquesOf(rule), tactics = TacticsOf(rule);
  meta("mitre_attack_tactic", tactics.empty() ? "" : tactics[0]);
  meta("mitre_attack_technique", techniques.empty() ? "" : techniques[0]);
  meta("severity", LevelOf(rule));
  return out + "\n  events:\n" + std::string(events) + "\n  condition:\n    $e\n}\n";
}

}  // namespace
}  // namespace quarry::convert

namespace quarry {
QUARRY_DEFINE(ConvertTarget, kYaralTarget) = {
    .name = "yaral",
    .doc = "YARA-L 2.0 of Google SecOps",
    .query_ending = "yaral",
    .rule_ending = "yaral",
    .query = convert::Query,
    .rule = convert::RuleText,
    .rule_only = true,
};
}  // namespace quarry
