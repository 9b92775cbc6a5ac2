// Grouping by keys, with the aggregates that need no more than a number or a value a group.
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/arena.h"
#include "exec/direct/operators.h"
#include "plan/evaluator.h"

namespace quarry::direct {

namespace {

using Kind = Aggregation::Kind;

void AppendKey(std::string& key, Type type, const Cell& cell) {
  key.push_back(cell.null ? 0 : 1);
  if (cell.null) return;
  if (IsTextual(type)) {
    const size_t size = cell.text.size();
    key.append(reinterpret_cast<const char*>(&size), sizeof size);
    key.append(cell.text);
  } else {
    const int64_t value = type == Type::kBool ? cell.boolean : cell.integer;
    key.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
}

bool Less(Type type, const Cell& a, const Cell& b) {
  if (IsTextual(type)) return a.text < b.text;
  if (type == Type::kBool) return !a.boolean && b.boolean;
  return a.integer < b.integer;
}

struct State {
  int64_t count = 0;
  __int128 sum = 0;
  Cell best;
  std::unordered_set<std::string> distinct;
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
    while (!run_.stopped() && next_ < groups_.size() && out.rows < kBatchRows) {
      const Group& group = groups_[next_++];
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
    if (aggregation_.keys.empty()) groups_.push_back({{}, std::vector<State>(aggregation_.calls.size())});
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
    groups_.push_back({std::move(cells), std::vector<State>(aggregation_.calls.size())});
    return groups_.back();
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
        state.sum += cell.integer;
        break;
      case Kind::kMin:
      case Kind::kMax: {
        const bool better =
            state.best.null || (call.kind == Kind::kMin ? Less(type, cell, state.best) : Less(type, state.best, cell));
        if (!better) break;
        state.best = cell;
        if (!IsTextual(type)) break;
        state.best.text = texts_.Copy(cell.text);
        Kept(cell.text.size());
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

  Cell Result(const Aggregation::Call& call, const State& state) {
    switch (call.kind) {
      case Kind::kCount:
        return Cell::Integer(state.count);
      case Kind::kSum:
        if (state.sum < INT64_MIN || state.sum > INT64_MAX) run_.too_much = true;
        return Cell::Integer(static_cast<int64_t>(state.sum));
      case Kind::kDistinct:
        return Cell::Integer(static_cast<int64_t>(state.distinct.size()));
      case Kind::kMin:
      case Kind::kMax:
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
