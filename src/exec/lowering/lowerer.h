// Lowerer: the state of one lowering. The first error is kept and checked at the end, so that the recursion stays
// plain; what is built after it is thrown away.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "exec/lowering/block.h"
#include "exec/lowering/lowering.h"
#include "exec/lowering/names.h"

namespace quarry {

class Lowerer : private KernelCaller {
 public:
  Lowerer(const LoweringOptions& options, NativeRegistry& registry) : options_(options), registry_(registry) {}
  Result<sql::QueryPtr> Run(const RelPtr& plan);

 private:
  // Relations (lower_rel.cc, lower_rows.cc, lower_join.cc, lower_aggregate.cc).
  Block Lower(const RelPtr& rel);
  Block LowerNode(const RelPtr& rel);
  Block LowerScan(const Rel& rel);
  sql::RelationPtr ScanTable(NativeScan scan);
  Block LowerValues(const RelPtr& rel);
  Block LowerRange(const Rel& rel);
  Block LowerFilter(const Rel& rel);
  Block LowerProject(const Rel& rel);
  Block LowerAggregate(const Rel& rel);
  Block LowerGroupedScans(const Rel& rel, const std::vector<ScanArm>& arms);
  sql::ExprPtr MergedParts(const AggregateCall& call, const std::vector<std::string>& parts);
  // FILTER and, where the order of the rows would show, ORDER BY for the aggregates in `expr`. `input`: what they read;
  // nullptr: parts of groups, in no order.
  sql::ExprPtr WithModifiers(const sql::ExprPtr& expr, const sql::ExprPtr& filter, const Block* input);
  Block LowerJoin(const Rel& rel);
  Block LowerAsofJoin(const Rel& rel);
  Block WithoutTies(const Rel& rel, Block right);
  Block LowerUnion(const Rel& rel);
  Block LowerSort(const Rel& rel);
  Block LowerLimit(const Rel& rel);
  Block LowerUnnest(const Rel& rel);
  Block LowerWindow(const Rel& rel);
  Block WithRowNumbers(Block input);

  // Expressions (lower_expr.cc).
  sql::ExprPtr LowerExpr(const Expr& expr, const Block& block);
  sql::ExprPtr LowerCall(const Expr& expr, const Block& block);
  sql::ExprPtr LowerNative(const Expr& expr, const Block& block);
  // nullptr: the expression is small, or not one for native evaluation.
  sql::ExprPtr LowerWhole(const Expr& expr, const Block& block);
  sql::ExprPtr LowerInQuery(const Expr& expr, const Block& block);
  // A function's own form over lowered arguments; of a scalar function nullptr when it has none for them.
  sql::ExprPtr LowerFunction(const FunctionDef& def, const std::vector<ExprPtr>& args, Type type, const Block& block);
  std::string NativeName(NativeCall call);
  sql::ExprPtr CallKernel(std::string_view canonical_name, std::vector<sql::ExprPtr> args,
                          const std::vector<Type>& types) override;
  std::vector<sql::OrderItem> LowerOrder(const std::vector<SortKey>& keys, const Block& block);

  // Blocks.
  sql::QueryPtr ToQuery(const Block& block);
  // The block as a subquery of a new one. `keep_order`: the new block owes the same order.
  Block Wrap(Block block, bool keep_order);
  // Wraps unless each column that `exprs` read is cheap in `block`.
  Block WithCheapColumns(Block block, const std::vector<const Expr*>& exprs);
  // Makes the rows come in the same order each time: breaks ties, or orders by all columns.
  void MakeDeterministic(Block& block);
  // Adds the keys of the block's order to `items` where they are not there yet; the order over the items' names.
  std::vector<sql::OrderItem> CarryOrder(const Block& block, std::vector<sql::SelectItem>& items);
  Block OverQuery(std::shared_ptr<sql::Query> query);
  void AddColumn(Block& block, const OutputColumn& column);

  void Fail(std::string message) {
    if (error_.empty()) error_ = std::move(message);
  }
  void CountUses(const Rel& rel);

  const LoweringOptions options_;
  NativeRegistry& registry_;
  std::string error_;
  ColumnNames names_;
  std::unordered_map<const Rel*, int> uses_;
  std::unordered_map<const Rel*, Block> shared_;
  std::vector<sql::CommonTable> with_;
  std::vector<std::pair<NativeCall, std::string>> calls_;
  std::vector<std::pair<ExprPtr, std::string>> expressions_;
  bool scan_in_order_ = false;  // the scan below stands under a bare limit
};

}  // namespace quarry
