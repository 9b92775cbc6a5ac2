// Joins by keys: the right side is kept by its keys, the left side streams past it.
#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "exec/direct/cells.h"
#include "plan/evaluator.h"

namespace quarry::direct {

namespace {

constexpr uint32_t kNone = UINT32_MAX;

// The right rows of each key. A key with a null part matches nothing.
class RowsByKey {
 public:
  // `exprs`: over the rows of `batch`. False: a part is null.
  static bool KeyOf(const std::vector<const Expr*>& exprs, Evaluator& evaluator, const Batch& batch, size_t row,
                    std::string& key) {
    key.clear();
    for (const Expr* expr : exprs) {
      const Cell cell = evaluator.Evaluate(*expr, batch, row);
      if (cell.null) return false;
      AppendKey(key, expr->type, cell);
    }
    return true;
  }
  void Add(const std::string& key, uint32_t row) {
    next_.resize(row + 1, kNone);
    const auto [at, is_new] = last_.try_emplace(key, Chain{row, row});
    if (is_new) return;
    next_[at->second.last] = row;
    at->second.last = row;
  }
  uint32_t First(const std::string& key) const {
    const auto at = last_.find(key);
    return at == last_.end() ? kNone : at->second.first;
  }
  uint32_t Next(uint32_t row) const { return next_[row]; }

 private:
  struct Chain {
    uint32_t first, last;
  };
  std::unordered_map<std::string, Chain> last_;
  std::vector<uint32_t> next_;  // by row
};

// What joins have in common: their inputs, the rows of the right one, which are kept, and the keys of both.
class JoiningOperator : public Operator {
 public:
  JoiningOperator(OperatorPtr left, OperatorPtr right, RelPtr node, Run& run)
      : left_(std::move(left)),
        right_(std::move(right)),
        node_(std::move(node)),
        run_(run),
        left_rows_(BatchOf(node_->inputs[0]->output)),
        kept_(node_->inputs[1]->output.size()),
        left_keys_(IdsOf(node_->inputs[0]->output)) {
    for (const JoinKey& key : node_->join_keys) {
      left_exprs_.push_back(key.left.get());
      right_exprs_.push_back(key.right.get());
    }
  }

 protected:
  // Keeps the right rows and calls `add(evaluator, batch, row, kept_row, key)` for those whose keys are not null.
  // Besides its keys, `cells` cells of a row are counted as kept.
  template <typename AddRow>
  void ReadRight(size_t cells, const AddRow& add) {
    Batch batch = BatchOf(node_->inputs[1]->output);
    Evaluator evaluator(IdsOf(node_->inputs[1]->output));
    std::string key;
    while (!run_.stopped() && right_->Next(batch)) {
      const auto first = static_cast<uint32_t>(kept_.size());
      if (!kept_.Add(batch, run_)) return;
      for (uint32_t row = 0; row < batch.rows; ++row)
        if (RowsByKey::KeyOf(right_exprs_, evaluator, batch, row, key)) add(evaluator, batch, row, first + row, key);
      evaluator.Reset();
      // The keys stand in memory too.
      if (!run_.Keep(batch.rows * (cells + right_exprs_.size()) * sizeof(Cell))) return;
    }
  }

  OperatorPtr left_, right_;
  RelPtr node_;
  Run& run_;
  Batch left_rows_;
  KeptRows kept_;
  Evaluator left_keys_;
  std::vector<const Expr*> left_exprs_, right_exprs_;
  std::string key_;
  bool read_ = false;
};

class JoinOperator final : public JoiningOperator {
 public:
  JoinOperator(OperatorPtr left, OperatorPtr right, RelPtr node, Run& run)
      : JoiningOperator(std::move(left), std::move(right), std::move(node), run) {
    if (!node_->residual) return;
    std::vector<OutputColumn> columns = node_->inputs[0]->output;
    columns.insert(columns.end(), node_->inputs[1]->output.begin(), node_->inputs[1]->output.end());
    both_ = BatchOf(columns);
    residual_.emplace(IdsOf(columns));
  }

  bool Next(Batch& out) override {
    out.rows = 0;
    if (!read_) Read();
    while (!run_.stopped()) {
      if (next_pair_ < pairs_.size()) {
        Emit(out);
        return true;
      }
      pairs_.clear();
      next_pair_ = 0;
      if (!left_done_)
        FindPairs();
      else if (!rest_done_)
        AddRest();
      else
        return false;
    }
    return false;
  }

