// Prints SQL trees in DuckDB's dialect. Operands get parentheses by precedence; names are always quoted, texts
// escaped, so that nothing of a query's content is ever read as SQL.
#include <charconv>
#include <cmath>

#include "sql/tree.h"

namespace quarry::sql {

namespace {

// DuckDB's grammar, loosest first. Operators of kOther level (such as ||) bind tighter than comparisons and looser
// than arithmetic.
enum Level {
  kLowest,
  kOrLevel,
  kAndLevel,
  kNotLevel,
  kIsLevel,
  kCompareLevel,
  kInLevel,
  kOtherLevel,
  kAddLevel,
  kMultiplyLevel,
  kPowerLevel,
  kUnaryLevel,
  kPrimary
};

Level LevelOfOperator(std::string_view op) {
  if (op == "OR") return kOrLevel;
  if (op == "AND") return kAndLevel;
  if (op.starts_with("IS ")) return kIsLevel;
  if (op == "=" || op == "<>" || op == "<" || op == "<=" || op == ">" || op == ">=") return kCompareLevel;
  if (op == "LIKE" || op == "NOT LIKE" || op == "GLOB") return kInLevel;
  if (op == "+" || op == "-") return kAddLevel;
  if (op == "*" || op == "/" || op == "//" || op == "%") return kMultiplyLevel;
  return kOtherLevel;
}

class Printer {
 public:
  explicit Printer(bool pretty) : pretty_(pretty) {}
  std::string Take() { return std::move(out_); }

  void PrintExpr(const Expr& e, Level outer = kLowest) {
    const Level level = LevelOf(e);
    const bool parentheses = level < outer;
    if (parentheses) out_ += '(';
    PrintBare(e, level);
    if (parentheses) out_ += ')';
  }

  void PrintQuery(const Query& query) {
    if (!query.with.empty()) {
      out_ += "WITH ";
      for (size_t i = 0; i < query.with.size(); ++i) {
        if (i) {
          out_ += ',';
          Break();
        }
        const CommonTable& table = query.with[i];
        PrintName(table.name);
        out_ += table.materialized ? " AS MATERIALIZED (" : " AS (";
        PrintNested(*table.query);
        out_ += ')';
      }
      Break();
    }
    PrintSelect(query);
    for (const QueryPtr& arm : query.union_all) {
      Break();
      out_ += "UNION ALL";
      Break();
      // An arm with its own clauses behind FROM must not lend them to the whole.
      const bool parentheses =
          !arm->order_by.empty() || arm->limit || arm->offset || !arm->union_all.empty() || !arm->with.empty();
      if (parentheses) {
        out_ += '(';
        PrintNested(*arm);
        out_ += ')';
      } else {
        PrintSelect(*arm);
      }
    }
    if (!query.order_by.empty()) {
      Break();
      out_ += "ORDER BY ";
      PrintOrder(query.order_by);
    }
    if (query.limit) {
      Break();
      out_ += "LIMIT ";
      PrintExpr(*query.limit);
    }
    if (query.offset) {
      Break();
      out_ += "OFFSET ";
      PrintExpr(*query.offset);
    }
  }

 private:
  static Level LevelOf(const Expr& e) {
    switch (e.kind) {
      case Expr::Kind::kBinary:
        return LevelOfOperator(e.name);
      case Expr::Kind::kUnary:
        return e.name == "NOT" ? kNotLevel : kUnaryLevel;
      case Expr::Kind::kPostfix:
        return kIsLevel;
      case Expr::Kind::kInList:
      case Expr::Kind::kInQuery:
        return kInLevel;
      case Expr::Kind::kLambda:
        return kLowest;
      case Expr::Kind::kInteger:
        return e.integer < 0 && e.integer != INT64_MIN ? kUnaryLevel : kPrimary;
      case Expr::Kind::kReal:
        return std::isfinite(e.real) && std::signbit(e.real) && e.real != 0 ? kUnaryLevel : kPrimary;
      // A text with a NUL byte becomes a concatenation.
      case Expr::Kind::kString:
        return e.name.find('\0') == std::string::npos ? kPrimary : kOtherLevel;
      default:
        return kPrimary;
    }
  }

