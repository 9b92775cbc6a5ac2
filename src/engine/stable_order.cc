// Adds sort keys to plans. Entry: WithStableOrder.
#include "engine/stable_order.h"

#include <unordered_map>

namespace quarry {
namespace {

class Orderer {
 public:
  RelPtr Rewrite(const RelPtr& rel) {
    if (auto known = done_.find(rel.get()); known != done_.end()) return known->second;
    std::vector<RelPtr> inputs;
    bool changed = false;
    for (const RelPtr& input : rel->inputs) {
      inputs.push_back(Rewrite(input));
      changed |= inputs.back() != input;
    }
    if (rel->kind == Rel::Kind::kLimit && !IsOrdered(*inputs.front()) && !IsWholeScan(*inputs.front())) {
      inputs.front() = SortedByAll(inputs.front(), 0, 0);
      changed = true;
    }
    RelPtr result = rel;
    if (changed) {
      // Sorting keeps columns, so the node keeps its output.
      auto copy = std::make_shared<Rel>(*rel);
      copy->inputs = std::move(inputs);
      result = copy;
    }
    result = MapExprs(result, [this](const ExprPtr& expr) {
      return MapRelations(expr, [this](const RelPtr& relation) { return Rewrite(relation); });
    });
    if (result->kind == Rel::Kind::kSort) result = WithTieBreakers(result);
    done_[rel.get()] = result;
    kept_.push_back(rel);
    return result;
  }

  // `first` and `last` (0: none) leave their places: the time leads, the long text of a whole event comes last.
  static RelPtr SortedByAll(const RelPtr& rel, ColumnId first, ColumnId last) {
    std::vector<SortKey> keys;
    auto add = [&keys](const OutputColumn& column) {
      keys.push_back({MakeColumn(column.id, column.type), false, false});
    };
    for (const OutputColumn& column : rel->output) {
      if (column.id == first) add(column);
    }
    for (const OutputColumn& column : rel->output) {
      if (column.id != first && column.id != last) add(column);
    }
    for (const OutputColumn& column : rel->output) {
      if (column.id == last && last != first) add(column);
    }
    return keys.empty() ? rel : MakeSort(rel, std::move(keys));
  }

  // The executor cuts such rows in the order of the input, by one worker that stops as soon as it has enough.
  static bool IsWholeScan(const Rel& rel) {
    switch (rel.kind) {
      case Rel::Kind::kScan:
        return rel.scan_predicate == nullptr;
      case Rel::Kind::kProject:
      case Rel::Kind::kUnnest:
        return IsWholeScan(*rel.inputs.front());
      default:
        return false;
    }
  }

  static bool IsOrdered(const Rel& rel) {
    switch (rel.kind) {
      case Rel::Kind::kSort:
      case Rel::Kind::kValues:
      case Rel::Kind::kRange:
      case Rel::Kind::kLimit:
        return true;  // a limit's input was ordered before
      case Rel::Kind::kFilter:
      case Rel::Kind::kProject:
      case Rel::Kind::kUnnest:
      case Rel::Kind::kWindow:
        return IsOrdered(*rel.inputs.front());
      case Rel::Kind::kAggregate:
        return rel.keys.empty();  // one row
      default:
        return false;
    }
  }

 private:
  static RelPtr WithTieBreakers(const RelPtr& sort) {
    auto copy = std::make_shared<Rel>(*sort);
    for (const OutputColumn& column : sort->output) {
      bool is_key = false;
      for (const SortKey& key : sort->sort_keys) {
        is_key |= key.expr->kind == Expr::Kind::kColumn && key.expr->column == column.id;
      }
      if (!is_key) copy->sort_keys.push_back({MakeColumn(column.id, column.type), false, false});
    }
    return copy;
  }

  std::unordered_map<const Rel*, RelPtr> done_;  // nodes below two parents stay one node
  std::vector<RelPtr> kept_;                     // so that no address is used twice
};

}  // namespace

RelPtr WithStableOrder(const BoundQuery& query) {
  Orderer orderer;
  RelPtr plan = orderer.Rewrite(query.plan);
  if (query.ordered || Orderer::IsOrdered(*plan)) return plan;
  return Orderer::SortedByAll(plan, query.time, query.event);
}

}  // namespace quarry
