// ValidatePlan: the invariants that every rewrite must keep.
#include <set>
#include <string>
#include <unordered_set>

#include "plan/rel.h"

namespace quarry {

namespace {

using Columns = std::vector<OutputColumn>;

class Validator {
 public:
  std::string Check(const Rel& plan) {
    Visit(plan);
    return std::move(problem_);
  }

 private:
  bool ok() const { return problem_.empty(); }
  void Fail(const Rel& rel, std::string what) {
    if (!ok()) return;
    constexpr std::string_view kNames[] = {"scan",      "values", "range", "filter", "project", "aggregate", "join",
                                           "asof join", "union",  "sort",  "limit",  "unnest",  "window"};
    problem_ = std::string(kNames[static_cast<int>(rel.kind)]) + ": " + std::move(what);
  }

  void Visit(const Rel& rel) {
    if (!ok() || !seen_.insert(&rel).second) return;
    for (const RelPtr& input : rel.inputs) {
      if (!input) return Fail(rel, "an input is missing");
      Visit(*input);
    }
    CheckInputCount(rel);
    if (!ok()) return;
    CheckNode(rel);
    if (ok()) CheckUniqueIds(rel);
  }

  void CheckInputCount(const Rel& rel) {
    size_t expected = 1;
    switch (rel.kind) {
      case Rel::Kind::kScan:
      case Rel::Kind::kValues:
      case Rel::Kind::kRange:
        expected = 0;
        break;
      case Rel::Kind::kJoin:
      case Rel::Kind::kAsofJoin:
        expected = 2;
        break;
      case Rel::Kind::kUnion:
        return;
      default:
        break;
    }
    if (rel.inputs.size() != expected) Fail(rel, "has " + std::to_string(rel.inputs.size()) + " inputs");
  }

  void CheckUniqueIds(const Rel& rel) {
    std::set<ColumnId> ids;
    for (const OutputColumn& c : rel.output) {
      if (c.id == 0) return Fail(rel, "column `" + c.name + "` has no id");
      if (!ids.insert(c.id).second)
        return Fail(rel, "column id " + std::to_string(c.id) + " stands twice in the output");
    }
  }

  void CheckExpr(const Rel& rel, const ExprPtr& expr, const Columns& visible) {
    if (!ok()) return;
    if (!expr) return Fail(rel, "an expression is missing");
    switch (expr->kind) {
      case Expr::Kind::kColumn: {
        for (const OutputColumn& c : visible) {
          if (c.id != expr->column) continue;
          if (c.type != expr->type)
            Fail(rel, "column `" + c.name + "` is " + std::string(TypeName(c.type)) + " and read as " +
                          std::string(TypeName(expr->type)));
          return;
        }
        return Fail(rel, "no input delivers column " + std::to_string(expr->column));
      }
      case Expr::Kind::kLiteral:
        if (expr->literal.type() != expr->type) Fail(rel, "a literal has another type than its expression");
        return;
      case Expr::Kind::kSubquery:
      case Expr::Kind::kInQuery:
        if (!expr->relation) return Fail(rel, "a subquery has no relation");
        Visit(*expr->relation);
        if (ok() && expr->relation->output.size() != 1) return Fail(rel, "a subquery does not have one column");
        break;
      case Expr::Kind::kCall:
        if (expr->function == nullptr) return Fail(rel, "a call has no function");
        if (expr->function->kind != FunctionKind::kScalar)
          return Fail(rel, "`" + std::string(expr->function->name) + "` is not a scalar function");
        CheckArguments(rel, *expr->function, expr->args);
        break;
    }
    for (const ExprPtr& arg : expr->args) CheckExpr(rel, arg, visible);
  }

