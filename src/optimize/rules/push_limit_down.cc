// push_limit_down: fewer rows reach what stands between a limit and the data.
#include <algorithm>

#include "optimize/rewrite.h"
#include "optimize/rule.h"

namespace quarry {

namespace {

RelPtr Push(const RelPtr& rel, const SharedNodes& shared) {
  if (rel->kind != Rel::Kind::kLimit) return rel;
  const RelPtr& input = rel->inputs[0];
  if (shared.Has(input)) return rel;
  const uint64_t needed = *rel->limit + rel->offset;
  if (needed < *rel->limit) return rel;  // overflow: as good as no limit
  switch (input->kind) {
    case Rel::Kind::kProject: {
      RelPtr below = MakeLimit(input->inputs[0], *rel->limit, rel->offset, rel->span);
      return WithInputs(input, {Push(below, shared)});
    }
    case Rel::Kind::kLimit: {
      if (rel->offset != 0 || input->offset != 0) return rel;
      return MakeLimit(input->inputs[0], std::min(*rel->limit, *input->limit), 0, rel->span);
    }
    case Rel::Kind::kSort: {
      if (rel->offset != 0) return rel;
      return MakeSort(input->inputs[0], input->sort_keys,
                      input->limit ? std::min(*rel->limit, *input->limit) : *rel->limit, input->span);
    }
    case Rel::Kind::kUnion: {
      std::vector<RelPtr> inputs;
      bool changed = false;
      for (const RelPtr& arm : input->inputs) {
        const bool cut = arm->limit && *arm->limit <= needed;
        inputs.push_back(cut || shared.Has(arm) ? arm : MakeLimit(arm, needed, 0, rel->span));
        changed |= inputs.back() != arm;
      }
      if (!changed) return rel;
      return WithInputs(rel, {WithInputs(input, std::move(inputs))});
    }
    default:
      return rel;
  }
}

RelPtr Apply(const RelPtr& plan, ColumnIds&) {
  return RewriteBottomUp(plan, Push);
}

}  // namespace

QUARRY_DEFINE(RuleDef, kPushLimitDown) = {
    .name = "push_limit_down",
    .doc = "Moves limits below projections, into sorts and into the inputs of unions.",
    .order = 50,
    .apply = Apply,
};

}  // namespace quarry
