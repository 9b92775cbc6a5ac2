// The parser's state and its parts, private to syntax/kql: parser.cc (statements, recovery), parse_expression.cc,
// parse_literal.cc, parse_operator.cc (tabular operators), parse_source.cc (operators and sources that bring rows in),
// parse_graph.cc (graphs and scan).
// Thread rule: one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "diag/diagnostic.h"
#include "syntax/kql/token.h"
#include "syntax/kql/tree.h"

namespace quarry::kql {

class Parser {
 public:
  Parser(std::vector<Token> tokens, Arena& arena, DiagnosticList& diagnostics)
      : tokens_(std::move(tokens)), arena_(arena), diagnostics_(diagnostics) {}
  Query ParseQuery();

 private:
  using OperatorParser = void (Parser::*)(Operator&);
  struct OperatorRule {
    std::string_view name;
    OperatorParser parse;
    bool starts;  // may stand at the head of a query
  };
  static const OperatorRule kOperatorRules[];
  static const OperatorRule* FindRule(std::string_view name);

  // Tokens.
  const Token& Peek(size_t ahead = 0) const {
    return tokens_[at_ + ahead < tokens_.size() ? at_ + ahead : tokens_.size() - 1];
  }
  const Token& Take() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  bool AtSymbol(std::string_view symbol, size_t ahead = 0) const {
    return Peek(ahead).kind == TokenKind::kSymbol && Peek(ahead).text == symbol;
  }
  bool AtWord(std::string_view word, size_t ahead = 0) const {
    return Peek(ahead).kind == TokenKind::kName && Peek(ahead).text == word;
  }
  bool AtEnd() const { return Peek().kind == TokenKind::kEnd; }
  bool Glued(size_t ahead) const { return !Peek(ahead).spaced && !Peek(ahead).line_start; }  // no space before it
  bool TakeSymbol(std::string_view symbol);
  bool TakeWord(std::string_view word);
  bool ExpectSymbol(std::string_view symbol);
  bool ExpectWord(std::string_view word);
  Span SpanFrom(Span start) const { return Span::Cover(start, at_ > 0 ? tokens_[at_ - 1].span : start); }
  // Reports that `what` was expected here, once a token.
  void Expected(std::string_view what);
  // The operator between expressions that the word resembles; "" when there is none.
  static std::string SimilarOperator(std::string_view word);
  static std::string Describe(const Token& token);
  // Skips to a token that can go on at this nesting: `|`, `;`, a closing bracket, the end; also `,` when asked.
  void Synchronize(bool stop_at_comma);

  template <typename T>
  List<T> Keep(const std::vector<T>& items) {
    T* to = reinterpret_cast<T*>(arena_.Allocate(sizeof(T) * items.size() + 1, alignof(T)));
    for (size_t i = 0; i < items.size(); i++) new (to + i) T(items[i]);
    return {to, items.size()};
  }
  Expr* NewExpr(Expr::Kind kind, Span start);
  Expr* NewExpr(Expr::Kind kind, Span start, std::initializer_list<const Expr*> args);
  Expr* ErrorExpr();

  // Statements.
  const Statement* ParseStatement();
  void ParseLet(Statement& statement);
  void ParseDeclare(Statement& statement);
  void ParseAlias(Statement& statement);
  void ParsePatternBody(Statement& statement);
  std::vector<const Statement*> ParseStatements(bool in_braces);
  const Expr* ParseLambda();
  bool AtLambda() const;
  std::vector<ColumnDecl> ParseColumnDecls();  // with the parentheses
  std::vector<ColumnDecl> ParseColumnDeclItems(std::string_view close);
  Name ParseType();

  // Names.
  bool AtName(size_t ahead = 0) const;  // a name, or ['a name']
  size_t NameLength(size_t ahead) const { return Peek(ahead).kind == TokenKind::kName ? 1 : 3; }
  Name ParseName(std::string_view what);
  const Expr* ParseNameExpr(std::string_view what);
  bool AtWildcardName() const;
  const Expr* ParseWildcardName();

