// Looks up columns in the mappings that conversions from Sigma use.
#include "convert/from_columns.h"

#include <algorithm>

#include "base/ascii.h"
#include "convert/regex.h"
#include "convert/test_text.h"

namespace quarry::convert {
namespace {

using sigma::Matcher;
using sigma::Pattern;

std::string WithoutBlanks(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!IsAsciiSpace(c)) out += c;
  }
  return out;
}

}  // namespace

std::optional<FromColumns::Field> FromColumns::Find(std::string_view name) const {
  const std::string wanted = WithoutBlanks(name);
  if (const auto file = logsource_.file_names.find(wanted); file != logsource_.file_names.end())
    return Field{file->second, nullptr};
  for (const auto* fields : {&logsource_.fields, &pipeline_.fields}) {
    for (const auto& [field, mapping] : *fields) {
      const bool readable = mapping.kind != FieldMapping::Kind::kRefused && mapping.kind != FieldMapping::Kind::kHashes;
      if (readable && WithoutBlanks(mapping.column.name) == wanted) return Field{field, &mapping};
      if (mapping.kind == FieldMapping::Kind::kFamilies &&
          (mapping.values.at("4") == wanted || mapping.values.at("6") == wanted)) {
        return Field{field, &mapping};
      }
    }
  }
  if (!pipeline_.other_fields.empty()) {
    const bool plain = std::all_of(wanted.begin(), wanted.end(), [](char c) { return IsAsciiAlnum(c) || c == '_'; });
    static const FieldMapping kSame;
    if (plain && pipeline_.other_fields == "{}") return Field{wanted, &kSame};
  }
  return std::nullopt;
}

bool FromColumns::Knows(std::string_view name) const {
  return Find(name).has_value();
}

std::optional<FromColumns::Field> FromColumns::FindOrRefuse(std::string_view name, Span span,
                                                            std::vector<Refusal>& refusals) const {
  std::optional<Field> field = Find(name);
  if (!field) {
    refusals.push_back({"column without a field",
                        "`" + std::string(name) + "` is no field of Sigma in `" + pipeline_.name + "`", "", span});
  }
  return field;
}

std::optional<Filter> FromColumns::Blank(std::string_view name, Span span, std::vector<Refusal>& refusals) const {
  const std::optional<Field> field = FindOrRefuse(name, span, refusals);
  if (!field) return std::nullopt;
  Filter blank;
  blank.kind = Filter::Kind::kBlank;
  blank.field = field->name;
  blank.span = span;
  return blank;
}

std::optional<Filter> FromColumns::Test(std::string_view name, Matcher matcher, Span span,
                                        std::vector<Refusal>& refusals) const {
  const std::optional<Field> field = FindOrRefuse(name, span, refusals);
  if (!field) return std::nullopt;
  const auto refuse = [&](std::string feature, std::string message) -> std::optional<Filter> {
    refusals.push_back({std::move(feature), std::move(message), "", span});
    return std::nullopt;
  };
  const bool literal = matcher.kind == Matcher::Kind::kPattern && matcher.pattern.is_literal();
  if (field->mapping == nullptr || field->mapping->kind == FieldMapping::Kind::kBaseName) {
    const std::string text(literal ? matcher.pattern.literal() : "");
    if (text.empty() || text.find_first_of("\\/") != std::string::npos) {
      return refuse("file name alone", "`" + std::string(name) + "` is the last part of `" + field->name +
                                           "`, and only whole names are compared so");
    }
    matcher.pattern = Pattern::Literal("\\" + text);
    matcher.pattern.OpenStart();
  } else if (field->mapping->kind == FieldMapping::Kind::kValues) {
    std::optional<std::string> value;
    for (const auto& [from, to] : field->mapping->values) {
      if (literal && to == matcher.pattern.literal() && !value) value = from;
    }
    if (!value)
      return refuse("value without a counterpart",
                    "`" + std::string(name) + "` has a value that `" + field->name + "` does not have");
    matcher.pattern = Pattern::Literal(*value);
    matcher.cased = false;
  } else if (matcher.kind == Matcher::Kind::kPattern && field->mapping->column.lost_case) {
    if (matcher.cased)
      return refuse("case", "`" + std::string(name) + "` is in lower case, and the event's field is not");
  }
  Filter test;
  test.kind = Filter::Kind::kTest;
  test.field = field->name;
  test.matcher = std::move(matcher);
  test.matcher.span = span;
  test.span = span;
  return test;
}

Matcher PatternMatcher(std::string_view text, bool open_start, bool open_end, bool cased) {
  Matcher matcher;
  matcher.pattern = Pattern::Literal(text);
  if (open_start) matcher.pattern.OpenStart();
  if (open_end) matcher.pattern.OpenEnd();
  matcher.cased = cased;
  return matcher;
}

Matcher RegexMatcher(std::string_view text, std::string_view flags) {
  if (std::optional<Matcher> plain = PlainMatcher(text, flags)) return *plain;
  Matcher matcher;
  matcher.kind = Matcher::Kind::kRegex;
  matcher.text = text;
  matcher.regex_flags = flags;
  std::sort(matcher.regex_flags.begin(), matcher.regex_flags.end());
  return matcher;
}

std::vector<std::string> QuotedTexts(std::string_view where) {
  std::vector<std::string> values;
  for (size_t at = 0; (at = where.find('"', at)) != std::string_view::npos;) {
    const size_t end = where.find('"', at + 1);
    if (end == std::string_view::npos) break;
    values.emplace_back(where.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  std::sort(values.begin(), values.end());
  return values;
}

std::optional<Matcher> PlainMatcher(std::string_view text, std::string_view flags) {
  const Result<Regex> regex = ParseRegex(text, flags);
  if (!regex || regex->kind != Regex::Kind::kConcat || regex->parts.empty()) return std::nullopt;
  std::string plain;
  bool start = true, end = true, cased = false, nocase = false;
  for (size_t i = 0; i < regex->parts.size(); ++i) {
    const Regex& part = regex->parts[i];
    if (part.kind == Regex::Kind::kTextStart && i == 0) {
      start = false;
    } else if (part.kind == Regex::Kind::kTextEnd && i + 1 == regex->parts.size()) {
      end = false;
    } else if (part.kind == Regex::Kind::kPoint) {
      AppendPoint(part.point, plain);
      if (MayHaveCase(part.point)) (part.ignore_case ? nocase : cased) = true;
    } else {
      return std::nullopt;
    }
  }
  if (plain.empty() || (cased && nocase)) return std::nullopt;
  return PatternMatcher(plain, start, end, cased);
}

}  // namespace quarry::convert
