// PrintPlan and PrintExpr: the readable, deterministic form of plans. One line a node, root first, inputs indented
// below it. A node that is used twice is printed once, with a number, and named by it afterwards.
#include <map>
#include <set>
#include <string>

#include "plan/rel.h"
#include "types/json.h"
#include "types/number.h"
#include "types/ticks.h"

namespace quarry {

namespace {

// How column references are written: by name where it is unique among the visible columns, else `name#id`.
class Names {
 public:
  void AddColumns(const std::vector<OutputColumn>& columns) {
    for (const OutputColumn& c : columns) {
      if (!by_id_.emplace(c.id, c.name).second) continue;
      ++uses_[c.name];
    }
  }
  std::string Of(ColumnId id) const {
    auto found = by_id_.find(id);
    if (found == by_id_.end()) return "#" + std::to_string(id);
    if (uses_.at(found->second) > 1 || found->second.empty()) return found->second + "#" + std::to_string(id);
    return found->second;
  }

 private:
  std::map<ColumnId, std::string> by_id_;
  std::map<std::string, int> uses_;
};

struct Infix {
  std::string_view function;
  std::string_view op;
  int level;
};
constexpr Infix kInfix[] = {{"or", "or", 1},         {"and", "and", 2},          {"equals", "==", 3},
                            {"not_equals", "!=", 3}, {"less", "<", 3},           {"less_equal", "<=", 3},
                            {"greater", ">", 3},     {"greater_equal", ">=", 3}, {"equals_nocase", "=~", 3},
                            {"add", "+", 4},         {"subtract", "-", 4},       {"multiply", "*", 5},
                            {"divide", "/", 5},      {"modulo", "%", 5}};
constexpr int kCallLevel = 9;

const Infix* FindInfix(const Expr& expr) {
  if (expr.kind != Expr::Kind::kCall || expr.args.size() < 2) return nullptr;
  for (const Infix& infix : kInfix)
    if (infix.function == expr.function->name && (expr.args.size() == 2 || infix.level <= 2)) return &infix;
  return nullptr;
}

std::string Quoted(std::string_view text) {
  std::string out;
  AppendJsonString(text, out);
  return out;
}

std::string PrintValue(const Value& value) {
  if (value.is_null())
    return value.type() == Type::kDynamic ? "dynamic(null)" : std::string(TypeName(value.type())) + "(null)";
  switch (value.type()) {
    case Type::kBool:
      return value.boolean() ? "true" : "false";
    case Type::kInt:
      return "int(" + std::to_string(value.integer()) + ")";
    case Type::kLong:
      return std::to_string(value.integer());
    case Type::kReal:
      return FormatReal(value.real(), true);
    case Type::kDateTime:
      return "datetime(" + FormatDateTime(value.integer()) + ")";
    case Type::kTimeSpan:
      return "timespan(" + FormatTimeSpan(value.integer()) + ")";
    case Type::kString:
      return Quoted(value.text());
    case Type::kDecimal:
    case Type::kGuid:
    case Type::kDynamic:
      break;
  }
  return std::string(TypeName(value.type())) + "(" + value.text() + ")";
}

class PlanPrinter {
 public:
  std::string Print(const Rel& plan) {
    CountUses(plan);
    PrintRel(plan, 0);
    return std::move(out_);
  }

  std::string PrintExprTo(const Expr& expr, const Names& names, int outer = 0) {
    switch (expr.kind) {
      case Expr::Kind::kColumn:
        return names.Of(expr.column);
      case Expr::Kind::kLiteral:
        return PrintValue(expr.literal);
      case Expr::Kind::kSubquery:
        return "toscalar(" + Relation(expr) + ")";
      case Expr::Kind::kInQuery:
        return PrintExprTo(*expr.args[0], names, 4) + (expr.ignore_case ? " in~ (" : " in (") + Relation(expr) + ")";
      case Expr::Kind::kCall:
        break;
    }
    if (const Infix* infix = FindInfix(expr)) {
      std::string text;
      for (size_t i = 0; i < expr.args.size(); ++i) {
        if (i) text.append(" ").append(infix->op).append(" ");
        // and/or are associative; for the others the right operand of the same level keeps its parentheses, and
        // comparisons never chain.
        const int level = infix->level <= 2 || (i == 0 && infix->level > 3) ? infix->level : infix->level + 1;
        text += PrintExprTo(*expr.args[i], names, level);
      }
      return infix->level < outer ? "(" + text + ")" : text;
    }
    std::string text(expr.function->name);
    text += "(";
    for (size_t i = 0; i < expr.args.size(); ++i) {
      if (i) text += ", ";
      text += PrintExprTo(*expr.args[i], names, 0);
    }
    return text + ")";
  }

