// What no target says is refused here (keywords, parts of a time); what one target cannot say, in convert/targets.
#include "convert/map_fields.h"

#include <algorithm>

#include "base/ascii.h"
#include "convert/regex.h"

namespace quarry::convert {
namespace {

using sigma::Matcher;
using sigma::Pattern;

bool IsWholeNumber(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || text.size() > 18 || (text.size() > 1 && text[0] == '0')) return false;
  return std::all_of(text.begin(), text.end(), IsAsciiDigit);
}

bool ContainsIgnoreCase(std::string_view text, std::string_view part) {
  return AsciiLowered(text).find(AsciiLowered(part)) != std::string::npos;
}

class FieldMapper {
 public:
  FieldMapper(const Pipeline& pipeline, const LogSourceMapping& logsource, std::vector<Refusal>& refusals)
      : pipeline_(pipeline), logsource_(logsource), refusals_(refusals) {}

  std::optional<Filter> Map(const Filter& filter);

 private:
  std::nullopt_t Refuse(Span span, std::string feature, std::string message, std::string advice = {}) {
    refusals_.push_back({std::move(feature), std::move(message), std::move(advice), span});
    return std::nullopt;
  }
  std::optional<FieldMapping> Find(const std::string& field, Span span);
  std::optional<Filter> MapTest(const Filter& test);
  std::optional<Filter> MapPattern(Filter test, const FieldMapping& mapping);
  std::optional<Filter> BaseName(Filter test);
  std::optional<Filter> Hash(Filter test, const FieldMapping& mapping);
  std::optional<Filter> CheckEmpty(Filter test);

