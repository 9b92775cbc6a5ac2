// join(), selfJoin(), selfJoinFilter(), defineTable(): rows brought together by their keys.
#include "bind/cql/aggregation.h"
#include "bind/cql/lookup.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool RefuseOther(CqlStage& stage, CqlArguments& args, std::initializer_list<std::string_view> parameters) {
  for (std::string_view name : parameters) {
    if (args.Has(name)) {
      return stage.context().Unsupported(
          args.SpanOf(name), "parameter `" + std::string(name) + "` of `" + std::string(args.def().name) + "`",
          "all pipelines read the same events");
    }
  }
  return true;
}

bool Join(CqlStage& stage, CqlArguments& args) {
  if (!stage.MayChangeRows(args.span(), "`join`")) return false;
  if (!RefuseOther(stage, args, {"start", "end", "view", "repo", "live"})) return false;
  const cql::Pipeline* query = args.Pipeline("query");
  std::vector<std::string> fields = args.Fields("field");
  std::vector<std::string> keys = args.Has("key") ? args.Strings("key") : fields;
  std::vector<std::string> include = args.Strings("include");
  std::string mode = args.String("mode");
  uint64_t max = args.Limit("max", 200'000);
  args.Limit("limit", 200'000);
  if (!args.ok()) return false;
  if (keys.size() != fields.size()) {
    args.Invalid("key",
                 "`field` names " + std::to_string(fields.size()) + " fields and `key` " + std::to_string(keys.size()))
        .label = "as many keys as fields";
    return false;
  }
  CqlStage other = CqlStage::OfEvents(stage.context(), query->span);
  if (!other.Apply(*query)) return false;
  std::optional<CqlLookup> lookup = LookupOf(other, keys, include, args.SpanOf("include"));
  if (!lookup) return false;
  std::vector<ExprPtr> left;
  for (const std::string& field : fields) left.push_back(stage.Field(field));
  JoinLookup(stage, left, *lookup,
             args.call().negated ? LookupMode::kAnti
             : mode == "left"    ? LookupMode::kLeft
                                 : LookupMode::kInner,
             max, args.span());
  return true;
}

bool SelfJoinFilter(CqlStage& stage, CqlArguments& args) {
  if (!stage.MayChangeRows(args.span(), "`selfJoinFilter`")) return false;
  std::vector<std::string> fields = args.Fields("field");
  CqlAggregation aggregation(stage);
  std::vector<ExprPtr> left, present;
  for (const std::string& field : fields) {
    left.push_back(cql_value::AsText(stage.Field(field)));
    present.push_back(cql_value::Present(left.back()));
    aggregation.Key(field, left.back());
  }
  std::vector<ExprPtr> met;
  for (const cql::Expr* clause : args.List("where")) {
    ExprPtr condition = stage.ConditionOfExpr(*clause);
    if (!condition) return false;
    ExprPtr count = aggregation.Add("cql_count", {}, clause->span, condition);
    met.push_back(cql_value::Call("greater", {count, MakeLiteral(Value::Integer(Type::kLong, 0))}, clause->span));
  }
  if (!args.ok()) return false;
  for (const ExprPtr& key : present) stage.Require(key);
  RelPtr rows = stage.Plan();
  CqlStage groups = aggregation.Finish(args.span());
  for (const ExprPtr& condition : met) groups.Require(condition);
  std::vector<NamedExpr> columns;
  std::vector<JoinKey> keys;
  for (size_t i = 0; i < fields.size(); ++i) {
    columns.push_back({stage.NextId(), fields[i], groups.Field(fields[i])});
    keys.push_back({left[i], MakeColumn(columns.back().id, Type::kString)});
  }
  RelPtr right = MakeProject(groups.Plan(), std::move(columns));
  stage.SetPlan(MakeJoin(args.call().negated ? JoinKind::kLeftAnti : JoinKind::kLeftSemi, rows, right, std::move(keys),
                         nullptr, args.span()));
  if (stage.ordered()) stage.Sort(std::vector<SortKey>(stage.order()), std::nullopt);
  return true;
}

bool SelfJoin(CqlStage& stage, CqlArguments& args) {
  if (!stage.MayChangeRows(args.span(), "`selfJoin`")) return false;
  if (args.Has("select") && args.Has("collect")) {
    args.Invalid("select", "`selfJoin` takes `select` or `collect`, not both").label = "not with `collect`";
    return false;
  }
  const bool prefilter = args.Bool("prefilter");
  args.Bool("postfilter");  // of what is exact nothing is left to be filtered
  const uint64_t limit = args.Limit("limit", 1'000'000);
  std::vector<std::string> fields = args.Fields("field");
  std::vector<std::string> chosen = args.Fields(args.Has("select") ? "select" : "collect");
  if (!args.ok() || !SelfJoinFilter(stage, args)) return false;
  if (prefilter) {
    std::vector<ExprPtr> clauses;
    for (const cql::Expr* clause : args.List("where")) {
      ExprPtr condition = stage.ConditionOfExpr(*clause);
      if (!condition) return false;
      clauses.push_back(std::move(condition));
    }
    stage.Require(cql_value::Or(std::move(clauses)));
  }
  CqlAggregation aggregation(stage);
  for (const std::string& name : fields) aggregation.Key(name, cql_value::AsText(stage.Field(name)));
  const bool last = args.Has("select");
  for (const std::string& name : chosen) {
    cql::Expr* field = stage.context().arena.New<cql::Expr>();
    field->kind = cql::Expr::Kind::kString;
    field->text = *stage.context().texts.emplace_back(std::make_unique<std::string>(name));
    field->span = args.SpanOf(last ? "select" : "collect");
    cql::Argument* argument = stage.context().arena.New<cql::Argument>();
    argument->value = field;
    argument->span = field->span;
    cql::Call* call = stage.context().arena.New<cql::Call>();
    call->name = last ? "selectLast" : "collect";
    call->span = call->name_span = field->span;
    call->args = {argument, 1};
    if (!aggregation.ApplyCall(*call)) return false;
  }
  CqlStage rows = aggregation.Finish(args.span());
  std::vector<SortKey> order;
  for (const std::string& name : fields) order.push_back({rows.Field(name), false, false});
  if (args.Has("limit")) {
    rows.Sort(std::move(order), limit);
    rows.ForgetOrder();
  }
  stage = std::move(rows);
  return true;
}

bool DefineTable(CqlStage& stage, CqlArguments& args) {
  if (!stage.MayChangeRows(args.span(), "`defineTable`")) return false;
  if (!RefuseOther(stage, args, {"start", "end", "view"})) return false;
  std::string name = args.String("name");
  const cql::Pipeline* query = args.Pipeline("query");
  std::vector<std::string> include = args.Strings("include");
  if (!args.ok()) return false;
  auto& tables = stage.context().defined_tables;
  if (tables.count(name)) {
    args.Invalid("name", "table `" + name + "` is defined twice").label = "already defined";
    return false;
  }
  if (tables.size() == 10) {
    args.Invalid("name", "a query defines at most 10 tables").label = "the eleventh";
    return false;
  }
  auto rows = std::make_shared<CqlStage>(CqlStage::OfEvents(stage.context(), query->span));
  if (!rows->Apply(*query)) return false;
  if (include.size() == 1 && include[0] == "*") {
    if (rows->open())
      return stage.context().Unsupported(args.SpanOf("include"), "`include=*` over whole events", "name the fields");
  } else {
    rows->KeepOnly(include);
  }
  tables[name] = std::move(rows);
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kJoinCql) = {
    .name = "join",
    .doc =
        "Events whose `field` equals the `key` of a row of another query, with the fields that `include` names. "
        "`mode=left` keeps the others, too; "
        "`!join` keeps only those. Of several rows with one key the newest `max` are taken.",
    .example =
        "join({#event_simpleName=ProcessRollup2}, field=[aid, ContextProcessId], key=[aid, TargetProcessId], "
        "include=[CommandLine])",
    .parameters = {{"query", Kind::kPipeline, true, true},
                   {"field", Kind::kFields, false, true},
                   {"key", Kind::kFields},
                   {"include", Kind::kStrings},
                   {"mode", Kind::kEnum, false, false, "inner", "inner left"},
                   {"max", Kind::kNumber, false, false, "1"},
                   {"limit", Kind::kNumber, false, false, "100000"},
                   {"start", Kind::kString},
                   {"end", Kind::kString},
                   {"view", Kind::kString},
                   {"repo", Kind::kString},
                   {"live", Kind::kBool}},
    .role = CqlFunctionDef::Role::kFilter,
    .bind = Join,
};
QUARRY_DEFINE(CqlFunctionDef, kSelfJoinFilterCql) = {
    .name = "selfJoinFilter",
    .doc = "Events whose key meets each of the clauses, in this event or in another one of the same key; exact.",
    .example =
        "selfJoinFilter([aid, TargetProcessId], where=[{#event_simpleName=ProcessRollup2}, "
        "{#event_simpleName=DnsRequest}])",
    .parameters = {{"field", Kind::kFields, true, true},
                   {"where", Kind::kFilter, false, true},
                   {"prefilter", Kind::kBool, false, false, "false"}},
    .role = CqlFunctionDef::Role::kFilter,
    .bind = SelfJoinFilter,
};
QUARRY_DEFINE(CqlFunctionDef, kSelfJoinCql) = {
    .name = "selfJoin",
    .doc =
        "A row for each key that meets each of the clauses, in one event or in several, with the values of the fields "
        "of `collect`, or the latest ones of `select`, of all its events; exact. With `prefilter` only events that "
        "meet a clause give values.",
    .example = "selfJoin(email_id, where=[{from=*peter*}, {to=*anders*}], collect=[from, to])",
    .parameters = {{"field", Kind::kFields, true, true},
                   {"where", Kind::kFilter, false, true},
                   {"collect", Kind::kFields},
                   {"select", Kind::kFields},
                   {"limit", Kind::kNumber, false, false, "20000"},
                   {"prefilter", Kind::kBool, false, false, "false"},
                   {"postfilter", Kind::kBool, false, false, "false"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .bind = SelfJoin,
};
QUARRY_DEFINE(CqlFunctionDef, kDefineTableCql) = {
    .name = "defineTable",
    .doc = "Names the result of a query, for `match(table=...)`.",
    .example = "defineTable(query={#event_simpleName=UserLogon}, include=[aid, UserName], name=\"logons\")",
    .parameters = {{"query", Kind::kPipeline, true, true},
                   {"name", Kind::kString, false, true},
                   {"include", Kind::kStrings, false, true},
                   {"start", Kind::kString},
                   {"end", Kind::kString},
                   {"view", Kind::kString}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = DefineTable,
};

}  // namespace quarry
