// Builders of SQL nodes.
#include "sql/tree.h"

namespace quarry::sql {

namespace {
std::shared_ptr<Expr> New(Expr::Kind kind, std::vector<ExprPtr> args = {}, std::string name = {}) {
  auto expr = std::make_shared<Expr>();
  expr->kind = kind;
  expr->args = std::move(args);
  expr->name = std::move(name);
  return expr;
}
}  // namespace

ExprPtr Column(std::string name, std::string table) {
  auto expr = New(Expr::Kind::kColumn, {}, std::move(name));
  expr->table = std::move(table);
  return expr;
}
ExprPtr NullLiteral() {
  return New(Expr::Kind::kNull);
}
ExprPtr Bool(bool value) {
  auto expr = New(Expr::Kind::kBool);
  expr->integer = value;
  return expr;
}
ExprPtr Integer(int64_t value) {
  auto expr = New(Expr::Kind::kInteger);
  expr->integer = value;
  return expr;
}
ExprPtr Real(double value) {
  auto expr = New(Expr::Kind::kReal);
  expr->real = value;
  return expr;
}
ExprPtr String(std::string value) {
  return New(Expr::Kind::kString, {}, std::move(value));
}
ExprPtr Star() {
  return New(Expr::Kind::kStar);
}
ExprPtr Call(std::string name, std::vector<ExprPtr> args) {
  return New(Expr::Kind::kCall, std::move(args), std::move(name));
}
ExprPtr Binary(std::string op, ExprPtr left, ExprPtr right) {
  return New(Expr::Kind::kBinary, {std::move(left), std::move(right)}, std::move(op));
}
ExprPtr Unary(std::string op, ExprPtr operand) {
  return New(Expr::Kind::kUnary, {std::move(operand)}, std::move(op));
}
ExprPtr IsNull(ExprPtr operand) {
  return New(Expr::Kind::kPostfix, {std::move(operand)}, "IS NULL");
}
ExprPtr IsNotNull(ExprPtr operand) {
  return New(Expr::Kind::kPostfix, {std::move(operand)}, "IS NOT NULL");
}
ExprPtr And(ExprPtr left, ExprPtr right) {
  return Binary("AND", std::move(left), std::move(right));
}
ExprPtr Or(ExprPtr left, ExprPtr right) {
  return Binary("OR", std::move(left), std::move(right));
}
ExprPtr Not(ExprPtr operand) {
  return Unary("NOT", std::move(operand));
}
ExprPtr Cast(ExprPtr operand, std::string type) {
  return New(Expr::Kind::kCast, {std::move(operand)}, std::move(type));
}
ExprPtr TryCast(ExprPtr operand, std::string type) {
  return New(Expr::Kind::kTryCast, {std::move(operand)}, std::move(type));
}
ExprPtr Case(std::vector<ExprPtr> when_then, ExprPtr otherwise) {
  if (otherwise) when_then.push_back(std::move(otherwise));
  return New(Expr::Kind::kCase, std::move(when_then));
}
ExprPtr InList(ExprPtr operand, std::vector<ExprPtr> list) {
  list.insert(list.begin(), std::move(operand));
  return New(Expr::Kind::kInList, std::move(list));
}
ExprPtr InQuery(ExprPtr operand, QueryPtr query) {
  auto expr = New(Expr::Kind::kInQuery, {std::move(operand)});
  expr->query = std::move(query);
  return expr;
}
ExprPtr Subquery(QueryPtr query) {
  auto expr = New(Expr::Kind::kSubquery);
  expr->query = std::move(query);
  return expr;
}
ExprPtr Window(ExprPtr call, std::vector<ExprPtr> partition_by, std::vector<OrderItem> order_by, std::string frame) {
  auto expr = New(Expr::Kind::kWindow, {std::move(call)});
  expr->partition_by = std::move(partition_by);
  expr->order_by = std::move(order_by);
  expr->frame = std::move(frame);
  return expr;
}
ExprPtr List(std::vector<ExprPtr> items) {
  return New(Expr::Kind::kList, std::move(items));
}
ExprPtr Subscript(ExprPtr list, ExprPtr index) {
  return New(Expr::Kind::kSubscript, {std::move(list), std::move(index)});
}

ExprPtr Distinct(const ExprPtr& call) {
  auto copy = std::make_shared<Expr>(*call);
  copy->distinct = true;
  return copy;
}
ExprPtr Ordered(const ExprPtr& call, std::vector<OrderItem> order_by) {
  auto copy = std::make_shared<Expr>(*call);
  copy->order_by = std::move(order_by);
  return copy;
}
ExprPtr Filtered(const ExprPtr& call, ExprPtr condition) {
  auto copy = std::make_shared<Expr>(*call);
  copy->filter = copy->filter ? And(copy->filter, std::move(condition)) : std::move(condition);
  return copy;
}

}  // namespace quarry::sql
