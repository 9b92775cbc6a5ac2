// A test of a NULL is NULL; where it stands under NOT it is made false. Case is ignored by lowering both sides.
#include "convert/sql_text.h"

#include "base/ascii.h"
#include "convert/boolean_text.h"
#include "convert/rule_metadata.h"
#include "convert/test_text.h"

namespace quarry::convert {
namespace {

using sigma::Matcher;

class SqlTests {
 public:
  SqlTests(const SqlDialect& dialect, std::vector<Refusal>& refusals) : dialect_(dialect), refusals_(refusals) {}

  std::optional<std::string> Write(const Filter& test, bool negated);

 private:
  std::string Quoted(std::string_view text) const {
    std::string out = ReplacedAll(text, "'", "''");
    if (dialect_.backslash_escapes) out = ReplacedAll(out, "\\", "\\\\");
    return "'" + out + "'";
  }
  static std::string Call(std::string_view form, std::string_view a, std::string_view b = {}) {
    std::string out;
    for (size_t at = 0; at < form.size();) {
      if (form.substr(at).starts_with("{a}"))
        out += a, at += 3;
      else if (form.substr(at).starts_with("{b}"))
        out += b, at += 3;
      else
        out += form[at++];
    }
    return out;
  }
  std::optional<std::string> Positive(const Filter& test);
  std::string Pattern(const Filter& test) const;

  const SqlDialect& dialect_;
  std::vector<Refusal>& refusals_;
};

std::string SqlTests::Pattern(const Filter& test) const {
  const PatternShape shape = ShapeOf(test.matcher.pattern);
  bool letters = false;
  for (size_t at = 0; at < shape.text.size();) letters |= MayHaveCase(NextPoint(shape.text, &at));
  const bool fold = letters && !test.matcher.cased;
  const std::string_view lower = dialect_.lower;
  const std::string subject = fold ? std::string(lower) + "(" + test.column.name + ")" : test.column.name;
  // Letters outside ASCII are lowered by the same function as the field.
  const std::string text = !fold                         ? Quoted(shape.text)
                           : HasOutsideAscii(shape.text) ? std::string(lower) + "(" + Quoted(shape.text) + ")"
                                                         : Quoted(AsciiLowered(shape.text));
  switch (shape.kind) {
    case PatternShape::Kind::kContains:
      return Call(dialect_.contains, subject, text);
    case PatternShape::Kind::kStartsWith:
      return Call(dialect_.starts_with, subject, text);
    case PatternShape::Kind::kEndsWith:
      return Call(dialect_.ends_with, subject, text);
    default:
      return subject + " = " + text;
  }
}

std::optional<std::string> SqlTests::Positive(const Filter& test) {
  const std::string& name = test.column.name;
  const Matcher& matcher = test.matcher;
  const bool number = test.column.type == Column::Type::kNumber;
  switch (matcher.kind) {
    case Matcher::Kind::kPattern:
      if (number) return name + " = " + std::string(matcher.pattern.literal());
      if (ShapeOf(matcher.pattern).kind != PatternShape::Kind::kWildcards) return Pattern(test);
      [[fallthrough]];
    case Matcher::Kind::kRegex: {
      const std::optional<RegexText> regex = RegexTextOf(test, dialect_.regex_dialect, "SQL", refusals_);
      if (!regex) return std::nullopt;
      return Call(dialect_.regex, name, Quoted(regex->text));
    }
    case Matcher::Kind::kCidr: {
      if (IsIpv6Range(matcher.text)) {
        if (!dialect_.ipv6_range.empty()) return Call(dialect_.ipv6_range, name, Quoted(matcher.text));
        return RefuseTest(test, "IPv6 range", "the range `" + matcher.text + "` needs a function for IPv6 addresses",
                          {}, refusals_);
      }
      const Result<Regex> range = RegexOfIpv4Range(matcher.text);
      if (!range) return RefuseTest(test, "address range", range.error().message, {}, refusals_);
      const Result<RegexText> regex = WriteRegex(*range, dialect_.regex_dialect);
      if (!regex) return RefuseTest(test, "address range", regex.error().message, {}, refusals_);
      return Call(dialect_.regex, name, Quoted(regex->text));
    }
    case Matcher::Kind::kCompare:
      return (number ? name : Call(dialect_.number, name)) + " " + std::string(CompareText(matcher.compare, "=")) +
             " " + NumberText(matcher.number);
    default: {
      const bool fold = !matcher.cased;
      const auto side = [&](const Column& column) {
        return fold ? std::string(dialect_.lower) + "(" + column.name + ")" : column.name;
      };
      const std::string a = side(test.column), b = side(test.other);
      const std::string_view form = matcher.open_start && matcher.open_end ? dialect_.contains
                                    : matcher.open_start                   ? dialect_.ends_with
                                    : matcher.open_end                     ? dialect_.starts_with
                                                                           : "{a} = {b}";
      return Call(form, a, b);
    }
  }
}

std::optional<std::string> SqlTests::Write(const Filter& test, bool negated) {
  if (test.kind == Filter::Kind::kNull) return test.column.name + " IS NULL";
  if (test.kind == Filter::Kind::kBlank) return "coalesce(" + test.column.name + ", '') = ''";
  std::optional<std::string> text = Positive(test);
  if (!text) return std::nullopt;
  return negated ? "coalesce(" + *text + ", false)" : *text;
}

}  // namespace

std::optional<std::string> SqlQuery(const ConvertInput& input, const SqlDialect& dialect,
                                    std::vector<Refusal>& refusals) {
  const BooleanSpelling spelling{.and_word = "AND", .or_word = "OR", .not_open = "NOT ("};
  SqlTests tests(dialect, refusals);
  BooleanText boolean(spelling, [&](const Filter& test, bool negated) { return tests.Write(test, negated); });
  std::vector<Filter> both;
  if (input.selection.is_leaf() || !input.selection.operands.empty()) both.push_back(input.selection);
  both.push_back(input.filter);
  const std::optional<std::string> text = boolean.Write(Filter::And(std::move(both)), 2);
  if (!text) return std::nullopt;
  return "SELECT *\nFROM " + input.source + "\nWHERE " + *text + "\n";
}

std::string SqlRule(const ConvertInput& input, std::string_view query) {
  std::string out = "-- " + OneLine(input.rule.title) + "\n";
  if (!input.rule.id.empty()) out += "-- id: " + OneLine(input.rule.id) + "\n";
  out += "-- level: " + LevelOf(input.rule) + "\n";
  if (!input.rule.description.empty()) out += "-- " + OneLine(input.rule.description) + "\n";
  return out + std::string(query);
}

}  // namespace quarry::convert
