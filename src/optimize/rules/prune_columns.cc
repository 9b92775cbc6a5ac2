// prune_columns: nodes deliver only the columns that something above reads, so that scans read only these.
#include <algorithm>
#include <vector>

#include "optimize/rewrite.h"
#include "optimize/rule.h"

namespace quarry {

namespace {

// A few dozens of columns, in order: less to walk than a tree.
class Needed {
 public:
  void insert(ColumnId id) {
    const auto at = std::lower_bound(ids_.begin(), ids_.end(), id);
    if (at == ids_.end() || *at != id) ids_.insert(at, id);
  }
  bool contains(ColumnId id) const { return std::binary_search(ids_.begin(), ids_.end(), id); }

 private:
  std::vector<ColumnId> ids_;
};

class Pruner {
 public:
  RelPtr Run(const RelPtr& plan) {
    Order(plan);
    RequireAll(*plan);
    // Parents first: a node is reached when all that read it have said what they need.
    for (auto node = order_.rbegin(); node != order_.rend(); ++node) Require(**node);
    return RewriteAll(plan);
  }

 private:
  // Depth first, inputs and subqueries before the node.
  void Order(const RelPtr& rel) {
    if (!seen_.insert(rel.get()).second) return;
    for (const RelPtr& input : rel->inputs) Order(input);
    ForEachExpr(*rel, [&](const Expr& expr) { OrderIn(expr); });
    order_.push_back(rel);
  }
  void OrderIn(const Expr& expr) {
    if (!HasRelation(expr)) return;
    if (expr.relation) Order(expr.relation);
    for (const ExprPtr& arg : expr.args) OrderIn(*arg);
  }

  void RequireAll(const Rel& rel) {
    for (const OutputColumn& column : rel.output) needed_[&rel].insert(column.id);
  }
  // `expr` is evaluated over `inputs`.
  void Read(const Rel& rel, const ExprPtr& expr) {
    if (!expr) return;
    std::vector<ColumnId> read;
    CollectColumns(*expr, read);
    for (const RelPtr& input : rel.inputs)
      for (ColumnId id : read)
        if (FindOutput(*input, id) != nullptr) needed_[input.get()].insert(id);
    ReadSubqueries(*expr);
  }
  void ReadSubqueries(const Expr& expr) {
    if (!HasRelation(expr)) return;
    if (expr.relation) RequireAll(*expr.relation);
    for (const ExprPtr& arg : expr.args) ReadSubqueries(*arg);
  }

  void Require(const Rel& rel) {
    const Needed& needed = needed_[&rel];
    const auto is_needed = [&](ColumnId id) { return needed.contains(id); };
    switch (rel.kind) {
      case Rel::Kind::kScan:
      case Rel::Kind::kValues:
        return;
      case Rel::Kind::kProject:
        for (const NamedExpr& p : rel.projections)
          if (is_needed(p.id)) Read(rel, p.expr);
        return;
      case Rel::Kind::kAggregate:
        for (const NamedExpr& key : rel.keys) Read(rel, key.expr);
        for (const AggregateCall& call : rel.aggregates) {
          if (!is_needed(call.id)) continue;
          for (const ExprPtr& arg : call.args) Read(rel, arg);
          Read(rel, call.filter);
        }
        return;
      case Rel::Kind::kUnion:
        for (size_t i = 0; i < rel.inputs.size(); ++i)
          for (size_t k = 0; k < rel.output.size(); ++k)
            if (is_needed(rel.output[k].id)) needed_[rel.inputs[i].get()].insert(rel.union_columns[i][k]);
        return;
      case Rel::Kind::kWindow:
        for (const WindowCall& call : rel.windows)
          if (is_needed(call.id))
            for (const ExprPtr& arg : call.args) Read(rel, arg);
        for (const ExprPtr& expr : rel.partition_by) Read(rel, expr);
        for (const SortKey& key : rel.window_order) Read(rel, key.expr);
        break;
      default: {
        ForEachExpr(rel, [&](const Expr& expr) {
          std::vector<ColumnId> read;
          CollectColumns(expr, read);
          for (const RelPtr& input : rel.inputs)
            for (ColumnId id : read)
              if (FindOutput(*input, id) != nullptr) needed_[input.get()].insert(id);
          ReadSubqueries(expr);
        });
      }
    }
    // What passes through.
    for (const RelPtr& input : rel.inputs)
      for (const OutputColumn& column : input->output)
        if (is_needed(column.id)) needed_[input.get()].insert(column.id);
  }

