// Expressions of KQL, in the order of precedence: or, and, equality (== in between), relational, additive,
// multiplicative, string operators (has, contains, =~ ...), unary, postfix. Part of Parser.
#include <string>

#include "base/ascii.h"
#include "syntax/kql/parser_state.h"

namespace quarry::kql {
namespace {

constexpr std::string_view kStringOperators[] = {
    "has",           "!has",           "has_cs",      "!has_cs",      "hasprefix",     "!hasprefix",   "hasprefix_cs",
    "!hasprefix_cs", "hassuffix",      "!hassuffix",  "hassuffix_cs", "!hassuffix_cs", "contains",     "!contains",
    "contains_cs",   "!contains_cs",   "notcontains", "containscs",   "notcontainscs", "startswith",   "!startswith",
    "startswith_cs", "!startswith_cs", "endswith",    "!endswith",    "endswith_cs",   "!endswith_cs", "like",
    "notlike",       "likecs",         "notlikecs",   "hasi"};
constexpr std::string_view kListOperators[] = {"in", "!in", "in~", "!in~", "has_any", "has_all"};

bool IsOneOf(std::string_view word, std::span<const std::string_view> words) {
  for (std::string_view item : words)
    if (item == word) return true;
  return false;
}

}  // namespace

std::string Parser::SimilarOperator(std::string_view word) {
  NameSuggester suggester(word);
  for (const std::string_view known : kStringOperators) suggester.Consider(known);
  for (const std::string_view known : kListOperators) suggester.Consider(known);
  for (const std::string_view known : {"and", "or", "between", "!between"}) suggester.Consider(known);
  return std::string(suggester.best());
}

const Expr* Parser::MakeBinary(std::string_view op, Span op_span, const Expr* left, const Expr* right) {
  Expr* expr = NewExpr(Expr::Kind::kBinary, left->span, {left, right});
  expr->text = op;
  expr->text_span = op_span;
  return expr;
}

const Expr* Parser::ParseNamed(bool query_allowed) {
  Span start = Peek().span;
  if (AtName()) {
    size_t length = NameLength(0);
    if (AtSymbol("=", length)) {
      Name name = ParseName("a name");
      Take();
      const Expr* value = query_allowed ? ParsePipe() : ParseExpr();
      Expr* named = NewExpr(Expr::Kind::kNamed, start, {value});
      named->names = Keep(std::vector<Name>{name});
      return named;
    }
  }
  if (AtSymbol("(") && AtName(1)) {  // (a, b) = f(...)
    size_t ahead = 1;
    while (AtName(ahead)) {
      ahead += NameLength(ahead);
      if (!AtSymbol(",", ahead)) break;
      ahead++;
    }
    if (AtSymbol(")", ahead) && AtSymbol("=", ahead + 1)) {
      Take();
      std::vector<Name> names;
      do names.push_back(ParseName("a name"));
      while (TakeSymbol(","));
      Take();
      Take();
      const Expr* value = ParseExpr();
      Expr* named = NewExpr(Expr::Kind::kNamed, start, {value});
      named->names = Keep(names);
      return named;
    }
  }
  return query_allowed ? ParsePipe() : ParseExpr();
}

const Expr* Parser::ParsePipe() {
  Span start = Peek().span;
  DepthGuard guard(*this);
  if (guard.TooDeep()) {
    if (last_error_ != at_)
      diagnostics_.Add(Code::Q0101, Peek().span, "the query nests too deeply").label = "more than 200 levels";
    last_error_ = at_;
    Synchronize(false);
    return ErrorExpr();
  }
  const Expr* source = nullptr;
  std::vector<const Operator*> operators;
  if (AtHeadOperator())
    operators.push_back(ParseOperator());
  else
    source = ParseExpr();
  if (source != nullptr && source->kind == Expr::Kind::kError) Synchronize(true);
  while (AtSymbol("|")) {
    Take();
    operators.push_back(ParseOperator());
  }
  if (operators.empty()) return source;
  Expr* pipe = NewExpr(Expr::Kind::kPipe, start);
  if (source != nullptr) pipe->args = Keep(std::vector<const Expr*>{source});
  pipe->operators = Keep(operators);
  return pipe;
}

const Expr* Parser::ParseSubPipe() {
  Span start = Peek().span;
  std::vector<const Operator*> operators = ParseOperators();
  Expr* pipe = NewExpr(Expr::Kind::kPipe, start);
  pipe->operators = Keep(operators);
  return pipe;
}

const Expr* Parser::ParseOr() {
  const Expr* first = ParseAnd();
  if (!AtWord("or")) return first;
  std::vector<const Expr*> terms = {first};
  Span op = Peek().span;
  while (TakeWord("or")) terms.push_back(ParseAnd());
  Expr* expr = NewExpr(Expr::Kind::kBinary, first->span);
  expr->text = "or";
  expr->text_span = op;
  expr->args = Keep(terms);
  return expr;
}

const Expr* Parser::ParseAnd() {
  const Expr* first = ParseEquality();
  if (!AtWord("and")) return first;
  std::vector<const Expr*> terms = {first};
  Span op = Peek().span;
  while (TakeWord("and")) terms.push_back(ParseEquality());
  Expr* expr = NewExpr(Expr::Kind::kBinary, first->span);
  expr->text = "and";
  expr->text_span = op;
  expr->args = Keep(terms);
  return expr;
}

const Expr* Parser::ParseEquality() {
  const Expr* left = ParseRelational();
  const Token& token = Peek();
  if (token.kind == TokenKind::kName) {
    if (IsOneOf(token.text, kListOperators)) return ParseInList(left);
    if (token.text == "between" || token.text == "!between") return ParseBetween(left);
    return left;
  }
  if (AtSymbol("==") || AtSymbol("!=") || AtSymbol("<>")) {
    std::string_view op = token.text == "==" ? "==" : "!=";
    Span span = Take().span;
    return MakeBinary(op, span, left, ParseRelational());
  }
  if (AtSymbol("=") && last_error_ != at_) {
    diagnostics_.Add(Code::Q0101, token.span, "expected an operator, found `=`").label = "a comparison is written `==`";
    last_error_ = at_;
    Take();
    last_error_ = at_;
    return MakeBinary("==", token.span, left, ParseRelational());
  }
  return left;
}

const Expr* Parser::ParseInList(const Expr* value) {
  const Token& op = Take();
  std::string_view text = op.text;
  Span op_span = op.span;
  Span start = Peek().span;
  if (!ExpectSymbol("(")) {
    Synchronize(true);
    return MakeBinary(text, op_span, value, ErrorExpr());
  }
  std::vector<const Expr*> items = ParseArguments();
  Expr* list = NewExpr(Expr::Kind::kList, start);
  list->args = Keep(items);
  return MakeBinary(text, op_span, value, list);
}

const Expr* Parser::ParseBetween(const Expr* value) {
  const Token& op = Take();
  if (!ExpectSymbol("(")) {
    Synchronize(true);
    return ErrorExpr();
  }
  const Expr* low = ParseAdditive();
  ExpectSymbol("..");
  const Expr* high = ParseAdditive();
  if (!ExpectSymbol(")")) {
    Synchronize(true);
    TakeSymbol(")");
  }
  Expr* expr = NewExpr(Expr::Kind::kBetween, value->span, {value, low, high});
  expr->text = op.text;
  expr->text_span = op.span;
  return expr;
}

const Expr* Parser::ParseRelational() {
  const Expr* left = ParseAdditive();
  if (AtSymbol("<") || AtSymbol(">") || AtSymbol("<=") || AtSymbol(">=")) {
    const Token& op = Take();
    return MakeBinary(op.text, op.span, left, ParseAdditive());
  }
  return left;
}

const Expr* Parser::ParseAdditive() {
  const Expr* left = ParseMultiplicative();
  for (int links = 0; AtSymbol("+") || AtSymbol("-"); links++) {
    if (links == 1000) {
      Expected("an expression of at most 1000 terms");
      Synchronize(true);
      return left;
    }
    const Token& op = Take();
    left = MakeBinary(op.text, op.span, left, ParseMultiplicative());
  }
  return left;
}

const Expr* Parser::ParseMultiplicative() {
  const Expr* left = ParseStringOperator();
  for (int links = 0; AtSymbol("*") || AtSymbol("/") || AtSymbol("%"); links++) {
    if (links == 1000) {
      Expected("an expression of at most 1000 factors");
      Synchronize(true);
      return left;
    }
    const Token& op = Take();
    left = MakeBinary(op.text, op.span, left, ParseStringOperator());
  }
  return left;
}

const Expr* Parser::ParseStringOperator() {
  const Expr* left = ParseUnary();
  for (;;) {
    const Token& token = Peek();
    if (AtSymbol("=~") || AtSymbol("!~") || (colon_is_has_ && AtSymbol(":")) ||
        (token.kind == TokenKind::kName && IsOneOf(token.text, kStringOperators))) {
      Take();
      std::string_view op = token.text == ":" ? "has" : token.text;
      left = MakeBinary(op, token.span, left, ParseUnary());
    } else if ((AtWord("matches") || AtWord("!matches")) && AtWord("regex", 1)) {
      Span start = Take().span;
      bool negated = token.text.front() == '!';
      Take();
      Span span = SpanFrom(start);
      left = MakeBinary(negated ? "!matches regex" : "matches regex", span, left, ParseUnary());
    } else {
      return left;
    }
  }
}

const Expr* Parser::ParseUnary() {
  if (AtSymbol("-") || AtSymbol("+")) {
    const Token& op = Take();
    DepthGuard guard(*this);
    if (guard.TooDeep()) {
      Expected("less nesting");
      return ErrorExpr();
    }
    const Expr* operand = ParseUnary();
    Expr* expr = NewExpr(Expr::Kind::kUnary, op.span, {operand});
    expr->text = op.text;
    expr->text_span = op.span;
    return expr;
  }
  return ParsePostfix();
}

const Expr* Parser::ParsePostfix() {
  const Expr* expr = ParsePrimary();
  for (int links = 0; links < 1000; links++) {
    if (AtSymbol("[") && expr->kind != Expr::Kind::kLiteral && expr->kind != Expr::Kind::kError) {
      Take();
      const Expr* index = ParseExpr();
      ExpectSymbol("]");
      expr = NewExpr(Expr::Kind::kIndex, expr->span, {expr, index});
      continue;
    }
    if (!AtSymbol(".")) break;
    if (AtSymbol("[", 1) && Peek(2).kind != TokenKind::kString) {
      Take();
      Take();
      const Expr* index = ParseExpr();
      ExpectSymbol("]");
      expr = NewExpr(Expr::Kind::kIndex, expr->span, {expr, index});
      continue;
    }
    Take();
    if (AtSymbol("*")) {  // database("x").*
      Take();
      Expr* all = NewExpr(Expr::Kind::kMember, expr->span, {expr});
      all->text = "*";
      expr = all;
      break;
    }
    bool plain = Peek().kind == TokenKind::kName;
    if (plain && !AtSymbol("(", 1) && AtSymbol("*", 1) && Glued(1)) {  // database("x").Sec*
      const Expr* name = ParseWildcardName();
      Expr* all = NewExpr(Expr::Kind::kMember, expr->span, {expr});
      all->text = name->text;
      expr = all;
      break;
    }
    Name name = Peek().kind == TokenKind::kLong ? Name{Peek().text, Take().span} : ParseName("a name");
    if (name.text.empty()) return expr;
    if (plain && AtSymbol("(")) {
      Take();
      std::vector<const Expr*> args = {expr};
      for (const Expr* arg : ParseArguments()) args.push_back(arg);
      Expr* call = NewExpr(Expr::Kind::kPathCall, expr->span);
      call->args = Keep(args);
      call->text = name.text;
      call->text_span = name.span;
      expr = call;
    } else {
      Expr* member = NewExpr(Expr::Kind::kMember, expr->span, {expr});
      member->text = name.text;
      member->text_span = name.span;
      expr = member;
    }
  }
  return expr;
}

const Expr* Parser::ParsePrimary() {
  const Token& token = Peek();
  switch (token.kind) {
    case TokenKind::kName:
      if (token.text.front() == '!') break;
      return ParseCallOrName();
    case TokenKind::kString:
    case TokenKind::kLong:
    case TokenKind::kReal:
    case TokenKind::kTimeSpan:
    case TokenKind::kTyped:
    case TokenKind::kDynamic:
      return ParseLiteral();
    case TokenKind::kSymbol:
      if (token.text == "(") {
        Take();
        Span start = token.span;
        const Expr* inner = ParsePipe();
        if (!ExpectSymbol(")")) {
          Synchronize(false);
          TakeSymbol(")");
        }
        Expr* copy = arena_.New<Expr>(*inner);
        copy->parenthesized = true;
        copy->span = SpanFrom(start);
        return copy;
      }
      if (token.text == "[" && AtName()) return ParseNameExpr("a name");
      if (token.text == "*") {
        Take();
        return NewExpr(Expr::Kind::kStar, token.span);
      }
      if (token.text == "{" && Peek(1).kind == TokenKind::kName && AtSymbol("}", 2)) {
        Span start = Take().span;
        std::string_view name = Take().text;
        Take();
        Expr* parameter = NewExpr(Expr::Kind::kParameter, start);
        parameter->text = name;
        return parameter;
      }
      break;
    default:
      break;
  }
  Expected("an expression");
  return ErrorExpr();
}

const Expr* Parser::ParseCallOrName() {
  const Token& token = Peek();
  if (AtSymbol("(", 1)) {
    if (token.text == "datatable" || token.text == "contextual_datatable") return ParseDataTable();
    if (token.text == "externaldata" || token.text == "external_data") return ParseExternalData();
    if (token.text == "typeof") return ParseTypeOf();
  }
  if (token.text == "datatable" && AtName(1) && AtSymbol("=", 2)) return ParseDataTable();
  if (token.text == "inline_external_table" && (AtSymbol("(", 1) || (AtWord("kind", 1) && AtSymbol("=", 2))))
    return ParseInlineExternalTable();
  if (token.text == "entity_group" && AtSymbol("[", 1)) {
    Take();
    Take();
    std::vector<const Expr*> items;
    if (!AtSymbol("]")) items = ParseExprList();
    ExpectSymbol("]");
    Expr* group = NewExpr(Expr::Kind::kEntityGroup, token.span);
    group->args = Keep(items);
    return group;
  }
  // toscalar kind=nooptimization (...), materialize hint.x=y (...)
  if ((token.text == "toscalar" || token.text == "materialize") && Peek(1).kind == TokenKind::kName) {
    Take();
    std::vector<Option> options = ParseOptions("kind");
    Expr* call = NewExpr(Expr::Kind::kCall, token.span);
    call->text = token.text;
    call->text_span = token.span;
    call->options = Keep(options);
    if (ExpectSymbol("(")) call->args = Keep(ParseArguments());
    call->span = SpanFrom(token.span);
    return call;
  }
  Take();
  if (AtSymbol("(")) {
    Take();
    std::vector<const Expr*> args = ParseArguments();
    Expr* call = NewExpr(Expr::Kind::kCall, token.span);
    call->text = token.text;
    call->text_span = token.span;
    call->args = Keep(args);
    return call;
  }
  if (token.text == "true" || token.text == "false" || token.text == "True" || token.text == "False" ||
      token.text == "TRUE" || token.text == "FALSE") {
    Expr* literal = NewExpr(Expr::Kind::kLiteral, token.span);
    literal->literal = LiteralKind::kBool;
    literal->text = token.text;
    return literal;
  }
  if (token.text == "$left" || token.text == "$right") {
    Expr* side = NewExpr(Expr::Kind::kJoinSide, token.span);
    side->text = token.text;
    return side;
  }
  Expr* name = NewExpr(Expr::Kind::kName, token.span);
  name->text = token.text;
  return name;
}

const Expr* Parser::ParseTypeOf() {
  Span start = Take().span;
  Take();
  Expr* expr = arena_.New<Expr>();
  expr->kind = Expr::Kind::kTypeOf;
  if (AtName() && (AtSymbol(":", NameLength(0)) || AtSymbol(",", NameLength(0)))) {
    expr->columns = Keep(ParseColumnDeclItems(")"));
  } else if (TakeSymbol("*")) {  // evaluate f(...) : (*, a:long)
    if (TakeSymbol(",")) expr->columns = Keep(ParseColumnDeclItems(")"));
  } else {
    Name type = ParseType();
    expr->text = type.text;
    expr->text_span = type.span;
  }
  ExpectSymbol(")");
  expr->span = SpanFrom(start);
  return expr;
}

std::vector<const Expr*> Parser::ParseArguments() {
  std::vector<const Expr*> args;
  if (TakeSymbol(")")) return args;
  for (;;) {
    args.push_back(ParseNamed(true));
    if (args.back()->kind == Expr::Kind::kError) Synchronize(true);
    if (TakeSymbol(",")) continue;
    if (TakeSymbol(")")) return args;
    Expected("`,` or `)`");
    Synchronize(true);
    if (TakeSymbol(",")) continue;
    TakeSymbol(")");
    return args;
  }
}

std::vector<const Expr*> Parser::ParseNamedList() {
  std::vector<const Expr*> items;
  do {
    items.push_back(ParseNamed());
    if (items.back()->kind == Expr::Kind::kError) Synchronize(true);
  } while (TakeSymbol(","));
  return items;
}

std::vector<const Expr*> Parser::ParseExprList() {
  std::vector<const Expr*> items;
  do {
    items.push_back(ParseExpr());
    if (items.back()->kind == Expr::Kind::kError) Synchronize(true);
  } while (TakeSymbol(","));
  return items;
}

const Expr* Parser::ParseOrdered() {
  const Expr* value = ParseNamed();
  Expr* ordered = NewExpr(Expr::Kind::kOrdered, value->span, {value});
  if (AtWord("asc") || AtWord("desc")) ordered->text = Take().text;
  if (AtWord("nulls") && (AtWord("first", 1) || AtWord("last", 1))) {
    Take();
    ordered->nulls = Take().text == "first" ? Expr::Nulls::kFirst : Expr::Nulls::kLast;
  }
  ordered->span = SpanFrom(value->span);
  return ordered;
}

bool Parser::AtWildcardName() const {
  if (AtSymbol("*")) return true;
  return (Peek().kind == TokenKind::kName || Peek().kind == TokenKind::kLong) && AtSymbol("*", 1) && Glued(1);
}

const Expr* Parser::ParseWildcardName() {
  Span start = Peek().span;
  std::string text;
  bool first = true;
  while ((AtSymbol("*") || Peek().kind == TokenKind::kName || Peek().kind == TokenKind::kLong) && (first || Glued(0))) {
    text += Take().text;
    first = false;
  }
  Expr* name = NewExpr(text == "*" ? Expr::Kind::kStar : Expr::Kind::kWildcardName, start);
  name->text = arena_.Copy(text);
  return name;
}

}  // namespace quarry::kql
