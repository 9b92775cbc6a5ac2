// Values become the cheapest function that says the same: a pattern without inner wildcards is an equality, a prefix,
// a suffix or a substring. The single entry that builds is ConditionPredicate.
#include "bind/sigma/predicates.h"

#include <algorithm>

#include "base/check.h"

namespace quarry::sigma {
namespace {

// Balanced, so that a list of a thousand values is ten calls deep.
ExprPtr Chain(std::string_view function, const std::vector<ExprPtr>& terms, size_t from, size_t to) {
  QUARRY_CHECK(from < to);
  if (to - from == 1) return terms[from];
  const size_t middle = from + (to - from) / 2;
  ExprPtr left = Chain(function, terms, from, middle);
  ExprPtr right = Chain(function, terms, middle, to);
  const Span span = Span::Cover(left->span, right->span);
  return MakeCall(function, {std::move(left), std::move(right)}, span);
}
ExprPtr Chain(std::string_view function, const std::vector<ExprPtr>& terms) {
  return Chain(function, terms, 0, terms.size());
}

std::string_view CompareFunction(CompareOp op) {
  switch (op) {
    case CompareOp::kEqual:
      return "equals";
    case CompareOp::kLess:
      return "less";
    case CompareOp::kLessEqual:
      return "less_equal";
    case CompareOp::kGreater:
      return "greater";
    case CompareOp::kGreaterEqual:
      return "greater_equal";
  }
  return "equals";
}

std::string_view PartName(TimePart part) {
  constexpr std::string_view kNames[] = {"minute", "hour", "day", "week", "month", "year"};
  return kNames[static_cast<int>(part)];
}

std::string_view HostPartFunction(HostPart part) {
  constexpr std::string_view kNames[] = {"serverless_provider_or_null", "serverless_tenant_or_null",
                                         "serverless_class_or_null"};
  return kNames[static_cast<int>(part)];
}

// The pattern as a regular expression that finds it (with the flag `s`), at the ends of the text where it is closed.
std::string RegexOf(const Pattern& pattern) {
  std::string regex = pattern.starts_open() ? "" : "\\A";
  for (const Pattern::Part& part : pattern.parts) {
    const bool at_end = &part == &pattern.parts.front() || &part == &pattern.parts.back();
    if (part.kind == Pattern::Part::Kind::kOne) regex += '.';
    if (part.kind == Pattern::Part::Kind::kMany && !at_end) regex += ".*";
    for (const char c : part.text) {
      if (std::string_view("\\^$.|?*+()[]{}").find(c) != std::string_view::npos) regex += '\\';
      regex += c;
    }
  }
  return regex + (pattern.ends_open() ? "" : "\\z");
}

class Builder {
 public:
  Builder(const Rule& rule, const OpenEvents& events, DiagnosticList& diagnostics)
      : rule_(rule), events_(events), diagnostics_(diagnostics) {}

  FailureOr<ExprPtr> Build(const Condition& condition);

 private:
  FailureOr<ExprPtr> Build(const Detection& detection);
  FailureOr<ExprPtr> Build(const DetectionItem& item);
  FailureOr<ExprPtr> Build(const DetectionItem& item, const Matcher& matcher);
  FailureOr<ExprPtr> Keyword(const Matcher& matcher);
  FailureOr<ExprPtr> OfPattern(const ExprPtr& field, const Matcher& matcher);
  // A call that is false where it would be null. `matcher.span` is blamed when the function refuses its constants.
  FailureOr<ExprPtr> Call(std::string_view function, std::vector<ExprPtr> args, const Matcher& matcher);
  ExprPtr Field(const std::string& name, Span span) const;
  static ExprPtr Text(std::string_view text, Span span) { return MakeLiteral(Value::String(text), span); }

