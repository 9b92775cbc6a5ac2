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
  SpecMaker(GroupingSpec& spec, GroupingSpec::Arm& arm) : spec_(spec), arm_(arm) {}

  // `columns[i]` is the spec's column for the scan's output i.
  void AddScan(const Rel& scan, const std::vector<size_t>& columns) {
    for (size_t i = 0; i < columns.size(); ++i) defined_[scan.output[i].id] = {nullptr, columns[i]};
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
    arm_.operations.push_back({Over(condition, defined_), std::nullopt});
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
    for (const GroupingSpec::Operation& known : arm_.operations)
      if (known.column && SameExpr(*known.expr, *expr)) return *known.column;
    const size_t column = spec_.columns.size();
    spec_.columns.push_back(expr->type);
    arm_.operations.push_back({std::move(expr), column});
    return column;
  }

  GroupingSpec& spec_;
  GroupingSpec::Arm& arm_;
  Definitions defined_;
};

}  // namespace

std::vector<Type> GroupingSpec::KeyTypes() const {
  std::vector<Type> types;
  for (const size_t key : arms[0].keys) types.push_back(columns[key]);
  return types;
}

std::vector<Type> GroupingSpec::ValueTypes(size_t i) const {
  std::vector<Type> types;
  for (const size_t value : arms[0].values[i].columns) types.push_back(columns[value]);
  return types;
}

std::vector<Type> GroupingSpec::OutputTypes() const {
  std::vector<Type> types = KeyTypes();
  for (size_t i = 0; i < aggregates.size(); ++i)
    for (const Type type : PartTypes(aggregates[i], ValueTypes(i))) types.push_back(type);
  return types;
}

std::shared_ptr<GroupingSpec> MakeGroupingSpec(const Rel& aggregate, const std::vector<ScanArm>& arms,
                                               std::vector<ScanColumn>& columns) {
  auto spec = std::make_shared<GroupingSpec>();
  std::vector<std::vector<size_t>> columns_of_arms;
  for (const ScanArm& arm : arms) {
    std::vector<size_t>& of_arm = columns_of_arms.emplace_back();
    const size_t of_others = columns.size();
    for (size_t i = 0; i < arm.scan->output.size(); ++i) {
      const ScanColumn& column = arm.scan->scan_columns[i];
      // Of one arm, each column is read.
      const auto end = columns.begin() + static_cast<ptrdiff_t>(of_others);
      const auto known = std::find_if(columns.begin(), end, [&](const ScanColumn& other) {
        return other.name == column.name && GiveSameCells(other, column);
      });
      of_arm.push_back(known != end ? static_cast<size_t>(known - columns.begin()) : columns.size());
      if (known != end) continue;
      columns.push_back(column);
      spec->columns.push_back(arm.scan->output[i].type);
    }
  }
  spec->scanned = columns.size();
  for (const AggregateCall& call : aggregate.aggregates) {
    spec->aggregates.push_back(ScanFormOf(call).aggregate);
    QUARRY_CHECK(spec->aggregates.back() != ScanAggregate::kNone);
  }
  for (size_t i = 0; i < arms.size(); ++i) {
    GroupingSpec::Arm& made = spec->arms.emplace_back();
    SpecMaker maker(*spec, made);
    maker.AddScan(*arms[i].scan, columns_of_arms[i]);
    for (const ScanStep& step : arms[i].steps) maker.AddStep(step);
    for (const NamedExpr& key : aggregate.keys) made.keys.push_back(maker.ColumnOf(key.expr));
    for (const AggregateCall& call : aggregate.aggregates) {
      GroupingSpec::Values& values = made.values.emplace_back();
      const ScanForm form = ScanFormOf(call);
      for (size_t k = 0; k < form.values; ++k) values.columns.push_back(maker.ColumnOf(call.args[k]));
      std::vector<ExprPtr> conditions;
      if (call.filter) conditions.push_back(call.filter);
      if (form.condition != ScanForm::kNoCondition) conditions.push_back(call.args[form.condition]);
      if (!conditions.empty()) values.condition = maker.ColumnOf(MakeAnd(std::move(conditions)));
    }
  }
  return spec;
}

void LimitGroupingMemory(int workers, GroupingSpec& spec) {
  if (spec.memory_limit != 0) return;
  constexpr size_t kUsual = 16 << 20, kOfAll = 128 << 20;
  // A scan names as many workers as it has blocks; no more than the cores run at once.
  const size_t threads =
      std::min(static_cast<size_t>(workers), std::max<size_t>(1, std::thread::hardware_concurrency()));
  spec.most_memory = kOfAll / threads;
  spec.memory_limit = std::min(kUsual, spec.most_memory);
}

}  // namespace quarry
