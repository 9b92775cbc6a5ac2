// Relational nodes: what every language is bound to. Immutable; a node that stands below two parents is
// evaluated once (a common table).
// Each node states its output columns. Filter, Sort and Limit pass their input's columns through.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plan/expr.h"
#include "scan/scan.h"

namespace quarry {

struct OutputColumn {
  ColumnId id = 0;
  std::string name;
  Type type = Type::kString;
};

// Gives out column ids; one for each query.
class ColumnIds {
 public:
  ColumnId Next() { return next_++; }
  // Gives out none any more that `other` has given out.
  void Skip(const ColumnIds& other) { next_ = next_ > other.next_ ? next_ : other.next_; }

 private:
  ColumnId next_ = 1;
};

struct NamedExpr {
  ColumnId id = 0;  // of the result
  std::string name;
  ExprPtr expr;
};

struct AggregateCall {
  ColumnId id = 0;
  std::string name;
  Type type = Type::kLong;
  const FunctionDef* function = nullptr;  // kind kAggregate
  std::vector<ExprPtr> args;              // over the input
  ExprPtr filter;                         // may be null: only rows for which it is true
  Span span;
};

struct WindowCall {
  ColumnId id = 0;
  std::string name;
  Type type = Type::kLong;
  const FunctionDef* function = nullptr;  // kind kWindow, or kAggregate over `frame`
  std::vector<ExprPtr> args;
  Span span;
};

struct SortKey {
  ExprPtr expr;
  bool descending = true;
  bool nulls_first = false;
};

enum class JoinKind : uint8_t { kInner, kLeft, kRight, kFull, kLeftSemi, kLeftAnti, kRightSemi, kRightAnti };

struct JoinKey {
  ExprPtr left, right;  // equal types; nulls never match (KQL strings are not null)
};

struct UnnestColumn {
  ColumnId id = 0;  // of the element
  std::string name;
  Type type = Type::kDynamic;
  ExprPtr value;  // dynamic, over the input
};

struct Rel {
  enum class Kind : uint8_t {
    kScan,       // source, scan_columns
    kValues,     // rows (literals)
    kRange,      // from, to, step (literals or expressions without columns) -> one column
    kFilter,     // predicate
    kProject,    // projections: exactly the output
    kAggregate,  // keys, aggregates; no keys and no rows: one row
    kJoin,       // join, left, right, join_keys, residual. Output: left's columns then right's (semi, anti: one side)
    kAsofJoin,   // join_keys plus the newest right row with right_time <= left_time + tolerance and
                 // right_time >= left_time - max_age (ticks); left rows are kept without a partner
    kUnion,      // inputs; union_columns[i][k]: the column of input i behind output k
    kSort,       // sort_keys, then `limit` when set (top)
    kLimit,      // limit, offset
    kUnnest,     // unnest columns in step (zip), to the longest; index column when index_name is set;
                 // keep_empty: null and empty give one row (null: always one row, empty: see empty_gives_row)
    kWindow,     // windows over partition_by / window_order
  };
  Kind kind = Kind::kValues;
  Span span;
  std::vector<OutputColumn> output;
  std::vector<RelPtr> inputs;  // 0, 1, 2 (join) or more (union)

