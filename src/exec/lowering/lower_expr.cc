// Scalar expressions, aggregate and window calls as SQL.
#include <unordered_set>
#include <utility>

#include "base/check.h"
#include "exec/lowering/lowerer.h"
#include "plan/evaluator.h"

namespace quarry {

std::string_view DuckdbTypeName(Type type) {
  switch (type) {
    case Type::kBool:
      return "BOOLEAN";
    case Type::kInt:
      return "INTEGER";
    case Type::kLong:
    case Type::kDateTime:
    case Type::kTimeSpan:
      return "BIGINT";
    case Type::kReal:
      return "DOUBLE";
    case Type::kDecimal:
    case Type::kGuid:
    case Type::kString:
    case Type::kDynamic:
      break;
  }
  return "VARCHAR";
}

namespace {

sql::ExprPtr LowerLiteral(const Value& value) {
  const std::string type(DuckdbTypeName(value.type()));
  if (value.is_null()) return sql::Cast(sql::NullLiteral(), type);
  switch (value.type()) {
    case Type::kBool:
      return sql::Bool(value.boolean());
    case Type::kInt:
      return sql::Integer(value.integer());
    case Type::kReal:
      return sql::Real(value.real());
    case Type::kLong:
    case Type::kDateTime:
    case Type::kTimeSpan: {
      // A small literal would be an INTEGER and overflow early.
      const int64_t i = value.integer();
      const bool small = i >= INT32_MIN && i <= INT32_MAX;
      return small ? sql::Cast(sql::Integer(i), type) : sql::Integer(i);
    }
    default:
      return sql::String(value.text());
  }
}

// DuckDB's results of builtins may be wider than the plan's type (sum: HUGEINT, length: BIGINT).
sql::ExprPtr Typed(sql::ExprPtr expr, Type type) {
  if (expr->kind == sql::Expr::Kind::kColumn) return expr;
  const std::string_view name = DuckdbTypeName(type);
  if ((expr->kind == sql::Expr::Kind::kCast || expr->kind == sql::Expr::Kind::kTryCast) && expr->name == name)
    return expr;
  if (type == Type::kBool || IsTextual(type)) return expr;
  if (expr->kind == sql::Expr::Kind::kCall && expr->name == "count") return expr;
  return sql::Cast(std::move(expr), std::string(name));
}

sql::ExprPtr NeverNull(sql::ExprPtr expr, sql::ExprPtr otherwise) {
  return sql::Call("coalesce", {std::move(expr), std::move(otherwise)});
}

bool SameCall(const NativeCall& a, const NativeCall& b) {
  if (a.function != b.function || a.types != b.types || a.result_type != b.result_type) return false;
  for (size_t i = 0; i < a.constants.size(); ++i) {
    if (!a.constants[i] != !b.constants[i]) return false;
    if (a.constants[i] && !SameExpr(*a.constants[i], *b.constants[i])) return false;
  }
  return true;
}

// DuckDB's planner takes time for every node of the text, of which rewriting may have made many (a column's expression
// stands wherever the column is read). Beyond so many calls an expression is one native function, in which what stands
// in several places is evaluated once.
constexpr size_t kMostCallsInSql = 16;

// How many calls the text of `expr` would hold, counted up to `most`.
size_t CallsInSql(const Expr& expr, size_t most) {
  if (expr.kind != Expr::Kind::kCall) return 0;
  size_t calls = 1;
  for (const ExprPtr& arg : expr.args) {
    calls += CallsInSql(*arg, most - calls);
    if (calls >= most) return most;
  }
  return calls;
}

}  // namespace

sql::ExprPtr Lowerer::LowerExpr(const Expr& expr, const Block& block) {
  switch (expr.kind) {
    case Expr::Kind::kColumn: {
      const BlockColumn* column = block.Find(expr.column);
      if (column == nullptr) {
        Fail("column " + std::to_string(expr.column) + " is not delivered by the input");
        return sql::NullLiteral();
      }
      return column->expr;
    }
    case Expr::Kind::kLiteral:
      return LowerLiteral(expr.literal);
    case Expr::Kind::kCall:
      if (sql::ExprPtr whole = LowerWhole(expr, block)) return whole;
      return LowerCall(expr, block);
    case Expr::Kind::kInQuery:
      return LowerInQuery(expr, block);
    case Expr::Kind::kSubquery: {
      Block inner = Lower(expr.relation);
      if (!inner.cut()) {
        inner.limit = 1;
      } else {
        inner = Wrap(std::move(inner), true);
        inner.limit = 1;
      }
      return sql::Subquery(ToQuery(inner));
    }
  }
  return sql::NullLiteral();
}

sql::ExprPtr Lowerer::LowerInQuery(const Expr& expr, const Block& block) {
  sql::ExprPtr value = LowerExpr(*expr.args[0], block);
  Block inner = Lower(expr.relation);
  if (!inner.cut()) inner.order.clear();
  if (expr.ignore_case && expr.args[0]->type == Type::kString) {
    const FunctionDef* fold = FindFunction("tolower");
    if (fold == nullptr) fold = FindFunction("to_lower");
    if (fold == nullptr || fold->kernel == nullptr || fold->prepare != nullptr) {
      Fail("no function folds the case of texts");
      return value;
    }
    const std::string name = NativeName({fold, nullptr, {Type::kString}, {nullptr}, Type::kString});
    value = sql::Call(name, {std::move(value)});
    if (inner.cut()) inner = Wrap(std::move(inner), false);
    if (!inner.columns.empty()) inner.columns[0].expr = sql::Call(name, {inner.columns[0].expr});
  }
  return NeverNull(sql::InQuery(std::move(value), ToQuery(inner)), sql::Bool(false));
}

sql::ExprPtr Lowerer::LowerFunction(const FunctionDef& def, const std::vector<ExprPtr>& args, Type type,
                                    const Block& block) {
  std::vector<sql::ExprPtr> lowered;
  std::vector<Type> types;
  std::vector<const Value*> constants;
  for (const ExprPtr& arg : args) {
    lowered.push_back(LowerExpr(*arg, block));
    types.push_back(arg->type);
    constants.push_back(arg->is_literal() ? &arg->literal : nullptr);
  }
  sql::ExprPtr made = def.duckdb == nullptr ? nullptr : def.duckdb({lowered, types, constants, type, this});
  if (!made && def.kind != FunctionKind::kScalar) {
    Fail("`" + std::string(def.name) + "` has no form in DuckDB");
    return sql::NullLiteral();
  }
  return made;
}

sql::ExprPtr Lowerer::LowerCall(const Expr& expr, const Block& block) {
  const FunctionDef& def = *expr.function;
  if (def.duckdb == nullptr) return LowerNative(expr, block);
  sql::ExprPtr lowered = LowerFunction(def, expr.args, expr.type, block);
  if (!lowered) return LowerNative(expr, block);  // the form does not hold for these types
  lowered = Typed(std::move(lowered), expr.type);
  if (def.null_rule == NullRule::kFalse) lowered = NeverNull(std::move(lowered), sql::Bool(false));
  if (expr.type == Type::kString && !def.nullable_string) lowered = NeverNull(std::move(lowered), sql::String(""));
  return lowered;
}

std::string Lowerer::NativeName(NativeCall call) {
  // Equal calls share a function, so that DuckDB sees that they are equal.
  if (call.function->deterministic)
    for (const auto& [known, name] : calls_)
      if (SameCall(known, call)) return name;
  Result<std::string> name = registry_.AddCall(call);
  if (!name) {
    Fail(name.error().message);
    return "error";
  }
  calls_.emplace_back(std::move(call), *name);
  return *name;
}

sql::ExprPtr Lowerer::CallKernel(std::string_view canonical_name, std::vector<sql::ExprPtr> args,
                                 const std::vector<Type>& types) {
  const FunctionDef* def = FindFunction(canonical_name);
  QUARRY_CHECK(def != nullptr && def->kernel != nullptr && def->prepare == nullptr);
  NativeCall call{def, nullptr, types, std::vector<ExprPtr>(types.size()), ResultTypeOf(*def, types)};
  return sql::Call(NativeName(std::move(call)), std::move(args));
}

sql::ExprPtr Lowerer::LowerNative(const Expr& expr, const Block& block) {
  const FunctionDef& def = *expr.function;
  if (def.kernel == nullptr) {
    Fail("`" + std::string(def.name) + "` has no kernel");
    return sql::NullLiteral();
  }
  NativeCall call{&def, expr.state, {}, {}, expr.type};
  std::vector<sql::ExprPtr> args;
  for (const ExprPtr& arg : expr.args) {
    call.types.push_back(arg->type);
    call.constants.push_back(arg->is_literal() ? arg : nullptr);
    if (!arg->is_literal()) args.push_back(LowerExpr(*arg, block));
  }
  return sql::Call(NativeName(std::move(call)), std::move(args));
}

sql::ExprPtr Lowerer::LowerWhole(const Expr& expr, const Block& block) {
  if (CallsInSql(expr, kMostCallsInSql) < kMostCallsInSql) return nullptr;
  if (!IsDeterministic(expr) || !CanEvaluate(expr)) return nullptr;
  std::vector<ColumnId> read;
  CollectColumns(expr, read);
  NativeExpression native{std::make_shared<Expr>(expr), {}};
  std::vector<sql::ExprPtr> args;
  std::unordered_set<ColumnId> passed;
  for (ColumnId id : read) {
    if (!passed.insert(id).second) continue;
    const BlockColumn* column = block.Find(id);
    if (column == nullptr) return nullptr;  // LowerCall says so
    native.columns.push_back({id, column->name, column->type});
    args.push_back(column->expr);
  }
  if (args.empty()) return nullptr;
  // Equal expressions share a function, so that DuckDB sees that they are equal.
  for (const auto& [known, name] : expressions_)
    if (SameExpr(*known, expr)) return sql::Call(name, std::move(args));
  Result<std::string> name = registry_.AddExpression(std::move(native));
  if (!name) {
    Fail(name.error().message);
    return sql::NullLiteral();
  }
  expressions_.emplace_back(std::make_shared<Expr>(expr), *name);
  return sql::Call(*name, std::move(args));
}

std::vector<sql::OrderItem> Lowerer::LowerOrder(const std::vector<SortKey>& keys, const Block& block) {
  std::vector<sql::OrderItem> order;
  for (const SortKey& key : keys) {
    sql::ExprPtr expr = LowerExpr(*key.expr, block);
    // A constant orders nothing, and SQL would read a number as a column's position.
    if (expr->kind != sql::Expr::Kind::kColumn && IsCheap(*expr)) continue;
    order.push_back({std::move(expr), key.descending, key.nulls_first ? sql::Null::kFirst : sql::Null::kLast});
  }
  return order;
}

}  // namespace quarry
