// session(), series(), partition(): aggregates over parts of the rows that follow each other.
#include "bind/cql/groups.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

// Orders the events by their time, which is put into the stage; its name there.
std::string OrderByTime(CqlStage& stage) {
  std::string name =
      "\x01"
      "when" +
      std::to_string(stage.NextId());
  stage.Set(name, cql_value::AsNumber(stage.Field("@timestamp")));
  stage.Require(cql_value::Present(stage.Field(name)));
  std::vector<SortKey> order = {{stage.Field(name), false, false}};
  if (stage.ordered())
    order.insert(order.end(), stage.order().begin(), stage.order().end());
  else if (ExprPtr position = stage.Position())
    order.push_back({position, false, false});
  stage.Sort(std::move(order), std::nullopt);
  return name;
}

// The value of the row before, in the order and within the groups of the stage.
ExprPtr Before(CqlStage& stage, const ExprPtr& value, Span span) {
  WindowCall call;
  call.id = stage.NextId();
  call.name = "before";
  call.type = Type::kString;
  call.function = FindFunction("cql_row_before");
  call.args = {cql_value::AsText(value), MakeLiteral(Value::Integer(Type::kLong, 1))};
  call.span = span;
  const ColumnId id = call.id;
  stage.SetPlan(MakeWindow(stage.Plan(), {std::move(call)}, stage.GroupKeys(), stage.order(), span));
  return MakeColumn(id, Type::kString);
}

// True where the row lies more than `pause` behind the one before it.
ExprPtr Gap(CqlStage& stage, const std::string& time, int64_t pause, Span span) {
  ExprPtr before = cql_value::AsNumber(Before(stage, stage.Field(time), span));
  return cql_value::Call("greater", {cql_value::Call("subtract", {stage.Field(time), before}),
                                     cql_value::Number(static_cast<double>(pause))});
}

bool Session(CqlStage& stage, CqlArguments& args) {
  if (!stage.MayChangeRows(args.span(), "`session`")) return false;
  const int64_t pause = args.Milliseconds("maxpause");
  if (!args.ok()) return false;
  if (args.Has("function") && HasRowsAggregate(*args.Get("function")))
    return stage.context().Unsupported(args.SpanOf("function"), "an aggregate of several rows in `session`");
  const std::string time = OrderByTime(stage);
  const std::string part = NumberParts(stage, Gap(stage, time, pause, args.span()), args.span());
  return AggregateParts(stage, part, args.span(), [&](CqlAggregation& aggregation) {
    if (args.Has("function")) return aggregation.Apply(*args.Get("function"));
    aggregation.Output("_count", aggregation.Add("cql_count", {}, args.span()));
    return true;
  });
}

bool Series(CqlStage& stage, CqlArguments& args) {
  if (!stage.MayChangeRows(args.span(), "`series`")) return false;
  if (args.Has("maxduration"))
    return stage.context().Unsupported(args.SpanOf("maxduration"), "parameter `maxduration` of `series`");
  std::vector<std::string> fields = args.Fields("collect");
  std::string separator = args.String("separator");
  const bool has_start = args.Has("startmatch"), has_end = args.Has("endmatch");
  const int64_t pause = args.Has("maxpause") ? args.Milliseconds("maxpause") : 0;
  ExprPtr start = has_start ? stage.ConditionOfExpr(*args.Get("startmatch")) : nullptr;
  ExprPtr end = has_end ? stage.ConditionOfExpr(*args.Get("endmatch")) : nullptr;
  if (!args.ok() || (has_start && !start) || (has_end && !end)) return false;
  constexpr std::string_view kStart = "\x01start", kEnd = "\x01stop";
  auto flag = [](const ExprPtr& condition) {
    return cql_value::Choose(condition, cql_value::Text("true"), cql_value::Text("false"));
  };
  if (start) stage.Set(kStart, flag(start));
  if (end) stage.Set(kEnd, flag(end));
  const std::string time = OrderByTime(stage);
  std::vector<ExprPtr> starts;
  if (args.Has("maxpause")) starts.push_back(Gap(stage, time, pause, args.span()));
  if (start) starts.push_back(cql_value::AsCondition(stage.Field(kStart)));
  if (end) starts.push_back(cql_value::AsCondition(Before(stage, stage.Field(kEnd), args.span())));
  const std::string part = NumberParts(stage, cql_value::Or(std::move(starts)), args.span());
  constexpr std::string_view kBegun =
      "\x01"
      "begun";
  const bool good = AggregateParts(stage, part, args.span(), [&](CqlAggregation& aggregation) {
    CqlStage& scope = aggregation.scope();
    ExprPtr first = aggregation.Add("cql_min", {scope.Field(time)}, args.span());
    ExprPtr last = aggregation.Add("cql_max", {scope.Field(time)}, args.span());
    aggregation.Output("@timestamp", first);
    aggregation.Output("_duration", cql_value::Call("subtract", {last, first}));
    for (const std::string& field : fields) {
      ExprPtr value = cql_value::AsText(scope.Field(field));
      std::vector<ExprPtr> call = {value, cql_value::Text(separator)};
      for (const SortKey& key : scope.order()) call.push_back(key.expr);
      aggregation.Output(field, aggregation.Add("cql_joined", std::move(call), args.span(), cql_value::Present(value)));
    }
    if (start)
      aggregation.Output(kBegun,
                         aggregation.Add("cql_count", {}, args.span(), cql_value::AsCondition(scope.Field(kStart))));
    return true;
  });
  if (!good) return false;
  // What precedes a start belongs to no series.
  if (start) {
    stage.Require(cql_value::Call("greater", {stage.Field(kBegun), MakeLiteral(Value::Integer(Type::kLong, 0))}));
    stage.Forget(kBegun);
  }
  return true;
}

