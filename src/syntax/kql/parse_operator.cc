// Tabular operators that work on the rows they are given. Part of Parser.
// kOperatorRules is the one list of operators that the grammar knows.
#include <string>

#include "base/ascii.h"
#include "syntax/kql/parser_state.h"

namespace quarry::kql {

const Parser::OperatorRule Parser::kOperatorRules[] = {
    {"as", &Parser::ParseAs, false},
    {"assert-schema", &Parser::ParseAssertSchema, false},
    {"consume", &Parser::ParseNothing, false},
    {"count", &Parser::ParseCount, false},
    {"distinct", &Parser::ParseDistinct, false},
    {"evaluate", &Parser::ParseEvaluate, true},
    {"execute-and-cache", &Parser::ParseNothing, false},
    {"__executeAndCache", &Parser::ParseNothing, false},
    {"extend", &Parser::ParseNamedItems, false},
    {"facet", &Parser::ParseFacet, false},
    {"filter", &Parser::ParseWhere, false},
    {"find", &Parser::ParseFind, true},
    {"fork", &Parser::ParseFork, false},
    {"getschema", &Parser::ParseNothing, false},
    {"graph-mark-components", &Parser::ParseGraphMarkComponents, false},
    {"graph-match", &Parser::ParseGraphMatch, false},
    {"graph-merge", &Parser::ParseJoin, false},
    {"graph-shortest-paths", &Parser::ParseGraphShortestPaths, false},
    {"graph-to-table", &Parser::ParseGraphToTable, false},
    {"graph-where-edges", &Parser::ParseWhere, false},
    {"graph-where-nodes", &Parser::ParseWhere, false},
    {"invoke", &Parser::ParseInvoke, false},
    {"join", &Parser::ParseJoin, false},
    {"limit", &Parser::ParseOneExpr, false},
    {"lookup", &Parser::ParseJoin, false},
    {"macro-expand", &Parser::ParseMacroExpand, true},
    {"make-graph", &Parser::ParseMakeGraph, false},
    {"make-series", &Parser::ParseMakeSeries, false},
    {"mv-apply", &Parser::ParseMvApply, false},
    {"mvapply", &Parser::ParseMvApply, false},
    {"mv-expand", &Parser::ParseMvExpand, false},
    {"mvexpand", &Parser::ParseMvExpand, false},
    {"order", &Parser::ParseSort, false},
    {"parse", &Parser::ParseParse, false},
    {"parse-kv", &Parser::ParseParseKv, false},
    {"parse-where", &Parser::ParseParse, false},
    {"partition", &Parser::ParsePartition, false},
    {"__partitionby", &Parser::ParsePartition, false},
    {"print", &Parser::ParseNamedItems, true},
    {"project", &Parser::ParseNamedItems, false},
    {"project-away", &Parser::ParseColumnItems, false},
    {"project-keep", &Parser::ParseColumnItems, false},
    {"project-by-names", &Parser::ParseNamedItems, false},
    {"project-rename", &Parser::ParseNamedItems, false},
    {"project-reorder", &Parser::ParseReorder, false},
    {"project-smart", &Parser::ParseNothing, false},
    {"range", &Parser::ParseRange, true},
    {"reduce", &Parser::ParseReduce, false},
    {"render", &Parser::ParseRender, false},
    {"sample", &Parser::ParseOneExpr, false},
    {"sample-distinct", &Parser::ParseSampleDistinct, false},
    {"scan", &Parser::ParseScan, false},
    {"search", &Parser::ParseSearch, true},
    {"serialize", &Parser::ParseNamedItems, false},
    {"sort", &Parser::ParseSort, false},
    {"summarize", &Parser::ParseSummarize, false},
    {"take", &Parser::ParseOneExpr, false},
    {"top", &Parser::ParseTop, false},
    {"top-hitters", &Parser::ParseTopHitters, false},
    {"top-nested", &Parser::ParseTopNested, false},
    {"union", &Parser::ParseUnion, true},
    {"where", &Parser::ParseWhere, false},
};

const Parser::OperatorRule* Parser::FindRule(std::string_view name) {
  for (const OperatorRule& rule : kOperatorRules)
    if (rule.name == name) return &rule;
  return nullptr;
}

// The name at this place with its hyphens: `mv`, `-`, `expand` without spaces between.
std::string Parser::PeekOperatorName(size_t* length) const {
  *length = 0;
  if (Peek().kind != TokenKind::kName) return {};
  std::string name(Peek().text);
  *length = 1;
  while (AtSymbol("-", *length) && Glued(*length) && Peek(*length + 1).kind == TokenKind::kName && Glued(*length + 1)) {
    name += '-';
    name += Peek(*length + 1).text;
    *length += 2;
  }
  return name;
}

// Operators' names may also be names of tables and columns: what follows decides.
bool Parser::AtHeadOperator() const {
  size_t length;
  std::string name = PeekOperatorName(&length);
  if (length == 0) return false;
  const OperatorRule* rule = FindRule(name);
  if (rule == nullptr || !rule->starts) return false;
  const Token& next = Peek(length);
  if (name == "range" || name == "evaluate")
    return next.kind == TokenKind::kName && next.text != "or" && next.text != "and";
  if (next.kind == TokenKind::kEnd) return name == "print";
  if (next.kind == TokenKind::kSymbol) {
    return next.text == "(" || next.text == "*" ||
           (name == "print" && (next.text == "-" || next.text == "+" || next.text == "[")) ||
           (name == "union" && next.text == "[");
  }
  return true;
}

const Operator* Parser::ParseOperator() {
  Operator* op = arena_.New<Operator>();
  Span start = Peek().span;
  size_t length;
  std::string name = PeekOperatorName(&length);
  const OperatorRule* rule = FindRule(name);
  if (rule == nullptr) {
    op->name_span = op->span = start;
    if (length == 0) {
      Expected("an operator");
    } else {
      for (size_t i = 0; i < length; i++) Take();
      op->name = arena_.Copy(name);
      op->name_span = SpanFrom(start);
      NameSuggester suggester(name);
      for (const OperatorRule& known : kOperatorRules)
        if (known.name.front() != '_') suggester.Consider(known.name);
      last_error_ = at_;
      diagnostics_.Add(Code::Q0101, op->name_span, "unknown operator `" + name + "`").label =
          suggester.best().empty() ? "no operator has this name"
                                   : "a similar operator exists: `" + std::string(suggester.best()) + "`";
    }
    Synchronize(false);
    op->name = op->name.empty() ? "?" : op->name;
    return op;
  }
  for (size_t i = 0; i < length; i++) Take();
  op->name = rule->name;
  op->name_span = SpanFrom(start);
  (this->*rule->parse)(*op);
  if (!AtClauseEnd()) {
    Expected("`|` or `;`");
    Synchronize(false);
  }
  op->span = SpanFrom(start);
  return op;
}

bool Parser::AtClauseEnd() const {
  return AtEnd() || AtSymbol("|") || AtSymbol(";") || AtSymbol(")") || AtSymbol("}") || AtSymbol("]") ||
         AtSymbol(",") || AtWord("on");
}

std::vector<const Operator*> Parser::ParseOperators() {
  std::vector<const Operator*> operators;
  TakeSymbol("|");
  do operators.push_back(ParseOperator());
  while (TakeSymbol("|"));
  return operators;
}

std::vector<Option> Parser::ParseOptions(std::string_view known) {
  std::vector<Option> options;
  while (Peek().kind == TokenKind::kName) {
    Span start = Peek().span;
    std::string name(Peek().text);
    size_t length = 1;
    while (AtSymbol(".", length) && Peek(length + 1).kind == TokenKind::kName) {
      name += "." + std::string(Peek(length + 1).text);
      length += 2;
    }
    if (!AtSymbol("=", length)) break;
    bool is_known = name.substr(0, 5) == "hint.";
    for (size_t at = 0; !is_known && (at = known.find(name, at)) != std::string_view::npos; at++)
      is_known =
          (at == 0 || known[at - 1] == ' ') && (at + name.size() == known.size() || known[at + name.size()] == ' ');
    if (!is_known) break;
    for (size_t i = 0; i < length; i++) Take();
    Option option;
    option.name = {arena_.Copy(name), SpanFrom(start)};
    Take();
    option.value = ParseOptionValue();
    options.push_back(option);
    TakeSymbol(",");
  }
  return options;
}

const Expr* Parser::ParseOptionValue() {
  if (Peek().kind == TokenKind::kName && AtSymbol("-", 1) && Glued(1) && Peek(2).kind == TokenKind::kName) {
    Span start = Take().span;
    std::string text(tokens_[at_ - 1].text);
    Take();
    text += "-" + std::string(Take().text);
    Expr* name = NewExpr(Expr::Kind::kName, start);
    name->text = arena_.Copy(text);
    return name;
  }
  // Never a call: in `kind=inner (T)` the parenthesis opens the table.
  if (AtName()) {
    bool boolean = Peek().text == "true" || Peek().text == "false";
    const Expr* value = ParseNameExpr("a value");
    if (!boolean) return value;
    Expr* literal = arena_.New<Expr>(*value);
    literal->kind = Expr::Kind::kLiteral;
    literal->literal = LiteralKind::kBool;
    return literal;
  }
  if (AtSymbol("(")) {
    Take();
    Span start = Peek().span;
    std::vector<const Expr*> items = ParseArguments();
    Expr* list = NewExpr(Expr::Kind::kList, start);
    list->args = Keep(items);
    return list;
  }
  return ParseUnary();
}

// with (a=b, c=d): after the word `with`. A list without names goes on the option before it: ycolumns=a, b.
std::vector<Option> Parser::ParseWithOptions() {
  std::vector<Option> options;
  bool parens = TakeSymbol("(");
  while (!AtEnd() && !AtSymbol(")") && !AtSymbol("|") && !AtSymbol(";")) {
    Span start = Peek().span;
    Option option;
    std::string name;
    if (Peek().kind == TokenKind::kString) {
      name = Take().text;
    } else {
      name = ParseName("an option's name").text;
      while (TakeSymbol(".")) name += "." + std::string(ParseName("a name").text);
    }
    option.name = {arena_.Copy(name), SpanFrom(start)};
    if (name.empty() || !ExpectSymbol("=")) {
      Synchronize(true);
      if (!TakeSymbol(",")) break;
      continue;
    }
    Span value_start = Peek().span;
    std::vector<const Expr*> values;
    auto at_value = [&] { return !(AtName() && AtSymbol("=", NameLength(0))); };
    do values.push_back(ParseOptionValue());
    while (AtSymbol(",") && Peek(1).kind != TokenKind::kEnd && (Take(), true) && at_value());
    if (values.size() == 1) {
      option.value = values[0];
    } else {
      Expr* list = NewExpr(Expr::Kind::kList, value_start);
      list->args = Keep(values);
      option.value = list;
    }
    options.push_back(option);
    TakeSymbol(",");
    if (!parens && !(AtName() && AtSymbol("=", NameLength(0)))) break;
  }
  if (parens && !TakeSymbol(")")) {
    Expected("`)`");
    Synchronize(false);
    TakeSymbol(")");
  }
  return options;
}

Clause Parser::MakeClause(std::string_view keyword, Span start, std::vector<const Expr*> items) {
  Clause clause;
  clause.keyword = keyword;
  clause.span = SpanFrom(start);
  clause.items = Keep(items);
  return clause;
}

void Parser::ParseNothing(Operator& op) {
  op.options = Keep(ParseOptions("decodeblocks"));
}

void Parser::ParseWhere(Operator& op) {
  op.options = Keep(ParseOptions(""));
  const Expr* predicate = ParseExpr();
  if (predicate->kind == Expr::Kind::kError) Synchronize(false);
  op.args = Keep(std::vector<const Expr*>{predicate});
}

void Parser::ParseNamedItems(Operator& op) {
  op.options = Keep(ParseOptions(""));
  if (AtClauseEnd() && !AtWord("on") && (op.name == "serialize" || op.name == "print")) return;
  op.args = Keep(ParseNamedList());
}

void Parser::ParseColumnItems(Operator& op) {
  std::vector<const Expr*> items;
  do items.push_back(AtWildcardName() ? ParseWildcardName() : ParsePostfix());
  while (TakeSymbol(","));
  op.args = Keep(items);
}

void Parser::ParseReorder(Operator& op) {
  std::vector<const Expr*> items;
  do {
    const Expr* name = AtWildcardName() ? ParseWildcardName() : ParsePostfix();
    Expr* ordered = NewExpr(Expr::Kind::kOrdered, name->span, {name});
    size_t length;
    std::string order = PeekOperatorName(&length);
    if (order == "asc" || order == "desc" || order == "granny-asc" || order == "granny-desc") {
      for (size_t i = 0; i < length; i++) Take();
      ordered->text = arena_.Copy(order);
    }
    ordered->span = SpanFrom(name->span);
    items.push_back(ordered);
  } while (TakeSymbol(","));
  op.args = Keep(items);
}

void Parser::ParseSummarize(Operator& op) {
  op.options = Keep(ParseOptions(""));
  if (!AtWord("by") && !AtClauseEnd()) op.args = Keep(ParseNamedList());
  Span start = Peek().span;
  if (TakeWord("by")) {
    std::vector<const Expr*> keys = ParseNamedList();
    std::vector<Clause> clauses = {MakeClause("by", start, keys)};
    if (AtWord("bin") && AtSymbol("=", 1)) {  // legacy: by x bin=1h
      Span bin = Take().span;
      Take();
      clauses.push_back(MakeClause("bin", bin, {ParseExpr()}));
    }
    op.clauses = Keep(clauses);
  }
}

void Parser::ParseSort(Operator& op) {
  op.options = Keep(ParseOptions(""));
  if (!ExpectWord("by")) return Synchronize(false);
  std::vector<const Expr*> items;
  do items.push_back(ParseOrdered());
  while (TakeSymbol(","));
  op.args = Keep(items);
}

void Parser::ParseTop(Operator& op) {
  op.options = Keep(ParseOptions(""));
  op.args = Keep(std::vector<const Expr*>{ParseExpr()});
  Span start = Peek().span;
  if (!ExpectWord("by")) return Synchronize(false);
  std::vector<const Expr*> items;
  do items.push_back(ParseOrdered());
  while (TakeSymbol(","));
  op.clauses = Keep(std::vector<Clause>{MakeClause("by", start, items)});
}

// top-nested [N] of x [with others=e] by aggregate [asc|desc], ...: a clause "level" each, of clauses "count", "of",
// "others" and "by".
void Parser::ParseTopNested(Operator& op) {
  std::vector<Clause> levels;
  do {
    size_t length;
    if (!levels.empty() && PeekOperatorName(&length) == "top-nested")
      for (size_t i = 0; i < length; i++) Take();
    Span start = Peek().span;
    std::vector<Clause> parts;
    if (!AtWord("of")) parts.push_back(MakeClause("count", start, {ParseExpr()}));
    Span of = Peek().span;
    if (!ExpectWord("of")) return Synchronize(false);
    parts.push_back(MakeClause("of", of, {ParseNamed()}));
    if (AtWord("with") && AtWord("others", 1)) {
      Span others = Take().span;
      Take();
      ExpectSymbol("=");
      parts.push_back(MakeClause("others", others, {ParseExpr()}));
    }
    Span by = Peek().span;
    if (!ExpectWord("by")) return Synchronize(false);
    parts.push_back(MakeClause("by", by, {ParseOrdered()}));
    Clause level = MakeClause("level", start, {});
    level.clauses = Keep(parts);
    levels.push_back(level);
  } while (TakeSymbol(","));
  op.clauses = Keep(levels);
}

void Parser::ParseTopHitters(Operator& op) {
  std::vector<const Expr*> args = {ParseExpr()};
  if (!ExpectWord("of")) return Synchronize(false);
  args.push_back(ParseNamed());
  op.args = Keep(args);
  Span start = Peek().span;
  if (TakeWord("by")) op.clauses = Keep(std::vector<Clause>{MakeClause("by", start, {ParseNamed()})});
}

void Parser::ParseOneExpr(Operator& op) {
  op.options = Keep(ParseOptions(""));
  op.args = Keep(std::vector<const Expr*>{ParseExpr()});
}

void Parser::ParseSampleDistinct(Operator& op) {
  std::vector<const Expr*> args = {ParseExpr()};
  if (!ExpectWord("of")) return Synchronize(false);
  args.push_back(ParseExpr());
  op.args = Keep(args);
}

void Parser::ParseCount(Operator& op) {
  op.options = Keep(ParseOptions(""));
  Span start = Peek().span;
  if (TakeWord("as")) op.clauses = Keep(std::vector<Clause>{MakeClause("as", start, {ParseNameExpr("a name")})});
}

void Parser::ParseDistinct(Operator& op) {
  op.options = Keep(ParseOptions(""));
  if (AtSymbol("*")) {
    Span start = Take().span;
    op.args = Keep(std::vector<const Expr*>{NewExpr(Expr::Kind::kStar, start)});
    return;
  }
  op.args = Keep(ParseNamedList());
}

// name = value [to typeof(t)], for mv-expand and mv-apply.
const Expr* Parser::ParseExpandItem() {
  const Expr* item = ParseNamed();
  if (!AtWord("to") || !AtWord("typeof", 1)) return item;
  Take();
  const Expr* type = ParseCallOrName();
  Expr* typed = NewExpr(Expr::Kind::kToType, item->span, {item});
  typed->text = type->text;
  typed->text_span = type->text_span;
  return typed;
}

void Parser::ParseMvExpand(Operator& op) {
  op.options = Keep(ParseOptions("kind bagexpansion with_itemindex"));
  std::vector<const Expr*> items;
  do items.push_back(ParseExpandItem());
  while (TakeSymbol(","));
  op.args = Keep(items);
  Span start = Peek().span;
  if (TakeWord("limit")) op.clauses = Keep(std::vector<Clause>{MakeClause("limit", start, {ParseExpr()})});
}

void Parser::ParseMvApply(Operator& op) {
  op.options = Keep(ParseOptions("kind bagexpansion with_itemindex"));
  std::vector<const Expr*> items;
  do items.push_back(ParseExpandItem());
  while (TakeSymbol(","));
  op.args = Keep(items);
  std::vector<Clause> clauses;
  Span start = Peek().span;
  if (TakeWord("limit")) clauses.push_back(MakeClause("limit", start, {ParseExpr()}));
  if (AtWord("id")) {
    Take();
    clauses.push_back(MakeClause("id", start, {ParseExpr()}));
  }
  Span on = Peek().span;
  if (!ExpectWord("on") || !ExpectSymbol("(")) return Synchronize(false);
  const Expr* body = ParseSubPipe();
  if (!ExpectSymbol(")")) {
    Synchronize(false);
    TakeSymbol(")");
  }
  clauses.push_back(MakeClause("on", on, {body}));
  op.clauses = Keep(clauses);
}

// parse x with * "a" name:type ...
void Parser::ParseParse(Operator& op) {
  op.options = Keep(ParseOptions("kind flags"));
  op.args = Keep(std::vector<const Expr*>{ParseExpr()});
  Span start = Peek().span;
  if (!ExpectWord("with")) return Synchronize(false);
  std::vector<const Expr*> pieces;
  for (;;) {
    Span at = Peek().span;
    if (AtSymbol("*")) {
      Take();
      pieces.push_back(NewExpr(Expr::Kind::kStar, at));
    } else if (Peek().kind == TokenKind::kString) {
      Expr* text = arena_.New<Expr>();
      text->kind = Expr::Kind::kLiteral;
      text->literal = LiteralKind::kString;
      text->text = Take().text;
      text->span = at;
      pieces.push_back(text);
    } else if (AtName()) {
      Name name = ParseName("a name");
      std::string_view type;
      Span type_span;
      if (TakeSymbol(":")) {
        Name parsed = ParseType();
        type = parsed.text;
        type_span = parsed.span;
      }
      Expr* column = NewExpr(Expr::Kind::kTypedName, at);
      column->text = name.text;
      column->type_name = type;
      column->text_span = type_span;
      pieces.push_back(column);
    } else {
      break;
    }
    TakeSymbol(",");
  }
  if (pieces.empty()) Expected("a pattern");
  op.clauses = Keep(std::vector<Clause>{MakeClause("with", start, pieces)});
}

void Parser::ParseParseKv(Operator& op) {
  op.args = Keep(std::vector<const Expr*>{ParseExpr()});
  std::vector<Clause> clauses;
  Span start = Peek().span;
  if (!ExpectWord("as")) return Synchronize(false);
  std::vector<ColumnDecl> columns = ParseColumnDecls();
  Clause as = MakeClause("as", start, {});
  as.columns = Keep(columns);
  clauses.push_back(as);
  start = Peek().span;
  if (TakeWord("with")) {
    std::vector<Option> options = ParseWithOptions();
    Clause with = MakeClause("with", start, {});
    with.options = Keep(options);
    clauses.push_back(with);
  }
  op.clauses = Keep(clauses);
}

void Parser::ParseMakeSeries(Operator& op) {
  op.options = Keep(ParseOptions("kind"));
  std::vector<const Expr*> items;
  do {
    const Expr* item = ParseNamed();
    if (AtWord("default") && AtSymbol("=", 1)) {
      Take();
      Take();
      const Expr* value = ParseExpr();
      item = NewExpr(Expr::Kind::kDefault, item->span, {item, value});
    }
    items.push_back(item);
  } while (TakeSymbol(","));
  op.args = Keep(items);
  std::vector<Clause> clauses;
  Span start = Peek().span;
  if (!ExpectWord("on")) return Synchronize(false);
  clauses.push_back(MakeClause("on", start, {ParseRelational()}));
  start = Peek().span;
  if (AtWord("in") && AtWord("range", 1)) {
    Take();
    Take();
    ExpectSymbol("(");
    clauses.push_back(MakeClause("in range", start, ParseArguments()));
  } else {
    for (std::string_view part : {"from", "to", "step"}) {
      start = Peek().span;
      if (part == "step" ? ExpectWord(part) : TakeWord(part)) clauses.push_back(MakeClause(part, start, {ParseExpr()}));
    }
  }
  start = Peek().span;
  if (TakeWord("by")) clauses.push_back(MakeClause("by", start, ParseNamedList()));
  op.clauses = Keep(clauses);
}

void Parser::ParseEvaluate(Operator& op) {
  op.options = Keep(ParseOptions(""));
  op.args = Keep(std::vector<const Expr*>{ParsePostfix()});
  Span start = Peek().span;
  if (TakeSymbol(":")) {
    std::vector<ColumnDecl> columns;
    ExpectSymbol("(");
    bool star = TakeSymbol("*");
    if (star) TakeSymbol(",");
    columns = ParseColumnDeclItems(")");
    ExpectSymbol(")");
    Clause schema = MakeClause(star ? "schema *" : "schema", start, {});
    schema.columns = Keep(columns);
    op.clauses = Keep(std::vector<Clause>{schema});
  }
}

void Parser::ParseRender(Operator& op) {
  op.args = Keep(std::vector<const Expr*>{ParseNameExpr("a visualization")});
  Span start = Peek().span;
  if (TakeWord("with") || (AtName() && AtSymbol("=", NameLength(0)))) {
    std::vector<Option> options = ParseWithOptions();
    while (AtName() && AtSymbol("=", NameLength(0)))
      for (const Option& option : ParseWithOptions()) options.push_back(option);
    Clause with = MakeClause("with", start, {});
    with.options = Keep(options);
    op.clauses = Keep(std::vector<Clause>{with});
  }
}

void Parser::ParseFork(Operator& op) {
  std::vector<const Expr*> branches;
  while (AtSymbol("(") || (AtName() && AtSymbol("=", NameLength(0)))) {
    Span start = Peek().span;
    Name name{};
    if (!AtSymbol("(")) {
      name = ParseName("a name");
      Take();
    }
    if (!ExpectSymbol("(")) return Synchronize(false);
    const Expr* body = ParseSubPipe();
    ExpectSymbol(")");
    Expr* branch = NewExpr(Expr::Kind::kNamed, start, {body});
    if (!name.text.empty()) branch->names = Keep(std::vector<Name>{name});
    branches.push_back(branch);
    TakeSymbol(",");
  }
  if (branches.empty()) Expected("`(`");
  op.args = Keep(branches);
}

void Parser::ParseFacet(Operator& op) {
  if (!ExpectWord("by")) return Synchronize(false);
  op.args = Keep(ParseExprList());
  Span start = Peek().span;
  if (TakeWord("with")) {
    ExpectSymbol("(");
    const Expr* body = ParseSubPipe();
    ExpectSymbol(")");
    op.clauses = Keep(std::vector<Clause>{MakeClause("with", start, {body})});
  }
}

void Parser::ParseReduce(Operator& op) {
  op.options = Keep(ParseOptions("kind"));
  if (!ExpectWord("by")) return Synchronize(false);
  op.args = Keep(std::vector<const Expr*>{ParseExpr()});
  Span start = Peek().span;
  if (TakeWord("with")) {
    std::vector<Option> options = ParseWithOptions();
    Clause with = MakeClause("with", start, {});
    with.options = Keep(options);
    op.clauses = Keep(std::vector<Clause>{with});
  }
}

// partition by key (operators), or { a whole query }.
void Parser::ParsePartition(Operator& op) {
  op.options = Keep(ParseOptions(""));
  if (op.name == "partition" && !ExpectWord("by")) return Synchronize(false);
  op.args = Keep(std::vector<const Expr*>{ParseNameExpr("a column")});
  std::vector<Clause> clauses;
  Span start = Peek().span;
  if (AtWord("id")) {
    Take();
    clauses.push_back(MakeClause("id", start, {ParseExpr()}));
  }
  start = Peek().span;
  if (TakeSymbol("{")) {
    const Expr* body = ParsePipe();
    ExpectSymbol("}");
    clauses.push_back(MakeClause("query", start, {body}));
  } else {
    TakeWord("in");
    if (!ExpectSymbol("(")) return Synchronize(false);
    const Expr* body = ParseSubPipe();
    ExpectSymbol(")");
    clauses.push_back(MakeClause("operators", start, {body}));
  }
  op.clauses = Keep(clauses);
}

void Parser::ParseAs(Operator& op) {
  op.options = Keep(ParseOptions(""));
  op.args = Keep(std::vector<const Expr*>{ParseNameExpr("a name")});
}

void Parser::ParseInvoke(Operator& op) {
  op.args = Keep(std::vector<const Expr*>{ParsePostfix()});
}

void Parser::ParseAssertSchema(Operator& op) {
  Span start = Peek().span;
  std::vector<ColumnDecl> columns = ParseColumnDecls();
  Clause schema = MakeClause("schema", start, {});
  schema.columns = Keep(columns);
  op.clauses = Keep(std::vector<Clause>{schema});
}

}  // namespace quarry::kql
