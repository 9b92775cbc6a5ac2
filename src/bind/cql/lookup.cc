#include "bind/cql/lookup.h"

namespace quarry {

std::optional<CqlLookup> LookupOf(CqlStage& rows, const std::vector<std::string>& key_fields,
                                  const std::vector<std::string>& include, Span span) {
  CqlLookup lookup;
  std::vector<std::string> names = include;
  if (names.size() == 1 && names[0] == "*") {
    if (rows.open()) {
      rows.context().Unsupported(span, "`include=*` over whole events", "name the fields");
      return std::nullopt;
    }
    names = rows.names();
  }
  for (const std::string& field : key_fields) lookup.keys.push_back(cql_value::AsText(rows.Field(field)));
  for (const std::string& name : names) lookup.columns.emplace_back(name, cql_value::AsText(rows.Field(name)));
  if (rows.ordered()) {
    lookup.order = rows.order();
  } else {
    if (ExprPtr time = rows.Time()) lookup.order.push_back({time, true, false});
    if (ExprPtr position = rows.Position()) lookup.order.push_back({position, true, false});
  }
  lookup.plan = rows.Plan();
  return lookup;
}

void JoinLookup(CqlStage& stage, const std::vector<ExprPtr>& left_keys, const CqlLookup& lookup, LookupMode mode,
                uint64_t max, Span span) {
  // Fresh columns: a table may be joined several times.
  std::vector<NamedExpr> columns;
  std::vector<JoinKey> keys;
  std::vector<ExprPtr> key_columns;
  for (size_t i = 0; i < lookup.keys.size(); ++i) {
    columns.push_back({stage.NextId(), "key", lookup.keys[i]});
    key_columns.push_back(MakeColumn(columns.back().id, Type::kString));
    keys.push_back({cql_value::AsText(left_keys[i]), key_columns.back()});
  }
  if (mode == LookupMode::kAnti) {
    RelPtr right = MakeProject(lookup.plan, std::move(columns));
    stage.SetPlan(MakeJoin(JoinKind::kLeftAnti, stage.Plan(), right, std::move(keys), nullptr, span));
    return;
  }
  std::vector<std::pair<std::string, ExprPtr>> found;
  for (const auto& [name, value] : lookup.columns) {
    ExprPtr present = mode == LookupMode::kInner ? cql_value::FirstOf(value, cql_value::Text("")) : value;
    columns.push_back({stage.NextId(), name, present});
    found.emplace_back(name, MakeColumn(columns.back().id, Type::kString));
  }
  std::vector<SortKey> order;
  for (const SortKey& key : lookup.order) {
    columns.push_back({stage.NextId(), "order", key.expr});
    order.push_back({MakeColumn(columns.back().id, key.expr->type), key.descending, key.nulls_first});
  }
  for (const auto& [name, column] : found) order.push_back({column, false, false});
  RelPtr right = MakeProject(lookup.plan, std::move(columns));
  WindowCall number;
  number.id = stage.NextId();
  number.name = "row_of_key";
  number.type = Type::kLong;
  number.function = FindFunction("cql_row_number");
  number.span = span;
  right = MakeWindow(right, {number}, key_columns, order, span);
  right =
      MakeFilter(right,
                 cql_value::Call("less_equal", {MakeColumn(number.id, Type::kLong),
                                                MakeLiteral(Value::Integer(Type::kLong, static_cast<int64_t>(max)))}),
                 span);
  stage.SetPlan(MakeJoin(mode == LookupMode::kInner ? JoinKind::kInner : JoinKind::kLeft, stage.Plan(), right,
                         std::move(keys), nullptr, span));
  for (const auto& [name, column] : found) {
    if (mode == LookupMode::kInner)
      stage.Set(name, column);
    else
      stage.Assign(name, column);
  }
  if (max > 1) stage.row_bound.reset();
  if (stage.ordered()) stage.Sort(std::vector<SortKey>(stage.order()), std::nullopt);
}

}  // namespace quarry
