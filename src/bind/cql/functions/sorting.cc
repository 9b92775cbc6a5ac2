// sort(), head(), tail(), table(), select(): order, limits and columns.
#include "base/ascii.h"
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

constexpr uint64_t kMaximum = 200'000;

// The keys of one field: numbers by their value, other texts behind them by their letters; absent ones last.
void AddKeys(const ExprPtr& value, std::string_view type, bool descending, std::vector<SortKey>& keys) {
  if (type != "string") keys.push_back({cql_value::AsNumber(value), descending, false});
  if (type != "number" || value->type == Type::kString) keys.push_back({cql_value::AsText(value), descending, false});
}

// Ascending event time; empty when the rows have none.
std::vector<SortKey> ByTime(CqlStage& stage, bool descending) {
  std::vector<SortKey> keys;
  if (ExprPtr time = stage.Time()) keys.push_back({time, descending, false});
  if (ExprPtr position = stage.Position()) keys.push_back({position, descending, false});
  return keys;
}

void Cut(CqlStage& stage, CqlArguments& args, std::vector<SortKey> keys, uint64_t limit) {
  const bool may_cut = !stage.row_bound || *stage.row_bound > limit;
  if (keys.empty())
    stage.Limit(limit);
  else
    stage.Sort(std::move(keys), limit);
  if (may_cut && !args.Has("limit"))
    stage.default_limit = DefaultLimit{limit, std::string(args.def().name), args.call().name_span};
}

bool Sort(CqlStage& stage, CqlArguments& args) {
  uint64_t limit = args.Limit("limit", kMaximum);
  std::string type = args.String("type");
  std::vector<std::string> orders = args.Has("order") ? args.Strings("order") : std::vector<std::string>{"desc"};
  bool reverse = args.Bool("reverse");
  std::vector<std::string> fields = args.Fields("field");
  if (fields.empty()) fields.push_back("_count");
  if (!args.ok()) return false;
  for (std::string& order : orders) {
    order = AsciiLowered(order);
    if (order != "asc" && order != "desc") {
      args.Invalid("order", "`" + order + "` is no order").label = "`asc` or `desc`";
      return false;
    }
  }
  std::vector<SortKey> keys;
  for (size_t i = 0; i < fields.size(); ++i) {
    const std::string& order = orders[i < orders.size() ? i : orders.size() - 1];
    AddKeys(stage.Field(fields[i]), type, (order == "desc") != reverse, keys);
  }
  // Equal rows keep the order that they had.
  std::vector<SortKey> before = stage.ordered() ? stage.order() : ByTime(stage, false);
  keys.insert(keys.end(), before.begin(), before.end());
  Cut(stage, args, std::move(keys), limit);
  return true;
}

// Within groups: the first rows of each in this order.
void CutGroups(CqlStage& stage, std::vector<SortKey> order, uint64_t limit, Span span) {
  WindowCall number;
  number.id = stage.NextId();
  number.name = "row_in_group";
  number.type = Type::kLong;
  number.function = FindFunction("cql_row_number");
  number.span = span;
  RelPtr plan = MakeWindow(stage.Plan(), {number}, stage.GroupKeys(), std::move(order), span);
  ExprPtr kept = cql_value::Call("less_equal", {MakeColumn(number.id, Type::kLong),
                                                MakeLiteral(Value::Integer(Type::kLong, static_cast<int64_t>(limit)))});
  stage.SetPlan(MakeFilter(plan, kept, span));
  stage.ForgetOrder();
  stage.row_bound.reset();
  stage.aggregated = true;
}

bool Head(CqlStage& stage, CqlArguments& args) {
  uint64_t limit = args.Limit("limit", kMaximum);
  if (!args.ok()) return false;
  if (!stage.group.empty()) {
    CutGroups(stage, stage.ordered() ? stage.order() : ByTime(stage, false), limit, args.span());
    return true;
  }
  Cut(stage, args, stage.ordered() ? stage.order() : ByTime(stage, false), limit);
  stage.aggregated = true;
  return true;
}

