// The syntax tree of KQL. One shape for all expressions and one for all tabular operators: the parser knows the
// grammar of each operator, the binder the meaning.
// Ownership: everything lives in the Arena given to ParseKql; texts view it or the source. Immutable once parsed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "diag/span.h"

namespace quarry::kql {

template <typename T>
using List = std::span<const T>;

struct Expr;
struct Operator;
struct Statement;

struct Name {
  std::string_view text;
  Span span;
};

// `name=value` behind an operator's name: kind=inner, hint.strategy=shuffle, isfuzzy=true.
struct Option {
  Name name;
  const Expr* value = nullptr;
};

// `name:type` in a row schema or a parameter list.
struct ColumnDecl {
  Name name;
  Name type;  // "long"; "" for a tabular parameter
  bool tabular = false;
  bool open = false;         // T:(*)
  List<ColumnDecl> columns;  // of a tabular parameter
  const Expr* default_value = nullptr;
};

enum class LiteralKind : uint8_t {
  kBool,
  kInt,
  kLong,
  kReal,
  kDecimal,
  kDateTime,
  kTimeSpan,
  kGuid,
  kString,
  kDynamic
};

struct Expr {
  enum class Kind : uint8_t {
    kError,         // something that could not be read; reported
    kName,          // text
    kWildcardName,  // text with `*`: union Sec*
    kLiteral,       // literal, text: decoded string, dynamic as JSON, else as written; `null` in typed forms
    kStar,          // *
    kUnary,         // text: - +
    kBinary,        // text: operator; args[0], args[1]. `and` and `or`: two or more args
    kList,          // right side of in, has_any, has_all
    kBetween,       // text: between, !between; args: value, low, high
    kCall,          // text: function; args
    kPathCall,      // args[0].text(args...)
    kMember,        // args[0].text
    kIndex,         // args[0][args[1]]
    kNamed,         // names = args[0]
    kDefault,       // args[0] default=args[1] (make-series)
    kToType,        // args[0] to typeof(text)
    kTypeOf,        // typeof(text)
    kTypedName,     // text:type; type in type_name (parse)
    kOrdered,       // args[0] text: asc, desc, granny-asc, granny-desc or ""; nulls_first
    kPipe,          // args[0] (or none) | operators
    kLambda,        // (columns) { statements }
    kDataTable,     // columns, args: the cells
    kExternalData,  // columns, args: the addresses; options
    kEntityGroup,   // entity_group [args]
    kJoinSide,      // $left or $right: text
    kParameter,     // {text}: a parameter that a client fills in
  };
  enum class Nulls : uint8_t { kDefault, kFirst, kLast };
  Kind kind = Kind::kError;
  LiteralKind literal = LiteralKind::kString;
  Nulls nulls = Nulls::kDefault;
  bool parenthesized = false;
  bool view = false;  // kLambda
  Span span;
  Span text_span;  // of `text` where it is a part: an operator, a member, a function's name
  std::string_view text;
  std::string_view type_name;  // kTypedName
  List<const Expr*> args;
  List<Name> names;      // kNamed
  List<Option> options;  // kExternalData, kCall (toscalar kind=...)
  List<ColumnDecl> columns;
  List<const Operator*> operators;    // kPipe
  List<const Statement*> statements;  // kLambda; the last one is the result
};

// A part of an operator that begins with a keyword: by, on, with, limit, where.
struct Clause {
  std::string_view keyword;
  Span span;
  List<const Expr*> items;
  List<Option> options;
  List<ColumnDecl> columns;
  List<Clause> clauses;  // scan: steps; graph patterns: elements
};

struct Operator {
  std::string_view name;  // as written: "where" and "filter" are two
  Span name_span;
  Span span;
  List<Option> options;
  List<const Expr*> args;
  List<Clause> clauses;

  const Clause* FindClause(std::string_view keyword) const;
  const Option* FindOption(std::string_view name) const;
};

struct Statement {
  enum class Kind : uint8_t {
    kQuery,     // expr
    kLet,       // name = expr
    kSet,       // name = expr (or none)
    kAlias,     // name = expr
    kDeclare,   // query_parameters: columns
    kPattern,   // declare pattern name ...
    kRestrict,  // restrict access to (items)
  };
  Kind kind = Kind::kQuery;
  Span span;
  Name name;
  const Expr* expr = nullptr;
  List<ColumnDecl> columns;
  List<const Expr*> items;
};

struct Query {
  List<const Statement*> statements;
};

// S-expressions, one statement a line, for golden files and debugging.
std::string PrintTree(const Query& query);

}  // namespace quarry::kql
