#include "bind/cql/corrections.h"

#include <vector>

#include "base/ascii.h"

namespace quarry {
namespace {

bool IsNamed(const cql::Call& call, std::string_view name) {
  return !call.saved_query && EqualsIgnoreAsciiCase(call.name, name);
}

const cql::Argument* FindArgument(const cql::Call& call, std::string_view name) {
  for (const cql::Argument& argument : call.args) {
    if (argument.name == name) return &argument;
  }
  return nullptr;
}

std::span<const cql::Argument> Keep(CqlContext& context, const std::vector<cql::Argument>& args) {
  if (args.empty()) return {};
  auto* to = reinterpret_cast<cql::Argument*>(context.arena.Allocate(sizeof(cql::Argument) * args.size()));
  for (size_t i = 0; i < args.size(); ++i) new (to + i) cql::Argument(args[i]);
  return {to, args.size()};
}

Span Before(Span span) {
  return {span.start, span.start, span.source};
}

// The text between two spans is replaced.
Span Between(Span a, Span b) {
  return {a.end, b.start, a.source};
}

const cql::Call* PositionalIf(CqlContext& context, const cql::Call& call) {
  static constexpr std::string_view kNames[] = {"condition", "then", "else"};
  std::vector<cql::Argument> args(call.args.begin(), call.args.end());
  std::vector<size_t> unnamed;
  for (size_t i = 0; i < args.size(); ++i) {
    if (args[i].name.empty()) unnamed.push_back(i);
  }
  // One argument may go without its name.
  if (unnamed.size() < 2 || unnamed.size() > 3 || unnamed[0] != 0) return &call;
  Diagnostic& d = context.Rejected(call.name_span, "`if()` with arguments without names",
                                   "parameters `then` and `else` of `if` are required by name");
  d.label = "read as `if(condition, then=..., else=...)`";
  for (size_t i = 1; i < unnamed.size(); ++i) {
    args[unnamed[i]].name = kNames[i];
    args[unnamed[i]].name_span = args[unnamed[i]].span;
    d.fixes.push_back({Before(args[unnamed[i]].span), std::string(kNames[i]) + "="});
  }
  cql::Call* corrected = context.arena.New<cql::Call>(call);
  corrected->args = Keep(context, args);
  return corrected;
}

const cql::Call* MatchWithRegex(CqlContext& context, const cql::Call& call) {
  if (!FindArgument(call, "regex") || FindArgument(call, "file") || FindArgument(call, "table")) return &call;
  Diagnostic& d = context.Rejected(
      call.name_span, "`match()` with a regular expression",
      "`match` has no parameter `regex`; it looks up a file or table, `regex` tests a regular expression");
  d.label = "read as `regex`";
  d.fixes.push_back({call.name_span, "regex"});
  cql::Call* corrected = context.arena.New<cql::Call>(call);
  corrected->name = "regex";
  return corrected;
}

const cql::Call* NegatedRegex(CqlContext& context, const cql::Call& call) {
  const cql::Argument* negate = FindArgument(call, "negate");
  if (!negate) return &call;
  bool negated = negate->value->kind == cql::Expr::Kind::kWord && negate->value->text == "true";
  if (!negated && !(negate->value->kind == cql::Expr::Kind::kWord && negate->value->text == "false")) {
    context.diagnostics.Add(Code::Q0208, negate->span, "`negate` is `true` or `false`").label = "neither";
    return nullptr;
  }
  Diagnostic& d =
      context.Rejected(negate->span, "`regex()` has no parameter `negate`", "unknown parameter `negate` of `regex`");
  d.label = negated ? "read as `!regex(...)`" : "without effect";
  if (negated) d.fixes.push_back({Before(call.name_span), "!"});
  std::vector<cql::Argument> args;
  for (size_t i = 0; i < call.args.size(); ++i) {
    if (&call.args[i] != negate) {
      args.push_back(call.args[i]);
      continue;
    }
    // The comma goes with it.
    if (i > 0)
      d.fixes.push_back({{call.args[i - 1].span.end, negate->span.end, negate->span.source}, ""});
    else if (call.args.size() > 1)
      d.fixes.push_back({{negate->span.start, call.args[1].span.start, negate->span.source}, ""});
    else
      d.fixes.push_back({negate->span, ""});
  }
  cql::Call* corrected = context.arena.New<cql::Call>(call);
  corrected->args = Keep(context, args);
  corrected->negated = call.negated != negated;
  return corrected;
}

}  // namespace

const cql::Call* CorrectedCall(CqlContext& context, const cql::Call& call) {
  if (IsNamed(call, "if")) return PositionalIf(context, call);
  if (IsNamed(call, "match")) return MatchWithRegex(context, call);
  if (IsNamed(call, "regex")) return NegatedRegex(context, call);
  return &call;
}

void RejectCaseFunction(CqlContext& context, const cql::Call& call) {
  Diagnostic& d =
      context.Rejected(call.name_span, "`case` is no function",
                       "unknown function `case`; branches are written `case { condition | field := value; ... }`");
  d.label = "read as `case { ... }`";
  const cql::Call* eval = context.enclosing_eval;
  if (!eval || eval->args.size() != 1 || eval->args[0].value->kind != cql::Expr::Kind::kCall ||
      eval->args[0].value->call != &call || call.args.empty())
    return;
  std::string assign = std::string(eval->args[0].name) + " := ";
  d.fixes.push_back({{eval->span.start, call.args[0].span.start, eval->span.source}, "case { "});
  bool condition = true;
  for (size_t i = 0; i < call.args.size(); ++i) {
    const cql::Argument& argument = call.args[i];
    if (!argument.name.empty()) {
      d.fixes.push_back({{argument.span.start, argument.value->span.start, argument.span.source}, "* | " + assign});
      condition = false;
    }
    if (i + 1 == call.args.size()) break;
    d.fixes.push_back({Between(argument.span, call.args[i + 1].span), condition ? " | " + assign : ";\n"});
    condition = !condition;
  }
  d.fixes.push_back({{call.args.back().span.end, eval->span.end, eval->span.source}, " }"});
}

}  // namespace quarry
