// Entries: MakeGroupingSpec, LimitGroupingMemory. Projections compute nothing by themselves: what nobody reads is not
// computed, and what is read is computed once, behind the conditions that stand before its first reader.
#include "exec/grouping/grouping_spec.h"

#include <algorithm>
#include <thread>
#include <unordered_map>

#include "base/check.h"
#include "exec/grouping/fold.h"

namespace quarry {

namespace {

class SpecMaker {
 public:
  explicit SpecMaker(GroupingSpec& spec) : spec_(spec) {}

  void AddScan(const Rel& scan) {
    for (const OutputColumn& column : scan.output) {
      defined_[column.id] = {nullptr, spec_.columns.size()};
      spec_.columns.push_back(column.type);
    }
    if (scan.scan_predicate) AddCondition(scan.scan_predicate);
  }
  void AddStep(const ScanStep& step) {
    if (step.condition) return AddCondition(step.condition);
    std::unordered_map<ColumnId, Definition> next;
    for (const NamedExpr& column : step.columns) {
      // What a column stands for is said in terms of columns that may be named anew above: resolved here, computed
      // later.
      if (column.expr->kind == Expr::Kind::kColumn)
        next[column.id] = defined_.at(column.expr->column);
      else
        next[column.id] = {std::make_shared<Pending>(Pending{column.expr, defined_, {}}), 0};
    }
    defined_ = std::move(next);
  }
  size_t ColumnOf(const ExprPtr& expr) {
    if (expr->kind == Expr::Kind::kColumn) return Resolve(defined_.at(expr->column));
    return Computed(Over(expr, defined_));
  }

 private:
  struct Pending;
  struct Definition {
    std::shared_ptr<Pending> pending;  // nullptr: `column` is it
    size_t column = 0;
  };
  using Definitions = std::unordered_map<ColumnId, Definition>;
  struct Pending {
    ExprPtr expr;
    Definitions over;
    std::optional<size_t> column;  // once it is computed
  };

  // The operands of `and` one by one: rows that one leaves out need not be computed for the next.
  void AddCondition(const ExprPtr& condition) {
    if (condition->kind == Expr::Kind::kCall && condition->function->name == "and") {
      for (const ExprPtr& operand : condition->args) AddCondition(operand);
      return;
    }
    spec_.operations.push_back({Over(condition, defined_), std::nullopt});
  }
  // `expr` with the numbers of this spec; computes what it reads.
  ExprPtr Over(const ExprPtr& expr, Definitions& definitions) {
    return ReplaceColumns(expr, [&](ColumnId id) {
      const size_t column = Resolve(definitions.at(id));
      return MakeColumn(GroupingSpec::IdOf(column), spec_.columns[column]);
    });
  }
  size_t Resolve(const Definition& definition) {
    if (!definition.pending) return definition.column;
    Pending& pending = *definition.pending;
    if (!pending.column) pending.column = Computed(Over(pending.expr, pending.over));
    return *pending.column;
  }
  size_t Computed(ExprPtr expr) {
    for (const GroupingSpec::Operation& known : spec_.operations)
      if (known.column && SameExpr(*known.expr, *expr)) return *known.column;
    const size_t column = spec_.columns.size();
    spec_.columns.push_back(expr->type);
    spec_.operations.push_back({std::move(expr), column});
    return column;
  }

  GroupingSpec& spec_;
  Definitions defined_;
};

}  // namespace

std::vector<Type> GroupingSpec::OutputTypes() const {
  std::vector<Type> types;
  for (const size_t key : keys) types.push_back(columns[key]);
  for (const Aggregate& aggregate : aggregates)
    for (const Type type : PartTypes(aggregate.form, ValueTypes(aggregate))) types.push_back(type);
  return types;
}

std::vector<Type> GroupingSpec::ValueTypes(const Aggregate& aggregate) const {
  std::vector<Type> types;
  for (const size_t value : aggregate.values) types.push_back(columns[value]);
  return types;
}

std::shared_ptr<GroupingSpec> MakeGroupingSpec(const Rel& aggregate, const ScanArm& arm) {
  auto spec = std::make_shared<GroupingSpec>();
  SpecMaker maker(*spec);
  maker.AddScan(*arm.scan);
  for (const ScanStep& step : arm.steps) maker.AddStep(step);
  for (const NamedExpr& key : aggregate.keys) spec->keys.push_back(maker.ColumnOf(key.expr));
  for (const AggregateCall& call : aggregate.aggregates) {
    GroupingSpec::Aggregate made;
    const ScanForm form = ScanFormOf(call);
    QUARRY_CHECK(form.aggregate != ScanAggregate::kNone);
    made.form = form.aggregate;
    for (size_t i = 0; i < form.values; ++i) made.values.push_back(maker.ColumnOf(call.args[i]));
    std::vector<ExprPtr> conditions;
    if (call.filter) conditions.push_back(call.filter);
    if (form.condition != ScanForm::kNoCondition) conditions.push_back(call.args[form.condition]);
    if (!conditions.empty()) made.condition = maker.ColumnOf(MakeAnd(std::move(conditions)));
    spec->aggregates.push_back(made);
  }
  return spec;
}

void LimitGroupingMemory(int workers, GroupingSpec& spec) {
  if (spec.memory_limit != 0) return;
  constexpr size_t kUsual = 8 << 20, kOfAll = 64 << 20;
  // A scan names as many workers as it has blocks; no more than the cores run at once.
  const size_t threads =
      std::min(static_cast<size_t>(workers), std::max<size_t>(1, std::thread::hardware_concurrency()));
  spec.most_memory = kOfAll / threads;
  spec.memory_limit = std::min(kUsual, spec.most_memory);
}

}  // namespace quarry
