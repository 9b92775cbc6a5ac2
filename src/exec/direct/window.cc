// Windows: the number of a row, and values of rows before and behind it.
#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "exec/direct/cells.h"
#include "plan/evaluator.h"

namespace quarry::direct {

namespace {

enum class Kind : uint8_t { kNumber, kBefore, kBehind };

std::optional<Kind> KindOf(const WindowCall& call) {
  const std::string_view name = call.function->name;
  const auto is_number = [&](size_t i) {
    return call.args.size() <= i || (call.args[i]->is_literal() && !call.args[i]->literal.is_null());
  };
  if (name == "cql_row_number" || (name == "row_number" && is_number(0))) return Kind::kNumber;
  if ((name == "prev" || name == "cql_row_before") && is_number(1)) return Kind::kBefore;
  if ((name == "next" || name == "cql_row_after") && is_number(1)) return Kind::kBehind;
  return std::nullopt;
}

class WindowOperator : public Operator {
 public:
  WindowOperator(OperatorPtr input, RelPtr node, Run& run)
      : input_(std::move(input)),
        node_(std::move(node)),
        run_(run),
        rows_(node_->inputs[0]->output.size()),
        rows_in_order_(node_->window_order.empty()) {
    for (const WindowCall& call : node_->windows) kinds_.push_back(*KindOf(call));
  }

  bool Next(Batch& out) override {
    if (!read_) Read();
    out.rows = 0;
    if (run_.stopped()) return false;
    rows_.Give(next_, out);
    const size_t width = node_->inputs[0]->output.size();
    for (size_t row = 0; row < out.rows; ++row)
      for (size_t i = 0; i < kinds_.size(); ++i)
        out.columns[width + i].Set(row, results_[(next_ + row) * kinds_.size() + i]);
    next_ += out.rows;
    return out.rows > 0;
  }

 private:
  // What is computed of a row before its neighbours are known: sort keys, then the calls' values and defaults.
  void Read() {
    read_ = true;
    Batch batch = BatchOf(node_->inputs[0]->output);
    Evaluator evaluator(IdsOf(node_->inputs[0]->output));
    std::unordered_map<std::string, std::vector<uint32_t>> partitions;
    std::vector<std::vector<uint32_t>*> in_turn;
    std::string key;
    while (!run_.stopped() && input_->Next(batch)) {
      const auto first = static_cast<uint32_t>(rows_.size());
      if (!rows_.Add(batch, run_)) return;
      for (uint32_t row = 0; row < batch.rows; ++row) {
        key.clear();
        for (const ExprPtr& expr : node_->partition_by)
          AppendKey(key, expr->type, evaluator.Evaluate(*expr, batch, row));
        const auto [at, is_new] = partitions.try_emplace(key);
        if (is_new) in_turn.push_back(&at->second);
        at->second.push_back(first + row);
        for (const SortKey& sort_key : node_->window_order)
          keys_.push_back(Kept(sort_key.expr->type, evaluator.Evaluate(*sort_key.expr, batch, row)));
        for (size_t i = 0; i < kinds_.size(); ++i) {
          values_.push_back(Argument(i, 0, evaluator, batch, row));
          defaults_.push_back(Argument(i, 2, evaluator, batch, row));
        }
      }
      evaluator.Reset();
      const size_t texts = texts_.allocated_bytes() - counted_texts_;
      counted_texts_ += texts;
      if (!run_.Keep(batch.rows * (1 + node_->window_order.size() + 3 * kinds_.size()) * sizeof(Cell) + texts)) return;
    }
    results_.resize(rows_.size() * kinds_.size());
    // Rows that owe no order stand in that of their content.
    const bool as_they_come = rows_in_order_ && (input_->sorted || input_->in_order);
    for (std::vector<uint32_t>* rows : in_turn) {
      if (!as_they_come)
        std::stable_sort(rows->begin(), rows->end(), [this](uint32_t a, uint32_t b) { return Before(a, b); });
      for (size_t place = 0; place < rows->size(); ++place)
        for (size_t i = 0; i < kinds_.size(); ++i)
          results_[(*rows)[place] * kinds_.size() + i] = ResultOf(i, *rows, place);
    }
  }

