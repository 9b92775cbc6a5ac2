// Expressions are moved down to the scans by replacing each column by what defines it.
#include "exec/matcher/row_branches.h"

#include <unordered_map>

#include "plan/evaluator.h"

namespace quarry {
namespace {

using Definitions = std::unordered_map<ColumnId, ExprPtr>;

struct Part {
  RowBranch branch;
  Definitions columns;  // of the node that was taken apart, over the scan's columns
};

ExprPtr Below(const ExprPtr& expr, const Definitions& columns) {
  return ReplaceColumns(expr, [&](ColumnId id) {
    const auto found = columns.find(id);
    return found == columns.end() ? ExprPtr() : found->second;
  });
}

bool AddConditions(const ExprPtr& predicate, Part& part) {
  std::vector<ExprPtr> terms;
  SplitAnd(Below(predicate, part.columns), terms);
  for (ExprPtr& term : terms) {
    if (!CanEvaluate(*term)) return false;
    part.branch.conditions.push_back(std::move(term));
  }
  return true;
}

bool Collect(const RelPtr& node, std::vector<Part>& parts);

bool CollectScan(const Rel& scan, std::vector<Part>& parts) {
  if (!scan.source) return false;
  Part& part = parts.emplace_back();
  part.branch.source = scan.source;
  part.branch.columns = scan.scan_columns;
  part.branch.prefilter = scan.prefilter;
  part.branch.ranges = scan.ranges;
  for (const OutputColumn& column : scan.output) {
    part.branch.ids.push_back(column.id);
    part.columns[column.id] = MakeColumn(column.id, column.type);
  }
  return !scan.scan_predicate || AddConditions(scan.scan_predicate, part);
}

bool CollectUnion(const Rel& node, std::vector<Part>& parts) {
  for (size_t i = 0; i < node.inputs.size(); ++i) {
    const size_t first = parts.size();
    if (!Collect(node.inputs[i], parts)) return false;
    for (size_t p = first; p < parts.size(); ++p) {
      Definitions columns;
      for (size_t k = 0; k < node.output.size(); ++k) {
        const auto found = parts[p].columns.find(node.union_columns[i][k]);
        if (found == parts[p].columns.end() || found->second->type != node.output[k].type) return false;
        columns[node.output[k].id] = found->second;
      }
      parts[p].columns = std::move(columns);
    }
  }
  return true;
}

bool Collect(const RelPtr& node, std::vector<Part>& parts) {
  switch (node->kind) {
    case Rel::Kind::kScan:
      return CollectScan(*node, parts);
    case Rel::Kind::kFilter: {
      const size_t first = parts.size();
      if (!Collect(node->inputs[0], parts)) return false;
      for (size_t p = first; p < parts.size(); ++p) {
        if (!AddConditions(node->predicate, parts[p])) return false;
      }
      return true;
    }
    case Rel::Kind::kProject: {
      const size_t first = parts.size();
      if (!Collect(node->inputs[0], parts)) return false;
      for (size_t p = first; p < parts.size(); ++p) {
        Definitions columns;
        for (const NamedExpr& projection : node->projections) {
          columns[projection.id] = Below(projection.expr, parts[p].columns);
          if (!CanEvaluate(*columns[projection.id])) return false;
        }
        parts[p].columns = std::move(columns);
      }
      return true;
    }
    case Rel::Kind::kUnion:
      return CollectUnion(*node, parts);
    case Rel::Kind::kValues:
      return node->rows.empty();  // no rows: no branch
    default:
      return false;
  }
}

}  // namespace

std::optional<std::vector<RowBranch>> TakeApart(const RelPtr& plan) {
  RelPtr top = plan;
  while (top->kind == Rel::Kind::kSort && !top->limit) top = top->inputs[0];
  std::vector<Part> parts;
  if (!Collect(top, parts)) return std::nullopt;
  std::vector<RowBranch> branches;
  for (Part& part : parts) {
    for (const OutputColumn& column : plan->output) {
      const auto found = part.columns.find(column.id);
      if (found == part.columns.end()) return std::nullopt;
      part.branch.results.push_back(found->second);
    }
    branches.push_back(std::move(part.branch));
  }
  return branches;
}

}  // namespace quarry