bool Tail(CqlStage& stage, CqlArguments& args) {
  uint64_t limit = args.Limit("limit", kMaximum);
  if (!args.ok()) return false;
  std::vector<SortKey> order = stage.ordered() ? stage.order() : ByTime(stage, false);
  if (!stage.group.empty()) {
    for (SortKey& key : order) key.descending = !key.descending;
    CutGroups(stage, std::move(order), limit, args.span());
    return true;
  }
  if (order.empty()) {
    Cut(stage, args, {}, limit);
    stage.aggregated = true;
    return true;
  }
  for (SortKey& key : order) {
    key.descending = !key.descending;
    key.nulls_first = !key.nulls_first;
  }
  Cut(stage, args, std::move(order), limit);
  std::vector<SortKey> back = stage.order();
  for (SortKey& key : back) {
    key.descending = !key.descending;
    key.nulls_first = !key.nulls_first;
  }
  stage.Sort(std::move(back), std::nullopt);
  stage.aggregated = true;
  return true;
}

bool Table(CqlStage& stage, CqlArguments& args) {
  uint64_t limit = args.Limit("limit", kMaximum);
  std::string type = args.String("type"), order = args.String("order");
  bool descending = (order == "desc") != args.Bool("reverse");
  std::vector<std::string> fields = args.Fields("fields");
  std::vector<SortKey> keys;
  if (args.Has("sortby")) {
    for (const std::string& field : args.Fields("sortby")) AddKeys(stage.Field(field), type, descending, keys);
  } else {
    keys = stage.ordered() ? stage.order() : ByTime(stage, descending);
  }
  if (!args.ok()) return false;
  if (!stage.group.empty()) {
    // A default would cut groups that nobody is warned of.
    if (args.Has("limit")) CutGroups(stage, std::move(keys), limit, args.span());
    fields.insert(fields.begin(), stage.group.begin(), stage.group.end());
  } else {
    Cut(stage, args, std::move(keys), limit);
  }
  stage.KeepOnly(fields);
  stage.aggregated = true;
  return true;
}

bool Select(CqlStage& stage, CqlArguments& args) {
  std::vector<std::string> fields = args.Fields("fields");
  if (args.ok()) stage.KeepOnly(fields);
  return args.ok();
}

using Kind = CqlParameter::Kind;

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kSortCql) = {
    .name = "sort",
    .doc =
        "Orders rows by fields: numbers by value, other texts behind them, absent values last. The first `limit` rows "
        "remain.",
    .example = "sort([_count, UserName], order=desc, limit=20)",
    .parameters = {{"field", Kind::kFields, true, false, "_count"},
                   {"order", Kind::kStrings, false, false, "desc"},
                   {"type", Kind::kEnum, false, false, "number", "number string hex any"},
                   {"limit", Kind::kNumber, false, false, "200"},
                   {"reverse", Kind::kBool, false, false, "false"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .bind = Sort,
};
QUARRY_DEFINE(CqlFunctionDef, kHeadCql) = {
    .name = "head",
    .doc = "The first rows in the order that they have, the oldest events where they have none.",
    .example = "head(10)",
    .parameters = {{"limit", Kind::kNumber, true, false, "200"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .in_groups = true,
    .bind = Head,
};
QUARRY_DEFINE(CqlFunctionDef, kTailCql) = {
    .name = "tail",
    .doc = "The last rows in the order that they have, the newest events where they have none.",
    .example = "tail(10)",
    .parameters = {{"limit", Kind::kNumber, true, false, "200"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .in_groups = true,
    .bind = Tail,
};
QUARRY_DEFINE(CqlFunctionDef, kTableCql) = {
    .name = "table",
    .doc =
        "Only these fields, in this order. Rows keep their order; without one, and without `sortby`, the newest events "
        "come first. The first `limit` rows remain; within the groups of `groupBy` all of them, unless it is given.",
    .example = "table([@timestamp, ComputerName, CommandLine], limit=1000)",
    .parameters = {{"fields", Kind::kFields, true, true},
                   {"limit", Kind::kNumber, false, false, "200"},
                   {"sortby", Kind::kFields, false, false, "@timestamp"},
                   {"order", Kind::kEnum, false, false, "desc", "asc desc"},
                   {"type", Kind::kEnum, false, false, "number", "number string hex any"},
                   {"reverse", Kind::kBool, false, false, "false"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .in_groups = true,
    .bind = Table,
};
QUARRY_DEFINE(CqlFunctionDef, kSelectCql) = {
    .name = "select",
    .doc = "Only these fields, in this order. All rows remain.",
    .example = "select([@timestamp, aid, CommandLine])",
    .parameters = {{"fields", Kind::kFields, true, true}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = Select,
};

}  // namespace quarry
