// Operators and expressions that bring rows in: join, union, range, search, find, datatable, externaldata. Part of
// Parser.
#include <string>

#include "syntax/kql/parser_state.h"

namespace quarry::kql {

// One table of a list: a name with wildcards, a path, a call, or a query in parentheses.
const Expr* Parser::ParseTableItem() {
  return AtWildcardName() ? ParseWildcardName() : ParsePostfix();
}

std::vector<const Expr*> Parser::ParseTableList(bool parenthesized) {
  std::vector<const Expr*> tables;
  if (parenthesized && !ExpectSymbol("(")) return tables;
  do tables.push_back(ParseTableItem());
  while (TakeSymbol(","));
  if (parenthesized && !TakeSymbol(")")) {
    Expected("`,` or `)`");
    Synchronize(false);
    TakeSymbol(")");
  }
  return tables;
}

void Parser::ParseJoin(Operator& op) {
  op.options = Keep(ParseOptions("kind"));
  op.args = Keep(std::vector<const Expr*>{ParsePostfix()});
  Span start = Peek().span;
  if (AtWord("where")) {
    Take();
    op.clauses = Keep(std::vector<Clause>{MakeClause("where", start, {ParseExpr()})});
  } else if (TakeWord("on")) {
    op.clauses = Keep(std::vector<Clause>{MakeClause("on", start, ParseExprList())});
  }
}

void Parser::ParseUnion(Operator& op) {
  op.options = Keep(ParseOptions("kind withsource with_source isfuzzy"));
  op.args = Keep(ParseTableList(false));
}

void Parser::ParseRange(Operator& op) {
  op.args = Keep(std::vector<const Expr*>{ParseNameExpr("a column's name")});
  std::vector<Clause> clauses;
  for (std::string_view part : {"from", "to", "step"}) {
    Span start = Peek().span;
    if (!ExpectWord(part)) return Synchronize(false);
    clauses.push_back(MakeClause(part, start, {ParseExpr()}));
  }
  op.clauses = Keep(clauses);
}

void Parser::ParseSearch(Operator& op) {
  op.options = Keep(ParseOptions("kind"));
  std::vector<Clause> clauses;
  Span start = Peek().span;
  if (AtWord("in") && AtSymbol("(", 1)) {
    Take();
    clauses.push_back(MakeClause("in", start, ParseTableList(true)));
  }
  bool before = colon_is_has_;
  colon_is_has_ = true;
  op.args = Keep(std::vector<const Expr*>{ParseExpr()});
  colon_is_has_ = before;
  op.clauses = Keep(clauses);
}

void Parser::ParseFind(Operator& op) {
  op.options = Keep(ParseOptions("withsource with_source datascope"));
  std::vector<Clause> clauses;
  Span start = Peek().span;
  if (AtWord("in") && AtSymbol("(", 1)) {
    Take();
    clauses.push_back(MakeClause("in", start, ParseTableList(true)));
  }
  TakeWord("where");
  bool before = colon_is_has_;
  colon_is_has_ = true;
  op.args = Keep(std::vector<const Expr*>{ParseExpr()});
  colon_is_has_ = before;
  for (;;) {
    start = Peek().span;
    size_t length;
    std::string word = PeekOperatorName(&length);
    if (word == "project" || word == "project-away") {
      for (size_t i = 0; i < length; i++) Take();
      std::vector<const Expr*> items;
      do {
        if (AtWildcardName()) {
          items.push_back(ParseWildcardName());
          continue;
        }
        const Expr* item = ParsePostfix();
        if (TakeSymbol(":")) {
          Name type = ParseType();
          Expr* typed = NewExpr(Expr::Kind::kTypedName, item->span);
          typed->text = item->text;
          typed->type_name = type.text;
          typed->text_span = type.span;
          item = typed;
        }
        items.push_back(item);
      } while (TakeSymbol(","));
      clauses.push_back(MakeClause(word == "project" ? "project" : "project-away", start, items));
    } else if (word == "project-smart") {
      for (size_t i = 0; i < length; i++) Take();
      clauses.push_back(MakeClause("project-smart", start, {}));
    } else {
      break;
    }
  }
  op.clauses = Keep(clauses);
}

void Parser::ParseMacroExpand(Operator& op) {
  op.options = Keep(ParseOptions("kind isfuzzy"));
  std::vector<const Expr*> args = {ParsePostfix()};
  if (TakeWord("as")) args.push_back(ParseNameExpr("a name"));
  op.args = Keep(args);
  Span start = Peek().span;
  if (!ExpectSymbol("(")) return Synchronize(false);
  std::vector<const Expr*> bodies;
  while (!AtEnd() && !AtSymbol(")")) {
    const Statement* statement = ParseStatement();
    if (statement->expr != nullptr) bodies.push_back(statement->expr);
    if (!TakeSymbol(";")) break;
  }
  ExpectSymbol(")");
  op.clauses = Keep(std::vector<Clause>{MakeClause("query", start, bodies)});
}

// datatable (a:long, b:string) [1, "x", 2, "y"]
const Expr* Parser::ParseDataTable() {
  Span start = Take().span;
  std::vector<Option> options = ParseOptions("kind name");
  std::vector<ColumnDecl> columns = ParseColumnDecls();
  std::vector<const Expr*> cells;
  if (ExpectSymbol("[")) {
    while (!AtEnd() && !AtSymbol("]")) {
      cells.push_back(ParseExpr());
      if (cells.back()->kind == Expr::Kind::kError) Synchronize(true);
      if (TakeSymbol(",")) continue;
      if (!AtSymbol("]")) {
        Expected("`,` or `]`");
        Synchronize(true);
        if (!TakeSymbol(",")) break;
      }
    }
    ExpectSymbol("]");
  }
  Expr* table = NewExpr(Expr::Kind::kDataTable, start);
  table->options = Keep(options);
  table->columns = Keep(columns);
  table->args = Keep(cells);
  return table;
}

// externaldata (a:long) [h@"https://..."] with (format="csv")
const Expr* Parser::ParseExternalData() {
  Span start = Take().span;
  std::vector<ColumnDecl> columns = ParseColumnDecls();
  std::vector<const Expr*> addresses;
  std::vector<Option> options;
  if (ExpectSymbol("[")) {
    while (!AtEnd() && !AtSymbol("]")) {
      addresses.push_back(ParseExpr());
      if (!TakeSymbol(",")) break;
    }
    if (!ExpectSymbol("]")) {
      Synchronize(false);
      TakeSymbol("]");
    }
  }
  if (TakeWord("with")) options = ParseWithOptions();
  Expr* table = NewExpr(Expr::Kind::kExternalData, start);
  table->columns = Keep(columns);
  table->args = Keep(addresses);
  table->options = Keep(options);
  return table;
}

// inline_external_table [(schema)] kind=storage [dataformat=csv] (address, ...) [with (...)]
const Expr* Parser::ParseInlineExternalTable() {
  Span start = Take().span;
  std::vector<ColumnDecl> columns;
  if (AtSymbol("(")) columns = ParseColumnDecls();
  std::vector<Option> options = ParseOptions("kind dataformat");
  if (AtWord("partition")) {
    Take();
    ExpectWord("by");
    if (ExpectSymbol("(")) ParseArguments();
  }
  for (const Option& option : ParseOptions("pathformat dataformat kind")) options.push_back(option);
  std::vector<const Expr*> addresses;
  if (ExpectSymbol("(")) addresses = ParseArguments();
  if (TakeWord("with"))
    for (const Option& option : ParseWithOptions()) options.push_back(option);
  Expr* table = NewExpr(Expr::Kind::kExternalData, start);
  table->text = "inline_external_table";
  table->columns = Keep(columns);
  table->args = Keep(addresses);
  table->options = Keep(options);
  return table;
}

}  // namespace quarry::kql
