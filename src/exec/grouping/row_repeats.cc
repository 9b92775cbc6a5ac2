// Entry: PlanRowRepeats.
#include "exec/grouping/row_repeats.h"

#include <algorithm>

namespace quarry {

namespace {

class Planner {
 public:
  Planner(const GroupingSpec& spec, size_t arm, DecidedBy by,
          const std::function<std::optional<size_t>(size_t)>& text_of)
      : spec_(spec), arm_(spec.arms[arm]), by_(by), text_of_(text_of), makers_(spec.columns.size()) {
    out_.decided.resize(arm_.operations.size());
    out_.run_for_known.resize(arm_.operations.size());
    for (size_t i = 0; i < arm_.operations.size(); ++i) {
      if (arm_.operations[i].column) makers_[*arm_.operations[i].column] = i;
      reads_.push_back(ReadsOf(i));
      can_decide_.push_back(text_of_(i) || std::all_of(reads_[i].begin(), reads_[i].end(),
                                                       [&](size_t column) { return CanDecide(column); }));
    }
  }

  std::optional<RowRepeats> Plan() {
    for (size_t i = 0; i < arm_.operations.size(); ++i)
      if (!arm_.operations[i].column) can_decide_[i] ? DecideOperation(i) : RunForKnown(i);
    for (const size_t key : arm_.keys) {
      if (!CanDecide(key)) return std::nullopt;
      Decide(key);
    }
    for (size_t i = 0; i < arm_.values.size(); ++i) PlanValues(i);
    constexpr size_t kLeast = 3, kMost = 32, kMostTruths = 64;
    if (out_.columns.size() < kLeast || out_.columns.size() > kMost || out_.truths.size() > kMostTruths)
      return std::nullopt;
    return std::move(out_);
  }

 private:
  std::vector<size_t> ReadsOf(size_t operation) const {
    std::vector<ColumnId> ids;
    CollectColumns(*arm_.operations[operation].expr, ids);
    std::vector<size_t> columns;
    for (const ColumnId id : ids) columns.push_back(static_cast<size_t>(id - GroupingSpec::IdOf(0)));
    return columns;
  }
  bool CanDecide(size_t column) const {
    if (column >= spec_.scanned) return can_decide_[*makers_[column]];
    const Type type = spec_.columns[column];
    if (IsTextual(type)) return true;
    return by_ == DecidedBy::kTextsAndNumbers && (type == Type::kInt || type == Type::kLong || type == Type::kBool);
  }

  void Decide(size_t column) {
    if (column >= spec_.scanned) return DecideOperation(*makers_[column]);
    if (std::find(out_.columns.begin(), out_.columns.end(), column) == out_.columns.end())
      out_.columns.push_back(column);
  }
  void DecideOperation(size_t i) {
    if (out_.decided[i] != 0) return;
    out_.decided[i] = 1;
    if (const std::optional<size_t> text = text_of_(i)) return Decide(*text);
    for (const size_t column : reads_[i]) Decide(column);
  }
  void RunForKnown(size_t i) {
    if (out_.run_for_known[i] != 0) return;
    out_.run_for_known[i] = 1;
    for (const size_t column : reads_[i]) ComputeForKnown(column);
  }
  void ComputeForKnown(size_t column) {
    if (column >= spec_.scanned) RunForKnown(*makers_[column]);
  }

  void PlanValues(size_t aggregate) {
    const GroupingSpec::Values& values = arm_.values[aggregate];
    const bool is_condition_decided = !values.condition || CanDecide(*values.condition);
    if (values.condition) {
      if (!is_condition_decided)
        ComputeForKnown(*values.condition);
      else
        DecideCondition(*values.condition);
    }
    const bool once = is_condition_decided && IsTakenOnce(aggregate);
    out_.is_taken_once.push_back(once);
    for (const size_t column : values.columns) once ? Decide(column) : ComputeForKnown(column);
  }
  void DecideCondition(size_t column) {
    Decide(column);
    if (column >= spec_.scanned && std::find(out_.truths.begin(), out_.truths.end(), column) == out_.truths.end())
      out_.truths.push_back(column);
  }
  // Whether adding a value a second time changes nothing.
  bool IsTakenOnce(size_t aggregate) const {
    switch (spec_.aggregates[aggregate]) {
      case ScanAggregate::kMinimum:
      case ScanAggregate::kMaximum:
      case ScanAggregate::kAny:
      case ScanAggregate::kDistinct:
        break;
      default:
        return false;
    }
    if (by_ == DecidedBy::kTextsOfKeys) return false;
    const size_t column = arm_.values[aggregate].columns[0];
    return IsTextual(spec_.columns[column]) && CanDecide(column);
  }

  const GroupingSpec& spec_;
  const GroupingSpec::Arm& arm_;
  const DecidedBy by_;
  const std::function<std::optional<size_t>(size_t)>& text_of_;
  std::vector<std::optional<size_t>> makers_;  // by column: the operation that computes it
  std::vector<std::vector<size_t>> reads_;     // by operation: columns
  std::vector<uint8_t> can_decide_;            // by operation
  RowRepeats out_;
};

}  // namespace

std::optional<RowRepeats> PlanRowRepeats(const GroupingSpec& spec, size_t arm, DecidedBy by,
                                         const std::function<std::optional<size_t>(size_t)>& text_of) {
  return Planner(spec, arm, by, text_of).Plan();
}

}  // namespace quarry