 private:
  void CountUses(const Rel& rel) {
    if (++uses_[&rel] > 1) return;
    for (const RelPtr& input : rel.inputs) CountUses(*input);
    ForEachExpr(rel, [&](const Expr& expr) { CountUsesIn(expr); });
  }
  void CountUsesIn(const Expr& expr) {
    if (expr.relation) CountUses(*expr.relation);
    for (const ExprPtr& arg : expr.args) CountUsesIn(*arg);
  }

  // The relation of a subquery is printed behind the node that holds the expression.
  std::string Relation(const Expr& expr) {
    for (size_t i = 0; i < subqueries_.size(); ++i)
      if (subqueries_[i] == expr.relation.get()) return "query " + std::to_string(i + 1);
    subqueries_.push_back(expr.relation.get());
    return "query " + std::to_string(subqueries_.size());
  }

  std::string SortKeys(const std::vector<SortKey>& keys, const Names& names) {
    std::string text;
    for (const SortKey& key : keys) {
      if (!text.empty()) text += ", ";
      text += PrintExprTo(*key.expr, names) + (key.descending ? " desc" : " asc");
      text += key.nulls_first ? " nulls first" : " nulls last";
    }
    return text;
  }

  static std::string ColumnList(const std::vector<OutputColumn>& columns) {
    std::string text;
    for (const OutputColumn& c : columns) {
      if (!text.empty()) text += ", ";
      text += c.name + ":" + std::string(TypeName(c.type));
    }
    return text;
  }

  std::string Describe(const Rel& rel, const Names& names) {
    switch (rel.kind) {
      case Rel::Kind::kScan: {
        std::string text = "scan " + (rel.source ? rel.source->Describe() : std::string("nothing")) + " [" +
                           ColumnList(rel.output) + "]";
        if (rel.scan_predicate) {
          Names own;
          own.AddColumns(rel.output);
          text += " where " + PrintExprTo(*rel.scan_predicate, own);
        }
        if (rel.prefilter.kind != LiteralFilter::Kind::kAny) text += " prefilter " + rel.prefilter.ToString();
        return text;
      }
      case Rel::Kind::kValues:
        return "values [" + ColumnList(rel.output) + "] " + std::to_string(rel.rows.size()) +
               (rel.rows.size() == 1 ? " row" : " rows");
      case Rel::Kind::kRange:
        return "range " + rel.output[0].name + " from " + PrintExprTo(*rel.range_from, names) + " to " +
               PrintExprTo(*rel.range_to, names) + " step " + PrintExprTo(*rel.range_step, names);
      case Rel::Kind::kFilter:
        return "filter " + PrintExprTo(*rel.predicate, names);
      case Rel::Kind::kProject:
        return "project " + NamedList(rel.projections, names);
      case Rel::Kind::kAggregate:
        return DescribeAggregate(rel, names);
      case Rel::Kind::kJoin:
      case Rel::Kind::kAsofJoin:
        return DescribeJoin(rel, names);
      case Rel::Kind::kUnion:
        return "union [" + ColumnList(rel.output) + "]";
      case Rel::Kind::kSort:
        return (rel.limit ? "top " + std::to_string(*rel.limit) + " by " : std::string("sort ")) +
               SortKeys(rel.sort_keys, names);
      case Rel::Kind::kLimit:
        return "limit " + std::to_string(*rel.limit) + (rel.offset ? " offset " + std::to_string(rel.offset) : "");
      case Rel::Kind::kUnnest: {
        std::string text = "unnest ";
        for (size_t i = 0; i < rel.unnest.size(); ++i) {
          if (i) text += ", ";
          const UnnestColumn& c = rel.unnest[i];
          text += c.name + ":" + std::string(TypeName(c.type)) + " = " + PrintExprTo(*c.value, names);
        }
        if (!rel.index_name.empty()) text += " index " + rel.index_name;
        if (rel.empty_gives_row) text += " keep empty";
        if (rel.unnest_limit) text += " limit " + std::to_string(*rel.unnest_limit);
        return text;
      }
      case Rel::Kind::kWindow:
        return DescribeWindow(rel, names);
    }
    return {};
  }

