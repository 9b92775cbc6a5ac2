// SQL as a tree. Lowerings build nodes, never text; only the printers in sql/<dialect>/ write SQL.
// Ownership: shared immutable nodes. Thread rule: immutable.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace quarry::sql {

struct Expr;
struct Query;
using ExprPtr = std::shared_ptr<const Expr>;
using QueryPtr = std::shared_ptr<const Query>;

enum class Null { kFirst, kLast };
struct OrderItem {
  ExprPtr expr;
  bool descending = false;
  Null nulls = Null::kLast;
};

struct Expr {
  enum class Kind {
    kColumn,  // name, optionally qualified by `table`
    kNull,
    kBool,       // integer
    kInteger,    // integer
    kReal,       // real (NaN and infinities allowed)
    kString,     // name
    kStar,       // *
    kCall,       // name(args), with distinct / order_by / filter for aggregates
    kBinary,     // args[0] name args[1]; name is the operator as SQL spells it ("+", "AND", "IS NOT DISTINCT FROM")
    kUnary,      // name args[0]; name "NOT", "-"
    kPostfix,    // args[0] name; name "IS NULL", "IS NOT NULL"
    kCast,       // CAST(args[0] AS name)
    kTryCast,    // TRY_CAST(args[0] AS name)
    kCase,       // args: when1, then1, when2, then2, ..., [else]
    kInList,     // args[0] IN (args[1..])
    kInQuery,    // args[0] IN (query)
    kSubquery,   // (query) as a scalar
    kWindow,     // args[0] is the call; partition_by, order_by, frame
    kList,       // [args...]
    kLambda,     // name -> args[0]
    kSubscript,  // args[0][args[1]]
  };
  Kind kind = Kind::kNull;
  std::string name;
  std::string table;
  int64_t integer = 0;
  double real = 0;
  std::vector<ExprPtr> args;
  bool distinct = false;
  std::vector<OrderItem> order_by;
  ExprPtr filter;
  std::vector<ExprPtr> partition_by;
  std::string frame;  // kWindow: "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"; fixed texts of ours only
  QueryPtr query;
};

ExprPtr Column(std::string name, std::string table = {});
ExprPtr NullLiteral();
ExprPtr Bool(bool value);
ExprPtr Integer(int64_t value);
ExprPtr Real(double value);
ExprPtr String(std::string value);
ExprPtr Star();
ExprPtr Call(std::string name, std::vector<ExprPtr> args);
ExprPtr Binary(std::string op, ExprPtr left, ExprPtr right);
ExprPtr Unary(std::string op, ExprPtr operand);
ExprPtr IsNull(ExprPtr operand);
ExprPtr IsNotNull(ExprPtr operand);
ExprPtr And(ExprPtr left, ExprPtr right);
ExprPtr Or(ExprPtr left, ExprPtr right);
ExprPtr Not(ExprPtr operand);
ExprPtr Cast(ExprPtr operand, std::string type);
ExprPtr TryCast(ExprPtr operand, std::string type);
ExprPtr Case(std::vector<ExprPtr> when_then, ExprPtr otherwise);  // otherwise may be null: no ELSE
ExprPtr InList(ExprPtr operand, std::vector<ExprPtr> list);
ExprPtr InQuery(ExprPtr operand, QueryPtr query);
ExprPtr Subquery(QueryPtr query);
ExprPtr Window(ExprPtr call, std::vector<ExprPtr> partition_by, std::vector<OrderItem> order_by,
               std::string frame = {});
ExprPtr List(std::vector<ExprPtr> items);
ExprPtr Subscript(ExprPtr list, ExprPtr index);
// A copy of aggregate call `call` with DISTINCT, ORDER BY or FILTER.
ExprPtr Distinct(const ExprPtr& call);
ExprPtr Ordered(const ExprPtr& call, std::vector<OrderItem> order_by);
ExprPtr Filtered(const ExprPtr& call, ExprPtr condition);

struct SelectItem {
  ExprPtr expr;
  std::string alias;  // empty: none
};

enum class JoinKind { kInner, kLeft, kRight, kFull, kSemi, kAnti, kCross, kAsof, kAsofLeft };

// FROM item.
struct Relation {
  enum class Kind { kTable, kFunction, kSubquery, kJoin, kValues };
  Kind kind = Kind::kTable;
  std::string name;           // kTable (CTE) or kFunction
  std::vector<ExprPtr> args;  // kFunction
  std::string alias;
  std::vector<std::string> column_aliases;
  QueryPtr query;                    // kSubquery
  JoinKind join = JoinKind::kInner;  // kJoin
  std::shared_ptr<const Relation> left, right;
  ExprPtr on;
  std::vector<std::vector<ExprPtr>> rows;  // kValues
};
using RelationPtr = std::shared_ptr<const Relation>;

struct CommonTable {
  std::string name;
  QueryPtr query;
  bool materialized = false;
};

struct Query {
  std::vector<CommonTable> with;
  bool distinct = false;
  std::vector<ExprPtr> distinct_on;
  std::vector<SelectItem> items;
  RelationPtr from;  // null: no FROM
  ExprPtr where;
  std::vector<ExprPtr> group_by;
  ExprPtr having;
  ExprPtr qualify;
  std::vector<OrderItem> order_by;
  ExprPtr limit, offset;
  std::vector<QueryPtr> union_all;  // further arms: this query UNION ALL those (order_by/limit then apply to the whole)
};

// Printers. `pretty` breaks lines at clauses (explain); the other form is one line.
std::string PrintDuckdb(const Query& query, bool pretty = false);
std::string PrintDuckdb(const Expr& expr);

}  // namespace quarry::sql