  // Expressions.
  const Expr* ParseNamed(bool query_allowed = false);  // [name =] expression, or query
  const Expr* ParsePipe();     // expression [| operators], or a query that begins with an operator
  const Expr* ParseSubPipe();  // operator [| operators], without a source: mv-apply ... on (...)
  const Expr* ParseExpr() { return ParseOr(); }
  const Expr* ParseOr();
  const Expr* ParseAnd();
  const Expr* ParseEquality();
  const Expr* ParseRelational();
  const Expr* ParseAdditive();
  const Expr* ParseMultiplicative();
  const Expr* ParseStringOperator();
  const Expr* ParseUnary();
  const Expr* ParsePostfix();
  const Expr* ParsePrimary();
  const Expr* ParseCallOrName();
  const Expr* ParseTypeOf();
  const Expr* ParseLiteral();
  const Expr* ParseDynamic();
  bool ParseJson(std::string& out, int depth);
  const Expr* ParseBetween(const Expr* value);
  const Expr* ParseInList(const Expr* value);
  const Expr* MakeBinary(std::string_view op, Span op_span, const Expr* left, const Expr* right);
  std::vector<const Expr*> ParseArguments();  // behind `(`, up to and with `)`
  std::vector<const Expr*> ParseNamedList();
  std::vector<const Expr*> ParseExprList();
  const Expr* ParseOrdered();
  bool AtHeadOperator() const;

  // Operators.
  std::string PeekOperatorName(size_t* length) const;
  const Operator* ParseOperator();
  std::vector<const Operator*> ParseOperators();             // op (| op)*
  std::vector<Option> ParseOptions(std::string_view known);  // known: "kind isfuzzy"; hint.* always
  const Expr* ParseOptionValue();
  std::vector<Option> ParseWithOptions();  // (a=b, c=d) or a=b, c=d
  bool AtClauseEnd() const;
  Clause MakeClause(std::string_view keyword, Span start, std::vector<const Expr*> items);

  void ParseWhere(Operator& op);
  void ParseNamedItems(Operator& op);
  void ParseColumnItems(Operator& op);
  void ParseReorder(Operator& op);
  void ParseSummarize(Operator& op);
  void ParseSort(Operator& op);
  void ParseTop(Operator& op);
  void ParseTopNested(Operator& op);
  void ParseTopHitters(Operator& op);
  void ParseOneExpr(Operator& op);
  void ParseSampleDistinct(Operator& op);
  void ParseNothing(Operator& op);
  void ParseCount(Operator& op);
  void ParseDistinct(Operator& op);
  void ParseJoin(Operator& op);
  void ParseUnion(Operator& op);
  void ParseRange(Operator& op);
  void ParseMvExpand(Operator& op);
  void ParseMvApply(Operator& op);
  const Expr* ParseExpandItem();
  void ParseParse(Operator& op);
  void ParseParseKv(Operator& op);
  void ParseMakeSeries(Operator& op);
  void ParseSearch(Operator& op);
  void ParseFind(Operator& op);
  void ParseEvaluate(Operator& op);
  void ParseRender(Operator& op);
  void ParsePartition(Operator& op);
  void ParseFork(Operator& op);
  void ParseFacet(Operator& op);
  void ParseReduce(Operator& op);
  void ParseAs(Operator& op);
  void ParseInvoke(Operator& op);
  void ParseAssertSchema(Operator& op);
  void ParseMacroExpand(Operator& op);
  void ParseScan(Operator& op);
  Clause ParseScanStep();
  void ParseMakeGraph(Operator& op);
  void ParseGraphMatch(Operator& op);
  void ParseGraphShortestPaths(Operator& op);
  void ParseGraphToTable(Operator& op);
  void ParseGraphMarkComponents(Operator& op);
  Clause ParseGraphPattern();
  bool TakeArrow(std::string_view arrow);
  std::vector<const Expr*> ParseTableList(bool parenthesized);
  const Expr* ParseTableItem();
  const Expr* ParseDataTable();
  const Expr* ParseExternalData();
  const Expr* ParseInlineExternalTable();

  // Guards against texts that nest deeper than the machine's stack.
  class DepthGuard {
   public:
    explicit DepthGuard(Parser& parser) : parser_(parser) { parser_.depth_++; }
    ~DepthGuard() { parser_.depth_--; }
    bool TooDeep() const { return parser_.depth_ > 200; }

   private:
    Parser& parser_;
  };

  std::vector<Token> tokens_;
  Arena& arena_;
  DiagnosticList& diagnostics_;
  size_t at_ = 0;
  size_t last_error_ = static_cast<size_t>(-1);
  int depth_ = 0;
  bool colon_is_has_ = false;  // search and find: column:"term"
};

}  // namespace quarry::kql
