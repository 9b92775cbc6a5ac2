// Filters, projections, limits and unions of direct execution, and Build, which puts all operators together.
#include "exec/direct/operators.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "exec/direct/cells.h"
#include "exec/direct/forms.h"
#include "exec/direct/subqueries.h"
#include "plan/evaluator.h"

namespace quarry::direct {

namespace {

constexpr size_t kMostBytesKept = 64u << 20;

class ValuesOperator : public Operator {
 public:
  explicit ValuesOperator(RelPtr node) : node_(std::move(node)) { in_order = true; }
  bool Next(Batch& out) override {
    out.rows = std::min(kBatchRows, node_->rows.size() - next_);
    Reserve(out, out.rows);
    for (size_t c = 0; c < out.columns.size(); ++c)
      for (size_t row = 0; row < out.rows; ++row) out.columns[c].Set(row, node_->rows[next_ + row][c].cell());
    next_ += out.rows;
    return out.rows > 0;
  }

 private:
  RelPtr node_;
  size_t next_ = 0;
};

class FilterOperator : public Operator {
 public:
  FilterOperator(OperatorPtr input, RelPtr node)
      : input_(std::move(input)), node_(std::move(node)), filter_(*node_->predicate, IdsOf(node_->output)) {}
  bool Next(Batch& out) override {
    while (input_->Next(out)) {
      filter_.Apply(out);
      if (out.rows > 0) return true;
    }
    return false;
  }

 private:
  OperatorPtr input_;
  RelPtr node_;
  RowFilter filter_;
};

class ProjectOperator : public Operator {
 public:
  ProjectOperator(OperatorPtr input, RelPtr node)
      : input_(std::move(input)),
        node_(std::move(node)),
        rows_(BatchOf(node_->inputs[0]->output)),
        evaluator_(IdsOf(node_->inputs[0]->output)) {}
  bool Next(Batch& out) override {
    evaluator_.Reset();
    out.rows = 0;
    if (!input_->Next(rows_)) return false;
    Reserve(out, rows_.rows);
    for (size_t c = 0; c < out.columns.size(); ++c) {
      const Expr& expr = *node_->projections[c].expr;
      for (size_t row = 0; row < rows_.rows; ++row) out.columns[c].Set(row, evaluator_.Evaluate(expr, rows_, row));
    }
    out.rows = rows_.rows;
    return true;
  }

 private:
  OperatorPtr input_;
  RelPtr node_;
  Batch rows_;
  Evaluator evaluator_;
};

class LimitOperator : public Operator {
 public:
  LimitOperator(OperatorPtr input, uint64_t limit, uint64_t offset)
      : input_(std::move(input)), left_(limit), skip_(offset) {}
  bool Next(Batch& out) override {
    out.rows = 0;
    while (left_ > 0 && input_->Next(out)) {
      if (skip_ >= out.rows) {
        skip_ -= out.rows;
        continue;
      }
      std::vector<uint32_t> rows;
      for (size_t row = skip_; row < out.rows && left_ > 0; ++row, --left_) rows.push_back(static_cast<uint32_t>(row));
      skip_ = 0;
      KeepRows(out, rows);
      return true;
    }
    out.rows = 0;
    return false;
  }

 private:
  OperatorPtr input_;
  uint64_t left_, skip_;
};

class UnionOperator : public Operator {
 public:
  UnionOperator(std::vector<OperatorPtr> inputs, RelPtr node) : inputs_(std::move(inputs)), node_(std::move(node)) {
    for (size_t i = 0; i < inputs_.size(); ++i) {
      const std::vector<OutputColumn>& columns = node_->inputs[i]->output;
      batches_.push_back(BatchOf(columns));
      std::vector<size_t>& from = from_.emplace_back();
      for (const ColumnId id : node_->union_columns[i])
        from.push_back(static_cast<size_t>(
            std::find_if(columns.begin(), columns.end(), [&](const OutputColumn& column) { return column.id == id; }) -
            columns.begin()));
    }
  }
  bool Next(Batch& out) override {
    out.rows = 0;
    for (; at_ < inputs_.size(); ++at_) {
      Batch& rows = batches_[at_];
      if (!inputs_[at_]->Next(rows)) continue;
      Reserve(out, rows.rows);
      for (size_t c = 0; c < out.columns.size(); ++c)
        for (size_t row = 0; row < rows.rows; ++row) out.columns[c].Set(row, rows.columns[from_[at_][c]].Get(row));
      out.rows = rows.rows;
      return true;
    }
    return false;
  }

