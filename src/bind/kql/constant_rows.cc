#include "bind/kql/constant_rows.h"

#include "plan/evaluator.h"

namespace quarry {
namespace {

constexpr size_t kMostRows = 10'000;

// `expr` with the columns of `input` replaced by the values of one row.
std::optional<Value> Evaluate(const ExprPtr& expr, const Rel& input, const std::vector<Value>& row) {
  ExprPtr constant = ReplaceColumns(expr, [&](ColumnId id) -> ExprPtr {
    for (size_t i = 0; i < input.output.size(); i++)
      if (input.output[i].id == id) return MakeLiteral(row[i]);
    return nullptr;
  });
  if (constant->is_literal()) return constant->literal;
  return EvaluateConstant(*constant);
}

}  // namespace

std::optional<std::vector<std::vector<Value>>> ConstantRows(const Rel& rel) {
  if (rel.kind == Rel::Kind::kValues) {
    if (rel.rows.size() > kMostRows) return std::nullopt;
    return rel.rows;
  }
  if (rel.kind != Rel::Kind::kProject && rel.kind != Rel::Kind::kFilter) return std::nullopt;
  const Rel& input = *rel.inputs[0];
  std::optional<std::vector<std::vector<Value>>> rows = ConstantRows(input);
  if (!rows) return std::nullopt;
  std::vector<std::vector<Value>> result;
  for (std::vector<Value>& row : *rows) {
    if (rel.kind == Rel::Kind::kFilter) {
      std::optional<Value> keep = Evaluate(rel.predicate, input, row);
      if (!keep) return std::nullopt;
      if (!keep->is_null() && keep->boolean()) result.push_back(std::move(row));
      continue;
    }
    std::vector<Value> values;
    for (const NamedExpr& projection : rel.projections) {
      std::optional<Value> value = Evaluate(projection.expr, input, row);
      if (!value) return std::nullopt;
      values.push_back(std::move(*value));
    }
    result.push_back(std::move(values));
  }
  return result;
}

}  // namespace quarry
