// CqlAggregation: the aggregates of one groupBy, stats, bucket or timeChart, or of an aggregate that stands alone.
// It reads arguments over the input rows, collects plan aggregates and the fields that they give, and makes the stage
// behind them. Composites `{ filter | aggregate | transform }` filter their own aggregate only.
// Thread rule: one thread, within one bind.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bind/cql/arguments.h"
#include "bind/cql/stage.h"

namespace quarry {

class CqlAggregation {
 public:
  // `input`: the rows; its plan is taken when Finish is called.
  explicit CqlAggregation(CqlStage& input) : input_(input), scope_(&input) {}

  // Where arguments are read: the input, or a composite's view of it.
  CqlStage& scope() { return *scope_; }
  CqlContext& context() { return input_.context(); }

  // A grouping key that becomes field `name`.
  void Key(std::string_view name, ExprPtr value, bool visible = true);
  // The column of an aggregate over values of the scope. Rows where `only_if` is not true do not count.
  ExprPtr Add(std::string_view function, std::vector<ExprPtr> args, Span span, ExprPtr only_if = nullptr);
  void Output(std::string_view name, ExprPtr value);
  std::string OutputName(CqlArguments& args, std::string_view fallback);

  // One aggregate, an array of them, a composite, or `name := aggregate`. false: a diagnostic was added.
  bool Apply(const cql::Expr& expr);
  bool ApplyCall(const cql::Call& call, std::string_view output = {});

  // The rows behind the aggregation.
  CqlStage Finish(Span span);
  bool has_outputs() const { return !outputs_.empty(); }
  const std::vector<std::pair<std::string, ExprPtr>>& outputs() const { return outputs_; }
  const std::vector<AggregateCall>& calls() const { return calls_; }
  const std::vector<NamedExpr>& keys() const { return keys_; }

 private:
  bool ApplyComposite(const cql::Pipeline& pipeline);

  CqlStage& input_;
  CqlStage* scope_;
  std::vector<NamedExpr> keys_;
  std::vector<bool> key_visible_;
  std::vector<AggregateCall> calls_;
  std::vector<std::pair<std::string, ExprPtr>> outputs_;
  std::string forced_output_;
};

// An aggregate that is a whole stage.
bool BindAggregateStage(CqlStage& stage, const CqlFunctionDef& def, const cql::Call& call, std::string_view output);

}  // namespace quarry
