// Graph operators and scan. Part of Parser.
#include <string>

#include "syntax/kql/parser_state.h"

namespace quarry::kql {

// scan with_match_id=id [partition by k] [order by t] [declare (a:type=x)] with (step s1: cond => a=b; ...)
void Parser::ParseScan(Operator& op) {
  op.options = Keep(ParseOptions("with_match_id with_step_name kind"));
  std::vector<Clause> clauses;
  for (;;) {
    Span start = Peek().span;
    if ((AtWord("order") || AtWord("partition")) && AtWord("by", 1)) {
      std::string_view keyword = Take().text == "order" ? "order by" : "partition by";
      Take();
      std::vector<const Expr*> items;
      do items.push_back(ParseOrdered());
      while (TakeSymbol(","));
      clauses.push_back(MakeClause(keyword, start, items));
    } else if (TakeWord("declare")) {
      std::vector<ColumnDecl> columns = ParseColumnDecls();
      Clause declare = MakeClause("declare", start, {});
      declare.columns = Keep(columns);
      clauses.push_back(declare);
    } else {
      break;
    }
  }
  Span start = Peek().span;
  if (!ExpectWord("with") || !ExpectSymbol("(")) return Synchronize(false);
  std::vector<Clause> steps;
  while (AtWord("step")) {
    steps.push_back(ParseScanStep());
    TakeSymbol(";");
  }
  if (!ExpectSymbol(")")) {
    Synchronize(false);
    TakeSymbol(")");
  }
  Clause with = MakeClause("with", start, {});
  with.clauses = Keep(steps);
  clauses.push_back(with);
  op.clauses = Keep(clauses);
}

// step name [optional] [output=all|last|none]: condition [=> a=b, c=d]
// items: the name, the condition, then the assignments.
Clause Parser::ParseScanStep() {
  Span start = Take().span;
  std::vector<const Expr*> items = {ParseNameExpr("a step's name")};
  bool optional = TakeWord("optional");
  std::vector<Option> options = ParseOptions("output");
  ExpectSymbol(":");
  items.push_back(ParseExpr());
  if (TakeSymbol("=>"))
    for (const Expr* assignment : ParseNamedList()) items.push_back(assignment);
  Clause step = MakeClause(optional ? "optional step" : "step", start, items);
  step.options = Keep(options);
  return step;
}

// make-graph from --> to with Nodes on id, Others on id | with_node_id=n | partitioned-by k (...)
void Parser::ParseMakeGraph(Operator& op) {
  op.options = Keep(ParseOptions(""));
  std::vector<const Expr*> ends = {ParseNameExpr("a column")};
  if (!TakeArrow("-->") && !TakeArrow("--")) {
    Expected("`-->`");
    return Synchronize(false);
  }
  ends.push_back(ParseNameExpr("a column"));
  op.args = Keep(ends);
  std::vector<Clause> clauses;
  while (AtWord("with") || (AtWord("with_node_id") && AtSymbol("=", 1))) {
    Span start = Take().span;
    if (tokens_[at_ - 1].text == "with_node_id") {
      Take();
      clauses.push_back(MakeClause("with_node_id", start, {ParseNameExpr("a name")}));
      continue;
    }
    if (AtWord("with_node_id")) {
      Take();
      ExpectSymbol("=");
      clauses.push_back(MakeClause("with_node_id", start, {ParseNameExpr("a name")}));
      continue;
    }
    do {
      const Expr* nodes = ParsePostfix();
      if (!ExpectWord("on")) return Synchronize(false);
      clauses.push_back(MakeClause("with", start, {nodes, ParseNameExpr("a column")}));
    } while (TakeSymbol(","));
  }
  size_t length;
  Span start = Peek().span;
  if (PeekOperatorName(&length) == "partitioned-by") {
    for (size_t i = 0; i < length; i++) Take();
    const Expr* key = ParseNameExpr("a column");
    ExpectSymbol("(");
    const Expr* body = ParseSubPipe();
    ExpectSymbol(")");
    clauses.push_back(MakeClause("partitioned-by", start, {key, body}));
  }
  op.clauses = Keep(clauses);
}

// Takes the tokens that make up `arrow`, written without spaces.
bool Parser::TakeArrow(std::string_view arrow) {
  size_t ahead = 0;
  for (size_t i = 0; i < arrow.size(); ahead++) {
    const Token& token = Peek(ahead);
    if (token.kind != TokenKind::kSymbol || arrow.substr(i, token.text.size()) != token.text ||
        (ahead > 0 && !Glued(ahead)))
      return false;
    i += token.text.size();
  }
  for (; ahead > 0; ahead--) Take();
  return true;
}

// (a)-[e]->(b), (b)<--(c): elements "node" and "edge"; an edge's items: its name, then the bounds of its length.
Clause Parser::ParseGraphPattern() {
  Span start = Peek().span;
  std::vector<Clause> elements;
  auto node = [&] {
    Span at = Peek().span;
    if (!ExpectSymbol("(")) return false;
    std::vector<const Expr*> name;
    if (!AtSymbol(")")) name.push_back(ParseNameExpr("a name"));
    ExpectSymbol(")");
    elements.push_back(MakeClause("node", at, name));
    return true;
  };
  do {
    if (!node()) break;
    while (AtSymbol("-") || AtSymbol("<")) {
      Span at = Peek().span;
      std::string_view direction;
      std::vector<const Expr*> items;
      if (TakeArrow("-->"))
        direction = "edge->";
      else if (TakeArrow("<--"))
        direction = "<-edge";
      else if (TakeArrow("--"))
        direction = "edge";
      if (direction.empty()) {
        bool back = TakeArrow("<-[");
        if (!back && !TakeArrow("-[")) {
          Expected("an edge");
          break;
        }
        items.push_back(AtSymbol("*") ? NewExpr(Expr::Kind::kStar, at) : ParseNameExpr("an edge's name"));
        if (TakeSymbol("*")) {
          items.push_back(ParseAdditive());
          if (ExpectSymbol("..")) items.push_back(ParseAdditive());
        }
        ExpectSymbol("]");
        if (back)
          direction = TakeArrow("-") ? "<-edge" : "<-edge";
        else
          direction = TakeArrow("->") ? "edge->" : TakeArrow("-") ? "edge" : "edge";
      }
      elements.push_back(MakeClause(direction, at, items));
      if (!node()) break;
    }
  } while (TakeSymbol(","));
  Clause pattern = MakeClause("pattern", start, {});
  pattern.clauses = Keep(elements);
  return pattern;
}

void Parser::ParseGraphMatch(Operator& op) {
  op.options = Keep(ParseOptions("cycles output"));
  std::vector<Clause> clauses = {ParseGraphPattern()};
  Span start = Peek().span;
  if (TakeWord("where")) clauses.push_back(MakeClause("where", start, {ParseExpr()}));
  start = Peek().span;
  if (TakeWord("project")) clauses.push_back(MakeClause("project", start, ParseNamedList()));
  op.clauses = Keep(clauses);
}

void Parser::ParseGraphShortestPaths(Operator& op) {
  ParseGraphMatch(op);
}

void Parser::ParseGraphToTable(Operator& op) {
  std::vector<Clause> clauses;
  do {
    Span start = Peek().span;
    if (!AtWord("nodes") && !AtWord("edges")) {
      Expected("`nodes` or `edges`");
      return Synchronize(false);
    }
    std::string_view what = Take().text;
    std::vector<const Expr*> items;
    if (TakeWord("as")) items.push_back(ParseNameExpr("a name"));
    std::vector<Option> options = ParseOptions("with_node_id with_source_id with_target_id");
    Clause clause = MakeClause(what, start, items);
    clause.options = Keep(options);
    clauses.push_back(clause);
  } while (TakeSymbol(",") || AtWord("nodes") || AtWord("edges"));
  op.clauses = Keep(clauses);
}

void Parser::ParseGraphMarkComponents(Operator& op) {
  op.options = Keep(ParseOptions("kind with_component_id"));
}

}  // namespace quarry::kql
