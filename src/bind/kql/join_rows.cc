#include "bind/kql/join_rows.h"

#include <algorithm>
#include <set>
#include <string>

namespace quarry {
namespace {

// $left.A or $left["A"]: the side and the column.
const kql::Expr* SideOf(const kql::Expr& expr, std::string_view* column) {
  bool member = expr.kind == kql::Expr::Kind::kMember;
  bool index = expr.kind == kql::Expr::Kind::kIndex && expr.args[1]->kind == kql::Expr::Kind::kLiteral;
  if ((!member && !index) || expr.args[0]->kind != kql::Expr::Kind::kJoinSide) return nullptr;
  *column = member ? expr.text : expr.args[1]->text;
  return expr.args[0];
}

bool AddKey(KqlBinder& binder, const OutputColumn* left, const OutputColumn* right, Span span,
            std::vector<JoinKey>* keys) {
  if (left == nullptr || right == nullptr) return false;
  JoinKey key{binder.Column(*left, span), binder.Column(*right, span)};
  if (left->type != right->type) {
    if (IsNumeric(left->type) && IsNumeric(right->type) && IsInteger(left->type) == IsInteger(right->type)) {
      Type common = CommonType(left->type, right->type);
      key = {binder.Convert(key.left, common), binder.Convert(key.right, common)};
    } else {
      Diagnostic& error = binder.Report(Code::Q0204, span, "the sides of a join key have different types");
      error.label =
          std::string(TypeName(left->type)) + " on the left, " + std::string(TypeName(right->type)) + " on the right";
      error.platform_verdict = "KS227: the common column must have the same type on both sides of the join";
      return false;
    }
  }
  if (!key.left || !key.right) return false;
  keys->push_back(std::move(key));
  return true;
}

bool BindCondition(KqlBinder& binder, const kql::Expr& expr, const RelPtr& left, const RelPtr& right,
                   std::vector<JoinKey>* keys) {
  if (expr.kind == kql::Expr::Kind::kError) return false;
  if (expr.kind == kql::Expr::Kind::kBinary && expr.text == "and") {
    bool ok = true;
    for (const kql::Expr* term : expr.args) ok = BindCondition(binder, *term, left, right, keys) && ok;
    return ok;
  }
  if (expr.kind == kql::Expr::Kind::kName) {
    const OutputColumn* in_left = binder.BindColumnName(expr.text, expr.span, left);
    const OutputColumn* in_right = in_left != nullptr ? binder.BindColumnName(expr.text, expr.span, right) : nullptr;
    return AddKey(binder, in_left, in_right, expr.span, keys);
  }
  if (expr.kind == kql::Expr::Kind::kBinary && expr.text == "==") {
    std::string_view first_name, second_name;
    const kql::Expr* first = SideOf(*expr.args[0], &first_name);
    const kql::Expr* second = SideOf(*expr.args[1], &second_name);
    if (first != nullptr && second != nullptr && first->text != second->text) {
      const kql::Expr* left_expr = expr.args[0];
      const kql::Expr* right_expr = expr.args[1];
      if (first->text == "$right") {
        std::swap(first_name, second_name);
        std::swap(left_expr, right_expr);
        Diagnostic& warning =
            binder.Report(Code::Q0401, expr.span, "the sides of a join condition stand in the wrong order");
        warning.label = "read as `$left." + std::string(first_name) + " == $right." + std::string(second_name) + "`";
        warning.platform_verdict = "KS183: the join condition operand must be: $left.<column>";
        if (warning.fixes.empty())
          warning.fixes.push_back(
              {expr.span, "$left." + std::string(first_name) + " == $right." + std::string(second_name)});
      }
      const OutputColumn* in_left = binder.BindColumnName(first_name, left_expr->span, left);
      const OutputColumn* in_right = binder.BindColumnName(second_name, right_expr->span, right);
      return AddKey(binder, in_left, in_right, expr.span, keys);
    }
  }
  Diagnostic& error = binder.Report(Code::Q0209, expr.span, "not a condition of a join");
  error.label = "a column of both sides, or `$left.A == $right.B`";
  error.platform_verdict =
      "KS182: the join condition must be either the name of a column common to both tables or in the form "
      "$left.<column> == $right.<column>";
  return false;
}

}  // namespace

bool BindJoinKeys(KqlBinder& binder, const kql::Operator& op, const RelPtr& left, const RelPtr& right,
                  std::vector<JoinKey>* keys) {
  if (const kql::Clause* where = op.FindClause("where")) {
    binder.Unsupported(where->span, "`where` in a join", "use `on`");
    return false;
  }
  const kql::Clause* on = op.FindClause("on");
  if (on == nullptr) {
    Diagnostic& error = binder.Report(Code::Q0205, op.name_span, "`" + std::string(op.name) + "` needs a condition");
    error.label = "`on Column` is missing";
    return false;
  }
  bool ok = true;
  for (const kql::Expr* item : on->items) ok = BindCondition(binder, *item, left, right, keys) && ok;
  return ok;
}

RelPtr FirstOfEachKey(KqlBinder& binder, RelPtr rows, const std::vector<JoinKey>& keys, Span span) {
  const FunctionDef* row_number = FindSpelled(Lang::kKql, "row_number", FunctionKind::kWindow);
  if (row_number == nullptr) {
    binder.Unsupported(span, "the default kind of join, `innerunique`,", "`kind=inner` joins all rows");
    return nullptr;
  }
  WindowCall number;
  number.id = binder.NextId();
  number.name = "$number";
  number.type = Type::kLong;
  number.function = row_number;
  number.span = span;
  std::vector<ExprPtr> partition;
  for (const JoinKey& key : keys) partition.push_back(key.left);
  std::vector<OutputColumn> shown = rows->output;
  RelPtr numbered = MakeWindow(std::move(rows), {number}, std::move(partition), {}, span);
  ExprPtr first = binder.Call(
      "equals", {MakeColumn(number.id, Type::kLong, span), MakeLiteral(Value::Integer(Type::kLong, 1), span)}, span);
  if (!first) return nullptr;
  std::vector<NamedExpr> columns;
  for (const OutputColumn& column : shown) columns.push_back({column.id, column.name, binder.Column(column, {})});
  return MakeProject(MakeFilter(numbered, first, span), std::move(columns), span);
}

RelPtr NameJoined(KqlBinder& binder, const RelPtr& joined, const RelPtr& left, const RelPtr& right,
                  const std::vector<ColumnId>& left_out, bool left_may_miss, bool right_may_miss, Span span) {
  KqlNames names;
  std::set<std::string> kept;
  std::vector<NamedExpr> columns;
  auto add = [&](const OutputColumn& column, bool may_miss) {
    ExprPtr value = binder.Column(column, {});
    ColumnId id = column.id;
    if (may_miss && column.type == Type::kString) {
      value = binder.Call("coalesce", {value, MakeLiteral(Value::String(""))}, span);
      id = binder.NextId();
      binder.CopyOrigin(column.id, id);
    }
    columns.push_back({id, kept.count(column.name) > 0 ? column.name : names.Unique(column.name), value});
  };
  for (const OutputColumn& column : left->output) add(column, left_may_miss);
  // Names that only the right side has stay as they are; the others are numbered around them.
  for (const OutputColumn& column : right->output)
    if (std::find(left_out.begin(), left_out.end(), column.id) == left_out.end() && names.Take(column.name))
      kept.insert(column.name);
  for (const OutputColumn& column : right->output)
    if (std::find(left_out.begin(), left_out.end(), column.id) == left_out.end()) add(column, right_may_miss);
  for (const NamedExpr& column : columns)
    if (!column.expr) return nullptr;
  return MakeProject(joined, std::move(columns), span);
}

}  // namespace quarry