  // kScan
  std::shared_ptr<const Source> source;
  std::vector<ScanColumn> scan_columns;  // as long as output
  LiteralFilter prefilter;               // filled by the optimizer
  std::vector<KeyFilter> key_filters;    // filled by the optimizer
  std::vector<ScanRange> ranges;         // filled by the optimizer
  ExprPtr scan_predicate;                // filled by the optimizer: evaluated by the scan, exact
  // kValues
  std::vector<std::vector<Value>> rows;
  // kRange
  ExprPtr range_from, range_to, range_step;
  // kFilter
  ExprPtr predicate;
  // kProject
  std::vector<NamedExpr> projections;
  // kAggregate
  std::vector<NamedExpr> keys;
  std::vector<AggregateCall> aggregates;
  // kJoin, kAsofJoin
  JoinKind join = JoinKind::kInner;
  std::vector<JoinKey> join_keys;
  ExprPtr residual;                    // over both sides; may be null
  ExprPtr left_time, right_time;       // kAsofJoin
  int64_t tolerance = 0, max_age = 0;  // kAsofJoin, ticks
  // kUnion
  std::vector<std::vector<ColumnId>> union_columns;
  // kSort, kLimit
  std::vector<SortKey> sort_keys;
  std::optional<uint64_t> limit;
  uint64_t offset = 0;
  // kUnnest
  std::vector<UnnestColumn> unnest;
  std::string index_name;
  ColumnId index_id = 0;
  bool empty_gives_row = false;
  std::optional<uint64_t> unnest_limit;  // rows per input row
  // kWindow
  std::vector<WindowCall> windows;
  std::vector<ExprPtr> partition_by;
  std::vector<SortKey> window_order;
};

// Builders. They compute `output` and check nothing that a binder has not checked (see Validate).
RelPtr MakeScan(std::shared_ptr<const Source> source, std::vector<OutputColumn> output, std::vector<ScanColumn> columns,
                Span span = {});
RelPtr MakeValues(std::vector<OutputColumn> output, std::vector<std::vector<Value>> rows, Span span = {});
RelPtr MakeRange(OutputColumn output, ExprPtr from, ExprPtr to, ExprPtr step, Span span = {});
RelPtr MakeFilter(RelPtr input, ExprPtr predicate, Span span = {});
RelPtr MakeProject(RelPtr input, std::vector<NamedExpr> projections, Span span = {});
RelPtr MakeAggregate(RelPtr input, std::vector<NamedExpr> keys, std::vector<AggregateCall> aggregates, Span span = {});
RelPtr MakeJoin(JoinKind kind, RelPtr left, RelPtr right, std::vector<JoinKey> keys, ExprPtr residual = nullptr,
                Span span = {});
RelPtr MakeAsofJoin(RelPtr left, RelPtr right, std::vector<JoinKey> keys, ExprPtr left_time, ExprPtr right_time,
                    int64_t tolerance, int64_t max_age, Span span = {});
RelPtr MakeUnion(std::vector<RelPtr> inputs, std::vector<OutputColumn> output,
                 std::vector<std::vector<ColumnId>> columns, Span span = {});
RelPtr MakeSort(RelPtr input, std::vector<SortKey> keys, std::optional<uint64_t> limit = std::nullopt, Span span = {});
RelPtr MakeLimit(RelPtr input, uint64_t limit, uint64_t offset = 0, Span span = {});
RelPtr MakeUnnest(RelPtr input, std::vector<UnnestColumn> columns, bool empty_gives_row, std::string index_name,
                  ColumnId index_id, std::optional<uint64_t> limit, Span span = {});
RelPtr MakeWindow(RelPtr input, std::vector<WindowCall> windows, std::vector<ExprPtr> partition_by,
                  std::vector<SortKey> order, Span span = {});

// The output column of `id`, or nullptr.
const OutputColumn* FindOutput(const Rel& rel, ColumnId id);

// Calls `f(const Expr&)` for each expression that the node itself holds (not its inputs'), in a fixed order.
template <typename F>
void ForEachExpr(const Rel& rel, const F& f);
// A copy of the node with each of its expressions replaced by `f(const ExprPtr&)`; the node itself when nothing
// changes. Types must stay.
template <typename F>
RelPtr MapExprs(const RelPtr& rel, const F& f);
// A copy of the node over other inputs, which deliver the same columns in any order; output is computed anew
// (of a join: left's then right's columns).
RelPtr WithInputs(const RelPtr& rel, std::vector<RelPtr> inputs);

// One line a node, indented; what `explain` and `.qtest` plan expectations show. Deterministic.
std::string PrintPlan(const Rel& plan);
std::string PrintExpr(const Expr& expr, const Rel* names_from = nullptr);
// Checks that every column reference is delivered by an input, types agree and calls fit their signatures.
// "" when the plan is sound, else what is wrong. Run after binding and after every optimizer rule in tests.
std::string ValidatePlan(const Rel& plan);

// Calls `f` for each expression pointer of `rel` (a Rel or const Rel) that is set.
template <typename AnyRel, typename F>
void ForEachExprPointer(AnyRel& rel, const F& f) {
  const auto visit = [&](auto& expr) {
    if (expr) f(expr);
  };
  for (auto* expr : {&rel.scan_predicate, &rel.range_from, &rel.range_to, &rel.range_step, &rel.predicate})
    visit(*expr);
  for (auto& p : rel.projections) visit(p.expr);
  for (auto& k : rel.keys) visit(k.expr);
  for (auto& a : rel.aggregates) {
    for (auto& arg : a.args) visit(arg);
    visit(a.filter);
  }
  for (auto& k : rel.join_keys) {
    visit(k.left);
    visit(k.right);
  }
  for (auto* expr : {&rel.residual, &rel.left_time, &rel.right_time}) visit(*expr);
  for (auto& k : rel.sort_keys) visit(k.expr);
  for (auto& u : rel.unnest) visit(u.value);
  for (auto& w : rel.windows)
    for (auto& arg : w.args) visit(arg);
  for (auto& p : rel.partition_by) visit(p);
  for (auto& k : rel.window_order) visit(k.expr);
}

template <typename F>
void ForEachExpr(const Rel& rel, const F& f) {
  ForEachExprPointer(rel, [&](const ExprPtr& expr) { f(*expr); });
}

template <typename F>
RelPtr MapExprs(const RelPtr& rel, const F& f) {
  // Most nodes stay as they are: a copy is made when one does not.
  std::vector<std::pair<size_t, ExprPtr>> changed;
  size_t number = 0;
  ForEachExprPointer(*rel, [&](const ExprPtr& expr) {
    ExprPtr mapped = f(expr);
    if (mapped != expr) changed.emplace_back(number, std::move(mapped));
    ++number;
  });
  if (changed.empty()) return rel;
  auto copy = std::make_shared<Rel>(*rel);
  number = 0;
  size_t next = 0;
  ForEachExprPointer(*copy, [&](ExprPtr& expr) {
    if (next < changed.size() && changed[next].first == number) expr = std::move(changed[next++].second);
    ++number;
  });
  return copy;
}

}  // namespace quarry