  const Rule& rule_;
  const OpenEvents& events_;
  DiagnosticList& diagnostics_;
};

ExprPtr Builder::Field(const std::string& name, Span span) const {
  const auto found = events_.fields.find(name);
  QUARRY_CHECK(found != events_.fields.end());
  return MakeColumn(found->second, Type::kString, span);
}

FailureOr<ExprPtr> Builder::Call(std::string_view function, std::vector<ExprPtr> args, const Matcher& matcher) {
  const FunctionDef* def = FindFunction(function);
  QUARRY_CHECK(def != nullptr);
  Result<ExprPtr> call = MakeCall(*def, std::move(args), matcher.span);
  if (!call) {
    diagnostics_.Add(Code::Q0104, matcher.span, call.error().message);
    return Failure{};
  }
  if (def->null_rule == NullRule::kFalse || (*call)->type != Type::kBool) return *call;
  return MakeCall("coalesce", {*call, MakeLiteral(Value::Bool(false), matcher.span)}, matcher.span);
}

FailureOr<ExprPtr> Builder::OfPattern(const ExprPtr& field, const Matcher& matcher) {
  const Pattern& pattern = matcher.pattern;
  // Without its open ends, what is left of most patterns is plain text.
  std::string_view core;
  size_t inner = 0;
  for (const Pattern::Part& part : pattern.parts) {
    if (part.kind == Pattern::Part::Kind::kText) core = part.text;
    const bool at_end =
        part.kind == Pattern::Part::Kind::kMany && (&part == &pattern.parts.front() || &part == &pattern.parts.back());
    if (!at_end) ++inner;
  }
  const bool start = pattern.starts_open(), end = pattern.ends_open();
  if (inner == 0 && !pattern.parts.empty()) return MakeCall("is_not_null", {field}, matcher.span);
  if (inner <= 1 && (pattern.parts.empty() || !core.empty())) {
    const std::string_view function = start && end ? (matcher.cased ? "contains_case" : "contains_nocase")
                                      : start      ? (matcher.cased ? "ends_with_case" : "ends_with_nocase")
                                      : end        ? (matcher.cased ? "starts_with_case" : "starts_with_nocase")
                                                   : (matcher.cased ? "equals" : "equals_nocase");
    return Call(function, {field, Text(core, matcher.span)}, matcher);
  }
  if (matcher.cased)
    return Call("regex_match", {field, Text(RegexOf(pattern), matcher.span), Text("s", matcher.span)}, matcher);
  return Call("glob_match_nocase", {field, Text(pattern.ToText(), matcher.span)}, matcher);
}

FailureOr<ExprPtr> Builder::Keyword(const Matcher& matcher) {
  QUARRY_CHECK(events_.event != 0);
  const ExprPtr event = MakeColumn(events_.event, Type::kDynamic, matcher.span);
  if (matcher.kind == Matcher::Kind::kRegex) {
    return Call("event_matches_regex",
                {event, Text(matcher.text, matcher.span), Text(matcher.regex_flags, matcher.span)}, matcher);
  }
  QUARRY_CHECK(matcher.kind == Matcher::Kind::kPattern);
  // Keywords are searched in the values, wherever they stand in them.
  if (matcher.pattern.is_literal() && !matcher.cased) {
    return Call("event_contains_nocase", {event, Text(matcher.pattern.literal(), matcher.span)}, matcher);
  }
  Pattern pattern = matcher.pattern;
  pattern.OpenStart();
  pattern.OpenEnd();
  const std::string_view flags = matcher.cased ? "s" : "is";
  return Call("event_matches_regex", {event, Text(RegexOf(pattern), matcher.span), Text(flags, matcher.span)}, matcher);
}

FailureOr<ExprPtr> Builder::Build(const DetectionItem& item, const Matcher& matcher) {
  if (item.field.empty()) return Keyword(matcher);
  ExprPtr field = Field(item.field, item.field_span);
  if (item.host_part) field = MakeCall(HostPartFunction(*item.host_part), {field}, item.field_span);
  switch (matcher.kind) {
    case Matcher::Kind::kPattern:
      return OfPattern(field, matcher);
    case Matcher::Kind::kRegex:
      if (matcher.regex_flags.empty()) return Call("regex_match", {field, Text(matcher.text, matcher.span)}, matcher);
      return Call("regex_match", {field, Text(matcher.text, matcher.span), Text(matcher.regex_flags, matcher.span)},
                  matcher);
    case Matcher::Kind::kCidr:
      return Call("cidr_match", {field, Text(matcher.text, matcher.span)}, matcher);
    case Matcher::Kind::kNull:
      return MakeCall("is_null", {field}, matcher.span);
    case Matcher::Kind::kExists:
      return MakeCall(matcher.exists ? "is_not_null" : "is_null", {field}, matcher.span);
    case Matcher::Kind::kCompare: {
      const ExprPtr number =
          item.part ? MakeCall("time_part_of_text", {field, Text(PartName(*item.part), matcher.span)}, item.field_span)
                    : MakeCall("number_of_text", {field}, item.field_span);
      return Call(CompareFunction(matcher.compare), {number, MakeLiteral(Value::Real(matcher.number), matcher.span)},
                  matcher);
    }
    case Matcher::Kind::kFieldRef: {
      const ExprPtr other = Field(matcher.text, matcher.span);
      const bool start = matcher.open_start, end = matcher.open_end;
      const std::string_view function = start && end ? (matcher.cased ? "contains_case" : "contains_nocase")
                                        : start      ? (matcher.cased ? "ends_with_case" : "ends_with_nocase")
                                        : end        ? (matcher.cased ? "starts_with_case" : "starts_with_nocase")
                                                     : (matcher.cased ? "equals" : "equals_nocase");
      return Call(function, {field, other}, matcher);
    }
  }
  return Failure{};
}

FailureOr<ExprPtr> Builder::Build(const DetectionItem& item) {
  std::vector<ExprPtr> values;
  bool ok = true;
  for (const DetectionValue& value : item.values) {
    std::vector<ExprPtr> any_of;
    for (const Matcher& matcher : value.any_of) {
      FailureOr<ExprPtr> one = Build(item, matcher);
      if (one)
        any_of.push_back(std::move(*one));
      else
        ok = false;
    }
    if (ok) values.push_back(Chain("or", any_of));
  }
  if (!ok) return Failure{};
  ExprPtr all = Chain(item.all ? "and" : "or", values);
  return item.negated ? MakeCall("not", {all}, item.span) : all;
}

FailureOr<ExprPtr> Builder::Build(const Detection& detection) {
  std::vector<ExprPtr> alternatives;
  bool ok = true;
  for (const std::vector<DetectionItem>& items : detection.alternatives) {
    std::vector<ExprPtr> terms;
    for (const DetectionItem& item : items) {
      FailureOr<ExprPtr> term = Build(item);
      if (term)
        terms.push_back(std::move(*term));
      else
        ok = false;
    }
    if (ok) alternatives.push_back(Chain("and", terms));
  }
  if (!ok) return Failure{};
  return Chain("or", alternatives);
}

FailureOr<ExprPtr> Builder::Build(const Condition& condition) {
  if (condition.kind == Condition::Kind::kIdentifier) return Build(rule_.detections[condition.detection]);
  std::vector<ExprPtr> operands;
  bool ok = true;
  for (const Condition& operand : condition.operands) {
    FailureOr<ExprPtr> one = Build(operand);
    if (one)
      operands.push_back(std::move(*one));
    else
      ok = false;
  }
  if (!ok) return Failure{};
  if (condition.kind == Condition::Kind::kNot) return MakeCall("not", {operands[0]}, condition.span);
  return Chain(condition.kind == Condition::Kind::kAnd ? "and" : "or", operands);
}

template <typename F>
void ForEachItem(const Rule& rule, const F& visit) {
  for (const Detection& detection : rule.detections) {
    for (const std::vector<DetectionItem>& items : detection.alternatives) {
      for (const DetectionItem& item : items) visit(item);
    }
  }
}

}  // namespace

std::vector<std::string> FieldsOf(const Rule& rule) {
  std::vector<std::string> fields;
  const auto add = [&](const std::string& name) {
    if (!name.empty() && std::find(fields.begin(), fields.end(), name) == fields.end()) fields.push_back(name);
  };
  ForEachItem(rule, [&](const DetectionItem& item) {
    add(item.field);
    for (const DetectionValue& value : item.values) {
      for (const Matcher& matcher : value.any_of) {
        if (matcher.kind == Matcher::Kind::kFieldRef) add(matcher.text);
      }
    }
  });
  return fields;
}

bool UsesKeywords(const Rule& rule) {
  bool uses = false;
  ForEachItem(rule, [&](const DetectionItem& item) { uses |= item.field.empty(); });
  return uses;
}

FailureOr<ExprPtr> ConditionPredicate(const Rule& rule, const OpenEvents& events, DiagnosticList& diagnostics) {
  return Builder(rule, events, diagnostics).Build(rule.condition);
}

}  // namespace quarry::sigma