  void CheckArguments(const Rel& rel, const FunctionDef& def, const std::vector<ExprPtr>& args) {
    if (!ok()) return;
    const Signature& signature = SignatureOf(def);
    if (args.size() < signature.minimum_arguments || args.size() > signature.maximum_arguments)
      return Fail(rel, "`" + std::string(def.name) + "` called with " + std::to_string(args.size()) + " arguments");
    for (size_t i = 0; i < args.size(); ++i) {
      if (!args[i]) return Fail(rel, "an argument of `" + std::string(def.name) + "` is missing");
      if (!signature.ParameterFor(i).Accepts(args[i]->type))
        return Fail(rel, "argument " + std::to_string(i + 1) + " of `" + std::string(def.name) + "` is " +
                             std::string(TypeName(args[i]->type)));
    }
  }

  void CheckBool(const Rel& rel, const ExprPtr& expr, const Columns& visible) {
    CheckExpr(rel, expr, visible);
    if (ok() && expr->type != Type::kBool) Fail(rel, "a condition is " + std::string(TypeName(expr->type)));
  }

  // The output must be these columns, in this order.
  void CheckOutput(const Rel& rel, const Columns& expected) {
    if (!ok()) return;
    if (rel.output.size() != expected.size())
      return Fail(rel, "has " + std::to_string(rel.output.size()) + " output columns instead of " +
                           std::to_string(expected.size()));
    for (size_t i = 0; i < expected.size(); ++i)
      if (rel.output[i].id != expected[i].id || rel.output[i].type != expected[i].type)
        return Fail(rel, "output column " + std::to_string(i + 1) + " is not what the node computes");
  }

  void CheckNode(const Rel& rel) {
    const Columns none;
    const Columns& input = rel.inputs.empty() ? none : rel.inputs[0]->output;
    Columns expected = input;
    switch (rel.kind) {
      case Rel::Kind::kScan:
        if (!rel.source) return Fail(rel, "has no source");
        if (rel.scan_columns.size() != rel.output.size())
          return Fail(rel, "has another number of scan columns than outputs");
        for (size_t i = 0; i < rel.output.size(); ++i)
          if (rel.scan_columns[i].type != rel.output[i].type)
            return Fail(rel, "scan column `" + rel.output[i].name + "` has another type than its output");
        if (rel.scan_predicate) CheckBool(rel, rel.scan_predicate, rel.output);
        return;
      case Rel::Kind::kValues:
        for (const std::vector<Value>& row : rel.rows) {
          if (row.size() != rel.output.size()) return Fail(rel, "a row has another number of cells than columns");
          for (size_t i = 0; i < row.size(); ++i)
            if (row[i].type() != rel.output[i].type)
              return Fail(rel, "a cell of `" + rel.output[i].name + "` is " + std::string(TypeName(row[i].type())));
        }
        return;
      case Rel::Kind::kRange:
        if (rel.output.size() != 1) return Fail(rel, "does not have one column");
        for (const ExprPtr* expr : {&rel.range_from, &rel.range_to, &rel.range_step}) CheckExpr(rel, *expr, none);
        return;
      case Rel::Kind::kFilter:
        CheckBool(rel, rel.predicate, input);
        return CheckOutput(rel, expected);
      case Rel::Kind::kProject: {
        expected.clear();
        for (const NamedExpr& p : rel.projections) {
          CheckExpr(rel, p.expr, input);
          if (!ok()) return;
          expected.push_back({p.id, p.name, p.expr->type});
        }
        return CheckOutput(rel, expected);
      }
      case Rel::Kind::kAggregate: {
        expected.clear();
        for (const NamedExpr& k : rel.keys) {
          CheckExpr(rel, k.expr, input);
          if (!ok()) return;
          expected.push_back({k.id, k.name, k.expr->type});
        }
        for (const AggregateCall& a : rel.aggregates) {
          if (a.function == nullptr || a.function->kind != FunctionKind::kAggregate)
            return Fail(rel, "`" + a.name + "` is not an aggregate");
          CheckArguments(rel, *a.function, a.args);
          for (const ExprPtr& arg : a.args) CheckExpr(rel, arg, input);
          if (a.filter) CheckBool(rel, a.filter, input);
          expected.push_back({a.id, a.name, a.type});
        }
        return CheckOutput(rel, expected);
      }
      case Rel::Kind::kJoin:
      case Rel::Kind::kAsofJoin:
        return CheckJoin(rel);
      case Rel::Kind::kUnion:
        return CheckUnion(rel);
      case Rel::Kind::kSort:
        for (const SortKey& k : rel.sort_keys) CheckExpr(rel, k.expr, input);
        return CheckOutput(rel, expected);
      case Rel::Kind::kLimit:
        if (!rel.limit) return Fail(rel, "has no limit");
        return CheckOutput(rel, expected);
      case Rel::Kind::kUnnest:
        for (const UnnestColumn& u : rel.unnest) {
          CheckExpr(rel, u.value, input);
          if (ok() && u.value->type != Type::kDynamic)
            return Fail(rel, "`" + u.name + "` is made from a " + std::string(TypeName(u.value->type)));
          expected.push_back({u.id, u.name, u.type});
        }
        if (!rel.index_name.empty()) expected.push_back({rel.index_id, rel.index_name, Type::kLong});
        return CheckOutput(rel, expected);
      case Rel::Kind::kWindow:
        for (const WindowCall& w : rel.windows) {
          if (w.function == nullptr || w.function->kind == FunctionKind::kScalar)
            return Fail(rel, "`" + w.name + "` is not a window function");
          for (const ExprPtr& arg : w.args) CheckExpr(rel, arg, input);
          expected.push_back({w.id, w.name, w.type});
        }
        for (const ExprPtr& p : rel.partition_by) CheckExpr(rel, p, input);
        for (const SortKey& k : rel.window_order) CheckExpr(rel, k.expr, input);
        return CheckOutput(rel, expected);
    }
  }

