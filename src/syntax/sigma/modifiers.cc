// The modifiers of the Sigma specification, applied in the order in which they are written.
#include "syntax/sigma/modifiers.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/utf8.h"
#include "syntax/sigma/encodings.h"

namespace quarry::sigma {
namespace {

struct Named {
  std::string_view name;
  Modifier modifier;
};
constexpr Named kModifiers[] = {
    {"contains", Modifier::kContains},
    {"startswith", Modifier::kStartsWith},
    {"endswith", Modifier::kEndsWith},
    {"all", Modifier::kAll},
    {"re", Modifier::kRegex},
    {"i", Modifier::kIgnoreCase},
    {"ignorecase", Modifier::kIgnoreCase},
    {"m", Modifier::kMultiLine},
    {"multiline", Modifier::kMultiLine},
    {"s", Modifier::kDotAll},
    {"dotall", Modifier::kDotAll},
    {"cased", Modifier::kCased},
    {"cidr", Modifier::kCidr},
    {"exists", Modifier::kExists},
    {"fieldref", Modifier::kFieldRef},
    {"neq", Modifier::kNotEqual},
    {"lt", Modifier::kLess},
    {"lte", Modifier::kLessEqual},
    {"gt", Modifier::kGreater},
    {"gte", Modifier::kGreaterEqual},
    {"windash", Modifier::kWindash},
    {"base64", Modifier::kBase64},
    {"base64offset", Modifier::kBase64Offset},
    {"wide", Modifier::kUtf16Le},
    {"utf16le", Modifier::kUtf16Le},
    {"utf16be", Modifier::kUtf16Be},
    {"utf16", Modifier::kUtf16},
    {"expand", Modifier::kExpand},
    {"minute", Modifier::kMinute},
    {"hour", Modifier::kHour},
    {"day", Modifier::kDay},
    {"week", Modifier::kWeek},
    {"month", Modifier::kMonth},
    {"year", Modifier::kYear},
    // Quarry's own: what a host or URL tells is compared instead of it.
    {"serverless_provider", Modifier::kServerlessProvider},
    {"serverless_tenant", Modifier::kServerlessTenant},
    {"serverless_class", Modifier::kServerlessClass},
};

std::optional<HostPart> HostPartOf(Modifier modifier) {
  switch (modifier) {
    case Modifier::kServerlessProvider:
      return HostPart::kServerlessProvider;
    case Modifier::kServerlessTenant:
      return HostPart::kServerlessTenant;
    case Modifier::kServerlessClass:
      return HostPart::kServerlessClass;
    default:
      return std::nullopt;
  }
}

std::optional<TimePart> TimePartOf(Modifier modifier) {
  switch (modifier) {
    case Modifier::kMinute:
      return TimePart::kMinute;
    case Modifier::kHour:
      return TimePart::kHour;
    case Modifier::kDay:
      return TimePart::kDay;
    case Modifier::kWeek:
      return TimePart::kWeek;
    case Modifier::kMonth:
      return TimePart::kMonth;
    case Modifier::kYear:
      return TimePart::kYear;
    default:
      return std::nullopt;
  }
}

std::optional<CompareOp> CompareOf(Modifier modifier) {
  switch (modifier) {
    case Modifier::kLess:
      return CompareOp::kLess;
    case Modifier::kLessEqual:
      return CompareOp::kLessEqual;
    case Modifier::kGreater:
      return CompareOp::kGreater;
    case Modifier::kGreaterEqual:
      return CompareOp::kGreaterEqual;
    default:
      return std::nullopt;
  }
}

bool Uses(const std::vector<ModifierUse>& modifiers, Modifier modifier) {
  return std::any_of(modifiers.begin(), modifiers.end(),
                     [&](const ModifierUse& use) { return use.modifier == modifier; });
}

// The name between two unescaped `%`, or "".
std::string Placeholder(std::string_view value) {
  size_t open = std::string_view::npos;
  for (size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\' && i + 1 < value.size()) {
      ++i;
      continue;
    }
    if (value[i] != '%') continue;
    if (open != std::string_view::npos && i > open + 1) return std::string(value.substr(open + 1, i - open - 1));
    open = i;
  }
  return {};
}

std::string WithoutPercentEscapes(std::string_view value) {
  std::string out;
  for (size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\' && i + 1 < value.size() && value[i + 1] == '%') continue;
    out += value[i];
  }
  return out;
}

// YAML integers that are not written in decimal (0x10) compare by their decimal text; all other scalars by their own.
std::string ValueText(const yaml::Node& node) {
  const bool prefixed = node.text.size() > 2 && node.text[0] == '0' && !IsAsciiDigit(node.text[1]);
  if (prefixed && !node.quoted) {
    if (const std::optional<int64_t> integer = node.AsInteger()) return std::to_string(*integer);
  }
  return node.text;
}

class ValueMaker {
 public:
  ValueMaker(const yaml::Node& node, const std::vector<ModifierUse>& modifiers, bool keyword,
             DiagnosticList& diagnostics)
      : node_(node), modifiers_(modifiers), keyword_(keyword), diagnostics_(diagnostics) {}

