// Rows of aggregates within groups, and their combination.
#include "bind/cql/groups.h"

#include <algorithm>

namespace quarry {
namespace {

// The aggregate of a part: the call itself, or the first one among the stages of a query in braces.
const cql::Call* CallOf(const cql::Expr& part) {
  if (part.kind == cql::Expr::Kind::kCall) return part.call;
  if (part.kind != cql::Expr::Kind::kPipeline) return nullptr;
  for (const cql::Stage& stage : part.pipeline->stages) {
    if (stage.kind != cql::Stage::Kind::kCall || stage.call->saved_query) continue;
    const CqlFunctionDef* def = FindCqlFunction(stage.call->name);
    if (def && def->role == CqlFunctionDef::Role::kAggregate) return stage.call;
  }
  return nullptr;
}

bool GivesRows(const cql::Expr& part) {
  const cql::Call* call = CallOf(part);
  const CqlFunctionDef* def = call && !call->saved_query ? FindCqlFunction(call->name) : nullptr;
  return def && def->role == CqlFunctionDef::Role::kAggregate && !def->aggregate;
}

void CollectParts(const cql::Expr& function, std::vector<const cql::Expr*>& parts) {
  if (function.kind != cql::Expr::Kind::kArray) return parts.push_back(&function);
  for (const cql::Expr* item : function.operands) CollectParts(*item, parts);
}

bool ApplyPart(CqlStage& stage, const std::vector<std::string>& keys, const cql::Expr& part) {
  stage.group = keys;
  const bool good = part.kind == cql::Expr::Kind::kPipeline ? stage.Apply(*part.pipeline) : stage.ApplyCall(*part.call);
  stage.group.clear();
  stage.aggregated = true;
  return good;
}

// An absent key is a key, too.
ExprPtr KeyOf(CqlStage& stage, const std::string& name) {
  return cql_value::FirstOf(cql_value::AsText(stage.Field(name)), cql_value::Text("\x01"));
}

// The fields of `other`, which is closed, beside those of `stage` where the keys are the same.
bool JoinRows(CqlStage& stage, CqlStage other, const std::vector<std::string>& keys, Span span) {
  stage.Materialize();
  std::vector<NamedExpr> columns;
  std::vector<JoinKey> pairs;
  auto pair = [&](ExprPtr left, ExprPtr right) {
    columns.push_back({stage.NextId(), "key", std::move(right)});
    pairs.push_back({std::move(left), MakeColumn(columns.back().id, Type::kString)});
  };
  for (const std::string& name : keys) pair(KeyOf(stage, name), KeyOf(other, name));
  if (keys.empty()) pair(cql_value::Text("all"), cql_value::Text("all"));
  std::vector<std::pair<std::string, ExprPtr>> found;
  for (const std::string& name : other.names()) {
    if (std::find(keys.begin(), keys.end(), name) != keys.end()) continue;
    if (stage.HasAssigned(name)) {
      stage.diagnostics().Add(Code::Q0209, span, "two of the aggregates give the field `" + name + "`").label =
          "name one of them with `as`";
      return false;
    }
    ExprPtr value = other.Field(name);
    columns.push_back({stage.NextId(), name, value});
    found.emplace_back(name, MakeColumn(columns.back().id, value->type));
  }
  RelPtr right = MakeProject(other.Plan(), std::move(columns));
  stage.SetPlan(MakeJoin(JoinKind::kLeft, stage.Plan(), right, std::move(pairs), nullptr, span));
  for (const auto& [name, value] : found) stage.Set(name, value);
  stage.row_bound.reset();
  return true;
}

}  // namespace

bool HasRowsAggregate(const cql::Expr& function) {
  std::vector<const cql::Expr*> parts;
  CollectParts(function, parts);
  return std::any_of(parts.begin(), parts.end(), [](const cql::Expr* part) { return GivesRows(*part); });
}

bool ApplyRowsAggregates(CqlStage& stage, const std::vector<std::string>& keys, const cql::Expr& function, Span span) {
  std::vector<const cql::Expr*> parts;
  CollectParts(function, parts);
  std::vector<ExprPtr> present;
  for (const std::string& name : keys) present.push_back(cql_value::Present(cql_value::AsText(stage.Field(name))));
  if (!keys.empty()) stage.Require(cql_value::Or(present));
  if (parts.size() == 1) return ApplyPart(stage, keys, *parts[0]);
  stage.Materialize();
  std::vector<CqlStage> results;
  CqlStage input = stage;
  CqlAggregation aggregation(input);
  for (const std::string& name : keys) aggregation.Key(name, cql_value::AsText(input.Field(name)));
  for (const cql::Expr* part : parts) {
    if (!GivesRows(*part)) {
      if (!aggregation.Apply(*part)) return false;
      continue;
    }
    CqlStage rows = stage;
    if (!ApplyPart(rows, keys, *part)) return false;
    stage.AdoptFields(rows);
    results.push_back(std::move(rows));
  }
  // Rows that are events stay events: the others' fields are put beside theirs.
  const auto open = std::find_if(results.begin(), results.end(), [](const CqlStage& rows) { return rows.open(); });
  if (open != results.end()) std::iter_swap(results.begin(), open);
  if (std::count_if(results.begin(), results.end(), [](const CqlStage& rows) { return rows.open(); }) > 1)
    return stage.context().Unsupported(span, "two aggregates of a group that give whole events");
  CqlStage base = aggregation.Finish(span);
  if (results[0].open()) {
    CqlStage first = std::move(results[0]);
    results.erase(results.begin());
    if (!JoinRows(first, std::move(base), keys, span)) return false;
    base = std::move(first);
  }
  for (CqlStage& rows : results) {
    if (!JoinRows(base, std::move(rows), keys, span)) return false;
  }
  base.aggregated = true;
  stage = std::move(base);
  return true;
}

void KeepLargestGroups(CqlStage& stage, const std::vector<std::string>& keys, uint64_t limit, Span span) {
  stage.Materialize();
  CqlStage input = stage;
  CqlAggregation aggregation(input);
  for (const std::string& name : keys) aggregation.Key(name, cql_value::AsText(input.Field(name)));
  ExprPtr size = aggregation.Add("cql_count", {}, span);
  CqlStage groups = aggregation.Finish(span);
  std::vector<SortKey> order = {{size, true, false}};
  for (const std::string& name : keys) order.push_back({groups.Field(name), false, false});
  groups.Sort(std::move(order), limit);
  std::vector<NamedExpr> columns;
  std::vector<JoinKey> pairs;
  for (const std::string& name : keys) {
    columns.push_back({stage.NextId(), name, KeyOf(groups, name)});
    pairs.push_back({KeyOf(stage, name), MakeColumn(columns.back().id, Type::kString)});
  }
  RelPtr right = MakeProject(groups.Plan(), std::move(columns));
  stage.SetPlan(MakeJoin(JoinKind::kLeftSemi, stage.Plan(), right, std::move(pairs), nullptr, span));
  if (stage.ordered()) stage.Sort(std::vector<SortKey>(stage.order()), std::nullopt);
}

ExprPtr RowNumber(CqlStage& stage, bool in_groups, Span span) {
  stage.Materialize();
  WindowCall call;
  call.id = stage.NextId();
  call.name = "row_number";
  call.type = Type::kLong;
  call.function = FindFunction("cql_row_number");
  call.span = span;
  const ColumnId id = call.id;
  stage.SetPlan(MakeWindow(stage.Plan(), {std::move(call)}, in_groups ? stage.GroupKeys() : std::vector<ExprPtr>(),
                           stage.order(), span));
  return MakeColumn(id, Type::kLong);
}

std::string NumberParts(CqlStage& stage, const ExprPtr& starts, Span span) {
  const std::string part =
      "\x01"
      "part" +
      std::to_string(stage.NextId());
  stage.Set(part, cql_value::Choose(starts, cql_value::Number(1), cql_value::Number(0)));
  // Rows that are equal in the order are told apart.
  ExprPtr place = RowNumber(stage, true, span);
  WindowCall call;
  call.id = stage.NextId();
  call.name = "part";
  call.type = Type::kReal;
  call.function = FindFunction("cql_sum");
  call.args = {stage.Field(part)};
  call.span = span;
  ExprPtr number = MakeColumn(call.id, Type::kReal);
  stage.SetPlan(MakeWindow(stage.Plan(), {std::move(call)}, stage.GroupKeys(), {{place, false, false}}, span));
  stage.Set(part, number);
  return part;
}

}  // namespace quarry
