// neighbor(), accumulate(), slidingWindow(), slidingTimeWindow(): values of other rows in the order that the rows have.
#include "bind/cql/groups.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool NeedsOrder(CqlStage& stage, CqlArguments& args) {
  if (!stage.MayChangeRows(args.span(), "`" + std::string(args.def().name) + "`")) return false;
  if (stage.ordered()) return true;
  Diagnostic& d = stage.diagnostics().Add(Code::Q0209, args.call().name_span,
                                          "`" + std::string(args.def().name) + "` needs rows in an order");
  d.label = "comes behind `sort`, `head`, `tail`, `table` or `bucket`";
  return false;
}

bool Neighbor(CqlStage& stage, CqlArguments& args) {
  if (!NeedsOrder(stage, args)) return false;
  const bool before = args.String("direction") == "preceding";
  uint64_t distance = args.Limit("distance", 10'000);
  std::string prefix = args.Has("prefix") ? args.String("prefix") + "." : std::string();
  std::vector<std::string> fields = args.Fields("include");
  if (!args.ok()) return false;
  stage.Materialize();
  std::vector<WindowCall> windows;
  std::vector<std::pair<std::string, ExprPtr>> found;
  for (const std::string& field : fields) {
    WindowCall call;
    call.id = stage.NextId();
    call.name = prefix + field;
    call.type = Type::kString;
    call.function = FindFunction(before ? "cql_row_before" : "cql_row_after");
    call.args = {cql_value::AsText(stage.Field(field)),
                 MakeLiteral(Value::Integer(Type::kLong, static_cast<int64_t>(distance)))};
    call.span = args.span();
    found.emplace_back(call.name, MakeColumn(call.id, Type::kString));
    windows.push_back(std::move(call));
  }
  std::vector<SortKey> order = stage.order();
  stage.SetPlan(MakeWindow(stage.Plan(), std::move(windows), stage.GroupKeys(), order, args.span()));
  for (const auto& [name, value] : found) stage.Set(name, value);
  stage.Sort(std::move(order), std::nullopt);
  return true;
}

// Which rows before a row belong to its window, and whether it does itself.
struct Frame {
  std::optional<uint64_t> rows;  // at most so many, the row itself included where it belongs
  double span = 0;               // not 0: less than so many milliseconds before it, by `time`
  ExprPtr time;
  bool with_current = true;
};

// A running sum and a number of rows start at 0.
ExprPtr FromZero(const ExprPtr& output, const CqlAggregation& aggregation) {
  return ReplaceColumns(output, [&](ColumnId column) -> ExprPtr {
    for (const AggregateCall& call : aggregation.calls()) {
      if (call.id != column) continue;
      const std::string_view name = call.function->name;
      if (name == "cql_sum") return cql_value::FirstOf(MakeColumn(column, call.type), cql_value::Number(0));
      if (name.starts_with("cql_count"))
        return cql_value::FirstOf(MakeColumn(column, call.type), MakeLiteral(Value::Integer(Type::kLong, 0)));
    }
    return nullptr;
  });
}

// Puts the outputs beside the rows, which keep their order.
void Give(CqlStage& stage, const CqlAggregation& aggregation) {
  std::vector<std::pair<std::string, ExprPtr>> outputs;
  for (const auto& [name, value] : aggregation.outputs()) outputs.emplace_back(name, FromZero(value, aggregation));
  for (const auto& [name, value] : outputs) stage.Set(name, value);
}

// As window functions, where each aggregate is one and the window holds all rows or the last ones. False: it is not so.
bool ByWindows(CqlStage& stage, const CqlAggregation& aggregation, const Frame& frame, Span span) {
  if (!frame.with_current || frame.time) return false;
  std::vector<WindowCall> windows;
  for (const AggregateCall& call : aggregation.calls()) {
    if (call.filter || call.function->name == "cql_last" || call.function->name == "cql_collect" ||
        call.function->name == "cql_row_list")
      return false;
    WindowCall window;
    window.id = call.id;
    window.name = call.name;
    window.type = call.type;
    window.function = call.function;
    window.args = call.args;
    if (frame.rows) {
      constexpr std::string_view kPrefix = "cql_";
      window.function = FindFunction("cql_last_rows_" + std::string(call.function->name.substr(kPrefix.size())));
      if (!window.function) return false;
      window.args.push_back(MakeLiteral(Value::Integer(Type::kLong, static_cast<int64_t>(*frame.rows))));
    }
    window.span = call.span;
    windows.push_back(std::move(window));
  }
  std::vector<SortKey> order = stage.order();
  stage.SetPlan(MakeWindow(stage.Plan(), std::move(windows), stage.GroupKeys(), order, span));
  Give(stage, aggregation);
  stage.Sort(std::move(order), std::nullopt);
  return true;
}

// Each row is joined with those of its window, and these are aggregated.
bool ByJoin(CqlStage& stage, const cql::Expr& function, const Frame& frame, Span span) {
  constexpr std::string_view kPlace = "\x01place", kTime = "\x01time";
  stage.Set(kPlace, RowNumber(stage, true, span));
  if (frame.time) stage.Set(kTime, frame.time);
  stage.Materialize();
  CqlStage before = stage.FreshCopy();
  ExprPtr place = stage.Field(kPlace), other = before.Field(kPlace);
  std::vector<ExprPtr> conditions = {cql_value::Call(frame.with_current ? "less_equal" : "less", {other, place}, span)};
  if (frame.rows) {
    // The rows before the current one that belong to it.
    const auto back = static_cast<int64_t>(*frame.rows - (frame.with_current ? 1 : 0));
    ExprPtr first = cql_value::Call("subtract", {place, MakeLiteral(Value::Integer(Type::kLong, back))});
    conditions.push_back(cql_value::Call("greater_equal", {other, first}));
  }
  if (frame.time) {
    ExprPtr first = cql_value::Call("subtract", {stage.Field(kTime), cql_value::Number(frame.span)});
    conditions.push_back(cql_value::Call("greater", {before.Field(kTime), first}));
  }
  auto key_of = [](CqlStage& rows, const std::string& name) {
    return cql_value::FirstOf(cql_value::AsText(rows.Field(name)), cql_value::Text("\x01"));
  };
  // The current row is known by its group and its place in it.
  std::vector<NamedExpr> known = {{stage.NextId(), "place", place}};
  if (frame.time) known.push_back({stage.NextId(), "time", stage.Field(kTime)});
  ExprPtr own_place = MakeColumn(known[0].id, Type::kLong);
  std::vector<ExprPtr> own_keys;
  std::vector<JoinKey> keys;
  for (const std::string& name : stage.group) {
    known.push_back({stage.NextId(), name, key_of(stage, name)});
    own_keys.push_back(MakeColumn(known.back().id, Type::kString));
    keys.push_back({own_keys.back(), key_of(before, name)});
  }
  if (keys.empty()) keys.push_back({cql_value::Text("all"), cql_value::Text("all")});
  ExprPtr residual = ReplaceColumns(cql_value::And(std::move(conditions)), [&](ColumnId column) -> ExprPtr {
    if (place->column == column) return own_place;
    if (frame.time && stage.Field(kTime)->column == column) return MakeColumn(known[1].id, Type::kReal);
    return nullptr;
  });
  RelPtr rows = stage.Plan();
  before.SetPlan(MakeJoin(JoinKind::kInner, MakeProject(rows, std::move(known)), before.Plan(), std::move(keys),
                          std::move(residual), span));
  CqlAggregation aggregation(before);
  aggregation.Key(kPlace, own_place, false);
  for (size_t i = 0; i < own_keys.size(); ++i) aggregation.Key(stage.group[i], own_keys[i], false);
  if (!aggregation.Apply(function)) return false;
  stage.AdoptFields(before);
  CqlStage results = aggregation.Finish(span);
  std::vector<JoinKey> back = {{place, MakeColumn(aggregation.keys()[0].id, Type::kLong)}};
  for (size_t i = 0; i < own_keys.size(); ++i)
    back.push_back({key_of(stage, stage.group[i]), MakeColumn(aggregation.keys()[i + 1].id, Type::kString)});
  stage.SetPlan(MakeJoin(JoinKind::kLeft, rows, results.Plan(), std::move(back), nullptr, span));
  Give(stage, aggregation);
  stage.Forget(kPlace);
  stage.Forget(kTime);
  stage.Sort(std::vector<SortKey>(stage.order()), std::nullopt);
  return true;
}

bool RunningAggregates(CqlStage& stage, CqlArguments& args, Frame frame) {
  frame.with_current = args.String("current") == "include";
  if (!args.ok()) return false;
  if (HasRowsAggregate(*args.Get("function")))
    return stage.context().Unsupported(args.SpanOf("function"),
                                       "an aggregate of several rows in `" + std::string(args.def().name) + "`");
  stage.Materialize();
  CqlStage trial = stage;
  CqlAggregation aggregation(trial);
  if (!aggregation.Apply(*args.Get("function"))) return false;
  stage.AdoptFields(trial);
  return ByWindows(stage, aggregation, frame, args.span()) || ByJoin(stage, *args.Get("function"), frame, args.span());
}

bool Accumulate(CqlStage& stage, CqlArguments& args) {
  return NeedsOrder(stage, args) && RunningAggregates(stage, args, {});
}

bool SlidingWindow(CqlStage& stage, CqlArguments& args) {
  if (!NeedsOrder(stage, args)) return false;
  Frame frame;
  frame.rows = args.Limit("events", 1000);
  return args.ok() && RunningAggregates(stage, args, frame);
}

bool SlidingTimeWindow(CqlStage& stage, CqlArguments& args) {
  if (!NeedsOrder(stage, args)) return false;
  Frame frame;
  frame.span = static_cast<double>(args.Milliseconds("span"));
  std::string field = args.Field("timestampfield");
  if (!args.ok()) return false;
  if (frame.span <= 0) {
    args.Invalid("span", "a span is longer than nothing").label = "too short";
    return false;
  }
  frame.time = cql_value::AsNumber(stage.Field(field));
  // Without a time a row is in no window.
  stage.Require(cql_value::Present(frame.time));
  return RunningAggregates(stage, args, frame);
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kNeighborCql) = {
    .name = "neighbor",
    .doc = "Fields of the row before this one, or behind it, as `prefix.field`; absent at the edge.",
    .example = "sort(@timestamp, order=asc) | neighbor(aip, prefix=previous)",
    .parameters = {{"include", Kind::kFields, true, true},
                   {"distance", Kind::kNumber, false, false, "1"},
                   {"direction", Kind::kEnum, false, false, "preceding", "preceding succeeding"},
                   {"prefix", Kind::kString}},
    .role = CqlFunctionDef::Role::kAggregate,
    .in_groups = true,
    .bind = Neighbor,
};
QUARRY_DEFINE(CqlFunctionDef, kAccumulateCql) = {
    .name = "accumulate",
    .doc = "An aggregate over all rows up to this one, or before it (`current=exclude`), beside the row's own fields.",
    .example = "sort(@timestamp, order=asc) | accumulate(sum(bytes))",
    .parameters = {{"function", Kind::kAggregate, true, true},
                   {"current", Kind::kEnum, false, false, "include", "include exclude"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .in_groups = true,
    .bind = Accumulate,
};

QUARRY_DEFINE(CqlFunctionDef, kSlidingWindowCql) = {
    .name = "slidingWindow",
    .doc =
        "An aggregate over the last `events` rows, this one included or, with `current=exclude`, before it, beside the "
        "row's own fields.",
    .example = "sort(@timestamp, order=asc) | slidingWindow(avg(bytes), events=3)",
    .parameters = {{"function", Kind::kAggregate, true, true},
                   {"events", Kind::kNumber, false, true},
                   {"current", Kind::kEnum, false, false, "include", "include exclude"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .in_groups = true,
    .bind = SlidingWindow,
};
QUARRY_DEFINE(CqlFunctionDef, kSlidingTimeWindowCql) = {
    .name = "slidingTimeWindow",
    .doc =
        "An aggregate over the rows of the last time before each row, beside the row's own fields: those before it in "
        "the order of the rows that are less than `span` older, and, unless `current=exclude`, the row itself. Rows "
        "without a time are left out.",
    .example = "sort(@timestamp, order=asc) | slidingTimeWindow(sum(bytes), span=10m)",
    .parameters = {{"function", Kind::kAggregate, true, true},
                   {"span", Kind::kSpan, false, true},
                   {"current", Kind::kEnum, false, false, "include", "include exclude"},
                   {"timestampfield", Kind::kField, false, false, "@timestamp"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .in_groups = true,
    .bind = SlidingTimeWindow,
};

}  // namespace quarry