  FailureOr<DetectionValue> Run() {
    value_.span = node_.span;
    if (!Begin()) return Failure{};
    for (const ModifierUse& use : modifiers_) {
      if (!Apply(use)) return Failure{};
    }
    for (const Matcher& matcher : value_.any_of) {
      for (const Pattern::Part& part : matcher.pattern.parts) {
        if (ValidUtf8Size(part.text) != part.text.size())
          return Fail(node_.span, "the encoded value is not text",
                      "`utf16` needs `base64` or `base64offset` behind it"),
                 Failure{};
      }
    }
    return std::move(value_);
  }

 private:
  bool Fail(Span span, std::string message, std::string label = {}) {
    diagnostics_.Add(Code::Q0501, span, std::move(message)).label = std::move(label);
    return false;
  }
  bool Misfit(const ModifierUse& use, std::string_view what) {
    return Fail(use.span, "modifier `" + std::string(use.name) + "` does not fit " + std::string(what));
  }
  bool Begin();
  bool Apply(const ModifierUse& use);
  bool Encode(const ModifierUse& use);
  bool Compare(const ModifierUse& use, CompareOp op);
  bool Anchor(const ModifierUse& use);

  const yaml::Node& node_;
  const std::vector<ModifierUse>& modifiers_;
  bool keyword_;
  DiagnosticList& diagnostics_;
  DetectionValue value_;
};

// The value before any modifier.
bool ValueMaker::Begin() {
  Matcher matcher;
  matcher.span = node_.span;
  if (node_.IsNull()) {
    if (keyword_) return Fail(node_.span, "a keyword cannot be null");
    if (!modifiers_.empty()) {
      for (const ModifierUse& use : modifiers_) {
        if (use.modifier != Modifier::kAll && use.modifier != Modifier::kNotEqual && !HostPartOf(use.modifier))
          return Misfit(use, "the value null");
      }
    }
    matcher.kind = Matcher::Kind::kNull;
  } else if (!node_.is_scalar()) {
    return Fail(node_.span, "a value must be a text, a number or null");
  } else if (Uses(modifiers_, Modifier::kExpand)) {
    const std::string placeholder = Placeholder(node_.text);
    if (!placeholder.empty()) {
      diagnostics_.Add(Code::Q0301, node_.span, "placeholder `%" + placeholder + "%` has no values").label =
          "the rule needs a list that is specific to the environment";
      return false;
    }
    matcher.pattern = Pattern::Parse(WithoutPercentEscapes(node_.text));
  } else {
    matcher.pattern = Pattern::Parse(ValueText(node_));
  }
  value_.any_of.push_back(std::move(matcher));
  return true;
}

bool ValueMaker::Apply(const ModifierUse& use) {
  std::vector<Matcher>& any_of = value_.any_of;
  Matcher& first = any_of.front();
  const bool is_pattern = first.kind == Matcher::Kind::kPattern;
  switch (use.modifier) {
    case Modifier::kAll:
    case Modifier::kExpand:
      return true;
    case Modifier::kServerlessProvider:
    case Modifier::kServerlessTenant:
    case Modifier::kServerlessClass:
      if (keyword_) return Misfit(use, "keywords");
      return &use == &*std::find_if(modifiers_.begin(), modifiers_.end(), [](const ModifierUse& other) {
        return HostPartOf(other.modifier).has_value();
      }) || Misfit(use, "a field that another modifier has taken a part of");
    case Modifier::kNotEqual:
      return !keyword_ || Misfit(use, "keywords");
    case Modifier::kContains:
    case Modifier::kStartsWith:
    case Modifier::kEndsWith:
      return Anchor(use);
    case Modifier::kRegex:
      if (!is_pattern || any_of.size() != 1) return Misfit(use, "what stands before it");
      first.kind = Matcher::Kind::kRegex;
      first.text = node_.text;
      return true;
    case Modifier::kIgnoreCase:
    case Modifier::kMultiLine:
    case Modifier::kDotAll: {
      if (first.kind != Matcher::Kind::kRegex)
        return Misfit(use, "values that are not regular expressions; `re` must stand before it");
      const char flag = use.modifier == Modifier::kIgnoreCase ? 'i' : use.modifier == Modifier::kMultiLine ? 'm' : 's';
      if (first.regex_flags.find(flag) == std::string::npos) first.regex_flags += flag;
      std::sort(first.regex_flags.begin(), first.regex_flags.end());
      return true;
    }
    case Modifier::kCased:
      for (Matcher& matcher : any_of) {
        if (matcher.kind != Matcher::Kind::kPattern && matcher.kind != Matcher::Kind::kFieldRef)
          return Misfit(use, "this value");
        matcher.cased = true;
      }
      return true;
    case Modifier::kCidr:
      if (!is_pattern || keyword_) return Misfit(use, keyword_ ? "keywords" : "this value");
      first.kind = Matcher::Kind::kCidr;
      first.text = node_.text;
      return true;
    case Modifier::kExists:
      if (keyword_ || !is_pattern) return Misfit(use, keyword_ ? "keywords" : "this value");
      if (!EqualsIgnoreAsciiCase(node_.text, "true") && !EqualsIgnoreAsciiCase(node_.text, "false")) {
        return Fail(node_.span, "`exists` takes true or false");
      }
      first.kind = Matcher::Kind::kExists;
      first.exists = EqualsIgnoreAsciiCase(node_.text, "true");
      return true;
    case Modifier::kFieldRef:
      if (keyword_ || !is_pattern) return Misfit(use, keyword_ ? "keywords" : "this value");
      if (node_.text.empty()) return Fail(node_.span, "`fieldref` needs the name of a field");
      first.kind = Matcher::Kind::kFieldRef;
      first.text = node_.text;
      // `startswith|fieldref` may be written in either order.
      first.open_start = first.pattern.starts_open();
      first.open_end = first.pattern.ends_open();
      return true;
    case Modifier::kLess:
    case Modifier::kLessEqual:
    case Modifier::kGreater:
    case Modifier::kGreaterEqual:
      return Compare(use, *CompareOf(use.modifier));
    case Modifier::kMinute:
    case Modifier::kHour:
    case Modifier::kDay:
    case Modifier::kWeek:
    case Modifier::kMonth:
    case Modifier::kYear:
      return Compare(use, first.kind == Matcher::Kind::kCompare ? first.compare : CompareOp::kEqual);
    case Modifier::kWindash: {
      if (!is_pattern) return Misfit(use, "this value");
      std::vector<Matcher> expanded;
      for (const Matcher& matcher : any_of) {
        std::optional<std::vector<Pattern>> patterns = ExpandWindash(matcher.pattern);
        if (!patterns) return Fail(node_.span, "`windash` makes too many variants of this value");
        for (Pattern& pattern : *patterns) {
          expanded.push_back(matcher);
          expanded.back().pattern = std::move(pattern);
        }
      }
      any_of = std::move(expanded);
      return true;
    }
    case Modifier::kBase64:
    case Modifier::kBase64Offset:
    case Modifier::kUtf16Le:
    case Modifier::kUtf16Be:
    case Modifier::kUtf16:
      return Encode(use);
  }
  return true;
}

bool ValueMaker::Anchor(const ModifierUse& use) {
  const bool start = use.modifier != Modifier::kStartsWith, end = use.modifier != Modifier::kEndsWith;
  for (Matcher& matcher : value_.any_of) {
    if (matcher.kind == Matcher::Kind::kPattern) {
      if (start) matcher.pattern.OpenStart();
      if (end) matcher.pattern.OpenEnd();
    } else if (matcher.kind == Matcher::Kind::kFieldRef) {
      matcher.open_start |= start;
      matcher.open_end |= end;
    } else {
      return Misfit(use, "this value");
    }
  }
  return true;
}

bool ValueMaker::Compare(const ModifierUse& use, CompareOp op) {
  if (keyword_) return Misfit(use, "keywords");
  Matcher& matcher = value_.any_of.front();
  if (matcher.kind != Matcher::Kind::kPattern && matcher.kind != Matcher::Kind::kCompare)
    return Misfit(use, "this value");
  yaml::Node plain = node_;
  plain.quoted = false;  // `'8'` is accepted as the number that it reads as
  const std::optional<double> number = plain.AsReal();
  if (!number) return Fail(node_.span, "`" + std::string(use.name) + "` needs a number");
  matcher.kind = Matcher::Kind::kCompare;
  matcher.compare = op;
  matcher.number = *number;
  return true;
}

bool ValueMaker::Encode(const ModifierUse& use) {
  std::vector<Matcher> encoded;
  for (const Matcher& matcher : value_.any_of) {
    if (matcher.kind != Matcher::Kind::kPattern) return Misfit(use, "this value");
    if (!matcher.pattern.is_literal())
      return Fail(node_.span, "`" + std::string(use.name) + "` does not go with wildcards");
    const std::string_view text = matcher.pattern.literal();
    std::vector<std::string> results;
    if (use.modifier == Modifier::kBase64) {
      results.push_back(Base64(text));
    } else if (use.modifier == Modifier::kBase64Offset) {
      results = Base64AtOffsets(text);
    } else {
      const Utf16 form = use.modifier == Modifier::kUtf16Le   ? Utf16::kLittle
                         : use.modifier == Modifier::kUtf16Be ? Utf16::kBig
                                                              : Utf16::kWithMark;
      std::optional<std::string> wide = ToUtf16(text, form);
      if (!wide) return Misfit(use, "what stands before it");
      results.push_back(std::move(*wide));
    }
    for (const std::string& result : results) {
      // A value too short to leave a character at this offset says nothing there; an empty one would match all.
      if (result.empty()) return Fail(node_.span, "the value is too short for `" + std::string(use.name) + "`");
      encoded.push_back(matcher);
      encoded.back().pattern = Pattern::Literal(result);
    }
  }
  value_.any_of = std::move(encoded);
  return true;
}

}  // namespace

