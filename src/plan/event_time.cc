// Builds the expressions that read event times.
#include "plan/event_time.h"

#include "types/ticks.h"

namespace quarry {
namespace {

ExprPtr Real(double value) {
  return MakeLiteral(Value::Real(value));
}
ExprPtr TimeSpan(int64_t ticks) {
  return MakeLiteral(Value::Integer(Type::kTimeSpan, ticks));
}
ExprPtr Epoch() {
  return MakeLiteral(Value::Integer(Type::kDateTime, kUnixEpochTicks));
}
ExprPtr FromCount(ExprPtr count, int64_t unit) {
  return MakeCall("add", {Epoch(), MakeCall("multiply", {std::move(count), TimeSpan(unit)})});
}

}  // namespace

ExprPtr DateTimeFromText(const ExprPtr& text) {
  const ExprPtr number = MakeCall("to_real", {text});
  // Seconds are rounded to milliseconds: a double does not hold a count of ticks exactly.
  const ExprPtr milliseconds =
      MakeCall("to_long", {MakeCall("add", {MakeCall("multiply", {number, Real(1000)}), Real(0.5)})});
  return MakeCall(
      "case", {MakeCall("is_null", {number}), MakeCall("to_datetime", {text}), MakeCall("less", {number, Real(1e11)}),
               FromCount(milliseconds, kTicksPerMillisecond), MakeCall("less", {number, Real(1e14)}),
               FromCount(MakeCall("to_long", {text}), kTicksPerMillisecond),
               FromCount(MakeCall("to_long", {text}), kTicksPerMicrosecond)});
}

ExprPtr TextOfDateTime(const Expr& expr) {
  if (expr.kind != Expr::Kind::kCall || expr.function->name != "case" || expr.args.size() < 2) return nullptr;
  const Expr& read = *expr.args[1];
  if (read.kind != Expr::Kind::kCall || read.function->name != "to_datetime") return nullptr;
  return SameExpr(*DateTimeFromText(read.args[0]), expr) ? read.args[0] : nullptr;
}

ExprPtr EpochMillisecondsText(const ExprPtr& datetime) {
  const ExprPtr since = MakeCall("subtract", {datetime, Epoch()});
  const ExprPtr text =
      MakeCall("to_string", {MakeCall("to_long", {MakeCall("divide", {since, TimeSpan(kTicksPerMillisecond)})})});
  // An event without a time has no such field; text made from null would be an empty one.
  return MakeCall("iff", {MakeCall("is_null", {datetime}), MakeLiteral(Value::Null(Type::kString)), text});
}

ExprPtr DateTimeOfEpochMilliseconds(const Expr& expr) {
  if (expr.kind != Expr::Kind::kCall || expr.function->name != "iff") return nullptr;
  const Expr& condition = *expr.args[0];
  if (condition.kind != Expr::Kind::kCall || condition.function->name != "is_null") return nullptr;
  const ExprPtr& datetime = condition.args[0];
  if (datetime->type != Type::kDateTime) return nullptr;
  return SameExpr(*EpochMillisecondsText(datetime), expr) ? datetime : nullptr;
}

}  // namespace quarry
