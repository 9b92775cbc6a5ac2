// Grouping by keys.
#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/arena.h"
#include "exec/direct/cells.h"
#include "exec/direct/collected.h"
#include "exec/direct/operators.h"
#include "plan/evaluator.h"

namespace quarry::direct {

namespace {

using Kind = Aggregation::Kind;

struct State {
  int64_t count = 0;
  __int128 sum = 0;
  double real_sum = 0;
  Cell best, value;
  std::unordered_set<std::string> distinct;
  std::unique_ptr<Collected> collected;
};

class AggregateOperator : public Operator {
 public:
  AggregateOperator(OperatorPtr input, const std::vector<OutputColumn>& columns, Aggregation aggregation, Run& run)
      : input_(std::move(input)),
        aggregation_(std::move(aggregation)),
        run_(run),
        batch_(BatchOf(columns)),
        evaluator_(IdsOf(columns)) {
    in_order = aggregation_.keys.empty();
  }

  bool Next(Batch& out) override {
    if (!read_) Read();
    out.rows = 0;
    Reserve(out, std::min(kBatchRows, groups_.size() - next_));
    while (!run_.stopped() && next_ < groups_.size() && out.rows < kBatchRows) {
      Group& group = groups_[next_++];
      size_t column = 0;
      for (const Cell& key : group.keys) out.columns[column++].Set(out.rows, key);
      for (size_t i = 0; i < aggregation_.calls.size(); ++i)
        out.columns[column++].Set(out.rows, Result(aggregation_.calls[i], group.states[i]));
      ++out.rows;
    }
    return out.rows > 0;
  }

 private:
  struct Group {
    std::vector<Cell> keys;
    std::vector<State> states;
  };

  void Read() {
    read_ = true;
    if (aggregation_.keys.empty()) AddGroup({});
    while (input_->Next(batch_)) {
      for (size_t row = 0; row < batch_.rows && !run_.stopped(); ++row) {
        Group& group = GroupOf(row);
        for (size_t i = 0; i < aggregation_.calls.size(); ++i) Update(aggregation_.calls[i], row, group.states[i]);
        evaluator_.Reset();
      }
    }
  }

  Group& GroupOf(size_t row) {
    if (aggregation_.keys.empty()) return groups_.front();
    std::vector<Cell> cells;
    key_.clear();
    for (const ExprPtr& key : aggregation_.keys) {
      cells.push_back(evaluator_.Evaluate(*key, batch_, row));
      AppendKey(key_, key->type, cells.back());
    }
    const auto [at, is_new] = index_.try_emplace(key_, groups_.size());
    if (!is_new) return groups_[at->second];
    for (size_t i = 0; i < cells.size(); ++i)
      if (!cells[i].null && IsTextual(aggregation_.keys[i]->type)) cells[i].text = texts_.Copy(cells[i].text);
    Kept(key_.size() + sizeof(Group) + 2 * cells.size() * sizeof(Cell) + aggregation_.calls.size() * sizeof(State));
    return AddGroup(std::move(cells));
  }

  Group& AddGroup(std::vector<Cell> keys) {
    Group& group = groups_.emplace_back();
    group.keys = std::move(keys);
    group.states.resize(aggregation_.calls.size());
    return group;
  }

  void Update(const Aggregation::Call& call, size_t row, State& state) {
    for (const ExprPtr& condition : call.conditions) {
      const Cell pass = evaluator_.Evaluate(*condition, batch_, row);
      if (pass.null || !pass.boolean) return;
    }
    if (call.kind == Kind::kCount) {
      ++state.count;
      return;
    }
    const Type type = call.value->type;
    const Cell cell = evaluator_.Evaluate(*call.value, batch_, row);
    if (cell.null) return;
    switch (call.kind) {
      case Kind::kCount:
        break;
      case Kind::kSum:
      case Kind::kMean:
        state.count += call.second ? evaluator_.Evaluate(*call.second, batch_, row).integer : 1;
        if (type == Type::kReal)
          state.real_sum += cell.real;
        else
          state.sum += cell.integer;
        break;
      case Kind::kAny:
        if (IsTextual(type) && cell.text.empty()) break;
        [[fallthrough]];
      case Kind::kMin:
      case Kind::kMax:
      case Kind::kRowOfMin:
      case Kind::kRowOfMax: {
        const bool greatest = call.kind == Kind::kMax || call.kind == Kind::kRowOfMax;
        const int order = state.best.null ? 0 : Compare(type, cell, state.best);
        if (!state.best.null && (greatest ? order <= 0 : order >= 0)) break;
        state.best = Kept(type, cell);
        if (call.second) state.value = Kept(call.second->type, evaluator_.Evaluate(*call.second, batch_, row));
        break;
      }
      case Kind::kCollected: {
        if (!state.collected) state.collected = NewCollected(*call.collects);
        const Cell values[] = {cell, call.second ? evaluator_.Evaluate(*call.second, batch_, row) : Cell::Null()};
        Kept(state.collected->Add(values));
        break;
      }
      case Kind::kDistinct: {
        std::string value;
        AppendKey(value, type, cell);
        const size_t bytes = 2 * sizeof(std::string) + value.size();
        if (state.distinct.insert(std::move(value)).second) Kept(bytes);
        break;
      }
    }
  }

  void Kept(size_t bytes) { run_.Keep(bytes); }
  Cell Kept(Type type, Cell cell) {
    if (cell.null || !IsTextual(type)) return cell;
    cell.text = texts_.Copy(cell.text);
    Kept(cell.text.size());
    return cell;
  }

  Cell Result(const Aggregation::Call& call, State& state) {
    switch (call.kind) {
      case Kind::kCount:
        return Cell::Integer(state.count);
      case Kind::kSum:
        if (state.count == 0 && call.none_is_null) return Cell::Null();
        if (call.type == Type::kReal) return Cell::Real(state.real_sum);
        if (state.sum < INT64_MIN || state.sum > INT64_MAX) run_.too_much = true;
        return Cell::Integer(static_cast<int64_t>(state.sum));
      case Kind::kDistinct:
        return Cell::Integer(static_cast<int64_t>(state.distinct.size()));
      case Kind::kMean: {
        if (state.count == 0)
          return call.none_is_null ? Cell::Null() : Cell::Real(std::numeric_limits<double>::quiet_NaN());
        const double sum = call.value->type == Type::kReal ? state.real_sum : static_cast<double>(state.sum);
        return Cell::Real(sum / static_cast<double>(state.count));
      }
      case Kind::kCollected: {
        if (!state.collected) state.collected = NewCollected(*call.collects);
        const Value result = state.collected->Result();
        return Kept(call.type, result.cell());
      }
      case Kind::kRowOfMin:
      case Kind::kRowOfMax:
        return state.value.null && !call.empty_is_null ? Cell::Text({}) : state.value;
      case Kind::kMin:
      case Kind::kMax:
      case Kind::kAny:
        break;
    }
    return state.best.null && !call.empty_is_null ? Cell::Text({}) : state.best;
  }

  OperatorPtr input_;
  const Aggregation aggregation_;
  Run& run_;
  Batch batch_;
  Evaluator evaluator_;
  Arena texts_;
  std::vector<Group> groups_;
  std::unordered_map<std::string, size_t> index_;
  std::string key_;
  bool read_ = false;
  size_t next_ = 0;
};

}  // namespace

OperatorPtr NewAggregate(OperatorPtr input, const std::vector<OutputColumn>& columns, Aggregation aggregation,
                         Run& run) {
  return std::make_unique<AggregateOperator>(std::move(input), columns, std::move(aggregation), run);
}

}  // namespace quarry::direct