  RelPtr RewriteAll(const RelPtr& plan) {
    // The rewriter hands over new nodes; what is needed is known of the old ones, visited in the same order.
    for (const RelPtr& rel : order_) {
      std::vector<RelPtr> inputs;
      for (const RelPtr& input : rel->inputs) inputs.push_back(done_.at(input.get()));
      RelPtr node = MapExprs(WithInputs(rel, std::move(inputs)), [this](const ExprPtr& expr) {
        return MapRelations(expr, [this](const RelPtr& relation) { return done_.at(relation.get()); });
      });
      done_[rel.get()] = Shrink(*rel, std::move(node));
    }
    return done_.at(plan.get());
  }

  // `node` is `old` over its new inputs.
  RelPtr Shrink(const Rel& old, RelPtr node) {
    Needed needed = needed_[&old];
    if (old.kind == Rel::Kind::kScan && old.scan_predicate) {
      std::vector<ColumnId> read;
      CollectColumns(*old.scan_predicate, read);
      for (const ColumnId id : read) needed.insert(id);
    }
    std::vector<size_t> kept;
    for (size_t i = 0; i < old.output.size(); ++i)
      if (needed.contains(old.output[i].id)) kept.push_back(i);
    if (kept.size() == old.output.size()) return node;
    // Into lists of their size: plans of wide tables are large, and most of their columns go.
    const auto keep = [&](auto& list) {
      std::remove_reference_t<decltype(list)> out;
      out.reserve(kept.size());
      for (const size_t i : kept) out.push_back(std::move(list[i]));
      list = std::move(out);
    };
    std::shared_ptr<Rel> copy;
    switch (old.kind) {
      case Rel::Kind::kScan:
        copy = OwnCopy(std::move(node));
        keep(copy->scan_columns);
        keep(copy->output);
        return copy;
      case Rel::Kind::kValues:
        copy = OwnCopy(std::move(node));
        for (std::vector<Value>& row : copy->rows) keep(row);
        keep(copy->output);
        return copy;
      case Rel::Kind::kProject:
        copy = OwnCopy(std::move(node));
        keep(copy->projections);
        keep(copy->output);
        return copy;
      case Rel::Kind::kUnion:
        copy = OwnCopy(std::move(node));
        for (std::vector<ColumnId>& columns : copy->union_columns) keep(columns);
        keep(copy->output);
        return copy;
      case Rel::Kind::kAggregate: {
        std::vector<OutputColumn> output(old.output.begin(),
                                         old.output.begin() + static_cast<ptrdiff_t>(old.keys.size()));
        std::vector<AggregateCall> calls;
        for (const AggregateCall& call : node->aggregates)
          if (needed.contains(call.id)) calls.push_back(call);
        for (const AggregateCall& call : calls) output.push_back({call.id, call.name, call.type});
        if (calls.size() == old.aggregates.size()) return node;
        copy = OwnCopy(std::move(node));
        copy->aggregates = std::move(calls);
        copy->output = std::move(output);
        return copy;
      }
      case Rel::Kind::kWindow: {
        std::vector<WindowCall> calls;
        for (const WindowCall& call : node->windows)
          if (needed.contains(call.id)) calls.push_back(call);
        if (calls.empty()) return node->inputs[0];
        if (calls.size() == old.windows.size()) return node;
        copy = OwnCopy(std::move(node));
        copy->output = copy->inputs[0]->output;
        for (const WindowCall& call : calls) copy->output.push_back({call.id, call.name, call.type});
        copy->windows = std::move(calls);
        return copy;
      }
      case Rel::Kind::kAsofJoin: {
        // Each left row comes out exactly once, whatever its partner: when nothing reads the partner, there is no join.
        const std::vector<OutputColumn>& partner = old.inputs[1]->output;
        const bool read =
            std::any_of(partner.begin(), partner.end(), [&](const OutputColumn& c) { return needed.contains(c.id); });
        return read ? node : node->inputs[0];
      }
      default:
        return node;  // has what its inputs have
    }
  }

  std::unordered_set<const Rel*> seen_;
  std::vector<RelPtr> order_;
  std::unordered_map<const Rel*, Needed> needed_;
  std::unordered_map<const Rel*, RelPtr> done_;
};

RelPtr Apply(const RelPtr& plan, ColumnIds&) {
  return Pruner().Run(plan);
}

}  // namespace

QUARRY_DEFINE(RuleDef, kPruneColumns) = {
    .name = "prune_columns",
    .doc = "Drops columns that nothing reads, down to the fields that scans take out of the records.",
    // Before the rules that copy nodes, behind the one that compares tables as the query has them.
    .order = 7,
    .apply = Apply,
};

}  // namespace quarry
