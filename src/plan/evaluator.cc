// Evaluator: row-at-a-time evaluation of expressions whose columns are resolved once.
#include "plan/evaluator.h"

#include <algorithm>
#include <utility>

#include "plan/column_kernels.h"

namespace quarry {

namespace {
// Calls whose operands are evaluated only as far as they are needed.
enum class Form : uint8_t { kColumn, kLiteral, kKernel, kAnd, kOr, kIff, kCase };

// A branch of another type is converted by the kernel.
bool BranchesHaveOneType(const Expr& expr) {
  for (size_t i = 1; i < expr.args.size(); i += 2)
    if (expr.args[i]->type != expr.type) return false;
  return expr.args.back()->type == expr.type;
}

Form FormOf(const Expr& expr) {
  if (expr.kind == Expr::Kind::kColumn) return Form::kColumn;
  if (expr.kind == Expr::Kind::kLiteral) return Form::kLiteral;
  if (expr.function->name == "and") return Form::kAnd;
  if (expr.function->name == "or") return Form::kOr;
  if (expr.function->name == "iff" && expr.args.size() == 3 && BranchesHaveOneType(expr)) return Form::kIff;
  if (expr.function->name == "case" && expr.args.size() % 2 == 1 && BranchesHaveOneType(expr)) return Form::kCase;
  return Form::kKernel;
}

bool IsTrue(const Cell& cell) {
  return !cell.null && cell.boolean;
}
bool IsFalse(const Cell& cell) {
  return !cell.null && !cell.boolean;
}
}  // namespace

bool CanEvaluate(const Expr& expr) {
  if (expr.kind == Expr::Kind::kSubquery || expr.kind == Expr::Kind::kInQuery) return false;
  if (expr.kind == Expr::Kind::kCall && FormOf(expr) == Form::kKernel && expr.function->kernel == nullptr) return false;
  for (const ExprPtr& arg : expr.args)
    if (!CanEvaluate(*arg)) return false;
  return true;
}

struct Evaluator::Node {
  Form form = Form::kLiteral;
  Type type = Type::kBool;
  size_t column = 0;
  Cell literal;
  const FunctionDef* function = nullptr;
  const CallState* state = nullptr;
  std::vector<Node*> args;
  std::vector<Type> types;
  std::vector<Cell> cells;  // of the arguments; one evaluator runs one row at a time
  bool keeps = false;       // stands in several places
  uint64_t kept_in = 0;     // the evaluation that `kept` is of
  Cell kept;
  // Where one exists for the function over columns and literals.
  ColumnKernel column_kernel = nullptr;
};

Evaluator::Evaluator(std::vector<ColumnId> columns) {
  for (size_t i = 0; i < columns.size(); ++i) index_.emplace(columns[i], i);
}
Evaluator::~Evaluator() = default;
Evaluator::Evaluator(Evaluator&&) noexcept = default;

Evaluator::Node* Evaluator::Compile(const Expr& expr) {
  if (const auto found = compiled_.find(&expr); found != compiled_.end()) {
    Node* const known = found->second.get();
    // Calls without determinism have a value for each place.
    known->keeps = known->form == Form::kKernel && known->function->deterministic;
    return known;
  }
  auto made = std::make_unique<Node>();
  Node* const node = made.get();
  node->form = FormOf(expr);
  node->type = expr.type;
  switch (node->form) {
    case Form::kColumn: {
      const auto found = index_.find(expr.column);
      QUARRY_CHECK(found != index_.end());
      node->column = found->second;
      break;
    }
    case Form::kLiteral:
      node->literal = expr.literal.cell();
      break;
    default:
      node->function = expr.function;
      node->state = expr.state.get();
      for (const ExprPtr& arg : expr.args) {
        node->args.push_back(Compile(*arg));
        node->types.push_back(arg->type);
      }
      node->cells.resize(expr.args.size());
      if (node->form == Form::kKernel) FindKernelOverColumns(*node);
  }
  compiled_.emplace(&expr, std::move(made));
  return node;
}

void Evaluator::FindKernelOverColumns(Node& node) {
  std::vector<bool> is_constant;
  for (const auto& arg : node.args) {
    if (arg->form != Form::kColumn && arg->form != Form::kLiteral) return;
    is_constant.push_back(arg->form == Form::kLiteral);
  }
  node.column_kernel = FindColumnKernel(*node.function, node.types, is_constant);
}

void Evaluator::RunColumnKernel(const Node& node, const Batch& batch, const std::vector<uint32_t>& rows,
                                ColumnVector& out) {
  arguments_.clear();
  for (const auto& arg : node.args)
    arguments_.push_back({arg->form == Form::kColumn ? &batch.columns[arg->column] : nullptr, arg->literal});
  node.column_kernel(arguments_.data(), rows, out);
}

Evaluator::Node& Evaluator::Compiled(const Expr& expr) {
  if (last_ == &expr) return *last_node_;
  const auto found = compiled_.find(&expr);
  last_node_ = found != compiled_.end() ? found->second.get() : Compile(expr);
  last_ = &expr;
  return *last_node_;
}

bool Evaluator::HasColumnKernel(const Expr& expr) {
  return Compiled(expr).column_kernel != nullptr;
}

Cell Evaluator::Evaluate(const Expr& expr, const Batch& batch, size_t row) {
  Node& node = Compiled(expr);
  ++evaluation_;
  return Run(node, batch, row);
}

void Evaluator::EvaluateColumn(const Expr& expr, const Batch& batch, const std::vector<uint32_t>& rows,
                               ColumnVector& out) {
  Node& node = Compiled(expr);
  if (node.column_kernel != nullptr) return RunColumnKernel(node, batch, rows, out);
  for (const uint32_t row : rows) {
    ++evaluation_;
    out.Set(row, Run(node, batch, row));
  }
}

Cell Evaluator::Run(Node& node, const Batch& batch, size_t row) {
  switch (node.form) {
    case Form::kColumn:
      columns_read_ |= uint64_t{1} << std::min(node.column, kLastColumnBit);
      return batch.columns[node.column].Get(row);
    case Form::kLiteral:
      return node.literal;
    case Form::kAnd: {
      bool unknown = false;
      for (const auto& arg : node.args) {
        const Cell cell = Run(*arg, batch, row);
        if (IsFalse(cell)) return cell;
        unknown |= cell.null;
      }
      return unknown ? Cell::Null() : Cell::Bool(true);
    }
    case Form::kOr: {
      bool unknown = false;
      for (const auto& arg : node.args) {
        const Cell cell = Run(*arg, batch, row);
        if (IsTrue(cell)) return cell;
        unknown |= cell.null;
      }
      return unknown ? Cell::Null() : Cell::Bool(false);
    }
    case Form::kIff:
    case Form::kCase: {
      size_t chosen = 0;
      while (chosen + 1 < node.args.size() && !IsTrue(Run(*node.args[chosen], batch, row))) chosen += 2;
      // The value behind the condition that holds, or the last argument.
      const size_t value = chosen + 1 < node.args.size() ? chosen + 1 : node.args.size() - 1;
      Cell cell = Run(*node.args[value], batch, row);
      if (cell.null && node.type == Type::kString && !node.function->nullable_string) cell = Cell::Text({});
      return cell;
    }
    case Form::kKernel:
      break;
  }
  if (!node.keeps) return RunKernel(node, batch, row);
  if (node.kept_in != evaluation_) {
    node.kept = RunKernel(node, batch, row);
    node.kept_in = evaluation_;
  }
  return node.kept;
}

Cell Evaluator::RunKernel(Node& node, const Batch& batch, size_t row) {
  for (size_t i = 0; i < node.args.size(); ++i) node.cells[i] = Run(*node.args[i], batch, row);
  Cell result;
  InvokeKernel(*node.function, {node.state, node.types, node.type, arena_}, node.cells.data(), result);
  return result;
}

void Evaluator::Filter(const Expr& predicate, const Batch& batch, std::vector<uint32_t>& rows) {
  FilterBy(Compiled(predicate), batch, rows);
  arena_.Reset();
}

void Evaluator::FilterBy(Node& node, const Batch& batch, std::vector<uint32_t>& rows) {
  if (node.form == Form::kAnd) {
    for (const auto& arg : node.args) {
      if (rows.empty()) return;
      FilterBy(*arg, batch, rows);
    }
    return;
  }
  size_t kept = 0;
  if (node.column_kernel != nullptr) {
    if (truth_.valid().size() < batch.rows) truth_.Clear(std::max(batch.rows, kBatchRows));
    RunColumnKernel(node, batch, rows, truth_);
    for (const uint32_t row : rows)
      if (truth_.valid()[row] != 0 && truth_.integers()[row] != 0) rows[kept++] = row;
    rows.resize(kept);
    return;
  }
  for (uint32_t row : rows) {
    ++evaluation_;
    if (IsTrue(Run(node, batch, row))) rows[kept++] = row;
  }
  rows.resize(kept);
}

std::optional<Value> EvaluateConstant(const Expr& expr) {
  struct Check {
    static bool Constant(const Expr& e) {
      if (e.kind == Expr::Kind::kColumn) return false;
      if (e.kind == Expr::Kind::kCall && !e.function->deterministic) return false;
      for (const ExprPtr& arg : e.args)
        if (!Constant(*arg)) return false;
      return true;
    }
  };
  if (!Check::Constant(expr) || !CanEvaluate(expr)) return std::nullopt;
  Evaluator evaluator({});
  const Batch none;
  return Value::FromCell(expr.type, evaluator.Evaluate(expr, none, 0));
}

namespace {

bool IsLiteralBool(const Expr& expr, bool value) {
  return expr.is_literal() && !expr.literal.is_null() && expr.type == Type::kBool && expr.literal.boolean() == value;
}

// `and` / `or` without the operands that decide nothing; valid in three-valued logic, where true and x = x,
// false and x = false.
ExprPtr SimplifyLogic(const ExprPtr& expr, bool is_and) {
  std::vector<ExprPtr> kept;
  for (const ExprPtr& arg : expr->args) {
    if (IsLiteralBool(*arg, !is_and)) return MakeLiteral(Value::Bool(!is_and), expr->span);
    if (!IsLiteralBool(*arg, is_and)) kept.push_back(arg);
  }
  if (kept.size() == expr->args.size()) return expr;
  if (kept.empty()) return MakeLiteral(Value::Bool(is_and), expr->span);
  if (kept.size() == 1) return kept[0];
  auto copy = std::make_shared<Expr>(*expr);
  copy->args = std::move(kept);
  return copy;
}

// A conditional whose leading conditions are literals.
ExprPtr SimplifyChoice(const ExprPtr& expr) {
  std::vector<ExprPtr> args;
  for (size_t i = 0; i + 1 < expr->args.size(); i += 2) {
    const Expr& condition = *expr->args[i];
    if (condition.is_literal() && !IsLiteralBool(condition, true)) continue;
    if (condition.is_literal() && args.empty() && expr->args[i + 1]->type == expr->type) return expr->args[i + 1];
    args.push_back(expr->args[i]);
    args.push_back(expr->args[i + 1]);
  }
  if (args.empty() && expr->args.back()->type == expr->type) return expr->args.back();
  return expr;
}

}  // namespace

namespace {
ExprPtr Folded(const ExprPtr& expr) {
  std::vector<ExprPtr> args;
  args.reserve(expr->args.size());
  bool changed = false;
  for (const ExprPtr& arg : expr->args) {
    args.push_back(FoldConstants(arg));
    changed |= args.back() != arg;
  }
  ExprPtr folded = expr;
  if (changed) {
    auto copy = std::make_shared<Expr>(*expr);
    copy->args = std::move(args);
    // A state may be better prepared now that more arguments are constant. Where that fails, the old one, which
    // expects no constants there, stays right.
    if (copy->kind == Expr::Kind::kCall && copy->function->prepare != nullptr)
      if (Result<ExprPtr> again = MakeCall(*copy->function, copy->args, copy->span)) copy->state = (*again)->state;
    folded = std::move(copy);
  }
  if (folded->kind != Expr::Kind::kCall) return folded;
  if (std::optional<Value> value = EvaluateConstant(*folded)) return MakeLiteral(*std::move(value), folded->span);
  const Form form = FormOf(*folded);
  if (form == Form::kAnd || form == Form::kOr) return SimplifyLogic(folded, form == Form::kAnd);
  if ((form == Form::kIff || form == Form::kCase) &&
      (folded->type != Type::kString || folded->function->nullable_string))
    return SimplifyChoice(folded);
  return folded;
}
}  // namespace

ExprPtr FoldConstants(const ExprPtr& expr) {
  if (expr->args.empty() && expr->kind != Expr::Kind::kCall) return expr;
  if (expr->facts.Has(ExprFacts::kFolded)) return expr;
  ExprPtr folded = Folded(expr);
  folded->facts.Add(ExprFacts::kFolded);
  return folded;
}

}  // namespace quarry