 private:
  struct Pair {
    uint32_t left, right;  // of left_rows_ and kept_; kNone: nulls
  };

  // What one match is enough for.
  bool IsSemi() const {
    return node_->join == JoinKind::kLeftSemi || node_->join == JoinKind::kLeftAnti ||
           node_->join == JoinKind::kRightSemi || node_->join == JoinKind::kRightAnti;
  }
  bool KeepsLeft() const { return node_->join == JoinKind::kLeft || node_->join == JoinKind::kFull; }
  bool KeepsRight() const { return node_->join == JoinKind::kRight || node_->join == JoinKind::kFull; }

  void Read() {
    read_ = true;
    ReadRight(1, [&](Evaluator&, const Batch&, uint32_t, uint32_t kept_row, const std::string& key) {
      by_key_.Add(key, kept_row);
    });
    right_matched_.assign(kept_.size(), false);
  }

  // The next pairs, or those of the left rows that have found no partner.
  void FindPairs() {
    if (left_row_ == left_rows_.rows && candidate_ == kNone) {
      left_keys_.Reset();
      left_row_ = 0;
      if (!left_->Next(left_rows_)) {
        left_rows_.rows = 0;
        left_done_ = true;
        return;
      }
      left_matched_.assign(left_rows_.rows, false);
      Candidate();
    }
    while (left_row_ < left_rows_.rows && pairs_.size() < kBatchRows) {
      if (candidate_ == kNone) {
        ++left_row_;
        if (left_row_ < left_rows_.rows) Candidate();
        continue;
      }
      pairs_.push_back({static_cast<uint32_t>(left_row_), candidate_});
      candidate_ = by_key_.Next(candidate_);
    }
    if (residual_) Check();
    for (const Pair& pair : pairs_) {
      left_matched_[pair.left] = true;
      right_matched_[pair.right] = true;
    }
    if (IsSemi()) pairs_.clear();
    if (left_row_ < left_rows_.rows) return;
    const bool wanted = node_->join == JoinKind::kLeftSemi;
    if (!KeepsLeft() && !wanted && node_->join != JoinKind::kLeftAnti) return;
    for (uint32_t row = 0; row < left_rows_.rows; ++row)
      if (left_matched_[row] == wanted) pairs_.push_back({row, kNone});
  }

  void Candidate() {
    const bool has_key = RowsByKey::KeyOf(left_exprs_, left_keys_, left_rows_, left_row_, key_);
    candidate_ = has_key ? by_key_.First(key_) : kNone;
  }

  // Leaves only pairs for which the further condition is true.
  void Check() {
    Reserve(both_, pairs_.size());
    const size_t width = left_rows_.columns.size();
    std::vector<uint32_t> rows(pairs_.size());
    for (uint32_t i = 0; i < pairs_.size(); ++i) {
      rows[i] = i;
      for (size_t c = 0; c < both_.columns.size(); ++c)
        both_.columns[c].Set(
            i, c < width ? left_rows_.columns[c].Get(pairs_[i].left) : kept_.Row(pairs_[i].right)[c - width]);
    }
    both_.rows = pairs_.size();
    residual_->Filter(*node_->residual, both_, rows);
    for (size_t i = 0; i < rows.size(); ++i) pairs_[i] = pairs_[rows[i]];
    pairs_.resize(rows.size());
  }

  // Right rows that wait for the end.
  void AddRest() {
    rest_done_ = true;
    const bool wanted = node_->join == JoinKind::kRightSemi;
    if (!KeepsRight() && !wanted && node_->join != JoinKind::kRightAnti) return;
    for (uint32_t row = 0; row < kept_.size(); ++row)
      if (right_matched_[row] == wanted) pairs_.push_back({kNone, row});
  }

  void Emit(Batch& out) {
    if (run_.options.cancelled != nullptr && *run_.options.cancelled) run_.error = Error{"cancelled"};
    const size_t count = std::min(kBatchRows, pairs_.size() - next_pair_);
    Reserve(out, count);
    const bool only_right = node_->join == JoinKind::kRightSemi || node_->join == JoinKind::kRightAnti;
    const size_t width = only_right ? 0 : left_rows_.columns.size();
    for (size_t c = 0; c < out.columns.size(); ++c) {
      for (size_t row = 0; row < count; ++row) {
        const Pair& pair = pairs_[next_pair_ + row];
        Cell cell;
        if (c < width && pair.left != kNone) cell = left_rows_.columns[c].Get(pair.left);
        if (c >= width && pair.right != kNone) cell = kept_.Row(pair.right)[c - width];
        out.columns[c].Set(row, cell);
      }
    }
    out.rows = count;
    next_pair_ += count;
  }