  void PrintBare(const Expr& e, Level level) {
    switch (e.kind) {
      case Expr::Kind::kColumn:
        if (!e.table.empty()) {
          PrintName(e.table);
          out_ += '.';
        }
        return PrintName(e.name);
      case Expr::Kind::kNull:
        out_ += "NULL";
        return;
      case Expr::Kind::kBool:
        out_ += e.integer ? "true" : "false";
        return;
      case Expr::Kind::kInteger:
        return PrintInteger(e.integer);
      case Expr::Kind::kReal:
        return PrintReal(e.real);
      case Expr::Kind::kString:
        return PrintText(e.name);
      case Expr::Kind::kStar:
        out_ += '*';
        return;
      case Expr::Kind::kCall:
        return PrintCall(e);
      case Expr::Kind::kBinary:
        return PrintBinary(e, level);
      case Expr::Kind::kUnary:
        out_ += e.name;
        if (e.name == "NOT") out_ += ' ';
        // "--" would open a comment.
        return PrintExpr(*e.args[0], e.name == "NOT" ? kNotLevel : kPrimary);
      case Expr::Kind::kPostfix:
        PrintExpr(*e.args[0], kInLevel);
        out_ += ' ';
        out_ += e.name;
        return;
      case Expr::Kind::kCast:
      case Expr::Kind::kTryCast:
        out_ += e.kind == Expr::Kind::kCast ? "CAST(" : "TRY_CAST(";
        PrintExpr(*e.args[0]);
        out_ += " AS ";
        out_ += e.name;
        out_ += ')';
        return;
      case Expr::Kind::kCase:
        return PrintCase(e);
      case Expr::Kind::kInList:
        PrintExpr(*e.args[0], kOtherLevel);
        out_ += " IN (";
        for (size_t i = 1; i < e.args.size(); ++i) {
          if (i > 1) out_ += ", ";
          PrintExpr(*e.args[i]);
        }
        out_ += ')';
        return;
      case Expr::Kind::kInQuery:
        PrintExpr(*e.args[0], kOtherLevel);
        out_ += " IN (";
        PrintNested(*e.query);
        out_ += ')';
        return;
      case Expr::Kind::kSubquery:
        out_ += '(';
        PrintNested(*e.query);
        out_ += ')';
        return;
      case Expr::Kind::kWindow:
        return PrintWindow(e);
      case Expr::Kind::kList:
        out_ += '[';
        PrintList(e.args);
        out_ += ']';
        return;
      case Expr::Kind::kLambda:
        out_ += "lambda ";
        PrintName(e.name);
        out_ += ": ";
        return PrintExpr(*e.args[0]);
      case Expr::Kind::kSubscript:
        PrintExpr(*e.args[0], kPrimary);
        out_ += '[';
        PrintExpr(*e.args[1]);
        out_ += ']';
        return;
    }
  }

  void PrintBinary(const Expr& e, Level level) {
    const bool associative = level == kOrLevel || level == kAndLevel;
    // Comparisons do not chain; everything else groups to the left.
    const bool left_same = level != kCompareLevel && level != kIsLevel && level != kInLevel;
    const Level tighter = static_cast<Level>(level + 1);
    PrintExpr(*e.args[0], left_same ? level : tighter);
    out_ += ' ';
    out_ += e.name;
    out_ += ' ';
    PrintExpr(*e.args[1], associative ? level : tighter);
  }

  void PrintInteger(int64_t value) {
    // The literal of the smallest number would be a negated HUGEINT.
    if (value == INT64_MIN) {
      out_ += "CAST('-9223372036854775808' AS BIGINT)";
      return;
    }
    out_ += std::to_string(value);
  }

