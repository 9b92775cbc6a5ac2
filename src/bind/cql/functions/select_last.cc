// selectLast(), selectFromMax(), selectFromMin(): fields of the latest or an extreme event of a group.
#include "bind/cql/aggregation.h"

namespace quarry {
namespace {

bool Last(CqlAggregation& aggregation, CqlArguments& args) {
  CqlStage& scope = aggregation.scope();
  for (const std::string& field : args.Fields("fields")) {
    ExprPtr value = cql_value::AsText(scope.Field(field));
    std::vector<ExprPtr> call = {value};
    if (scope.ordered()) {
      for (const SortKey& key : scope.order()) {
        if (key.descending)
          return aggregation.context().Unsupported(args.span(), "`selectLast()` behind a descending sort");
        call.push_back(key.expr);
      }
    } else {
      if (ExprPtr time = scope.Time()) call.push_back(time);
      if (ExprPtr position = scope.Position()) call.push_back(position);
    }
    aggregation.Output(field, aggregation.Add("cql_last", std::move(call), args.span(), cql_value::Present(value)));
  }
  return args.ok();
}

bool Extreme(CqlAggregation& aggregation, CqlArguments& args, std::string_view extreme, std::string_view by) {
  ExprPtr key = cql_value::AsNumber(args.FieldValue("field"));
  std::string field = args.Field("field");
  aggregation.Output(field, aggregation.Add(extreme, {key}, args.span()));
  for (const std::string& name : args.Fields("include")) {
    if (name == field) continue;
    ExprPtr value = cql_value::AsText(aggregation.scope().Field(name));
    aggregation.Output(name, aggregation.Add(by, {key, value}, args.span(), cql_value::Present(key)));
  }
  return args.ok();
}
bool FromMax(CqlAggregation& a, CqlArguments& args) {
  return Extreme(a, args, "cql_max", "cql_max_by");
}
bool FromMin(CqlAggregation& a, CqlArguments& args) {
  return Extreme(a, args, "cql_min", "cql_min_by");
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kSelectLastCql) = {
    .name = "selectLast",
    .doc = "For each field the value of the latest event that has it.",
    .example = "groupBy(aid, function=selectLast([ComputerName, aip]))",
    .parameters = {{"fields", CqlParameter::Kind::kFields, true, true}},
    .role = CqlFunctionDef::Role::kAggregate,
    .aggregate = Last,
};
QUARRY_DEFINE(CqlFunctionDef, kSelectFromMaxCql) = {
    .name = "selectFromMax",
    .doc = "Fields of the event in which `field` is largest.",
    .example = "groupBy(aid, function=selectFromMax(@timestamp, include=[aip]))",
    .parameters = {{"field", CqlParameter::Kind::kField, true, true},
                   {"include", CqlParameter::Kind::kFields, false, true}},
    .role = CqlFunctionDef::Role::kAggregate,
    .aggregate = FromMax,
};
QUARRY_DEFINE(CqlFunctionDef, kSelectFromMinCql) = {
    .name = "selectFromMin",
    .doc = "Fields of the event in which `field` is smallest.",
    .example = "groupBy(aid, function=selectFromMin(@timestamp, include=[aip]))",
    .parameters = {{"field", CqlParameter::Kind::kField, true, true},
                   {"include", CqlParameter::Kind::kFields, false, true}},
    .role = CqlFunctionDef::Role::kAggregate,
    .aggregate = FromMin,
};

}  // namespace quarry
