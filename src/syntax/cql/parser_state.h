// The parser's state and its productions; the public entry is parser.h. Productions are spread over parse_pipeline.cc,
// parse_filter.cc and parse_expression.cc.
// A production returns nullptr (or false) when it failed, after it has added a diagnostic.
#pragma once

#include <string>
#include <vector>

#include "syntax/cql/lexer.h"
#include "syntax/cql/tree.h"

namespace quarry::cql {

class Parser {
 public:
  Parser(std::string_view text, uint16_t source, Arena& arena, DiagnosticList& diagnostics)
      : lexer_(text, source, arena, diagnostics), arena_(arena), diagnostics_(diagnostics) {}

  const Pipeline* ParseWhole();

 private:
  friend class DepthGuard;

  // parse_pipeline.cc
  const Pipeline* ParsePipeline(bool in_branch, bool nested);
  bool ParseStage(Stage* out);
  bool ParseCase(Stage* out);
  bool ParseMatch(Stage* out);
  bool AtStageEnd();
  bool NextIsAssignment();
  bool NextIsBlock(std::string_view keyword);
  void SkipToStageEnd();

  // parse_filter.cc
  const Filter* ParseFilter();
  const Filter* ParseOr();
  const Filter* ParseUnary();
  const Filter* ParsePrimary();
  const Filter* ParseComparison(const Text& field);
  bool ParseValue(Text* out);
  bool TakeCompareOp(CompareOp* op, Span* span);
  bool StartsFilter();
  // `name(` at this place; nothing is taken. A blank before the parenthesis counts only for names of the catalogue.
  bool NextIsCall();

  // parse_expression.cc
  const Expr* ParseExpression() { return ParseBinary(0); }
  const Expr* ParseBinary(int level);
  const Expr* ParseOperand();
  const Expr* ParseArray();
  const Expr* ParseItem();
  const Expr* ParseArgumentValue();
  const Call* ParseCall();
  bool ParseArgument(Argument* out);
  bool ParseArguments(Call* call);

  template <typename T>
  std::span<const T> Keep(const std::vector<T>& items) {
    if (items.empty()) return {};
    T* to = reinterpret_cast<T*>(arena_.Allocate(sizeof(T) * items.size(), alignof(T)));
    for (size_t i = 0; i < items.size(); ++i) new (to + i) T(items[i]);
    return {to, items.size()};
  }
  Expr* NewExpr(Expr::Kind kind, uint32_t start) {
    Expr* e = arena_.New<Expr>();
    e->kind = kind;
    e->span = lexer_.SpanFrom(start);
    return e;
  }
  void Expected(std::string_view what);
  // The platform refuses the text at `span`; it is read as `corrected`.
  void Tolerate(Span span, std::string message, std::string verdict, std::string corrected);
  // Takes `closer`. At the end of the text it may be missing (with a warning).
  bool TakeCloser(std::string_view closer, Span open);

  Lexer lexer_;
  Arena& arena_;
  DiagnosticList& diagnostics_;
  int depth_ = 0;
  int second_readings_ = 0;
};

// Refuses nesting that would exhaust the stack.
class DepthGuard {
 public:
  explicit DepthGuard(Parser& parser) : parser_(parser) { ++parser_.depth_; }
  ~DepthGuard() { --parser_.depth_; }
  bool too_deep() const;

 private:
  Parser& parser_;
};

}  // namespace quarry::cql