  RowsByKey by_key_;
  Batch both_;
  std::optional<Evaluator> residual_;
  std::vector<bool> left_matched_, right_matched_;
  std::vector<Pair> pairs_;
  size_t next_pair_ = 0;
  size_t left_row_ = 0;
  uint32_t candidate_ = kNone;
  bool left_done_ = false, rest_done_ = false;
};

// Each left row with the newest right row of its keys that is not newer than the left time plus a tolerance; one that
// is too old is none.
class AsofJoinOperator final : public JoiningOperator {
 public:
  using JoiningOperator::JoiningOperator;

  bool Next(Batch& out) override {
    out.rows = 0;
    if (!read_) Read();
    left_keys_.Reset();
    if (run_.stopped() || !left_->Next(left_rows_)) return false;
    Reserve(out, left_rows_.rows);
    const size_t width = left_rows_.columns.size();
    for (size_t row = 0; row < left_rows_.rows; ++row) {
      for (size_t c = 0; c < width; ++c) out.columns[c].Set(row, left_rows_.columns[c].Get(row));
      const Partner* partner = PartnerOf(row);
      for (size_t c = width; c < out.columns.size(); ++c)
        out.columns[c].Set(row, partner ? kept_.Row(partner->row)[c - width] : Cell::Null());
    }
    out.rows = left_rows_.rows;
    return true;
  }

 private:
  struct Partner {
    int64_t time;
    uint32_t row;
  };

  void Read() {
    read_ = true;
    ReadRight(2,
              [&](Evaluator& evaluator, const Batch& batch, uint32_t row, uint32_t kept_row, const std::string& key) {
                const Cell time = evaluator.Evaluate(*node_->right_time, batch, row);
                if (!time.null) by_key_[key].push_back({time.integer, kept_row});
              });
    for (auto& [of_key, partners] : by_key_)
      std::sort(partners.begin(), partners.end(), [this](const Partner& a, const Partner& b) { return Before(a, b); });
  }

  // By time; of equal times the least row by its columns stands last, where the search finds it.
  bool Before(const Partner& a, const Partner& b) const {
    if (a.time != b.time) return a.time < b.time;
    const Cell *x = kept_.Row(a.row), *y = kept_.Row(b.row);
    for (size_t c = 0; c < node_->inputs[1]->output.size(); ++c) {
      if (x[c].null != y[c].null) return x[c].null;
      if (x[c].null) continue;
      const int order = Compare(node_->inputs[1]->output[c].type, x[c], y[c]);
      if (order != 0) return order > 0;
    }
    return false;
  }

  const Partner* PartnerOf(size_t row) {
    const Cell time = left_keys_.Evaluate(*node_->left_time, left_rows_, row);
    if (time.null || !RowsByKey::KeyOf(left_exprs_, left_keys_, left_rows_, row, key_)) return nullptr;
    const auto at = by_key_.find(key_);
    if (at == by_key_.end()) return nullptr;
    const __int128 latest = static_cast<__int128>(time.integer) + node_->tolerance;
    const auto after = std::partition_point(at->second.begin(), at->second.end(),
                                            [&](const Partner& partner) { return partner.time <= latest; });
    if (after == at->second.begin()) return nullptr;
    const Partner& newest = *std::prev(after);
    return newest.time >= static_cast<__int128>(time.integer) - node_->max_age ? &newest : nullptr;
  }

  std::unordered_map<std::string, std::vector<Partner>> by_key_;
};

}  // namespace

OperatorPtr NewJoin(OperatorPtr left, OperatorPtr right, RelPtr node, Run& run) {
  if (node->kind == Rel::Kind::kAsofJoin)
    return std::make_unique<AsofJoinOperator>(std::move(left), std::move(right), std::move(node), run);
  return std::make_unique<JoinOperator>(std::move(left), std::move(right), std::move(node), run);
}

}  // namespace quarry::direct