 private:
  std::vector<OperatorPtr> inputs_;
  RelPtr node_;
  std::vector<Batch> batches_;
  std::vector<std::vector<size_t>> from_;  // [input][output column]
  size_t at_ = 0;
};

class Builder {
 public:
  Builder(const RelPtr& plan, Run& run) : run_(run), uses_(CountUses(*plan)) {
    for (const auto& [node, uses] : uses_) for_little_ |= IsOnlyForLittle(*node, uses);
  }

  // `cut`: a limit above takes the rows as they come.
  OperatorPtr Make(const RelPtr& node, bool cut) {
    if (uses_.at(node.get()) < 2 || node->kind == Rel::Kind::kValues) return MakeNode(node, cut);
    if (!shared_.contains(node.get())) {
      OperatorPtr source = MakeNode(node, false);  // adds to the map itself
      shared_.emplace(node.get(), Share(std::move(source), node));
    }
    return NewReader(shared_.at(node.get()), run_);
  }

  // Rows that owe no order are ordered by all columns; those behind the first `limit` are not needed.
  OperatorPtr Ordered(OperatorPtr input, const Rel& node, uint64_t limit = kNoLimit) {
    if (input->sorted || input->in_order) return input;
    std::vector<SortKey> keys;
    for (const OutputColumn& column : node.output) keys.push_back({MakeColumn(column.id, column.type), false, false});
    return NewSort(std::move(input), node, std::move(keys), limit, run_);
  }

 private:
  OperatorPtr MakeNode(const RelPtr& unresolved, bool cut) {
    const RelPtr node =
        ResolveSubqueries(unresolved, [this](const RelPtr& relation, size_t most) { return ValuesOf(relation, most); });
    switch (node->kind) {
      case Rel::Kind::kScan: {
        const bool in_order = run_.live || (cut && node->scan_predicate == nullptr);
        // One thread, where something above depends on the order of the rows.
        OperatorPtr scan = NewScan(node, in_order || for_little_, run_);
        scan->in_order = in_order;
        return scan;
      }
      case Rel::Kind::kValues:
        return std::make_unique<ValuesOperator>(node);
      case Rel::Kind::kFilter:
        return AsBelow(Make(node->inputs[0], false),
                       [&](OperatorPtr input) { return std::make_unique<FilterOperator>(std::move(input), node); });
      case Rel::Kind::kProject:
        return AsBelow(Make(node->inputs[0], cut),
                       [&](OperatorPtr input) { return std::make_unique<ProjectOperator>(std::move(input), node); });
      case Rel::Kind::kLimit: {
        OperatorPtr cut_rows = Ordered(Make(node->inputs[0], true), *node->inputs[0], *node->limit + node->offset);
        return AsBelow(std::move(cut_rows), [&](OperatorPtr input) {
          return std::make_unique<LimitOperator>(std::move(input), *node->limit, node->offset);
        });
      }
      case Rel::Kind::kSort: {
        return NewSort(Make(node->inputs[0], false), *node->inputs[0], KeysOf(*node), node->limit.value_or(kNoLimit),
                       run_);
      }
      case Rel::Kind::kAggregate:
        return MakeAggregate(node);
      case Rel::Kind::kJoin:
      case Rel::Kind::kAsofJoin: {
        OperatorPtr left = Make(node->inputs[0], false);
        return NewJoin(std::move(left), Make(node->inputs[1], false), node, run_);
      }
      case Rel::Kind::kWindow:
        return NewWindow(Make(node->inputs[0], false), node, run_);
      case Rel::Kind::kUnnest:
        return AsBelow(Make(node->inputs[0], cut),
                       [&](OperatorPtr input) { return NewUnnest(std::move(input), node); });
      case Rel::Kind::kUnion: {
        std::vector<OperatorPtr> inputs;
        for (const RelPtr& input : node->inputs) inputs.push_back(Make(input, false));
        return std::make_unique<UnionOperator>(std::move(inputs), node);
      }
      default:
        QUARRY_CHECK(false);
        return nullptr;
    }
  }