  void CheckJoin(const Rel& rel) {
    const Columns& left = rel.inputs[0]->output;
    const Columns& right = rel.inputs[1]->output;
    for (const OutputColumn& l : left)
      for (const OutputColumn& r : right)
        if (l.id == r.id) return Fail(rel, "both sides deliver column `" + l.name + "` (" + std::to_string(l.id) + ")");
    for (const JoinKey& key : rel.join_keys) {
      CheckExpr(rel, key.left, left);
      CheckExpr(rel, key.right, right);
      if (ok() && key.left->type != key.right->type)
        return Fail(rel, "a key compares " + std::string(TypeName(key.left->type)) + " with " +
                             std::string(TypeName(key.right->type)));
    }
    Columns both = left;
    both.insert(both.end(), right.begin(), right.end());
    if (rel.residual) CheckBool(rel, rel.residual, both);
    if (rel.kind == Rel::Kind::kAsofJoin) {
      CheckExpr(rel, rel.left_time, left);
      CheckExpr(rel, rel.right_time, right);
      return CheckOutput(rel, both);
    }
    switch (rel.join) {
      case JoinKind::kLeftSemi:
      case JoinKind::kLeftAnti:
        return CheckOutput(rel, left);
      case JoinKind::kRightSemi:
      case JoinKind::kRightAnti:
        return CheckOutput(rel, right);
      default:
        return CheckOutput(rel, both);
    }
  }

  void CheckUnion(const Rel& rel) {
    if (rel.union_columns.size() != rel.inputs.size())
      return Fail(rel, "has another number of column lists than inputs");
    for (size_t i = 0; i < rel.inputs.size(); ++i) {
      if (rel.union_columns[i].size() != rel.output.size())
        return Fail(rel, "input " + std::to_string(i + 1) + " has another number of columns");
      for (size_t k = 0; k < rel.output.size(); ++k) {
        const OutputColumn* column = FindOutput(*rel.inputs[i], rel.union_columns[i][k]);
        if (column == nullptr)
          return Fail(rel, "input " + std::to_string(i + 1) + " does not deliver `" + rel.output[k].name + "`");
        if (column->type != rel.output[k].type)
          return Fail(rel, "`" + rel.output[k].name + "` of input " + std::to_string(i + 1) + " is " +
                               std::string(TypeName(column->type)));
      }
    }
  }

  std::string problem_;
  std::unordered_set<const Rel*> seen_;
};

}  // namespace

std::string ValidatePlan(const Rel& plan) {
  return Validator().Check(plan);
}

}  // namespace quarry
