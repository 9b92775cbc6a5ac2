#include "bind/cql/aggregation.h"

#include "base/ascii.h"
#include "bind/cql/corrections.h"

namespace quarry {

void CqlAggregation::Key(std::string_view name, ExprPtr value, bool visible) {
  keys_.push_back({context().ids.Next(), std::string(name), std::move(value)});
  key_visible_.push_back(visible);
}

ExprPtr CqlAggregation::Add(std::string_view function, std::vector<ExprPtr> args, Span span, ExprPtr only_if) {
  const FunctionDef* def = FindFunction(function);
  QUARRY_CHECK(def != nullptr && def->kind == FunctionKind::kAggregate);
  AggregateCall call;
  call.id = context().ids.Next();
  call.name = std::string(function);
  call.function = def;
  call.span = span;
  std::vector<Type> types;
  for (const ExprPtr& arg : args) types.push_back(arg->type);
  call.type = ResultTypeOf(*def, types);
  call.args = std::move(args);
  std::vector<ExprPtr> conditions;
  if (scope_ != &input_) conditions = scope_->conditions();
  if (only_if) conditions.push_back(std::move(only_if));
  if (!conditions.empty()) call.filter = cql_value::And(std::move(conditions));
  calls_.push_back(call);
  return MakeColumn(calls_.back().id, calls_.back().type, span);
}

void CqlAggregation::Output(std::string_view name, ExprPtr value) {
  for (auto& [known, old] : outputs_) {
    if (known == name) {
      old = std::move(value);
      return;
    }
  }
  outputs_.emplace_back(std::string(name), std::move(value));
}

std::string CqlAggregation::OutputName(CqlArguments& args, std::string_view fallback) {
  if (!forced_output_.empty()) return std::exchange(forced_output_, {});
  if (args.Has("as")) return args.Field("as");
  return std::string(fallback);
}

bool CqlAggregation::Apply(const cql::Expr& expr) {
  switch (expr.kind) {
    case cql::Expr::Kind::kArray:
      for (const cql::Expr* item : expr.operands) {
        if (!Apply(*item)) return false;
      }
      return true;
    case cql::Expr::Kind::kCall:
      return ApplyCall(*expr.call);
    case cql::Expr::Kind::kPipeline:
      return ApplyComposite(*expr.pipeline);
    case cql::Expr::Kind::kAssign:
      if (expr.operands[0]->kind == cql::Expr::Kind::kCall) return ApplyCall(*expr.operands[0]->call, expr.text);
      break;
    default:
      break;
  }
  context().diagnostics.Add(Code::Q0209, expr.span, "an aggregate is needed here").label = "not an aggregate";
  return false;
}

bool CqlAggregation::ApplyCall(const cql::Call& call, std::string_view output) {
  const CqlFunctionDef* def = call.saved_query ? nullptr : FindCqlFunction(call.name);
  if (!def) {
    // The stage knows how to refuse it.
    return scope_->ApplyCall(call, output);
  }
  if (!def->aggregate) {
    if (def->role == CqlFunctionDef::Role::kAggregate) {
      return context().Unsupported(
          call.name_span, "`" + std::string(def->name) + "` as one of the aggregates of a group", "gives several rows");
    }
    context().diagnostics.Add(Code::Q0209, call.name_span, "`" + std::string(def->name) + "` is no aggregate").label =
        "an aggregate is needed here";
    return false;
  }
  CqlArguments args(*scope_, *def, call);
  if (!args.ok()) return false;
  forced_output_ = output;
  bool good = def->aggregate(*this, args);
  forced_output_.clear();
  return good && args.ok();
}

// { filters and assignments | aggregate | transformations of its result }
bool CqlAggregation::ApplyComposite(const cql::Pipeline& pipeline) {
  CqlStage view = *scope_;
  view.inline_rows = true;
  if (scope_ == &input_) view.TakeConditions();
  CqlStage* outer = scope_;
  size_t i = 0;
  bool good = true;
  auto is_aggregate = [](const cql::Stage& stage) {
    const cql::Call* call = stage.kind == cql::Stage::Kind::kCall ? stage.call
                            : stage.kind == cql::Stage::Kind::kAssign && stage.value->kind == cql::Expr::Kind::kCall
                                ? stage.value->call
                                : nullptr;
    if (stage.kind == cql::Stage::Kind::kStats) return true;
    if (!call || call->saved_query) return false;
    const CqlFunctionDef* def = FindCqlFunction(call->name);
    return def && def->role == CqlFunctionDef::Role::kAggregate;
  };
  while (good && i < pipeline.stages.size() && !is_aggregate(pipeline.stages[i]))
    good = view.Apply(pipeline.stages[i++]);
  if (!good) return false;
  if (i == pipeline.stages.size()) {
    context().diagnostics.Add(Code::Q0209, pipeline.span, "an aggregate is needed in these braces").label = "has none";
    return false;
  }
  std::vector<std::pair<std::string, ExprPtr>> before = std::exchange(outputs_, {});
  scope_ = &view;
  const cql::Stage& stage = pipeline.stages[i++];
  if (stage.kind == cql::Stage::Kind::kStats)
    good = Apply(*stage.value);
  else if (stage.kind == cql::Stage::Kind::kCall)
    good = ApplyCall(*stage.call);
  else
    good = ApplyCall(*stage.value->call, stage.field.text);
  scope_ = outer;
  if (!good) return false;
  // Transformations see the results of this composite only.
  CqlStage results = CqlStage::OfRows(context(), nullptr);
  results.inline_rows = true;
  for (const auto& [name, value] : outputs_) results.Set(name, value);
  for (; i < pipeline.stages.size(); ++i) {
    if (!results.Apply(pipeline.stages[i])) return false;
  }
  if (!results.conditions().empty()) {
    return context().Unsupported(pipeline.span, "a filter behind the aggregate of a composite",
                                 "filter the result of the whole aggregate instead");
  }
  outputs_ = std::move(before);
  for (const std::string& name : results.names()) Output(name, results.Field(name));
  return true;
}

CqlStage CqlAggregation::Finish(Span span) {
  input_.WarnDefaultLimit();
  std::vector<NamedExpr> keys = keys_;
  CqlStage rows = CqlStage::OfRows(context(), MakeAggregate(input_.Plan(), keys, calls_, span));
  for (size_t i = 0; i < keys_.size(); ++i) {
    if (key_visible_[i]) rows.Set(keys_[i].name, MakeColumn(keys_[i].id, keys_[i].expr->type));
  }
  for (const auto& [name, value] : outputs_) rows.Set(name, value);
  if (keys_.empty()) rows.row_bound = 1;
  return rows;
}

bool BindAggregateStage(CqlStage& stage, const CqlFunctionDef&, const cql::Call& call, std::string_view output) {
  CqlAggregation aggregation(stage);
  for (const std::string& name : stage.group) aggregation.Key(name, cql_value::AsText(stage.Field(name)));
  if (!aggregation.ApplyCall(call, output)) return false;
  CqlStage rows = aggregation.Finish(call.span);
  stage = std::move(rows);
  return true;
}

}  // namespace quarry
