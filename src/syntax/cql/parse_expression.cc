// Expressions, arguments and calls. An argument is read as an expression where it is one, else as a bare text up to the
// next delimiter; which reading counts is decided by the binder, with the parameter's type.
#include "base/ascii.h"
#include "syntax/cql/catalogue.h"
#include "syntax/cql/parser_state.h"

namespace quarry::cql {
namespace {

constexpr std::string_view kOperators[][6] = {
    {"==", "!=", "<=", ">=", "<", ">"},
    {"+", "-"},
    {"*", "/", "%"},
};
constexpr int kLevels = 3;

}  // namespace

const Expr* Parser::ParseBinary(int level) {
  if (level == kLevels) return ParseOperand();
  lexer_.SkipSpace();
  uint32_t start = lexer_.position();
  const Expr* left = ParseBinary(level + 1);
  while (left) {
    const uint32_t end = lexer_.position();
    lexer_.SkipSpace();
    std::string_view op;
    for (std::string_view candidate : kOperators[level]) {
      if (!candidate.empty() && lexer_.NextIs(candidate)) {
        op = candidate;
        break;
      }
    }
    if (op.empty()) {
      lexer_.GoTo(end);  // spans end where their text ends
      return left;
    }
    lexer_.Take(op);
    const Expr* right = ParseBinary(level + 1);
    if (!right) return nullptr;
    Expr* e = NewExpr(Expr::Kind::kBinary, start);
    e->op = op;
    std::vector<const Expr*> operands = {left, right};
    e->operands = Keep(operands);
    left = e;
  }
  return left;
}

const Expr* Parser::ParseOperand() {
  DepthGuard guard(*this);
  if (guard.too_deep()) return nullptr;
  lexer_.SkipSpace();
  uint32_t start = lexer_.position();
  char c = lexer_.Peek();
  if (c == '(') {
    lexer_.GoTo(start + 1);
    const Expr* inner = ParseArgumentValue();
    if (!inner) return nullptr;
    if (!lexer_.Take(")")) {
      Expected("`)`");
      return nullptr;
    }
    Expr* e = arena_.New<Expr>(*inner);
    e->parenthesised = true;
    return e;
  }
  if (c == '[') return ParseArray();
  if (c == '{') {
    lexer_.GoTo(start + 1);
    Span open = lexer_.SpanFrom(start);
    const Pipeline* pipeline = ParsePipeline(false, true);
    if (!TakeCloser("}", open)) return nullptr;
    Expr* e = NewExpr(Expr::Kind::kPipeline, start);
    e->pipeline = pipeline;
    return e;
  }
  if (c == '"' || c == '\'') {
    std::string_view text;
    if (!lexer_.ReadString(&text)) return nullptr;
    Expr* e = NewExpr(Expr::Kind::kString, start);
    e->text = text;
    return e;
  }
  if (c == '?') {
    Text parameter;
    if (!lexer_.ReadParameter(&parameter)) return nullptr;
    Expr* e = NewExpr(Expr::Kind::kParameter, start);
    e->parameter = parameter;
    return e;
  }
  if (c == '/') {
    Text regex;
    if (!lexer_.ReadRegex(&regex)) return nullptr;
    Expr* e = NewExpr(Expr::Kind::kRegex, start);
    e->text = regex.text;
    e->parameter = regex;
    return e;
  }
  if (c == '!' || c == '-') {
    lexer_.GoTo(start + 1);
    const Expr* operand = ParseOperand();
    if (!operand) return nullptr;
    Expr* e = NewExpr(Expr::Kind::kUnary, start);
    e->op = c == '!' ? "!" : "-";
    std::vector<const Expr*> operands = {operand};
    e->operands = Keep(operands);
    return e;
  }
  if (c == '$' || NextIsCall()) {
    const Call* call = ParseCall();
    if (!call) return nullptr;
    Expr* e = NewExpr(Expr::Kind::kCall, start);
    e->call = call;
    e->span = call->span;
    return e;
  }
  std::string_view word = lexer_.ReadName();
  if (word.empty()) {
    Expected("a value");
    return nullptr;
  }
  Expr* e = NewExpr(Expr::Kind::kWord, start);
  e->text = word;
  return e;
}

const Expr* Parser::ParseArgumentValue() {
  lexer_.SkipSpace();
  uint32_t start = lexer_.position();
  size_t before = diagnostics_.size();
  auto at_delimiter = [&] {
    lexer_.SkipSpace();
    char c = lexer_.Peek();
    return c == '\0' || c == ',' || c == ')' || c == ']' || c == '}' || c == ';' || c == '|';
  };
  const Expr* expression = ParseExpression();
  uint32_t after = lexer_.position();
  if (expression && at_delimiter()) {
    lexer_.GoTo(after);
    return expression;
  }
  // Not an expression: a bare text, or a filter.
  DiagnosticList first_errors;
  for (size_t i = before; i < diagnostics_.size(); ++i) {
    const Diagnostic& d = diagnostics_.items()[i];
    Diagnostic& copy = first_errors.Add(d.code, d.span, d.message);
    copy = d;
  }
  diagnostics_.Truncate(before);
  lexer_.GoTo(start);
  std::string_view bare = lexer_.ReadPattern();
  if (!bare.empty() && at_delimiter()) {
    lexer_.GoTo(start + bare.size());
    Expr* e = NewExpr(Expr::Kind::kPattern, start);
    e->text = bare;
    return e;
  }
  lexer_.GoTo(start);
  // Each second reading may double the work below it, so their number is bounded.
  if (expression && ++second_readings_ < 100 && StartsFilter()) {
    const Filter* filter = ParseFilter();
    bool words_only = filter && filter->kind == Filter::Kind::kAnd && !filter->spelled && !filter->parenthesised;
    if (filter && !words_only && at_delimiter()) {
      Expr* e = NewExpr(Expr::Kind::kFilter, start);
      e->span = filter->span;
      e->filter = filter;
      return e;
    }
  }
  diagnostics_.Truncate(before);
  diagnostics_.Append(first_errors);
  lexer_.GoTo(after);
  return expression;
}

// A value, or `name := value` as aggregates have it.
const Expr* Parser::ParseItem() {
  lexer_.SkipSpace();
  uint32_t start = lexer_.position();
  if (!NextIsAssignment()) return ParseArgumentValue();
  std::string_view name;
  if (lexer_.Peek() == '"')
    lexer_.ReadString(&name);
  else
    name = lexer_.ReadPattern();
  lexer_.Take(":=");
  const Expr* right = ParseArgumentValue();
  if (!right) return nullptr;
  Expr* e = NewExpr(Expr::Kind::kAssign, start);
  e->text = name;
  std::vector<const Expr*> operands = {right};
  e->operands = Keep(operands);
  return e;
}

const Expr* Parser::ParseArray() {
  uint32_t start = lexer_.position();
  lexer_.Take("[");
  std::vector<const Expr*> items;
  while (true) {
    while (lexer_.Take(",")) {
    }
    if (lexer_.Take("]")) break;
    const Expr* value = ParseItem();
    if (!value) return nullptr;
    items.push_back(value);
    if (!lexer_.NextIs(",") && !lexer_.NextIs("]")) {
      Expected("`,` or `]`");
      return nullptr;
    }
  }
  Expr* e = NewExpr(Expr::Kind::kArray, start);
  e->operands = Keep(items);
  return e;
}

const Call* Parser::ParseCall() {
  lexer_.SkipSpace();
  uint32_t start = lexer_.position();
  Call* call = arena_.New<Call>();
  if (lexer_.Peek() == '$') {
    lexer_.GoTo(start + 1);
    call->saved_query = true;
    call->name = lexer_.ReadSavedQueryName();
    if (call->name.empty()) {
      Expected("the name of a saved query after `$`");
      return nullptr;
    }
  } else {
    call->name = lexer_.ReadFunctionName();
  }
  call->name_span = lexer_.SpanFrom(start);
  if (!ParseArguments(call)) return nullptr;
  call->span = lexer_.SpanFrom(start);
  return call;
}

bool Parser::ParseArguments(Call* call) {
  lexer_.SkipSpace();
  Span open = lexer_.Here();
  if (!lexer_.Take("(")) {
    Expected("`(`");
    return false;
  }
  std::vector<Argument> args;
  while (true) {
    while (lexer_.Take(",")) {
    }
    if (lexer_.SkipSpace(); lexer_.Peek() == ')' || lexer_.AtEnd()) {
      if (!TakeCloser(")", open)) return false;
      break;
    }
    Argument argument;
    if (!ParseArgument(&argument)) return false;
    args.push_back(argument);
    if (!lexer_.NextIs(",") && !lexer_.NextIs(")") && !lexer_.AtEnd()) {
      Expected("`,` or `)`");
      return false;
    }
  }
  call->args = Keep(args);
  return true;
}

bool Parser::ParseArgument(Argument* out) {
  lexer_.SkipSpace();
  uint32_t start = lexer_.position();
  size_t before = diagnostics_.size();
  std::string_view name;
  if (lexer_.Peek() == '"')
    lexer_.ReadString(&name);
  else
    name = lexer_.ReadName();
  diagnostics_.Truncate(before);
  Span name_span = lexer_.SpanFrom(start);
  lexer_.SkipSpace();
  char c = lexer_.Peek();
  char next = lexer_.Peek(1);
  bool equals = !name.empty() && c == '=' && next != '=' && next != '~';
  bool colon = !name.empty() && c == ':' && next != '=';
  if (colon) {
    uint32_t here = lexer_.position();
    lexer_.GoTo(here + 1);
    colon = lexer_.NextIs("{");
    lexer_.GoTo(here);
  }
  if (equals || colon) {
    lexer_.GoTo(lexer_.position() + 1);
    out->name = name;
    out->name_span = name_span;
  } else {
    lexer_.GoTo(start);
  }
  out->value = ParseItem();
  if (!out->value) return false;
  if (colon) {
    // correlate: attributes follow the query, `include: [a, b]`.
    std::vector<Argument> attributes;
    while (true) {
      lexer_.SkipSpace();
      uint32_t here = lexer_.position();
      std::string_view attribute = lexer_.ReadName();
      Span span = lexer_.SpanFrom(here);
      if (attribute.empty() || !lexer_.Take(":")) {
        lexer_.GoTo(here);
        break;
      }
      Argument a;
      a.name = attribute;
      a.name_span = span;
      a.value = ParseArgumentValue();
      if (!a.value) return false;
      a.span = lexer_.SpanFrom(here);
      attributes.push_back(a);
    }
    out->attributes = Keep(attributes);
  }
  out->span = lexer_.SpanFrom(start);
  return true;
}

}  // namespace quarry::cql