bool Partition(CqlStage& stage, CqlArguments& args) {
  if (!stage.MayChangeRows(args.span(), "`partition`")) return false;
  if (!stage.ordered()) {
    stage.diagnostics().Add(Code::Q0209, args.call().name_span, "`partition` needs rows in an order").label =
        "comes behind `sort`, `head`, `tail`, `table` or `bucket`";
    return false;
  }
  const bool after = args.String("split") == "after";
  ExprPtr condition = stage.ConditionOfExpr(*args.Get("condition"));
  if (!condition || !args.ok()) return false;
  constexpr std::string_view kSplit = "\x01split";
  stage.Set(kSplit, cql_value::Choose(condition, cql_value::Text("true"), cql_value::Text("false")));
  stage.Sort(std::vector<SortKey>(stage.order()), std::nullopt);
  ExprPtr flag = after ? Before(stage, stage.Field(kSplit), args.span()) : stage.Field(kSplit);
  const std::string part = NumberParts(stage, cql_value::AsCondition(flag), args.span());
  stage.Forget(kSplit);
  const cql::Expr& function = *args.Get("function");
  if (!HasRowsAggregate(function)) {
    return AggregateParts(stage, part, args.span(),
                          [&](CqlAggregation& aggregation) { return aggregation.Apply(function); });
  }
  std::vector<std::string> keys = stage.group;
  keys.push_back(part);
  std::vector<SortKey> order = stage.order();
  if (!ApplyRowsAggregates(stage, keys, function, args.span())) return false;
  stage.Forget(part);
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kSessionCql) = {
    .name = "session",
    .doc =
        "Aggregates over sessions: events that follow each other with pauses of at most `maxpause`. A row for each, in "
        "the order of their starts. Events without a time are left out.",
    .example = "groupBy(client_ip, function=session([count(), collect([url])], maxpause=15m))",
    .parameters = {{"function", Kind::kAggregate, true, false, "count()"},
                   {"maxpause", Kind::kSpan, false, false, "15m"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .in_groups = true,
    .bind = Session,
};
QUARRY_DEFINE(CqlFunctionDef, kSeriesCql) = {
    .name = "series",
    .doc =
        "The values of fields in the order of their events, joined, with the time of the first event in `@timestamp` "
        "and the milliseconds to the last in `_duration`. A new series starts behind a pause of more than `maxpause`, "
        "at an event that meets `startmatch`, and behind one that meets `endmatch`; events between an end and the next "
        "start are left out. Nothing is cut (`memlimit`).",
    .example = "groupBy(session, function=series([url], separator=\" -> \", maxpause=5min))",
    .parameters = {{"collect", Kind::kFields, true, true},
                   {"separator", Kind::kString, false, false, "\n"},
                   {"maxpause", Kind::kSpan},
                   {"maxduration", Kind::kSpan},
                   {"startmatch", Kind::kFilter},
                   {"endmatch", Kind::kFilter},
                   {"memlimit", Kind::kString}},
    .role = CqlFunctionDef::Role::kAggregate,
    .in_groups = true,
    .bind = Series,
};
QUARRY_DEFINE(CqlFunctionDef, kPartitionCql) = {
    .name = "partition",
    .doc =
        "Aggregates over parts of the rows in their order: a new one begins at each row for which `condition` holds, "
        "or behind it (`split=after`). Sequence functions start anew in each part.",
    .example = "head() | partition(count(), condition=test(status == \"success\"), split=after)",
    .parameters = {{"function", Kind::kAggregate, true, true},
                   {"condition", Kind::kFilter, false, true},
                   {"split", Kind::kEnum, false, false, "before", "before after"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .in_groups = true,
    .bind = Partition,
};

}  // namespace quarry
