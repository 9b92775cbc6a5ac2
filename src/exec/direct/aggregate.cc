// Grouping by keys, with the aggregates that need no more than a number or a value a group.
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/arena.h"
#include "exec/direct/operators.h"
#include "plan/evaluator.h"

namespace quarry::direct {

namespace {

enum class Kind : uint8_t { kCount, kCountIf, kSum, kMin, kMax, kDistinct };

std::optional<Kind> KindOf(const AggregateCall& call) {
  const std::string_view name = call.function->name;
  const std::optional<Type> type = call.args.empty() ? std::nullopt : std::optional(call.args[0]->type);
  if (name == "count" && !type) return Kind::kCount;
  // Sums of reals depend on the order of the rows; zeros have two signs.
  if (!type || *type == Type::kReal) return std::nullopt;
  if (name == "countif") return Kind::kCountIf;
  if (name == "sum" && (IsInteger(*type) || *type == Type::kTimeSpan)) return Kind::kSum;
  if (name == "min") return Kind::kMin;
  if (name == "max") return Kind::kMax;
  if (name == "dcount") return Kind::kDistinct;
  return std::nullopt;
}

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
  AggregateOperator(OperatorPtr input, RelPtr node, Run& run)
      : input_(std::move(input)),
        node_(std::move(node)),
        run_(run),
        batch_(BatchOf(node_->inputs[0]->output)),
        evaluator_(IdsOf(node_->inputs[0]->output)) {
    for (const AggregateCall& call : node_->aggregates) kinds_.push_back(*KindOf(call));
    in_order = node_->keys.empty();
  }

  bool Next(Batch& out) override {
    if (!read_) Read();
    out.rows = 0;
    while (!run_.stopped() && next_ < groups_.size() && out.rows < kBatchRows) {
      const Group& group = groups_[next_++];
      size_t column = 0;
      for (const Cell& key : group.keys) out.columns[column++].Set(out.rows, key);
      for (size_t i = 0; i < kinds_.size(); ++i) out.columns[column++].Set(out.rows, Result(i, group.states[i]));
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
    if (node_->keys.empty()) groups_.push_back({{}, std::vector<State>(kinds_.size())});
    while (input_->Next(batch_)) {
      for (size_t row = 0; row < batch_.rows && !run_.stopped(); ++row) {
        Group& group = GroupOf(row);
        for (size_t i = 0; i < kinds_.size(); ++i) Update(i, row, group.states[i]);
        evaluator_.Reset();
      }
    }
  }

  Group& GroupOf(size_t row) {
    if (node_->keys.empty()) return groups_.front();
    std::vector<Cell> cells;
    key_.clear();
    for (const NamedExpr& key : node_->keys) {
      cells.push_back(evaluator_.Evaluate(*key.expr, batch_, row));
      AppendKey(key_, key.expr->type, cells.back());
    }
    const auto [at, is_new] = index_.try_emplace(key_, groups_.size());
    if (!is_new) return groups_[at->second];
    for (size_t i = 0; i < cells.size(); ++i)
      if (!cells[i].null && IsTextual(node_->keys[i].expr->type)) cells[i].text = texts_.Copy(cells[i].text);
    Kept(2 * cells.size() + 4 * kinds_.size());
    groups_.push_back({std::move(cells), std::vector<State>(kinds_.size())});
    return groups_.back();
  }

  void Update(size_t i, size_t row, State& state) {
    const AggregateCall& call = node_->aggregates[i];
    if (call.filter) {
      const Cell pass = evaluator_.Evaluate(*call.filter, batch_, row);
      if (pass.null || !pass.boolean) return;
    }
    if (kinds_[i] == Kind::kCount) {
      ++state.count;
      return;
    }
    const Type type = call.args[0]->type;
    const Cell cell = evaluator_.Evaluate(*call.args[0], batch_, row);
    if (cell.null) return;
    switch (kinds_[i]) {
      case Kind::kCount:
        break;
      case Kind::kCountIf:
        state.count += cell.boolean ? 1 : 0;
        break;
      case Kind::kSum:
        state.sum += cell.integer;
        break;
      case Kind::kMin:
      case Kind::kMax: {
        const bool better =
            state.best.null || (kinds_[i] == Kind::kMin ? Less(type, cell, state.best) : Less(type, state.best, cell));
        if (!better) break;
        state.best = cell;
        if (IsTextual(type)) state.best.text = texts_.Copy(cell.text);
        Kept(0);
        break;
      }
      case Kind::kDistinct: {
        std::string value;
        AppendKey(value, type, cell);
        const size_t cells = 2 + value.size() / sizeof(Cell);
        if (state.distinct.insert(std::move(value)).second) Kept(cells);
        break;
      }
    }
  }

  void Kept(size_t cells) { run_.Keep(cells, texts_.allocated_bytes()); }

  Cell Result(size_t i, const State& state) {
    const AggregateCall& call = node_->aggregates[i];
    switch (kinds_[i]) {
      case Kind::kCount:
      case Kind::kCountIf:
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
    if (state.best.null && call.type == Type::kString && !call.function->nullable_string) return Cell::Text({});
    return state.best;
  }

  OperatorPtr input_;
  RelPtr node_;
  Run& run_;
  Batch batch_;
  Evaluator evaluator_;
  std::vector<Kind> kinds_;
  Arena texts_;
  std::vector<Group> groups_;
  std::unordered_map<std::string, size_t> index_;
  std::string key_;
  bool read_ = false;
  size_t next_ = 0;
};

}  // namespace

bool HasDirectForm(const AggregateCall& call) {
  return KindOf(call).has_value();
}

OperatorPtr NewAggregate(OperatorPtr input, RelPtr node, Run& run) {
  return std::make_unique<AggregateOperator>(std::move(input), std::move(node), run);
}

}  // namespace quarry::direct
