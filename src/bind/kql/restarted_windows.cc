// Window functions that are made of others: ranks, which count changes of a value, and numbers that start again.
// Entry: KqlBinder::BindRestartedWindow.
#include "bind/kql/kql_binder.h"
#include "functions/function_def.h"

namespace quarry {

ExprPtr KqlBinder::AddWindow(std::string_view canonical, std::vector<ExprPtr> args, Span span) {
  WindowCall call;
  call.function = FindFunction(canonical);
  std::vector<Type> types;
  for (const ExprPtr& arg : args) {
    if (!arg) return nullptr;
    types.push_back(arg->type);
  }
  call.id = NextId();
  call.name = "$window" + std::to_string(windows_->size());
  call.type = ResultTypeOf(*call.function, types);
  call.args = std::move(args);
  call.span = span;
  windows_->push_back(call);
  return MakeColumn(call.id, call.type, span);
}

ExprPtr KqlBinder::BindRestartedWindow(const kql::Expr& expr, const RelPtr& rows) {
  const std::string name = "`" + std::string(expr.text) + "`";
  if (windows_ == nullptr) {
    Report(Code::Q0209, expr.text_span, name + " is not valid here").label =
        "it stands in `extend`, `project` or `serialize`";
    return nullptr;
  }
  std::vector<ExprPtr> args;
  if (!BindArguments(expr, rows, &args)) return nullptr;
  if (args.empty() || args.size() > 2) {
    Report(Code::Q0205, expr.span, name + " does not take " + std::to_string(args.size()) + " arguments").label =
        "a value, and where to start again";
    return nullptr;
  }
  if (args.size() == 2 && args[1]->type != Type::kBool) {
    Report(Code::Q0204, expr.args[1]->span, name + " takes bool, not " + std::string(TypeName(args[1]->type))).label =
        "wrong type";
    return nullptr;
  }
  const Span span = expr.span;
  const auto whole = [&](int64_t value) { return MakeLiteral(Value::Integer(Type::kLong, value), span); };
  const auto where = [&](const ExprPtr& condition, const ExprPtr& value) {
    return Call("iff", {condition, value, MakeLiteral(Value::Null(Type::kLong), span)}, span);
  };
  // From the last restart on. `count` grows with the rows, so that the greatest of the restarts' is the last one's.
  const auto since_restart = [&](const ExprPtr& value, const ExprPtr& count) {
    if (args.size() < 2) return value;
    const ExprPtr base = AddWindow("max", {where(args[1], count)}, span);
    return Call("subtract", {value, Call("subtract", {Call("coalesce", {base, whole(1)}, span), whole(1)}, span)},
                span);
  };
  const ExprPtr number = AddWindow("row_number", {}, span);
  if (expr.text == "row_number") {
    if (!IsInteger(args[0]->type)) {
      Report(Code::Q0204, expr.args[0]->span, name + " takes int or long, not " + std::string(TypeName(args[0]->type)))
          .label = "wrong type";
      return nullptr;
    }
    return Call("add", {since_restart(number, number), Call("subtract", {args[0], whole(1)}, span)}, span);
  }
  const ExprPtr before = AddWindow("prev", {args[0]}, span);
  const ExprPtr no = MakeLiteral(Value::Bool(false), span);
  ExprPtr same = Call("coalesce", {Call("equals", {before, args[0]}, span), no}, span);
  if (args[0]->type != Type::kString)
    same = Call("or", {same, Call("and", {Call("is_null", {before}, span), Call("is_null", {args[0]}, span)}, span)},
                span);
  ExprPtr changed = Call("or", {Call("not", {same}, span), Call("equals", {number, whole(1)}, span)}, span);
  if (args.size() == 2) changed = Call("or", {changed, Call("coalesce", {args[1], no}, span)}, span);
  if (expr.text == "row_rank_min") return since_restart(AddWindow("max", {where(changed, number)}, span), number);
  const ExprPtr changes = AddWindow("row_cumsum", {Call("iff", {changed, whole(1), whole(0)}, span)}, span);
  return since_restart(changes, changes);
}

}  // namespace quarry