  Cell Argument(size_t i, size_t argument, Evaluator& evaluator, const Batch& batch, size_t row) {
    const WindowCall& call = node_->windows[i];
    if (kinds_[i] == Kind::kNumber || call.args.size() <= argument) return Cell::Null();
    const Expr& expr = *call.args[argument];
    return Kept(expr.type, evaluator.Evaluate(expr, batch, row));
  }
  Cell Kept(Type type, Cell cell) {
    if (!cell.null && IsTextual(type)) cell.text = texts_.Copy(cell.text);
    return cell;
  }

  // By the window's order, then by all columns.
  bool Before(uint32_t a, uint32_t b) const {
    const size_t width = node_->window_order.size();
    for (size_t k = 0; k < width; ++k) {
      const SortKey& key = node_->window_order[k];
      const int order =
          Order(key.expr->type, keys_[a * width + k], keys_[b * width + k], key.descending, key.nulls_first);
      if (order != 0) return order < 0;
    }
    const std::vector<OutputColumn>& columns = node_->inputs[0]->output;
    for (size_t c = 0; c < columns.size(); ++c) {
      const int order = Order(columns[c].type, rows_.Row(a)[c], rows_.Row(b)[c], false, false);
      if (order != 0) return order < 0;
    }
    return false;
  }
  static int Order(Type type, const Cell& a, const Cell& b, bool descending, bool nulls_first) {
    if (a.null || b.null) return a.null == b.null ? 0 : a.null == nulls_first ? -1 : 1;
    const int order = Compare(type, a, b);
    return descending ? -order : order;
  }

  Cell ResultOf(size_t i, const std::vector<uint32_t>& rows, size_t place) {
    const WindowCall& call = node_->windows[i];
    if (kinds_[i] == Kind::kNumber) {
      const int64_t first = call.args.empty() ? 1 : call.args[0]->literal.integer();
      return Cell::Integer(first + static_cast<int64_t>(place));
    }
    const int64_t distance = call.args.size() > 1 ? call.args[1]->literal.integer() : 1;
    const __int128 other =
        kinds_[i] == Kind::kBefore ? static_cast<__int128>(place) - distance : static_cast<__int128>(place) + distance;
    const bool there = other >= 0 && other < static_cast<__int128>(rows.size());
    const size_t row = there ? rows[static_cast<size_t>(other)] : rows[place];
    const Cell cell = (there ? values_ : defaults_)[row * kinds_.size() + i];
    if (cell.null && call.type == Type::kString && !call.function->nullable_string) return Cell::Text({});
    return cell;
  }

  OperatorPtr input_;
  RelPtr node_;
  Run& run_;
  KeptRows rows_;
  const bool rows_in_order_;                       // the window has no order of its own
  std::vector<Kind> kinds_;                        // by call
  std::vector<Cell> keys_;                         // by row and sort key
  std::vector<Cell> values_, defaults_, results_;  // by row and call
  Arena texts_;
  size_t counted_texts_ = 0;  // bytes
  bool read_ = false;
  size_t next_ = 0;
};

}  // namespace

bool CanWindow(const Rel& node) {
  return std::all_of(node.windows.begin(), node.windows.end(),
                     [](const WindowCall& call) { return KindOf(call).has_value(); });
}

OperatorPtr NewWindow(OperatorPtr input, RelPtr node, Run& run) {
  // The place in the input is no order that a window over another one leaves.
  const bool sorted = input->sorted, in_order = input->in_order && node->window_order.empty();
  OperatorPtr window = std::make_unique<WindowOperator>(std::move(input), std::move(node), run);
  window->sorted = sorted;
  window->in_order = in_order;
  return window;
}

}  // namespace quarry::direct