  std::string NamedList(const std::vector<NamedExpr>& list, const Names& names) {
    std::string text;
    for (const NamedExpr& item : list) {
      if (!text.empty()) text += ", ";
      const std::string expr = PrintExprTo(*item.expr, names);
      text += expr == item.name ? expr : item.name + " = " + expr;
    }
    return text;
  }

  std::string Call(std::string_view name, const std::vector<ExprPtr>& args, const Names& names) {
    std::string text(name);
    text += "(";
    for (size_t i = 0; i < args.size(); ++i) text += (i ? ", " : "") + PrintExprTo(*args[i], names);
    return text + ")";
  }

  std::string DescribeAggregate(const Rel& rel, const Names& names) {
    std::string text = "aggregate";
    for (size_t i = 0; i < rel.aggregates.size(); ++i) {
      const AggregateCall& call = rel.aggregates[i];
      text += (i ? ", " : " ") + call.name + " = " + Call(call.function->name, call.args, names);
      if (call.filter) text += " where " + PrintExprTo(*call.filter, names);
    }
    if (!rel.keys.empty()) text += " by " + NamedList(rel.keys, names);
    return text;
  }

  std::string DescribeJoin(const Rel& rel, const Names& names) {
    constexpr std::string_view kKinds[] = {"inner",     "left",      "right",      "full",
                                           "left semi", "left anti", "right semi", "right anti"};
    std::string text =
        rel.kind == Rel::Kind::kAsofJoin ? "asof join" : "join " + std::string(kKinds[static_cast<int>(rel.join)]);
    for (size_t i = 0; i < rel.join_keys.size(); ++i)
      text += (i ? " and " : " on ") + PrintExprTo(*rel.join_keys[i].left, names, 4) +
              " == " + PrintExprTo(*rel.join_keys[i].right, names, 4);
    if (rel.residual) text += " where " + PrintExprTo(*rel.residual, names);
    if (rel.kind == Rel::Kind::kAsofJoin) {
      text += " newest " + PrintExprTo(*rel.right_time, names) + " up to " + PrintExprTo(*rel.left_time, names);
      text += " tolerance " + FormatTimeSpan(rel.tolerance) + " age " + FormatTimeSpan(rel.max_age);
    }
    return text;
  }

  std::string DescribeWindow(const Rel& rel, const Names& names) {
    std::string text = "window";
    for (size_t i = 0; i < rel.windows.size(); ++i)
      text += (i ? ", " : " ") + rel.windows[i].name + " = " +
              Call(rel.windows[i].function->name, rel.windows[i].args, names);
    for (size_t i = 0; i < rel.partition_by.size(); ++i)
      text += (i ? ", " : " partition by ") + PrintExprTo(*rel.partition_by[i], names);
    if (!rel.window_order.empty()) text += " order by " + SortKeys(rel.window_order, names);
    return text;
  }

  void PrintRel(const Rel& rel, int depth) {
    out_.append(2 * static_cast<size_t>(depth), ' ');
    if (auto seen = numbers_.find(&rel); seen != numbers_.end()) {
      out_ += "shared " + std::to_string(seen->second) + "\n";
      return;
    }
    if (uses_[&rel] > 1) {
      const int number = static_cast<int>(numbers_.size()) + 1;
      numbers_[&rel] = number;
      out_ += "[" + std::to_string(number) + "] ";
    }
    Names names;
    for (const RelPtr& input : rel.inputs) names.AddColumns(input->output);
    const size_t first = subqueries_.size();
    out_ += Describe(rel, names) + "\n";
    const size_t last = subqueries_.size();
    for (const RelPtr& input : rel.inputs) PrintRel(*input, depth + 1);
    for (size_t i = first; i < last; ++i) {
      out_.append(2 * static_cast<size_t>(depth) + 2, ' ');
      out_ += "query " + std::to_string(i + 1) + ":\n";
      PrintRel(*subqueries_[i], depth + 2);
    }
  }

  std::string out_;
  std::map<const Rel*, int> uses_;
  std::map<const Rel*, int> numbers_;
  std::vector<const Rel*> subqueries_;
};

}  // namespace

std::string PrintPlan(const Rel& plan) {
  return PlanPrinter().Print(plan);
}

std::string PrintExpr(const Expr& expr, const Rel* names_from) {
  Names names;
  if (names_from != nullptr) names.AddColumns(names_from->output);
  return PlanPrinter().PrintExprTo(expr, names);
}

}  // namespace quarry
