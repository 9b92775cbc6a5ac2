// evaluate pivot: the values of a column become columns of aggregates.
#include <algorithm>
#include <set>
#include <string>

#include "bind/kql/constant_rows.h"
#include "bind/kql/plugin_rows.h"
#include "functions/text/display.h"

namespace quarry {
namespace {

// The texts of the column in constant rows, in order.
std::optional<std::set<std::string>> Discover(const OutputColumn& pivot, const Rel& input) {
  std::optional<std::vector<std::vector<Value>>> rows = ConstantRows(input);
  if (!rows) return std::nullopt;
  size_t at = 0;
  while (input.output[at].id != pivot.id) at++;
  std::set<std::string> texts;
  for (const std::vector<Value>& row : *rows) {
    std::string text;
    if (!row[at].is_null()) AppendDisplay(pivot.type, row[at].cell(), text);
    texts.insert(std::move(text));
  }
  return texts;
}

bool ReadAggregate(KqlBinder& binder, const kql::Expr& call, const RelPtr& input, AggregateCall* aggregate) {
  if (call.args.size() < 2) {
    aggregate->function = FindSpelled(Lang::kKql, "count", FunctionKind::kAggregate);
    aggregate->type = Type::kLong;
    aggregate->span = call.span;
    return true;
  }
  std::vector<AggregateCall> calls;
  std::vector<KqlBinder::Item> results;
  if (!binder.BindAggregateItems(call.args.subspan(1, 1), input, &calls, &results)) return false;
  if (calls.size() != 1 || results.size() != 1 || results[0].expr->kind != Expr::Kind::kColumn) {
    binder.Unsupported(call.args[1]->span, "an expression over aggregates in `pivot`", "one aggregate is needed");
    return false;
  }
  *aggregate = calls[0];
  return true;
}

// The columns named behind the aggregate; without any, all that are neither pivoted nor aggregated.
bool ReadKeys(KqlBinder& binder, const kql::Expr& call, const OutputColumn& pivot, const AggregateCall& aggregate,
              const RelPtr& input, std::vector<OutputColumn>* keys) {
  for (size_t i = 2; i < call.args.size(); i++) {
    const OutputColumn* key = binder.BindColumn(*call.args[i], input);
    if (key == nullptr) return false;
    keys->push_back(*key);
  }
  if (keys->empty()) {
    std::vector<ColumnId> used = {pivot.id};
    for (const ExprPtr& arg : aggregate.args) CollectColumns(*arg, used);
    for (const OutputColumn& column : input->output)
      if (std::find(used.begin(), used.end(), column.id) == used.end()) keys->push_back(column);
  }
  for (const OutputColumn& key : *keys) {
    if (key.type != Type::kDynamic) continue;
    binder.Report(Code::Q0204, call.span, "`" + key.name + "` is dynamic and cannot be a key of `pivot`").label =
        "name the columns to group by behind the aggregate";
    return false;
  }
  return true;
}

}  // namespace

RelPtr PivotRows(KqlBinder& binder, const kql::Expr& call, const PluginSchema* schema, const RelPtr& input) {
  if (call.args.empty()) {
    binder.Report(Code::Q0205, call.span, "`pivot` needs a column").label = "`pivot(Column, Aggregate, Keys...)`";
    return nullptr;
  }
  const OutputColumn* found = binder.BindColumn(*call.args[0], input);
  if (found == nullptr) return nullptr;
  const OutputColumn pivot = *found;
  AggregateCall aggregate;
  std::vector<OutputColumn> keys;
  if (!ReadAggregate(binder, call, input, &aggregate) || !ReadKeys(binder, call, pivot, aggregate, input, &keys))
    return nullptr;
  std::vector<PluginColumn> wanted;
  auto key_named = [&](const std::string& name) {
    return std::find_if(keys.begin(), keys.end(), [&](const OutputColumn& key) { return key.name == name; });
  };
  if (schema == nullptr || schema->star)
    for (const OutputColumn& key : keys) wanted.push_back({key.name, key.type, call.span});
  if (schema != nullptr) {
    wanted.insert(wanted.end(), schema->columns.begin(), schema->columns.end());
  } else {
    std::optional<std::set<std::string>> texts = Discover(pivot, *input);
    if (!texts) {
      binder.Unsupported(call.span, "`pivot` without an output schema",
                         "its columns depend on the data; name them: `pivot(...) : (Key:string, Value:long)`");
      return nullptr;
    }
    for (const std::string& text : *texts) {
      if (text.empty() || key_named(text) != keys.end()) {
        binder.Unsupported(call.args[0]->span,
                           text.empty() ? "`pivot` of an empty value"
                                        : "`pivot` of the value `" + text + "`, which is also a key's name",
                           "an output schema leaves it out");
        return nullptr;
      }
      wanted.push_back({text, aggregate.type, call.span});
    }
  }
  std::vector<NamedExpr> groups;
  for (const OutputColumn& key : keys) groups.push_back({key.id, key.name, binder.Column(key, {})});
  ExprPtr text = binder.Convert(binder.Column(pivot, call.args[0]->span), Type::kString);
  if (!text) return nullptr;
  std::vector<AggregateCall> calls;
  std::vector<NamedExpr> output;
  KqlNames names;
  for (const PluginColumn& column : wanted) {
    if (!binder.TakeName(names, column.name, column.span)) return nullptr;
    ExprPtr value;
    if (auto key = key_named(column.name); key != keys.end()) {
      value = binder.Column(*key, column.span);
    } else {
      AggregateCall one = aggregate;
      one.id = binder.NextId();
      one.name = column.name;
      one.filter = binder.Call("equals", {text, MakeLiteral(Value::String(column.name), column.span)}, column.span);
      if (!one.filter) return nullptr;
      value = MakeColumn(one.id, one.type, column.span);
      calls.push_back(std::move(one));
    }
    value = binder.Convert(value, column.type);
    if (!value) return nullptr;
    output.push_back({value->kind == Expr::Kind::kColumn ? value->column : binder.NextId(), column.name, value});
  }
  if (output.empty()) {
    binder.Unsupported(call.span, "a result without columns", "no rows and no keys");
    return nullptr;
  }
  return MakeProject(MakeAggregate(input, std::move(groups), std::move(calls), call.span), std::move(output),
                     call.span);
}

}  // namespace quarry