  // `make` gives an operator over `input` that keeps the order of its rows.
  template <typename MakeOperator>
  static OperatorPtr AsBelow(OperatorPtr input, const MakeOperator& make) {
    const bool sorted = input->sorted, in_order = input->in_order;
    OperatorPtr made = make(std::move(input));
    made->sorted = sorted;
    made->in_order = in_order;
    return made;
  }

  OperatorPtr MakeAggregate(const RelPtr& node) {
    Aggregation aggregation = *AggregationOf(*node);
    if (run_.options.group_in_scan && aggregation.HasParts()) {
      const std::vector<ScanArm> arms =
          ScanArmsOf(*node, [this](const RelPtr& below) { return uses_.at(below.get()) > 1; });
      if (!arms.empty()) return NewGroupedScans(node, arms, run_);
    }
    const RelPtr& input = node->inputs[0];
    return NewAggregate(Make(input, false), input->output, std::move(aggregation), run_);
  }

  // Reads the subquery's relation.
  std::vector<Value> ValuesOf(const RelPtr& relation, size_t most) {
    const OperatorPtr rows = Make(relation, false);
    const Type type = relation->output[0].type;
    Batch batch = BatchOf(relation->output);
    std::vector<Value> values;
    while (values.size() < most && rows->Next(batch)) {
      for (size_t row = 0; row < batch.rows && values.size() < most; ++row)
        values.push_back(Value::FromCell(type, batch.columns[0].Get(row)));
      if (!run_.Keep(batch.rows * sizeof(Value))) break;
    }
    return values;
  }

  // Ties are settled by the other columns.
  static std::vector<SortKey> KeysOf(const Rel& sort) {
    std::vector<SortKey> keys = sort.sort_keys;
    for (const OutputColumn& column : sort.output) {
      const bool is_key = std::any_of(keys.begin(), keys.end(), [&](const SortKey& key) {
        return key.expr->kind == Expr::Kind::kColumn && key.expr->column == column.id;
      });
      if (!is_key) keys.push_back({MakeColumn(column.id, column.type), false, false});
    }
    return keys;
  }

  Run& run_;
  const NodeUses uses_;
  bool for_little_ = false;
  std::unordered_map<const Rel*, std::shared_ptr<SharedRows>> shared_;  // shared with the readers
};

}  // namespace

bool Run::Keep(size_t bytes) {
  bytes_kept += bytes;
  if (bytes_kept > kMostBytesKept) too_much = true;
  constexpr size_t kStep = kMostBytesKept / 16;
  if (bytes_kept < looked_at_ + kStep) return !too_much;
  looked_at_ = bytes_kept;
  const ScanStatistics statistics = SumOf(scans.Reports());
  // Much more at the end: the sooner DuckDB begins, the better.
  if (static_cast<double>(bytes_kept) * static_cast<double>(statistics.bytes_total) >
      2.0 * static_cast<double>(kMostBytesKept) * static_cast<double>(statistics.bytes_read))
    too_much = true;
  return !too_much;
}

void KeepRows(Batch& batch, const std::vector<uint32_t>& rows) {
  if (rows.size() == batch.rows) return;
  for (ColumnVector& column : batch.columns)
    for (size_t to = 0; to < rows.size(); ++to) column.Set(to, column.Get(rows[to]));
  batch.rows = rows.size();
}

Batch BatchOf(const std::vector<OutputColumn>& columns) {
  Batch batch;
  for (const OutputColumn& column : columns) batch.columns.emplace_back(column.type);
  return batch;
}

std::vector<ColumnId> IdsOf(const std::vector<OutputColumn>& columns) {
  std::vector<ColumnId> ids;
  for (const OutputColumn& column : columns) ids.push_back(column.id);
  return ids;
}

OperatorPtr Build(const RelPtr& plan, Run& run) {
  Builder builder(plan, run);
  return builder.Ordered(builder.Make(plan, false), *plan);
}

}  // namespace quarry::direct
