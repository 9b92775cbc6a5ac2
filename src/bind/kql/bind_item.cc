// Lists of named expressions, their names, and aggregates. Part of KqlBinder.
#include <algorithm>
#include <map>
#include <string>

#include "bind/kql/kql_binder.h"

namespace quarry {

namespace {

std::string Quoted(std::string_view text) {
  return "`" + std::string(text) + "`";
}

// As a part of a name: letters, digits and `_` as they are.
std::string NamePart(std::string_view text) {
  std::string part(text);
  for (char& c : part)
    if (c == '.') c = '_';
  return part;
}

}  // namespace

std::string KqlBinder::ResultName(const kql::Expr& expr) const {
  switch (expr.kind) {
    case kql::Expr::Kind::kName:
      return std::string(expr.text);
    case kql::Expr::Kind::kMember: {
      std::string base = ResultName(*expr.args[0]);
      return base.empty() ? std::string() : base + "_" + std::string(expr.text);
    }
    case kql::Expr::Kind::kIndex: {
      std::string base = ResultName(*expr.args[0]);
      if (base.empty() || expr.args[1]->kind != kql::Expr::Kind::kLiteral) return {};
      return base + "_" + std::string(expr.args[1]->text);
    }
    case kql::Expr::Kind::kNamed:
      return std::string(expr.names[0].text);
    case kql::Expr::Kind::kOrdered:
    case kql::Expr::Kind::kToType:
    case kql::Expr::Kind::kDefault:
      return ResultName(*expr.args[0]);
    case kql::Expr::Kind::kCall: {
      const KqlBinding* function = Lookup(expr.text);
      if (function != nullptr && function->kind == KqlBinding::Kind::kFunction) return {};
      std::string first = expr.args.empty() ? std::string() : ResultName(*expr.args[0]);
      if (expr.text == "column_ifexists" || expr.text == "columnifexists")
        return !expr.args.empty() && expr.args[0]->kind == kql::Expr::Kind::kLiteral ? std::string(expr.args[0]->text)
                                                                                     : std::string();
      bool aggregate =
          aggregates_ != nullptr && FindSpelled(Lang::kKql, expr.text, FunctionKind::kAggregate) != nullptr;
      if (aggregate) {
        if (expr.text == "countif") return "countif_";
        if (expr.text == "percentile" && expr.args.size() == 2)
          return "percentile_" + first + "_" + NamePart(expr.args[1]->text);
        if (expr.text == "percentiles_array") return "percentiles_" + first;
        std::string_view prefix = AggregateResultPrefix(expr.text);
        return prefix.empty() ? first : std::string(prefix) + "_" + first;
      }
      std::string_view prefix;
      switch (ScalarResultNaming(expr.text, &prefix)) {
        case ResultNaming::kNone:
          return {};
        case ResultNaming::kFirstArgument:
          return first;
        case ResultNaming::kNameAndFirst:
          return std::string(prefix) + "_" + first;
      }
      return {};
    }
    default:
      return {};
  }
}

bool KqlBinder::TakeName(KqlNames& names, const std::string& name, Span span) {
  if (names.Take(name)) return true;
  Diagnostic& error = Report(Code::Q0206, span, "a column named " + Quoted(name) + " stands twice");
  error.label = "the name is taken";
  error.platform_verdict = "KS171: a column with the name '" + name + "' is already declared";
  return false;
}

namespace {
// Window calls, each in a step after those that its arguments read.
std::vector<std::vector<WindowCall>> InSteps(std::vector<WindowCall> windows) {
  std::vector<std::vector<WindowCall>> steps;
  std::map<ColumnId, size_t> step_of;
  for (WindowCall& window : windows) {
    std::vector<ColumnId> read;
    for (const ExprPtr& arg : window.args) CollectColumns(*arg, read);
    size_t step = 0;
    for (const ColumnId id : read)
      if (const auto found = step_of.find(id); found != step_of.end()) step = std::max(step, found->second + 1);
    step_of[window.id] = step;
    if (steps.size() <= step) steps.resize(step + 1);
    steps[step].push_back(std::move(window));
  }
  return steps;
}
}  // namespace

bool KqlBinder::BindItems(kql::List<const kql::Expr*> items, RelPtr* rows, std::vector<Item>* out) {
  std::vector<WindowCall> windows;
  std::vector<WindowCall>* outside = std::exchange(windows_, &windows);
  bool ok = true;
  for (const kql::Expr* item : items) {
    if (item->kind == kql::Expr::Kind::kError) {
      ok = false;
      continue;
    }
    const kql::Expr* value = item;
    Item bound;
    bound.span = item->span;
    if (item->kind == kql::Expr::Kind::kNamed) {
      value = item->args[0];
      bound.named = true;
      bound.name = item->names[0].text;
      bound.span = item->names[0].span;
      if (item->names.size() > 1) {
        Unsupported(item->span, "several names for one value");
        ok = false;
        continue;
      }
    } else {
      bound.name = ResultName(*value);
    }
    whole_item_ = item;
    bound.expr = BindExpr(*value, *rows);
    whole_item_ = nullptr;
    ok = ok && bound.expr;
    // column_ifexists names its result only where the column is there.
    if (bound.expr && !bound.named && value->kind == kql::Expr::Kind::kCall &&
        (value->text == "column_ifexists" || value->text == "columnifexists") &&
        bound.expr->kind != Expr::Kind::kColumn)
      bound.name.clear();
    out->push_back(std::move(bound));
  }
  windows_ = outside;
  if (!ok) return false;
  if (windows.empty()) return true;
  // They see the rows in the order that these come in; one over the values of others comes after these.
  for (std::vector<WindowCall>& step : InSteps(std::move(windows))) {
    const Span span = step[0].span;
    *rows = MakeWindow(*rows, std::move(step), {}, {}, span);
  }
  return true;
}

ExprPtr KqlBinder::AddAggregate(const FunctionDef& function, std::vector<ExprPtr> args, Span span,
                                std::string_view spelled) {
  for (const ExprPtr& arg : args)
    if (!arg) return nullptr;
  const Signature& signature = SignatureOf(function);
  if (args.size() < signature.minimum_arguments || args.size() > signature.maximum_arguments) {
    Diagnostic& error =
        Report(Code::Q0205, span, Quoted(spelled) + " does not take " + std::to_string(args.size()) + " arguments");
    error.label = Quoted(std::string(spelled) + std::string(function.signature));
    error.platform_verdict = "KS121: the function call has an incorrect number of arguments";
    return nullptr;
  }
  std::vector<Type> types;
  for (size_t i = 0; i < args.size(); i++) {
    const Parameter& parameter = signature.ParameterFor(i);
    Type type = args[i]->type;
    if (!parameter.Accepts(type)) {
      Type target = type;
      if (IsNumeric(type))
        for (Type wider : {Type::kLong, Type::kReal})
          if (target == type && static_cast<int>(wider) > static_cast<int>(type) && parameter.Accepts(wider))
            target = wider;
      if (type == Type::kDynamic && parameter.Accepts(Type::kBool)) target = Type::kBool;
      if (target == type) {
        Report(Code::Q0204, args[i]->span.known() ? args[i]->span : span,
               Quoted(spelled) + " does not take a " + std::string(TypeName(type)) + " as `" +
                   std::string(parameter.name) + "`")
            .label =
            type == Type::kDynamic ? "its type is not known; `tostring(...)` or `tolong(...)` says it" : "wrong type";
        return nullptr;
      }
      args[i] = Fold(Convert(args[i], target));
      if (!args[i]) return nullptr;
    }
    types.push_back(args[i]->type);
  }
  Type result = ResultTypeOf(function, types);
  for (const AggregateCall& known : *aggregates_) {  // the same aggregate is computed once
    if (known.function != &function || known.args.size() != args.size() || !function.deterministic) continue;
    bool same = true;
    for (size_t i = 0; i < args.size(); i++) same = same && SameExpr(*known.args[i], *args[i]);
    if (same) return MakeColumn(known.id, known.type, span);
  }
  AggregateCall call;
  call.id = NextId();
  call.name = "$aggregate" + std::to_string(aggregates_->size());
  call.type = result;
  call.function = &function;
  if (!args.empty()) {
    const bool by_first = args.size() > 1 && (function.name == "arg_max" || function.name == "arg_min");
    const ExprPtr& value = args[by_first ? 1 : 0];
    if (value->kind == Expr::Kind::kColumn) CopyOrigin(value->column, call.id);
  }
  call.args = std::move(args);
  call.span = span;
  aggregates_->push_back(call);
  return MakeColumn(call.id, call.type, span);
}

ExprPtr KqlBinder::BindAggregateCall(const FunctionDef& function, const kql::Expr& expr, const RelPtr& rows) {
  if (expr.text == "arg_max" || expr.text == "arg_min" || expr.text == "argmax" || expr.text == "argmin" ||
      expr.text == "percentiles") {
    Unsupported(expr.span, Quoted(expr.text) + " inside an expression", "it gives several columns");
    return nullptr;
  }
  std::vector<AggregateCall>* calls = std::exchange(aggregates_, nullptr);
  int depth = std::exchange(expression_depth_, 0);
  std::vector<ExprPtr> args;
  bool ok = true;
  for (const kql::Expr* arg : expr.args) {
    if (expr.text == "count" && (arg->kind == kql::Expr::Kind::kStar || expr.args.size() == 1)) {
      // count(*) and count(x) count rows, whatever x is.
      if (arg->kind != kql::Expr::Kind::kStar) ok = BindExpr(*arg, rows) != nullptr && ok;
      continue;
    }
    args.push_back(BindExpr(arg->kind == kql::Expr::Kind::kNamed ? *arg->args[0] : *arg, rows));
    ok = ok && args.back();
  }
  expression_depth_ = depth;
  aggregates_ = calls;
  return ok ? AddAggregate(function, std::move(args), expr.span, expr.text) : nullptr;
}

// arg_max(x, *), arg_max(x, a, b), take_any(*), take_any(a, b), percentiles(x, 5, 50): a column each.
bool KqlBinder::BindExpandedAggregate(const kql::Expr& item, const kql::Expr& call, const RelPtr& rows,
                                      std::vector<Item>* out) {
  const FunctionDef* function = FindSpelled(
      Lang::kKql, call.text == "percentiles" ? std::string_view("percentile") : call.text, FunctionKind::kAggregate);
  if (function == nullptr) {
    ReportUnknownFunction(call);
    return false;
  }
  std::vector<AggregateCall>* calls = std::exchange(aggregates_, nullptr);
  std::vector<Item> values;  // the columns, before aggregation
  bool ok = true;
  size_t first = call.text == "take_any" || call.text == "any" ? 0 : 1;
  auto add_value = [&](const kql::Expr& arg) {
    Item value;
    value.name = ResultName(arg);
    value.span = arg.span;
    value.expr = BindExpr(arg, rows);
    ok = ok && value.expr;
    values.push_back(std::move(value));
  };
  ExprPtr by;
  std::string by_name;
  if (first == 1) {
    if (call.args.empty()) {
      aggregates_ = calls;
      Report(Code::Q0205, call.span, Quoted(call.text) + " needs arguments").label = "nothing to aggregate";
      return false;
    }
    by = BindExpr(*call.args[0], rows);
    by_name = ResultName(*call.args[0]);
    ok = by != nullptr;
  }
  bool star = false;
  for (size_t i = first; i < call.args.size(); i++) {
    if (call.args[i]->kind == kql::Expr::Kind::kStar)
      star = true;
    else
      add_value(*call.args[i]);
  }
  if (star) {
    for (const OutputColumn& column : rows->output) {
      bool is_by = by && by->kind == Expr::Kind::kColumn && by->column == column.id;
      bool is_key = false;
      for (ColumnId key : star_keys_) is_key = is_key || key == column.id;
      if (!is_by && !is_key) values.push_back({column.name, false, Column(column, call.span), call.span});
    }
  }
  aggregates_ = calls;
  if (!ok) return false;
  std::vector<kql::Name> names(item.names.begin(), item.names.end());
  auto named = [&](size_t index, std::string fallback, Item* result) {
    if (index < names.size()) {
      result->name = names[index].text;
      result->named = true;
      result->span = names[index].span;
    } else {
      result->name = std::move(fallback);
      result->span = call.span;
    }
  };
  size_t index = 0;
  if (call.text == "percentiles") {
    for (size_t i = 1; i < call.args.size(); i++) {
      Item result;
      named(index++, "percentile_" + by_name + "_" + NamePart(call.args[i]->text), &result);
      result.expr = AddAggregate(*function, {by, values[i - 1].expr}, call.span, call.text);
      if (!result.expr) return false;
      out->push_back(std::move(result));
    }
    return true;
  }
  if (first == 1) {
    bool maximum = call.text == "arg_max" || call.text == "argmax";
    const FunctionDef* extreme = FindSpelled(Lang::kKql, maximum ? "max" : "min", FunctionKind::kAggregate);
    if (extreme == nullptr) {
      Unsupported(call.span, Quoted(call.text));
      return false;
    }
    Item result;
    named(index++, by_name, &result);
    result.expr = AddAggregate(*extreme, {by}, call.span, call.text);
    if (!result.expr) return false;
    out->push_back(std::move(result));
  }
  for (const Item& value : values) {
    Item result;
    std::string fallback = call.text == "any" && !star ? "any_" + value.name : value.name;
    named(index++, fallback, &result);
    std::vector<ExprPtr> args = by ? std::vector<ExprPtr>{by, value.expr} : std::vector<ExprPtr>{value.expr};
    if (!by)
      for (const Item& other : values) args.push_back(other.expr);  // all from one row
    result.expr = AddAggregate(*function, std::move(args), call.span, call.text);
    if (!result.expr) return false;
    out->push_back(std::move(result));
  }
  return true;
}

bool KqlBinder::BindAggregateItems(kql::List<const kql::Expr*> items, const RelPtr& rows,
                                   std::vector<AggregateCall>* calls, std::vector<Item>* out) {
  std::vector<AggregateCall>* outside = std::exchange(aggregates_, calls);
  bool ok = true;
  for (const kql::Expr* item : items) {
    if (item->kind == kql::Expr::Kind::kError) {
      ok = false;
      continue;
    }
    const kql::Expr* value = item->kind == kql::Expr::Kind::kNamed ? item->args[0] : item;
    bool several =
        value->kind == kql::Expr::Kind::kCall &&
        (value->text == "arg_max" || value->text == "arg_min" || value->text == "argmax" || value->text == "argmin" ||
         value->text == "percentiles" ||
         ((value->text == "take_any" || value->text == "any") &&
          (value->args.size() > 1 || (!value->args.empty() && value->args[0]->kind == kql::Expr::Kind::kStar))));
    if (several && Lookup(value->text) == nullptr) {
      ok = BindExpandedAggregate(*item, *value, rows, out) && ok;
      continue;
    }
    Item bound;
    bound.span = item->span;
    if (item->kind == kql::Expr::Kind::kNamed) {
      bound.named = true;
      bound.name = item->names[0].text;
      bound.span = item->names[0].span;
    } else {
      bound.name = ResultName(*value);
    }
    size_t before = calls->size();
    bound.expr = BindExpr(*value, rows);
    if (bound.expr) {
      std::vector<ColumnId> used;
      CollectColumns(*bound.expr, used);
      for (ColumnId id : used) {
        if (FindOutput(*rows, id) == nullptr) continue;
        Diagnostic& error =
            Report(Code::Q0209, value->span, "a column outside an aggregate has many values in a group");
        error.label =
            before == calls->size() ? "no aggregate: move it behind `by`" : "part of it stands outside the aggregate";
        error.platform_verdict = "KS236: the name is not an aggregate or scalar function";
        bound.expr = nullptr;
        break;
      }
    }
    ok = ok && bound.expr;
    out->push_back(std::move(bound));
  }
  aggregates_ = outside;
  return ok;
}

}  // namespace quarry
