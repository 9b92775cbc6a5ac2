// transpose(), fieldset(), fieldstats(): the fields of events as rows.
#include "bind/cql/groups.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

// A row for each element of `array`; the column of the element.
ExprPtr Unnest(CqlStage& stage, ExprPtr array, Span span) {
  UnnestColumn element;
  element.id = stage.NextId();
  element.name = "element";
  element.value = std::move(array);
  const ColumnId id = element.id;
  stage.SetPlan(MakeUnnest(stage.Plan(), {element}, false, "", 0, std::nullopt, span));
  return MakeColumn(id, Type::kDynamic);
}

bool Transpose(CqlStage& stage, CqlArguments& args) {
  if (!stage.MayChangeRows(args.span(), "`transpose`")) return false;
  const uint64_t limit = args.Limit("limit", 1000);
  std::string column = args.String("column");
  std::string header = args.Has("header") ? args.Field("header") : std::string();
  std::string pivot = args.Has("pivot") ? args.Field("pivot") : std::string();
  if (!args.ok()) return false;
  if (!args.Has("limit") && (!stage.row_bound || *stage.row_bound > limit)) {
    stage.default_limit = DefaultLimit{limit, "transpose", args.call().name_span};
    stage.WarnDefaultLimit();
  }
  if (!stage.ordered()) {
    std::vector<SortKey> order;
    if (ExprPtr time = stage.Time()) order.push_back({time, false, false});
    if (ExprPtr position = stage.Position()) order.push_back({position, false, false});
    for (const std::string& name : stage.names()) order.push_back({stage.Field(name), false, false});
    if (!order.empty()) stage.Sort(std::move(order), std::nullopt);
  }
  ExprPtr place = RowNumber(stage, true, args.span());
  stage.Require(cql_value::Call(
      "less_equal", {place, MakeLiteral(Value::Integer(Type::kLong, static_cast<int64_t>(limit)))}, args.span()));
  CqlStage rows = stage;
  const std::vector<std::string> group = stage.group;
  CqlAggregation aggregation(stage);
  for (const std::string& name : group) aggregation.Key(name, cql_value::AsText(stage.Field(name)));
  // The keys of a group stand beside its rows.
  CqlStage shown = stage;
  for (const std::string& name : group) shown.Drop(name);
  ExprPtr list = aggregation.Add("cql_row_list", {shown.EventWithFields(), place}, args.span());
  CqlStage lists = aggregation.Finish(args.span());
  ExprPtr event = Unnest(
      lists,
      cql_value::Call("cql_transpose", {list, cql_value::Text(column), cql_value::Text(header), cql_value::Text(pivot)},
                      args.span()),
      args.span());
  std::vector<ExprPtr> with_keys = {event};
  for (const std::string& name : group) {
    with_keys.push_back(cql_value::Text(name));
    with_keys.push_back(lists.Field(name));
  }
  if (!group.empty()) event = cql_value::Call("cql_with_fields", std::move(with_keys), args.span());
  stage = CqlStage::OfEventRows(std::move(lists), event);
  if (group.empty()) stage.Sort({{stage.Field(pivot.empty() ? column : pivot), false, false}}, std::nullopt);
  return true;
}

// The rows become their fields; `element` is the object of one.
ExprPtr FieldsOf(CqlStage& stage, Span span) {
  stage.Materialize();
  return Unnest(stage, cql_value::Call("cql_field_list", {stage.EventWithFields()}, span), span);
}

ExprPtr Member(const ExprPtr& element, std::string_view name) {
  return cql_value::Call("cql_member", {element, cql_value::Text(name)});
}

bool Fieldset(CqlStage& stage, CqlArguments& args) {
  if (!stage.MayChangeRows(args.span(), "`fieldset`")) return false;
  ExprPtr element = FieldsOf(stage, args.span());
  CqlAggregation aggregation(stage);
  aggregation.Key("field", Member(element, "field"));
  CqlStage rows = aggregation.Finish(args.span());
  stage = std::move(rows);
  return true;
}

bool Fieldstats(CqlStage& stage, CqlArguments& args) {
  if (!stage.MayChangeRows(args.span(), "`fieldstats`")) return false;
  const uint64_t limit = args.Limit("limit", 10'000);
  if (!args.ok()) return false;
  ExprPtr element = FieldsOf(stage, args.span());
  CqlAggregation aggregation(stage);
  aggregation.Key("#type", cql_value::AsText(stage.Field("#type")));
  aggregation.Key("field", Member(element, "field"));
  ExprPtr count = aggregation.Add("cql_count", {}, args.span());
  aggregation.Output("_count", count);
  aggregation.Output("distinct", aggregation.Add("cql_count_distinct", {Member(element, "value")}, args.span()));
  CqlStage rows = aggregation.Finish(args.span());
  rows.Sort(
      {{rows.Field("_count"), true, false}, {rows.Field("field"), false, false}, {rows.Field("#type"), false, false}},
      limit);
  if (!args.Has("limit")) rows.default_limit = DefaultLimit{limit, "fieldstats", args.call().name_span};
  stage = std::move(rows);
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kTransposeCql) = {
    .name = "transpose",
    .doc =
        "A row for each field of the first `limit` rows: its name in `column`, its values in `row[1]`, `row[2]`, ..., "
        "or under the values of the field `header`. `pivot` is both the header and the name of the column.",
    .example = "groupBy(loglevel) | transpose(header=loglevel, limit=10)",
    .parameters = {{"pivot", Kind::kField, true},
                   {"header", Kind::kField},
                   {"column", Kind::kString, false, false, "column"},
                   {"limit", Kind::kNumber, false, false, "5"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .in_groups = true,
    .bind = Transpose,
};
QUARRY_DEFINE(CqlFunctionDef, kFieldsetCql) = {
    .name = "fieldset",
    .doc = "The names of the fields that the rows have, in `field`.",
    .example = "groupBy([#type, @host]) | fieldset()",
    .role = CqlFunctionDef::Role::kAggregate,
    .bind = Fieldset,
};
QUARRY_DEFINE(CqlFunctionDef, kFieldstatsCql) = {
    .name = "fieldstats",
    .doc =
        "For each field, and each `#type`, the number of rows that have it and of its different values, exactly. The "
        "`limit` most frequent remain.",
    .example = "fieldstats(limit=1000)",
    .parameters = {{"limit", Kind::kNumber, false, false, "200"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .bind = Fieldstats,
};

}  // namespace quarry
