// Builders of relational nodes: they compute `output`.
#include "plan/rel.h"

#include <utility>

namespace quarry {

namespace {
std::shared_ptr<Rel> New(Rel::Kind kind, Span span) {
  auto rel = std::make_shared<Rel>();
  rel->kind = kind;
  rel->span = span;
  return rel;
}

std::shared_ptr<Rel> NewOver(Rel::Kind kind, RelPtr input, Span span) {
  auto rel = New(kind, span);
  rel->output = input->output;
  rel->inputs.push_back(std::move(input));
  return rel;
}
}  // namespace

RelPtr MakeScan(std::shared_ptr<const Source> source, std::vector<OutputColumn> output, std::vector<ScanColumn> columns,
                Span span) {
  auto rel = New(Rel::Kind::kScan, span);
  rel->source = std::move(source);
  rel->output = std::move(output);
  rel->scan_columns = std::move(columns);
  return rel;
}

RelPtr MakeValues(std::vector<OutputColumn> output, std::vector<std::vector<Value>> rows, Span span) {
  auto rel = New(Rel::Kind::kValues, span);
  rel->output = std::move(output);
  rel->rows = std::move(rows);
  return rel;
}

RelPtr MakeRange(OutputColumn output, ExprPtr from, ExprPtr to, ExprPtr step, Span span) {
  auto rel = New(Rel::Kind::kRange, span);
  rel->output.push_back(std::move(output));
  rel->range_from = std::move(from);
  rel->range_to = std::move(to);
  rel->range_step = std::move(step);
  return rel;
}

RelPtr MakeFilter(RelPtr input, ExprPtr predicate, Span span) {
  auto rel = NewOver(Rel::Kind::kFilter, std::move(input), span);
  rel->predicate = std::move(predicate);
  return rel;
}

RelPtr MakeProject(RelPtr input, std::vector<NamedExpr> projections, Span span) {
  auto rel = New(Rel::Kind::kProject, span);
  rel->inputs.push_back(std::move(input));
  for (const NamedExpr& p : projections) rel->output.push_back({p.id, p.name, p.expr->type});
  rel->projections = std::move(projections);
  return rel;
}

RelPtr MakeAggregate(RelPtr input, std::vector<NamedExpr> keys, std::vector<AggregateCall> aggregates, Span span) {
  auto rel = New(Rel::Kind::kAggregate, span);
  rel->inputs.push_back(std::move(input));
  for (const NamedExpr& key : keys) rel->output.push_back({key.id, key.name, key.expr->type});
  for (const AggregateCall& call : aggregates) rel->output.push_back({call.id, call.name, call.type});
  rel->keys = std::move(keys);
  rel->aggregates = std::move(aggregates);
  return rel;
}

RelPtr MakeJoin(JoinKind kind, RelPtr left, RelPtr right, std::vector<JoinKey> keys, ExprPtr residual, Span span) {
  auto rel = New(Rel::Kind::kJoin, span);
  const bool right_only = kind == JoinKind::kRightSemi || kind == JoinKind::kRightAnti;
  const bool left_only = kind == JoinKind::kLeftSemi || kind == JoinKind::kLeftAnti;
  if (!right_only) rel->output = left->output;
  if (!left_only) rel->output.insert(rel->output.end(), right->output.begin(), right->output.end());
  rel->join = kind;
  rel->inputs = {std::move(left), std::move(right)};
  rel->join_keys = std::move(keys);
  rel->residual = std::move(residual);
  return rel;
}

RelPtr MakeAsofJoin(RelPtr left, RelPtr right, std::vector<JoinKey> keys, ExprPtr left_time, ExprPtr right_time,
                    int64_t tolerance, int64_t max_age, Span span) {
  auto rel = New(Rel::Kind::kAsofJoin, span);
  rel->output = left->output;
  rel->output.insert(rel->output.end(), right->output.begin(), right->output.end());
  rel->join = JoinKind::kLeft;
  rel->inputs = {std::move(left), std::move(right)};
  rel->join_keys = std::move(keys);
  rel->left_time = std::move(left_time);
  rel->right_time = std::move(right_time);
  rel->tolerance = tolerance;
  rel->max_age = max_age;
  return rel;
}

RelPtr MakeUnion(std::vector<RelPtr> inputs, std::vector<OutputColumn> output,
                 std::vector<std::vector<ColumnId>> columns, Span span) {
  auto rel = New(Rel::Kind::kUnion, span);
  rel->inputs = std::move(inputs);
  rel->output = std::move(output);
  rel->union_columns = std::move(columns);
  return rel;
}

RelPtr MakeSort(RelPtr input, std::vector<SortKey> keys, std::optional<uint64_t> limit, Span span) {
  auto rel = NewOver(Rel::Kind::kSort, std::move(input), span);
  rel->sort_keys = std::move(keys);
  rel->limit = limit;
  return rel;
}

RelPtr MakeLimit(RelPtr input, uint64_t limit, uint64_t offset, Span span) {
  auto rel = NewOver(Rel::Kind::kLimit, std::move(input), span);
  rel->limit = limit;
  rel->offset = offset;
  return rel;
}

RelPtr MakeUnnest(RelPtr input, std::vector<UnnestColumn> columns, bool empty_gives_row, std::string index_name,
                  ColumnId index_id, std::optional<uint64_t> limit, Span span) {
  auto rel = NewOver(Rel::Kind::kUnnest, std::move(input), span);
  for (const UnnestColumn& c : columns) rel->output.push_back({c.id, c.name, c.type});
  if (!index_name.empty()) rel->output.push_back({index_id, index_name, Type::kLong});
  rel->unnest = std::move(columns);
  rel->empty_gives_row = empty_gives_row;
  rel->index_name = std::move(index_name);
  rel->index_id = index_id;
  rel->unnest_limit = limit;
  return rel;
}

RelPtr MakeWindow(RelPtr input, std::vector<WindowCall> windows, std::vector<ExprPtr> partition_by,
                  std::vector<SortKey> order, Span span) {
  auto rel = NewOver(Rel::Kind::kWindow, std::move(input), span);
  for (const WindowCall& w : windows) rel->output.push_back({w.id, w.name, w.type});
  rel->windows = std::move(windows);
  rel->partition_by = std::move(partition_by);
  rel->window_order = std::move(order);
  return rel;
}

RelPtr WithInputs(const RelPtr& rel, std::vector<RelPtr> inputs) {
  if (inputs == rel->inputs) return rel;
  auto copy = std::make_shared<Rel>(*rel);
  copy->inputs = std::move(inputs);
  switch (rel->kind) {
    case Rel::Kind::kFilter:
    case Rel::Kind::kSort:
    case Rel::Kind::kLimit:
      copy->output = copy->inputs[0]->output;
      break;
    case Rel::Kind::kUnnest:
    case Rel::Kind::kWindow: {
      // What the node adds stands behind what the input had.
      std::vector<OutputColumn> output = copy->inputs[0]->output;
      output.insert(output.end(), rel->output.begin() + static_cast<ptrdiff_t>(rel->inputs[0]->output.size()),
                    rel->output.end());
      copy->output = std::move(output);
      break;
    }
    case Rel::Kind::kJoin:
    case Rel::Kind::kAsofJoin: {
      const bool right_only = rel->join == JoinKind::kRightSemi || rel->join == JoinKind::kRightAnti;
      const bool left_only = rel->join == JoinKind::kLeftSemi || rel->join == JoinKind::kLeftAnti;
      copy->output.clear();
      if (!right_only) copy->output = copy->inputs[0]->output;
      if (!left_only)
        copy->output.insert(copy->output.end(), copy->inputs[1]->output.begin(), copy->inputs[1]->output.end());
      break;
    }
    case Rel::Kind::kScan:
    case Rel::Kind::kValues:
    case Rel::Kind::kRange:
    case Rel::Kind::kProject:
    case Rel::Kind::kAggregate:
    case Rel::Kind::kUnion:
      break;
  }
  return copy;
}

const OutputColumn* FindOutput(const Rel& rel, ColumnId id) {
  for (const OutputColumn& column : rel.output)
    if (column.id == id) return &column;
  return nullptr;
}

}  // namespace quarry