  void PrintReal(double value) {
    if (std::isnan(value)) {
      out_ += "CAST('nan' AS DOUBLE)";
    } else if (std::isinf(value)) {
      out_ += value > 0 ? "CAST('inf' AS DOUBLE)" : "CAST('-inf' AS DOUBLE)";
    } else if (value == 0 && std::signbit(value)) {
      out_ += "CAST('-0.0' AS DOUBLE)";
    } else {
      // The exponent makes the literal a DOUBLE; without it DuckDB reads a DECIMAL.
      char buffer[40];
      const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific);
      out_.append(buffer, end.ptr);
    }
  }

  void PrintText(std::string_view text) {
    size_t start = 0;
    for (;;) {
      const size_t nul = text.find('\0', start);
      out_ += '\'';
      for (char c : text.substr(start, nul - start)) {
        if (c == '\'') out_ += '\'';
        out_ += c;
      }
      out_ += '\'';
      if (nul == std::string_view::npos) return;
      out_ += " || chr(0) || ";  // a query text cannot hold a NUL byte
      start = nul + 1;
    }
  }

  void PrintName(std::string_view name) {
    out_ += '"';
    for (char c : name) {
      if (c == '"') out_ += '"';
      out_ += c;
    }
    out_ += '"';
  }

  static bool IsPlainName(std::string_view name) {
    for (char c : name)
      if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
    return !name.empty() && !(name[0] >= '0' && name[0] <= '9');
  }

  void PrintCall(const Expr& e) {
    if (IsPlainName(e.name))
      out_ += e.name;
    else
      PrintName(e.name);
    out_ += '(';
    if (e.distinct) out_ += "DISTINCT ";
    PrintList(e.args);
    if (!e.order_by.empty()) {
      out_ += " ORDER BY ";
      PrintOrder(e.order_by);
    }
    out_ += ')';
    if (e.filter) {
      out_ += " FILTER (WHERE ";
      PrintExpr(*e.filter);
      out_ += ')';
    }
  }

  void PrintCase(const Expr& e) {
    out_ += "CASE";
    size_t i = 0;
    for (; i + 1 < e.args.size(); i += 2) {
      out_ += " WHEN ";
      PrintExpr(*e.args[i]);
      out_ += " THEN ";
      PrintExpr(*e.args[i + 1]);
    }
    if (i < e.args.size()) {
      out_ += " ELSE ";
      PrintExpr(*e.args[i]);
    }
    out_ += " END";
  }

  void PrintWindow(const Expr& e) {
    PrintExpr(*e.args[0], kPrimary);
    out_ += " OVER (";
    std::string_view gap;
    if (!e.partition_by.empty()) {
      out_ += "PARTITION BY ";
      PrintList(e.partition_by);
      gap = " ";
    }
    if (!e.order_by.empty()) {
      out_ += gap;
      out_ += "ORDER BY ";
      PrintOrder(e.order_by);
      gap = " ";
    }
    if (!e.frame.empty()) {
      out_ += gap;
      out_ += e.frame;
    }
    out_ += ')';
  }

  void PrintList(const std::vector<ExprPtr>& list) {
    for (size_t i = 0; i < list.size(); ++i) {
      if (i) out_ += ", ";
      PrintExpr(*list[i]);
    }
  }

  void PrintOrder(const std::vector<OrderItem>& order) {
    for (size_t i = 0; i < order.size(); ++i) {
      if (i) out_ += ", ";
      PrintExpr(*order[i].expr);
      out_ += order[i].descending ? " DESC" : " ASC";
      out_ += order[i].nulls == Null::kFirst ? " NULLS FIRST" : " NULLS LAST";
    }
  }

