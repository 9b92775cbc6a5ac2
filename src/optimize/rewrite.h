// Walks that optimizer rules share. A node below several parents is rewritten once and stays one node.
// Thread rule: one thread a call.
#pragma once

#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "plan/rel.h"

namespace quarry {

// Is the expression the same each time, without subqueries? Such expressions may be moved and repeated.
bool IsMovable(const Expr& expr);
// Does it read only columns of `columns`?
bool ReadsOnly(const Expr& expr, const std::vector<OutputColumn>& columns);
// How many parents (and subqueries) each node has.
std::unordered_map<const Rel*, int> CountUses(const Rel& plan);
// A relation with the columns of `like` and no rows.
RelPtr MakeEmpty(const Rel& like);
bool IsEmpty(const Rel& rel);
// A node to change: `node` itself when nobody else holds it, else a copy.
std::shared_ptr<Rel> OwnCopy(RelPtr node);

// Which nodes of a plan under rewriting stand below several parents: they must stay as they are for each of them.
class SharedNodes {
 public:
  bool Has(const RelPtr& rel) const { return shared_.contains(rel.get()); }
  void Add(const RelPtr& rel) { shared_.insert(rel.get()); }

 private:
  std::unordered_set<const Rel*> shared_;
};

// Rewrites a plan from the leaves up: `rule(node, shared)` sees a node whose inputs (and subqueries) are done already
// and returns it or another that delivers the same columns in the same order. `shared` knows the nodes below it.
template <typename Rule>
class BottomUpRewriter {
 public:
  BottomUpRewriter(const Rel& plan, Rule rule) : rule_(std::move(rule)), uses_(CountUses(plan)) {}
  RelPtr Run(const RelPtr& rel) {
    if (auto known = done_.find(rel.get()); known != done_.end()) return known->second;
    std::vector<RelPtr> inputs;
    inputs.reserve(rel->inputs.size());
    for (const RelPtr& input : rel->inputs) inputs.push_back(Run(input));
    RelPtr node = WithInputs(rel, std::move(inputs));
    node = MapExprs(node, [this](const ExprPtr& expr) {
      return MapRelations(expr, [this](const RelPtr& relation) { return Run(relation); });
    });
    node = rule_(node, std::as_const(shared_));
    if (uses_[rel.get()] > 1) shared_.Add(node);
    kept_.push_back(rel);
    done_.emplace(rel.get(), node);
    return node;
  }

 private:
  Rule rule_;
  std::unordered_map<const Rel*, int> uses_;
  SharedNodes shared_;
  std::unordered_map<const Rel*, RelPtr> done_;
  std::vector<RelPtr> kept_;  // so that no address is used twice
};

template <typename Rule>
RelPtr RewriteBottomUp(const RelPtr& plan, Rule rule) {
  return BottomUpRewriter<Rule>(*plan, std::move(rule)).Run(plan);
}

}  // namespace quarry
