// The expression over an element, evaluated by the kernels that evaluate all others.
#include "bind/cql/element_program.h"

#include <map>
#include <memory>
#include <mutex>

#include "functions/library/cql/element_program.h"
#include "plan/evaluator.h"
#include "plan/rel.h"

namespace quarry {
namespace {

class EvaluatedElements : public ElementProgram {
 public:
  // Column i of `types` is i in `body`; the first is the element.
  EvaluatedElements(ExprPtr body, std::vector<Type> types) : body_(std::move(body)), types_(std::move(types)) {}

  Cell Run(const Cell& element, const Cell* captured, Arena& arena) const override {
    std::unique_ptr<Runner> runner = Take();
    runner->batch.columns[0].Set(0, element);
    for (size_t i = 1; i < types_.size(); ++i) runner->batch.columns[i].Set(0, captured[i - 1]);
    Cell value = runner->evaluator.Evaluate(*body_, runner->batch, 0);
    if (!value.null && IsTextual(body_->type)) value.text = arena.Copy(value.text);
    runner->evaluator.Reset();
    std::lock_guard lock(mutex_);
    idle_.push_back(std::move(runner));
    return value;
  }

 private:
  // An evaluator belongs to one thread at a time.
  struct Runner {
    explicit Runner(const std::vector<Type>& types) : evaluator(Columns(types.size())) {
      for (Type type : types) {
        batch.columns.emplace_back(type);
        batch.columns.back().Clear(1);
      }
      batch.rows = 1;
    }
    static std::vector<ColumnId> Columns(size_t count) {
      std::vector<ColumnId> columns;
      for (size_t i = 0; i < count; ++i) columns.push_back(static_cast<ColumnId>(i));
      return columns;
    }
    Evaluator evaluator;
    Batch batch;
  };

  std::unique_ptr<Runner> Take() const {
    {
      std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        std::unique_ptr<Runner> runner = std::move(idle_.back());
        idle_.pop_back();
        return runner;
      }
    }
    return std::make_unique<Runner>(types_);
  }

  ExprPtr body_;
  std::vector<Type> types_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Runner>> idle_;
};

void CollectTypes(const Expr& expr, std::map<ColumnId, Type>& types) {
  if (expr.kind == Expr::Kind::kColumn) types.emplace(expr.column, expr.type);
  for (const ExprPtr& arg : expr.args) CollectTypes(*arg, types);
}

}  // namespace

ExprPtr MakeElementCall(std::string_view function, const ExprPtr& event, std::string_view array,
                        std::string_view variable, std::string_view to, const ExprPtr& body, ColumnId element,
                        Span span) {
  std::map<ColumnId, Type> read;
  CollectTypes(*body, read);
  read.erase(element);
  std::map<ColumnId, ColumnId> numbers = {{element, 0}};
  std::vector<Type> types = {variable.empty() ? Type::kString : Type::kDynamic};
  std::vector<ExprPtr> captured;
  for (const auto& [column, type] : read) {
    numbers[column] = static_cast<ColumnId>(types.size());
    types.push_back(type);
    captured.push_back(MakeColumn(column, type));
  }
  // Numbered from 0, equal expressions have equal texts, by which the calls are compared.
  ExprPtr own = ReplaceColumns(
      body, [&](ColumnId column) -> ExprPtr { return MakeColumn(numbers.at(column), types[numbers.at(column)]); });
  std::vector<ExprPtr> args = {event, cql_value::Text(array), cql_value::Text(variable), cql_value::Text(to),
                               cql_value::Text(PrintExpr(*own))};
  args.insert(args.end(), captured.begin(), captured.end());
  // The signature has one captured value at least.
  if (captured.empty()) args.push_back(MakeLiteral(Value::Bool(true)));
  auto call = std::make_shared<Expr>(*cql_value::Call(function, std::move(args), span));
  call->state = std::make_shared<EvaluatedElements>(std::move(own), std::move(types));
  return call;
}

}  // namespace quarry
