// Filters: conditions over fields. An absent field fails every comparison but `!=`.
#include <algorithm>

#include "base/ascii.h"
#include "bind/cql/arguments.h"
#include "bind/cql/stage.h"
#include "functions/library/cql/number_text.h"
#include "functions/library/cql/regex_dialect.h"

namespace quarry {

using namespace cql_value;

void CqlStage::WarnPrecedence(const cql::Filter& filter) {
  if (filter.kind != cql::Filter::Kind::kAnd || !filter.spelled) return;
  for (const cql::Filter* operand : filter.operands) {
    if (operand->kind != cql::Filter::Kind::kOr || operand->parenthesised) continue;
    Diagnostic& d =
        diagnostics().Add(Code::Q0403, operand->span, "ambiguous precedence: `or` binds tighter than `and`");
    d.label = "these are alternatives of one condition";
    d.fixes.push_back({{operand->span.start, operand->span.start, operand->span.source}, "("});
    d.fixes.push_back({{operand->span.end, operand->span.end, operand->span.source}, ")"});
    return;
  }
}

bool CqlStage::ApplyFilter(const cql::Filter& filter) {
  WarnPrecedence(filter);
  if (filter.kind == cql::Filter::Kind::kAnd) {
    for (const cql::Filter* operand : filter.operands) {
      if (!ApplyFilter(*operand)) return false;
    }
    return true;
  }
  if (filter.kind == cql::Filter::Kind::kCall) return ApplyCall(*filter.call);
  if (filter.kind == cql::Filter::Kind::kNot && filter.operands[0]->kind == cql::Filter::Kind::kCall) {
    // join() and match() negate themselves.
    cql::Call* negated = context_->arena.New<cql::Call>(*filter.operands[0]->call);
    negated->negated = !negated->negated;
    return ApplyCall(*negated);
  }
  if (context_->recording && open_ && events_ && all_events_ && !HasAssigned("#event_simpleName") && parsed_.empty() &&
      filter.kind == cql::Filter::Kind::kCompare && filter.field.text == "#event_simpleName" &&
      filter.op == cql::CompareOp::kEqual && filter.value.form != cql::Text::Form::kRegex &&
      filter.value.form != cql::Text::Form::kParameter && filter.value.text.find('*') == std::string_view::npos &&
      events_->request.event_names.empty() && !inline_rows) {
    events_->request.event_names.push_back(std::string(filter.value.text));
  }
  ExprPtr condition = Condition(filter, true);
  if (!condition) return false;
  Require(condition);
  return true;
}

ExprPtr CqlStage::Condition(const cql::Filter& filter, bool may_assign) {
  WarnPrecedence(filter);
  switch (filter.kind) {
    case cql::Filter::Kind::kEverything:
      return MakeLiteral(quarry::Value::Bool(true), filter.span);
    case cql::Filter::Kind::kConstant:
      return MakeLiteral(quarry::Value::Bool(filter.constant), filter.span);
    case cql::Filter::Kind::kNot: {
      ExprPtr operand = Condition(*filter.operands[0], false);
      return operand ? Not(operand) : nullptr;
    }
    case cql::Filter::Kind::kAnd:
    case cql::Filter::Kind::kOr: {
      std::vector<ExprPtr> terms;
      bool is_and = filter.kind == cql::Filter::Kind::kAnd;
      for (const cql::Filter* operand : filter.operands) {
        ExprPtr term = Condition(*operand, may_assign && is_and);
        if (!term) return nullptr;
        terms.push_back(term);
      }
      return is_and ? And(std::move(terms)) : Or(std::move(terms));
    }
    case cql::Filter::Kind::kCall:
      return ConditionOfCall(*filter.call, may_assign);
    case cql::Filter::Kind::kFreeText: {
      ExprPtr event = Event();
      if (!event) {
        Diagnostic& d = diagnostics().Add(Code::Q0209, filter.span, "free text is not valid after an aggregate");
        d.label = "the events are gone here; compare a field";
        return nullptr;
      }
      if (filter.value.form == cql::Text::Form::kRegex) {
        return MatchRegex(event, filter.value.text, filter.value.flags, filter.span, may_assign);
      }
      const std::string* text = context_->TextOf(filter.value);
      if (!text) return nullptr;
      return Call("cql_event_contains", {event, Text(*text, filter.span)}, filter.span);
    }
    case cql::Filter::Kind::kCompare:
      break;
  }
  if (filter.op == cql::CompareOp::kLink) {
    diagnostics().Add(Code::Q0209, filter.op_span, "`<=>` links queries of correlate() only").label = "not valid here";
    return nullptr;
  }
  if (filter.op == cql::CompareOp::kEqual && filter.op_span.end - filter.op_span.start == 2 &&
      filter.value.form != cql::Text::Form::kRegex) {
    Diagnostic& d =
        context_->Rejected(filter.op_span, "`==` in a filter", "expected a value after `=`; filters compare with `=`");
    d.label = "read as `=`";
    d.fixes.push_back({filter.op_span, "="});
  }
  ExprPtr value = Field(filter.field.text, filter.field.span);
  auto placed = std::make_shared<Expr>(*value);
  placed->span = filter.span;
  if (filter.value_call) {
    ExprPtr right = ValueOfCall(*filter.value_call);
    if (!right) return nullptr;
    Diagnostic& d = context_->Rejected(filter.span, "a function on the right of a comparison",
                                       "the right side of a filter is a literal; expressions are compared by test()");
    std::string corrected = "test(" + std::string(context_->sources.TextOf(filter.span)) + ")";
    d.label = "read as `" + corrected + "`";
    d.fixes.push_back({filter.span, corrected});
    std::string_view function = filter.op == cql::CompareOp::kLess        ? "less"
                                : filter.op == cql::CompareOp::kLessEqual ? "less_equal"
                                : filter.op == cql::CompareOp::kGreater   ? "greater"
                                                                          : "greater_equal";
    return Call(function, {AsNumber(placed), AsNumber(right)}, filter.span);
  }
  return Compare(placed, filter.op, filter.value, may_assign);
}

ExprPtr CqlStage::Compare(const ExprPtr& value, cql::CompareOp op, const cql::Text& text, bool may_assign) {
  Span span = Span::Cover(value->span, text.span);
  bool negated = op == cql::CompareOp::kNotEqual || op == cql::CompareOp::kNotLike;
  if (text.form == cql::Text::Form::kRegex) {
    if (op != cql::CompareOp::kEqual && !negated) {
      diagnostics().Add(Code::Q0209, text.span, "a regular expression is compared with `=` or `!=` only").label =
          "not valid here";
      return nullptr;
    }
    ExprPtr match = MatchRegex(value, text.text, text.flags, span, may_assign && !negated);
    if (!match) return nullptr;
    return negated ? Not(match) : match;
  }
  const std::string* pattern = context_->TextOf(text);
  if (!pattern) return nullptr;
  if (op == cql::CompareOp::kLess || op == cql::CompareOp::kLessEqual || op == cql::CompareOp::kGreater ||
      op == cql::CompareOp::kGreaterEqual) {
    std::optional<double> number = ParseCqlNumber(*pattern);
    if (!number) {
      Diagnostic& d = diagnostics().Add(Code::Q0204, text.span,
                                        "`" + std::string(cql::CompareOpText(op)) + "` compares with a number");
      d.label = "not a number; test() compares two fields";
      return nullptr;
    }
    std::string_view function = op == cql::CompareOp::kLess        ? "less"
                                : op == cql::CompareOp::kLessEqual ? "less_equal"
                                : op == cql::CompareOp::kGreater   ? "greater"
                                                                   : "greater_equal";
    return Call(function, {AsNumber(value), Number(*number, text.span)}, span);
  }
  ExprPtr match;
  bool like = op == cql::CompareOp::kLike || op == cql::CompareOp::kNotLike;
  if (!pattern->empty() && pattern->find_first_not_of('*') == std::string::npos) {
    match = Present(value);
  } else {
    std::string whole = like ? "*" + *pattern + "*" : *pattern;
    match = MatchPattern(value, whole, text.span, span);
  }
  return negated ? Not(match) : match;
}

ExprPtr CqlStage::MatchPattern(const ExprPtr& value, const std::string& pattern, Span pattern_span, Span span) {
  ExprPtr text = AsText(value);
  size_t stars = std::count(pattern.begin(), pattern.end(), '*');
  if (stars == 0) {
    std::optional<double> number = ParseCqlNumber(pattern);
    if (number) {
      if (value->type == Type::kReal || value->type == Type::kLong)
        return Call("equals", {AsNumber(value), Number(*number, pattern_span)}, span);
      return Call("cql_equal", {text, Text(pattern, pattern_span)}, span);
    }
    return Call("equals", {text, Text(pattern, pattern_span)}, span);
  }
  bool open_start = pattern.front() == '*', open_end = pattern.back() == '*';
  std::string core = pattern.substr(open_start ? 1 : 0);
  if (open_end && !core.empty()) core.pop_back();
  if (core.find('*') == std::string::npos && !core.empty() && (open_start || open_end)) {
    std::string_view function = open_start && open_end ? "contains_case"
                                : open_start           ? "ends_with_case"
                                                       : "starts_with_case";
    return Call(function, {text, Text(core, pattern_span)}, span);
  }
  return Call("glob_match", {text, Text(pattern, pattern_span)}, span);
}

ExprPtr CqlStage::MatchRegex(const ExprPtr& value, std::string_view pattern, std::string_view flags, Span span,
                             bool may_assign) {
  std::vector<std::string> names;
  if (Result<void> checked = CheckCqlRegex(pattern, flags, &names); !checked) {
    diagnostics().Add(Code::Q0104, span, checked.error().message).label = "in this regular expression";
    return nullptr;
  }
  bool event = value->type == Type::kDynamic;
  ExprPtr subject = event ? value : AsText(value);
  std::vector<ExprPtr> args = {subject, Text(pattern, span), Text(flags, span)};
  ExprPtr match = Call(event ? "cql_event_regex" : "cql_regex_match", args, span);
  if (names.empty()) return match;
  if (!may_assign) {
    Diagnostic& d = diagnostics().Add(Code::Q0209, span, "named groups are not valid under `or`, `not` or `!=`");
    d.label = "`" + names[0] + "` would have no value where this alternative does not match";
    return nullptr;
  }
  for (const std::string& name : names) {
    std::vector<ExprPtr> extract = args;
    extract.push_back(Text(name, span));
    Assign(name, Call(event ? "cql_event_regex_group" : "cql_regex_group", extract, span));
  }
  return match;
}

ExprPtr CqlStage::ConditionOfCall(const cql::Call& call, bool may_assign) {
  CqlStage trial = *this;
  trial.conditions_.clear();
  trial.inline_rows = true;
  if (!trial.ApplyCall(call)) return nullptr;
  ExprPtr condition = And(trial.TakeConditions());
  if (!may_assign) {
    for (const auto& [name, value] : trial.fields_) {
      auto before = fields_.find(name);
      if (before != fields_.end() && before->second == value) continue;
      const CqlFunctionDef* def = FindCqlFunction(call.name);
      Diagnostic& d = diagnostics().Add(
          Code::Q0209, call.span,
          "`" + std::string(call.name) + "` is not valid under `or` and `not`: it assigns `" + name + "`");
      d.label = def && def->role == CqlFunctionDef::Role::kFilter
                    ? "`" + name + "` would have no value where this does not match"
                    : "not a filter";
      return nullptr;
    }
  } else {
    fields_ = std::move(trial.fields_);
    names_ = std::move(trial.names_);
    dropped_ = std::move(trial.dropped_);
  }
  if (context_->recording) own_ = std::move(trial.own_);
  return condition;
}

}  // namespace quarry