std::optional<Modifier> FindModifier(std::string_view name) {
  for (const Named& known : kModifiers) {
    if (known.name == name) return known.modifier;
  }
  return std::nullopt;
}

std::string_view SuggestModifier(std::string_view name) {
  NameSuggester suggester(name);
  for (const Named& known : kModifiers) {
    if (known.name.size() > 1) suggester.Consider(known.name);
  }
  for (const Named& known : kModifiers) {
    if (known.name == suggester.best()) return known.name;
  }
  return {};
}

void ApplyToItem(const std::vector<ModifierUse>& modifiers, DetectionItem& item) {
  for (const ModifierUse& use : modifiers) {
    if (use.modifier == Modifier::kAll) item.all = true;
    if (use.modifier == Modifier::kNotEqual) item.negated = true;
    if (const std::optional<TimePart> part = TimePartOf(use.modifier)) item.part = part;
    if (const std::optional<HostPart> part = HostPartOf(use.modifier)) item.host_part = part;
  }
}

FailureOr<DetectionValue> MakeValue(const yaml::Node& node, const std::vector<ModifierUse>& modifiers, bool keyword,
                                    DiagnosticList& diagnostics) {
  return ValueMaker(node, modifiers, keyword, diagnostics).Run();
}

}  // namespace quarry::sigma
