// Statements, declarations, recovery; external entry: ParseKql.
#include "syntax/kql/parser.h"

#include <string>

#include "syntax/kql/lexer.h"
#include "syntax/kql/parser_state.h"

namespace quarry::kql {

bool Parser::TakeSymbol(std::string_view symbol) {
  if (!AtSymbol(symbol)) return false;
  Take();
  return true;
}

bool Parser::TakeWord(std::string_view word) {
  if (!AtWord(word)) return false;
  Take();
  return true;
}

bool Parser::ExpectSymbol(std::string_view symbol) {
  if (TakeSymbol(symbol)) return true;
  Expected("`" + std::string(symbol) + "`");
  return false;
}

bool Parser::ExpectWord(std::string_view word) {
  if (TakeWord(word)) return true;
  Expected("`" + std::string(word) + "`");
  return false;
}

std::string Parser::Describe(const Token& token) {
  switch (token.kind) {
    case TokenKind::kEnd:
      return "the end of the query";
    case TokenKind::kString:
      return "a string";
    case TokenKind::kTyped:
      return "`" + std::string(token.type) + "(...)`";
    default:
      return "`" + std::string(token.text) + "`";
  }
}

void Parser::Expected(std::string_view what) {
  if (last_error_ == at_) return;
  last_error_ = at_;
  if (Peek().kind == TokenKind::kInvalid) return;
  Span span = Peek().span;
  // The end of the text is shown behind the last token: a caret on an empty last line helps nobody.
  if (AtEnd() && at_ > 0) span = {tokens_[at_ - 1].span.end, tokens_[at_ - 1].span.end, span.source};
  Diagnostic& d = diagnostics_.Add(Code::Q0101, span, "expected " + std::string(what) + ", found " + Describe(Peek()));
  d.label = "expected " + std::string(what);
  // A name where an expression might go on is a misspelt operator more often than anything else.
  if (Peek().kind != TokenKind::kName || what.find_first_of("|;),") == std::string_view::npos) return;
  if (const std::string similar = SimilarOperator(Peek().text); !similar.empty())
    d.label = "a similar operator exists: `" + similar + "`";
}

void Parser::Synchronize(bool stop_at_comma) {
  int depth = 0;
  while (!AtEnd()) {
    const Token& token = Peek();
    if (token.kind == TokenKind::kSymbol) {
      if (token.text == "(" || token.text == "[" || token.text == "{") depth++;
      if (token.text == ")" || token.text == "]" || token.text == "}") {
        if (depth == 0) return;
        depth--;
      }
      if (depth == 0 && (token.text == "|" || token.text == ";" || (stop_at_comma && token.text == ","))) return;
    }
    Take();
  }
}

Expr* Parser::NewExpr(Expr::Kind kind, Span start) {
  Expr* expr = arena_.New<Expr>();
  expr->kind = kind;
  expr->span = SpanFrom(start);
  return expr;
}

Expr* Parser::NewExpr(Expr::Kind kind, Span start, std::initializer_list<const Expr*> args) {
  Expr* expr = NewExpr(kind, start);
  expr->args = Keep(std::vector<const Expr*>(args));
  return expr;
}

Expr* Parser::ErrorExpr() {
  Expr* expr = arena_.New<Expr>();
  expr->span = Peek().span;
  return expr;
}

Query Parser::ParseQuery() {
  Query query;
  query.statements = Keep(ParseStatements(false));
  return query;
}

std::vector<const Statement*> Parser::ParseStatements(bool in_braces) {
  std::vector<const Statement*> statements;
  for (;;) {
    while (TakeSymbol(";")) {
    }
    if (AtEnd() || (in_braces && AtSymbol("}"))) return statements;
    size_t before = at_;
    statements.push_back(ParseStatement());
    if (AtEnd() || AtSymbol(";") || (in_braces && AtSymbol("}"))) continue;
    Expected("`;` or `|`");
    if (before == at_ || AtSymbol("|") || AtSymbol(")") || AtSymbol("]") || AtSymbol("}")) Take();
    Synchronize(false);
    while (!in_braces && (AtSymbol(")") || AtSymbol("]") || AtSymbol("}") || AtSymbol("|"))) {
      Take();
      Synchronize(false);
    }
  }
}

const Statement* Parser::ParseStatement() {
  Statement* statement = arena_.New<Statement>();
  Span start = Peek().span;
  if (AtSymbol(".")) {
    Take();
    std::string command = "." + std::string(Peek().text);
    while (!AtEnd() && !AtSymbol(";")) Take();
    diagnostics_.Add(Code::Q0301, SpanFrom(start), "management command `" + command + "` is not supported").label =
        "only queries run; there is no cluster to manage";
    statement->expr = ErrorExpr();
  } else if (AtWord("let") && AtName(1)) {
    ParseLet(*statement);
  } else if (AtWord("set") && AtName(1) && !AtSymbol("|", 1)) {
    Take();
    statement->kind = Statement::Kind::kSet;
    statement->name = ParseName("an option's name");
    if (TakeSymbol("=")) statement->expr = ParseExpr();
  } else if (AtWord("alias") && AtWord("database", 1)) {
    ParseAlias(*statement);
  } else if (AtWord("declare") && (AtWord("query_parameters", 1) || AtWord("pattern", 1))) {
    ParseDeclare(*statement);
  } else if (AtWord("restrict") && AtWord("access", 1)) {
    Take();
    Take();
    statement->kind = Statement::Kind::kRestrict;
    ExpectWord("to");
    statement->items = Keep(ParseTableList(true));
  } else {
    statement->kind = Statement::Kind::kQuery;
    statement->expr = ParsePipe();
  }
  statement->span = SpanFrom(start);
  return statement;
}

void Parser::ParseLet(Statement& statement) {
  Take();
  statement.kind = Statement::Kind::kLet;
  statement.name = ParseName("a name");
  if (!ExpectSymbol("=")) {
    statement.expr = ErrorExpr();
    return Synchronize(false);
  }
  statement.expr = AtLambda() ? ParseLambda() : ParsePipe();
}

void Parser::ParseAlias(Statement& statement) {
  Take();
  Take();
  statement.kind = Statement::Kind::kAlias;
  statement.name = ParseName("a name");
  ExpectSymbol("=");
  statement.expr = ParsePostfix();
}

void Parser::ParseDeclare(Statement& statement) {
  Take();
  if (TakeWord("query_parameters")) {
    statement.kind = Statement::Kind::kDeclare;
    statement.columns = Keep(ParseColumnDecls());
    return;
  }
  Take();
  statement.kind = Statement::Kind::kPattern;
  statement.name = ParseName("a pattern's name");
  ParsePatternBody(statement);
}

// declare pattern app = (applicationId:string)[scope:string] { ("a").["b"] = { T | ... }; };
void Parser::ParsePatternBody(Statement& statement) {
  if (!TakeSymbol("=")) return;
  statement.columns = Keep(ParseColumnDecls());
  if (TakeSymbol("[")) {
    ParseColumnDeclItems("]");
    ExpectSymbol("]");
  }
  if (!ExpectSymbol("{")) return Synchronize(false);
  std::vector<const Expr*> bodies;
  while (!AtEnd() && !AtSymbol("}")) {
    if (!ExpectSymbol("(")) return Synchronize(false);
    std::vector<const Expr*> values = ParseArguments();
    if (TakeSymbol(".")) {
      ExpectSymbol("[");
      values.push_back(ParseExpr());
      ExpectSymbol("]");
    }
    if (!ExpectSymbol("=") || !ExpectSymbol("{")) return Synchronize(false);
    Span start = Peek().span;
    std::vector<const Statement*> statements = ParseStatements(true);
    Expr* body = NewExpr(Expr::Kind::kLambda, start);
    body->args = Keep(values);
    body->statements = Keep(statements);
    bodies.push_back(body);
    ExpectSymbol("}");
    TakeSymbol(";");
  }
  ExpectSymbol("}");
  statement.items = Keep(bodies);
}

// A parenthesis whose partner is followed by `{` opens a parameter list.
bool Parser::AtLambda() const {
  size_t ahead = AtWord("view") ? 1 : 0;
  if (!AtSymbol("(", ahead)) return false;
  int depth = 0;
  for (;; ahead++) {
    if (Peek(ahead).kind == TokenKind::kEnd) return false;
    if (AtSymbol("(", ahead)) depth++;
    if (AtSymbol(")", ahead) && --depth == 0) return AtSymbol("{", ahead + 1);
  }
}

const Expr* Parser::ParseLambda() {
  Span start = Peek().span;
  bool view = TakeWord("view");
  std::vector<ColumnDecl> parameters = ParseColumnDecls();
  ExpectSymbol("{");
  DepthGuard guard(*this);
  if (guard.TooDeep()) {
    Expected("less nesting");
    Synchronize(false);
    return ErrorExpr();
  }
  std::vector<const Statement*> statements = ParseStatements(true);
  ExpectSymbol("}");
  Expr* lambda = NewExpr(Expr::Kind::kLambda, start);
  lambda->view = view;
  lambda->columns = Keep(parameters);
  lambda->statements = Keep(statements);
  return lambda;
}

std::vector<ColumnDecl> Parser::ParseColumnDecls() {
  if (!ExpectSymbol("(")) return {};
  std::vector<ColumnDecl> columns = ParseColumnDeclItems(")");
  ExpectSymbol(")");
  return columns;
}

std::vector<ColumnDecl> Parser::ParseColumnDeclItems(std::string_view close) {
  std::vector<ColumnDecl> columns;
  while (!AtEnd() && !AtSymbol(close)) {
    ColumnDecl column;
    if (Peek().kind == TokenKind::kString) {  // "a name":type
      column.name = {Peek().text, Peek().span};
      Take();
    } else {
      column.name = ParseName("a name");
      if (column.name.text.empty()) {
        Synchronize(true);
        if (!TakeSymbol(",")) break;
        continue;
      }
    }
    if (!ExpectSymbol(":")) {
      Synchronize(true);
    } else if (AtSymbol("(")) {
      column.tabular = true;
      if (AtSymbol("*", 1)) {
        Take();
        Take();
        column.open = true;
        ExpectSymbol(")");
      } else {
        column.columns = Keep(ParseColumnDecls());
      }
    } else {
      column.type = ParseType();
    }
    if (TakeSymbol("=")) column.default_value = ParseExpr();
    columns.push_back(column);
    if (AtSymbol(close)) break;
    if (!TakeSymbol(",")) {
      Expected("`,` or `" + std::string(close) + "`");
      Synchronize(true);
      if (!TakeSymbol(",")) break;
    }
  }
  return columns;
}

Name Parser::ParseType() {
  if (Peek().kind == TokenKind::kName || Peek().kind == TokenKind::kDynamic) {
    const Token& token = Take();
    return {token.text, token.span};
  }
  Expected("a type");
  return {};
}

bool Parser::AtName(size_t ahead) const {
  if (Peek(ahead).kind == TokenKind::kName) return Peek(ahead).text.front() != '!';
  return AtSymbol("[", ahead) && Peek(ahead + 1).kind == TokenKind::kString && AtSymbol("]", ahead + 2);
}

Name Parser::ParseName(std::string_view what) {
  if (!AtName()) {
    Expected(what);
    return {{}, Peek().span};
  }
  if (Peek().kind == TokenKind::kName) {
    const Token& token = Take();
    return {token.text, token.span};
  }
  Span start = Take().span;
  std::string_view text = Take().text;
  Take();
  return {text, SpanFrom(start)};
}

const Expr* Parser::ParseNameExpr(std::string_view what) {
  Span start = Peek().span;
  Name name = ParseName(what);
  if (name.text.empty()) return ErrorExpr();
  Expr* expr = NewExpr(Expr::Kind::kName, start);
  expr->text = name.text;
  return expr;
}

Query ParseKql(std::string_view text, uint16_t source, Arena& arena, DiagnosticList& diagnostics) {
  return Parser(Lex(text, source, arena, diagnostics), arena, diagnostics).ParseQuery();
}

}  // namespace quarry::kql
