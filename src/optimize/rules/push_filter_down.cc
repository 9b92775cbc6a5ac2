// push_filter_down: each condition of a filter moves as near to the data as the answer allows. Filters that meet are
// merged.
#include "optimize/rewrite.h"
#include "optimize/rule.h"

namespace quarry {

namespace {

class Pusher {
 public:
  explicit Pusher(const SharedNodes& shared) : shared_(shared) {}

  RelPtr Run(const RelPtr& rel) {
    if (rel->kind != Rel::Kind::kFilter) return rel;
    std::vector<ExprPtr> terms;
    SplitAnd(rel->predicate, terms);
    return Push(rel->inputs[0], std::move(terms), rel);
  }

 private:
  // `input` with rows for which not all of `terms` are true left out. `original`: the filter as it is, returned when
  // nothing moves.
  RelPtr Push(const RelPtr& input, std::vector<ExprPtr> terms, const RelPtr& original) {
    std::vector<ExprPtr> stay, move;
    for (ExprPtr& term : terms)
      (!shared_.Has(input) && IsMovable(*term) && CanPass(*input, *term) ? move : stay).push_back(std::move(term));
    RelPtr below = input;
    if (input->kind == Rel::Kind::kFilter && !shared_.Has(input)) {
      // Meeting filters: the lower condition first, as written.
      std::vector<ExprPtr> all;
      SplitAnd(input->predicate, all);
      all.insert(all.end(), stay.begin(), stay.end());
      all.insert(all.end(), move.begin(), move.end());
      return Push(input->inputs[0], std::move(all), nullptr);
    }
    if (move.empty() && original) return original;
    if (!move.empty()) below = PassThrough(input, move);
    if (stay.empty()) return below;
    Span span;
    if (original) span = original->span;
    return MakeFilter(below, MakeAnd(std::move(stay)), span);
  }

  RelPtr Over(const RelPtr& input, std::vector<ExprPtr> terms) {
    if (terms.empty()) return input;
    return Push(input, std::move(terms), nullptr);
  }

  static bool CanPass(const Rel& rel, const Expr& term) {
    switch (rel.kind) {
      case Rel::Kind::kProject: {
        std::vector<ColumnId> read;
        CollectColumns(term, read);
        for (const NamedExpr& p : rel.projections)
          for (ColumnId id : read)
            if (p.id == id && !IsMovable(*p.expr)) return false;
        return true;
      }
      case Rel::Kind::kUnion:
        return true;
      case Rel::Kind::kSort:
        return !rel.limit;
      case Rel::Kind::kUnnest:
        return ReadsOnly(term, rel.inputs[0]->output);
      case Rel::Kind::kAggregate: {
        // A condition on keys alone drops whole groups. Without keys there is one row that depends on all.
        if (rel.keys.empty()) return false;
        std::vector<OutputColumn> keys(rel.output.begin(),
                                       rel.output.begin() + static_cast<ptrdiff_t>(rel.keys.size()));
        for (const NamedExpr& key : rel.keys)
          if (!IsMovable(*key.expr)) return false;
        return ReadsOnly(term, keys);
      }
      case Rel::Kind::kWindow: {
        // A condition on what the rows are partitioned by drops whole partitions.
        if (rel.partition_by.empty()) return false;
        std::vector<OutputColumn> partition;
        for (const ExprPtr& expr : rel.partition_by)
          if (expr->kind == Expr::Kind::kColumn) partition.push_back({expr->column, "", expr->type});
        return ReadsOnly(term, partition);
      }
      case Rel::Kind::kJoin:
      case Rel::Kind::kAsofJoin:
        return PassesLeft(rel, term) || PassesRight(rel, term);
      default:
        return false;
    }
  }
  // To a side whose rows are never made up of nulls, and whose loss makes no other row appear.
  static bool PassesLeft(const Rel& rel, const Expr& term) {
    if (rel.kind == Rel::Kind::kJoin && rel.join != JoinKind::kInner && rel.join != JoinKind::kLeft &&
        rel.join != JoinKind::kLeftSemi && rel.join != JoinKind::kLeftAnti)
      return false;
    return ReadsOnly(term, rel.inputs[0]->output);
  }
  static bool PassesRight(const Rel& rel, const Expr& term) {
    if (rel.kind == Rel::Kind::kAsofJoin) return false;
    if (rel.join != JoinKind::kInner && rel.join != JoinKind::kRight && rel.join != JoinKind::kRightSemi &&
        rel.join != JoinKind::kRightAnti)
      return false;
    return ReadsOnly(term, rel.inputs[1]->output);
  }

  // REQUIRES: CanPass for each of `terms`.
  RelPtr PassThrough(const RelPtr& rel, const std::vector<ExprPtr>& terms) {
    switch (rel->kind) {
      case Rel::Kind::kProject:
        return WithInputs(rel, {Over(rel->inputs[0], Replaced(terms, rel->projections))});
      case Rel::Kind::kAggregate:
        return WithInputs(rel, {Over(rel->inputs[0], Replaced(terms, rel->keys))});
      case Rel::Kind::kUnion: {
        std::vector<RelPtr> inputs;
        for (size_t i = 0; i < rel->inputs.size(); ++i) {
          inputs.push_back(Over(rel->inputs[i], ReplaceColumns(terms, [&](ColumnId id) -> ExprPtr {
                                  for (size_t k = 0; k < rel->output.size(); ++k)
                                    if (rel->output[k].id == id)
                                      return MakeColumn(rel->union_columns[i][k], rel->output[k].type);
                                  return nullptr;
                                })));
        }
        return WithInputs(rel, std::move(inputs));
      }
      case Rel::Kind::kJoin:
      case Rel::Kind::kAsofJoin: {
        std::vector<ExprPtr> left, right;
        for (const ExprPtr& term : terms) (PassesLeft(*rel, *term) ? left : right).push_back(term);
        return WithInputs(rel, {Over(rel->inputs[0], std::move(left)), Over(rel->inputs[1], std::move(right))});
      }
      default:
        return WithInputs(rel, {Over(rel->inputs[0], terms)});
    }
  }

  static std::vector<ExprPtr> Replaced(const std::vector<ExprPtr>& terms, const std::vector<NamedExpr>& by) {
    return ReplaceColumns(terms, [&](ColumnId id) -> ExprPtr {
      for (const NamedExpr& p : by)
        if (p.id == id) return p.expr;
      return nullptr;
    });
  }

  const SharedNodes& shared_;
};

RelPtr Apply(const RelPtr& plan, ColumnIds&) {
  return RewriteBottomUp(plan, [](const RelPtr& rel, const SharedNodes& shared) { return Pusher(shared).Run(rel); });
}

}  // namespace

QUARRY_DEFINE(RuleDef, kPushFilterDown) = {
    .name = "push_filter_down",
    .doc =
        "Moves the conditions of filters towards the data: through projections, unions, joins, sorts, grouping and "
        "unnesting.",
    .order = 20,
    .apply = Apply,
};

}  // namespace quarry