  void PrintSelect(const Query& query) {
    out_ += "SELECT ";
    if (query.distinct) out_ += "DISTINCT ";
    if (!query.distinct_on.empty()) {
      out_ += "DISTINCT ON (";
      PrintList(query.distinct_on);
      out_ += ") ";
    }
    for (size_t i = 0; i < query.items.size(); ++i) {
      if (i) out_ += ", ";
      const SelectItem& item = query.items[i];
      PrintExpr(*item.expr);
      const bool same = item.expr->kind == Expr::Kind::kColumn && item.expr->name == item.alias;
      if (!item.alias.empty() && !same) {
        out_ += " AS ";
        PrintName(item.alias);
      }
    }
    if (query.from) {
      Break();
      out_ += "FROM ";
      PrintRelation(*query.from);
    }
    if (query.where) {
      Break();
      out_ += "WHERE ";
      PrintExpr(*query.where);
    }
    if (!query.group_by.empty()) {
      Break();
      out_ += "GROUP BY ";
      PrintList(query.group_by);
    }
    if (query.having) {
      Break();
      out_ += "HAVING ";
      PrintExpr(*query.having);
    }
    if (query.qualify) {
      Break();
      out_ += "QUALIFY ";
      PrintExpr(*query.qualify);
    }
  }

  void PrintRelation(const Relation& relation) {
    switch (relation.kind) {
      case Relation::Kind::kTable:
        PrintName(relation.name);
        break;
      case Relation::Kind::kFunction:
        if (IsPlainName(relation.name))
          out_ += relation.name;
        else
          PrintName(relation.name);
        out_ += '(';
        PrintList(relation.args);
        out_ += ')';
        break;
      case Relation::Kind::kSubquery:
        out_ += '(';
        PrintNested(*relation.query);
        out_ += ')';
        break;
      case Relation::Kind::kJoin:
        return PrintJoin(relation);
      case Relation::Kind::kValues:
        out_ += "(VALUES ";
        for (size_t i = 0; i < relation.rows.size(); ++i) {
          if (i) out_ += ", ";
          out_ += '(';
          PrintList(relation.rows[i]);
          out_ += ')';
        }
        out_ += ')';
        break;
    }
    if (relation.alias.empty()) return;
    out_ += " AS ";
    PrintName(relation.alias);
    if (relation.column_aliases.empty()) return;
    out_ += '(';
    for (size_t i = 0; i < relation.column_aliases.size(); ++i) {
      if (i) out_ += ", ";
      PrintName(relation.column_aliases[i]);
    }
    out_ += ')';
  }

  void PrintJoin(const Relation& relation) {
    constexpr std::string_view kWords[] = {"JOIN",      "LEFT JOIN",  "RIGHT JOIN", "FULL JOIN",     "SEMI JOIN",
                                           "ANTI JOIN", "CROSS JOIN", "ASOF JOIN",  "ASOF LEFT JOIN"};
    PrintRelation(*relation.left);
    Break();
    out_ += kWords[static_cast<int>(relation.join)];
    out_ += ' ';
    const bool nested = relation.right->kind == Relation::Kind::kJoin;
    if (nested) out_ += '(';
    PrintRelation(*relation.right);
    if (nested) out_ += ')';
    if (relation.on) {
      out_ += " ON ";
      PrintExpr(*relation.on);
    }
  }

  void PrintNested(const Query& query) {
    ++depth_;
    if (pretty_) Break();
    PrintQuery(query);
    --depth_;
    if (pretty_) Break();
  }

  void Break() {
    if (!pretty_) {
      out_ += ' ';
      return;
    }
    out_ += '\n';
    out_.append(2 * static_cast<size_t>(depth_), ' ');
  }

  bool pretty_;
  int depth_ = 0;
  std::string out_;
};

}  // namespace

std::string PrintDuckdb(const Query& query, bool pretty) {
  Printer printer(pretty);
  printer.PrintQuery(query);
  return printer.Take();
}

std::string PrintDuckdb(const Expr& expr) {
  Printer printer(false);
  printer.PrintExpr(expr);
  return printer.Take();
}

}  // namespace quarry::sql