  const Pipeline& pipeline_;
  const LogSourceMapping& logsource_;
  std::vector<Refusal>& refusals_;
};

std::optional<FieldMapping> FieldMapper::Find(const std::string& field, Span span) {
  for (const auto* fields : {&logsource_.fields, &pipeline_.fields}) {
    const auto found = fields->find(field);
    if (found == fields->end()) continue;
    if (found->second.kind == FieldMapping::Kind::kRefused) {
      return Refuse(span, "field without a column", "`" + field + "`: " + found->second.why);
    }
    return found->second;
  }
  const bool plain = !field.empty() && std::all_of(field.begin(), field.end(), [&](char c) {
    return IsAsciiAlnum(c) || c == '_' || pipeline_.literal_fields.find(c) != std::string::npos;
  });
  if (pipeline_.other_fields.empty() || !plain) {
    return Refuse(span, "field without a column", "field `" + field + "` has no column in `" + pipeline_.name + "`",
                  pipeline_.other_fields.empty() ? "data/conversions names the columns of each field" : "");
  }
  FieldMapping mapping;
  mapping.column.name = pipeline_.other_fields;
  mapping.column.name.replace(mapping.column.name.find("{}"), 2, field);
  return mapping;
}

// Where a platform keeps nothing for an empty text, what an empty text satisfies cannot be told from an absent field.
std::optional<Filter> FieldMapper::CheckEmpty(Filter test) {
  if (!pipeline_.empty_is_absent) return test;
  bool empty = test.kind == Filter::Kind::kNull || test.matcher.kind == Matcher::Kind::kFieldRef;
  if (test.is_pattern()) empty = test.matcher.pattern.parts.empty();
  if (test.kind == Filter::Kind::kTest && test.matcher.kind == Matcher::Kind::kRegex) {
    const Result<Regex> regex = ParseRegex(test.matcher.text, test.matcher.regex_flags);
    empty = regex && MatchesEmptyText(*regex);
  }
  if (!empty) return test;
  const bool two = test.matcher.kind == Matcher::Kind::kFieldRef && test.kind == Filter::Kind::kTest;
  return Refuse(test.span, "absent or empty",
                "`" + test.field +
                    (two ? "` is compared with another field" : "` is asked for an absent or an empty value") +
                    ", and `" + pipeline_.name + "` cannot tell an empty field from an absent one",
                two ? "" : "ask for both: `[null, '']`");
}

bool IsSeparator(uint32_t point) {
  return point == '\\' || point == '/';
}

// Can the expression go over a separator?
bool CrossesSeparators(const Regex& regex) {
  if (regex.kind == Regex::Kind::kPoint) return IsSeparator(regex.point);
  if (regex.kind == Regex::Kind::kAny) return true;
  if (regex.kind == Regex::Kind::kSet) {
    const auto holds = [&](uint32_t point) {
      return std::any_of(regex.ranges.begin(), regex.ranges.end(),
                         [&](const auto& range) { return point >= range.first && point <= range.second; });
    };
    return holds('\\') != regex.negated || holds('/') != regex.negated;
  }
  return std::any_of(regex.parts.begin(), regex.parts.end(), CrossesSeparators);
}

// A regular expression of the part behind the last separator: `(?:^|\\)name$` becomes `^name$`.
std::optional<std::string> RegexOfBaseName(const Matcher& matcher) {
  Result<Regex> regex = ParseRegex(matcher.text, matcher.regex_flags);
  if (!regex || regex->kind != Regex::Kind::kConcat || regex->parts.size() < 3) return std::nullopt;
  const auto begins = [](const Regex& part) {
    const bool set = part.kind == Regex::Kind::kSet && !part.negated && part.shorthand.empty() &&
                     std::all_of(part.ranges.begin(), part.ranges.end(), [](const auto& range) {
                       return range.first == range.second && IsSeparator(range.first);
                     });
    return set || (part.kind == Regex::Kind::kPoint && IsSeparator(part.point));
  };
  const Regex& first = regex->parts.front();
  const bool opens = begins(first) || (first.kind == Regex::Kind::kAlternate && first.parts.size() == 2 &&
                                       first.parts[0].kind == Regex::Kind::kTextStart && begins(first.parts[1]));
  if (!opens || regex->parts.back().kind != Regex::Kind::kTextEnd) return std::nullopt;
  std::vector<Regex> parts(std::next(regex->parts.begin()), std::prev(regex->parts.end()));
  if (std::any_of(parts.begin(), parts.end(), CrossesSeparators)) return std::nullopt;
  Regex start;
  start.kind = Regex::Kind::kTextStart;
  parts.insert(parts.begin(), start);
  parts.push_back(regex->parts.back());
  const Result<RegexText> text = WriteRegex(Regex::Concat(std::move(parts)), {});
  return text ? std::optional<std::string>(text->text) : std::nullopt;
}

// `*\name` asks for the part behind the last separator.
std::optional<Filter> FieldMapper::BaseName(Filter test) {
  if (test.matcher.kind == Matcher::Kind::kRegex) {
    if (std::optional<std::string> text = RegexOfBaseName(test.matcher)) {
      test.matcher.text = std::move(*text);
      test.matcher.regex_flags.clear();
      return test;
    }
  }
  const std::vector<Pattern::Part>& parts = test.matcher.pattern.parts;
  const bool fits = test.is_pattern() && parts.size() == 2 && test.matcher.pattern.starts_open() &&
                    parts[1].kind == Pattern::Part::Kind::kText && parts[1].text.size() > 1 &&
                    parts[1].text.find_last_of("\\/") == 0;
  if (!fits) {
    return Refuse(test.span, "file name alone",
                  "`" + test.field + "` is compared beyond its last part, and `" + pipeline_.name +
                      "` keeps the last part alone in `" + test.column.name + "`",
                  "compare with `endswith: '\\name'`");
  }
  test.matcher.pattern = Pattern::Literal(std::string_view(parts[1].text).substr(1));
  return test;
}

std::optional<Filter> FieldMapper::Hash(Filter test, const FieldMapping& mapping) {
  const std::vector<Pattern::Part>& parts = test.matcher.pattern.parts;
  if (test.is_pattern() && parts.size() >= 2 && test.matcher.pattern.starts_open() &&
      parts[1].kind == Pattern::Part::Kind::kText &&
      (parts.size() == 2 || (parts.size() == 3 && test.matcher.pattern.ends_open()))) {
    const std::string_view text = parts[1].text;
    const size_t equals = text.find('=');
    const std::string_view digits = equals == std::string_view::npos ? "" : text.substr(equals + 1);
    for (const auto& [algorithm, column] : mapping.values) {
      const size_t length = algorithm == "MD5" || algorithm == "IMPHASH" ? 32 : algorithm == "SHA1" ? 40 : 64;
      if (!EqualsIgnoreAsciiCase(text.substr(0, equals), algorithm) || digits.size() != length) continue;
      test.column.name = column;
      test.matcher.pattern = Pattern::Literal(AsciiLowered(digits));
      return test;
    }
  }
  return Refuse(test.span, "hash without a column",
                "`" + test.field + "` asks for something else than a whole hash that `" + pipeline_.name + "` keeps",
                "compare with `contains: 'SHA256=...'`");
}

std::optional<Filter> FieldMapper::MapPattern(Filter test, const FieldMapping& mapping) {
  Pattern& pattern = test.matcher.pattern;
  if (test.column.lost_case && test.matcher.cased) {
    return Refuse(test.span, "case", "`" + pipeline_.name + "` does not keep the case of `" + test.field + "`",
                  "leave out `cased`");
  }
  for (const std::string& text : mapping.without) {
    for (const Pattern::Part& part : pattern.parts) {
      if (ContainsIgnoreCase(part.text, text)) {
        return Refuse(test.span, "spelled otherwise", "`" + test.field + "` asks for `" + text + "`: " + mapping.why);
      }
    }
  }
  const std::vector<std::string>& absent = pipeline_.absent_texts;
  if (pattern.is_literal() && std::find(absent.begin(), absent.end(), pattern.literal()) != absent.end()) {
    return Refuse(
        test.span, "absent or empty",
        "`" + pipeline_.name + "` stores the text `" + std::string(pattern.literal()) + "` as an absent field");
  }
  if (mapping.kind == FieldMapping::Kind::kFamilies) {
    if (!pattern.is_literal() || pattern.literal().find_first_of(".:") == std::string_view::npos) {
      return Refuse(test.span, "text of an address",
                    "`" + pipeline_.name + "` keeps addresses of each family in a column of their own",
                    "compare with `cidr`");
    }
    test.column.name = mapping.values.at(pattern.literal().find(':') == std::string_view::npos ? "4" : "6");
    return test;
  }
  if (test.column.type == Column::Type::kNumber && mapping.kind != FieldMapping::Kind::kValues &&
      !(pattern.is_literal() && IsWholeNumber(pattern.literal()))) {
    return Refuse(test.span, "text of a number",
                  "`" + test.field + "` is a number in `" + pipeline_.name + "`, and the rule compares its text");
  }
  if (mapping.kind == FieldMapping::Kind::kValues) {
    for (const auto& [from, to] : mapping.values) {
      if (!pattern.is_literal() || !EqualsIgnoreAsciiCase(from, pattern.literal())) continue;
      pattern = Pattern::Literal(to);
      test.matcher.cased = true;
      return test;
    }
    return Refuse(
        test.span, "value without a counterpart",
        "`" + pipeline_.name + "` says the values of `" + test.field + "` otherwise, and this one is none of them");
  }
  if (!mapping.prefix.empty()) {
    Pattern prefixed = Pattern::Literal(mapping.prefix);
    for (const Pattern::Part& part : pattern.parts) {
      if (part.kind == Pattern::Part::Kind::kText) {
        prefixed.AppendText(part.text);
      } else {
        prefixed.AppendPart(part.kind);
      }
    }
    pattern = std::move(prefixed);
  }
  return test;
}

std::optional<Filter> FieldMapper::MapTest(const Filter& given) {
  Filter test = given;
  if (test.field.empty()) {
    return Refuse(test.span, "keywords", "keywords search every field of an event, and no field is named",
                  "name the field that holds the text");
  }
  if (test.part) {
    return Refuse(test.span, "part of a time", "`" + test.field + "` compares a part of a time");
  }
  const std::optional<FieldMapping> mapping = Find(test.field, test.field_span);
  if (!mapping) return std::nullopt;
  test.column = mapping->column;
  if (mapping->kind == FieldMapping::Kind::kHashes) return Hash(std::move(test), *mapping);
  if (test.kind == Filter::Kind::kTest && test.matcher.kind == Matcher::Kind::kRegex) {
    const Result<Regex> regex = ParseRegex(test.matcher.text, test.matcher.regex_flags);
    if (!regex) {
      return Refuse(test.span, "regular expression",
                    "the regular expression has " + regex.error().message + ", which not every dialect reads alike");
    }
    // What opens a group is no text of the expression.
    std::string text = test.matcher.text;
    for (size_t at; (at = text.find("(?:")) != std::string::npos;) text.erase(at, 3);
    const bool spelled = std::any_of(mapping->without.begin(), mapping->without.end(),
                                     [&](const std::string& part) { return ContainsIgnoreCase(text, part); });
    const bool folds = test.matcher.regex_flags.find('i') != std::string::npos;
    if (spelled || !mapping->prefix.empty() || test.column.type == Column::Type::kNumber ||
        (mapping->column.lost_case && !folds)) {
      return Refuse(test.span, "regular expression",
                    "`" + pipeline_.name + "` spells `" + test.field + "` otherwise" +
                        (mapping->why.empty() ? "" : ": " + mapping->why));
    }
  }
  if (test.kind == Filter::Kind::kTest && test.matcher.kind == Matcher::Kind::kFieldRef) {
    const std::optional<FieldMapping> other = Find(test.matcher.text, test.span);
    if (!other) return std::nullopt;
    test.other = other->column;
    if (mapping->kind != FieldMapping::Kind::kColumn || other->kind != FieldMapping::Kind::kColumn ||
        test.column.type != Column::Type::kText || test.other.type != Column::Type::kText) {
      return Refuse(test.span, "fields compared", "`" + pipeline_.name + "` keeps the two fields in different forms");
    }
  }
  std::optional<Filter> checked = CheckEmpty(std::move(test));
  if (!checked || checked->kind != Filter::Kind::kTest) return checked;
  if (mapping->kind == FieldMapping::Kind::kBaseName) return BaseName(std::move(*checked));
  if (checked->is_pattern()) return MapPattern(std::move(*checked), *mapping);
  if (mapping->kind == FieldMapping::Kind::kFamilies) {
    if (checked->matcher.kind != Matcher::Kind::kCidr) return MapPattern(std::move(*checked), *mapping);
    checked->column.name = mapping->values.at(checked->matcher.text.find(':') == std::string::npos ? "4" : "6");
    return checked;
  }
  if (mapping->kind == FieldMapping::Kind::kValues) {
    return Refuse(checked->span, "value without a counterpart",
                  "`" + pipeline_.name + "` says the values of `" + checked->field + "` otherwise");
  }
  return checked;
}

std::optional<Filter> FieldMapper::Map(const Filter& filter) {
  if (filter.is_leaf()) return MapTest(filter);
  Filter mapped = filter;
  bool ok = true;
  for (Filter& operand : mapped.operands) {
    std::optional<Filter> one = Map(operand);
    ok &= one.has_value();
    if (one) operand = std::move(*one);
  }
  if (!ok) return std::nullopt;
  return mapped;
}

}  // namespace

std::optional<Filter> MapFields(const Filter& filter, const Pipeline& pipeline, const LogSourceMapping& logsource,
                                std::vector<Refusal>& refusals) {
  return FieldMapper(pipeline, logsource, refusals).Map(filter);
}

}  // namespace quarry::convert
