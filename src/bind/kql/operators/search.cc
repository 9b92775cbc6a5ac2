// search: rows in which terms stand, in any column.
#include <string>

#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

constexpr std::string_view kTableColumn = "$table";

class SearchPredicate {
 public:
  SearchPredicate(KqlBinder& binder, const RelPtr& rows) : binder_(binder), rows_(rows) {}

  ExprPtr Bind(const kql::Expr& expr) {
    switch (expr.kind) {
      case kql::Expr::Kind::kStar:
        return MakeLiteral(Value::Bool(true), expr.span);
      case kql::Expr::Kind::kLiteral:
        if (expr.literal == kql::LiteralKind::kString) return Anywhere(expr);
        break;
      case kql::Expr::Kind::kCall:
        if (expr.text == "not" && expr.args.size() == 1) {
          ExprPtr inner = Bind(*expr.args[0]);
          return inner ? binder_.Call("not", {inner}, expr.span) : nullptr;
        }
        break;
      case kql::Expr::Kind::kBinary: {
        if (expr.text == "and" || expr.text == "or") {
          std::vector<ExprPtr> terms;
          for (const kql::Expr* arg : expr.args) {
            terms.push_back(Bind(*arg));
            if (!terms.back()) return nullptr;
          }
          return binder_.Call(expr.text, std::move(terms), expr.span);
        }
        // A colon takes the same terms as a text that stands alone.
        const bool colon = expr.text == "has" && expr.text_span.end - expr.text_span.start == 1;
        if (!colon) break;
        if (expr.args[1]->kind != kql::Expr::Kind::kLiteral || expr.args[1]->literal != kql::LiteralKind::kString) {
          binder_.Unsupported(expr.args[1]->span, "`:` with other than a text in search");
          return nullptr;
        }
        if (expr.args[0]->kind == kql::Expr::Kind::kStar) return Anywhere(*expr.args[1]);
        return Term(binder_.BindExpr(*expr.args[0], rows_), *expr.args[1]);
      }
      default:
        break;
    }
    return binder_.BindCondition(expr, rows_);
  }

 private:
  ExprPtr Anywhere(const kql::Expr& text) {
    std::vector<ExprPtr> terms;
    for (const OutputColumn& column : rows_->output) {
      if (column.name == kTableColumn) continue;
      terms.push_back(Term(binder_.Column(column, text.span), text));
      if (!terms.back()) return nullptr;
    }
    return terms.size() == 1 ? terms[0] : binder_.Call("or", std::move(terms), text.span);
  }

  ExprPtr Term(ExprPtr value, const kql::Expr& text) {
    value = binder_.Convert(value, Type::kString);
    if (!value) return nullptr;
    std::string_view term = text.text;
    const bool open_start = !term.empty() && term.front() == '*';
    if (open_start) term.remove_prefix(1);
    const bool open_end = !term.empty() && term.back() == '*';
    if (open_end) term.remove_suffix(1);
    if (term.empty()) return MakeLiteral(Value::Bool(true), text.span);
    if (term.find('*') != std::string_view::npos) {
      binder_.Unsupported(text.span, "`*` inside a term of search", "`matches regex` on a column takes patterns");
      return nullptr;
    }
    std::string_view function = open_start ? (open_end ? "contains_nocase" : "has_suffix")
                                : open_end ? "has_prefix"
                                           : "has_term";
    return binder_.Call(function, {value, MakeLiteral(Value::String(term), text.span)}, text.span);
  }

  KqlBinder& binder_;
  const RelPtr& rows_;
};

// The rows of the tables behind `in`, with the name of each row's table: what union gives.
FailureOr<RelPtr> UniteTables(KqlBinder& binder, const kql::Operator& op, const kql::Clause& in) {
  kql::Expr column;
  column.kind = kql::Expr::Kind::kName;
  column.span = in.span;
  column.text = kTableColumn;
  kql::Option source;
  source.name = {"withsource", in.span};
  source.value = &column;
  kql::Operator united;
  united.name = "union";
  united.name_span = op.name_span;
  united.span = in.span;
  united.options = kql::List<kql::Option>(&source, 1);
  united.args = in.items;
  for (const KqlOperatorDef* def : AllKqlOperators())
    if (def->name == united.name) return def->bind(binder, united, nullptr);
  return Failure{};
}

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  if (const kql::Option* kind = op.FindOption("kind")) {
    std::string_view word = KqlBinder::WordOf(*kind->value);
    if (word != "default" && word != "case_insensitive") {
      binder.Unsupported(kind->value->span, "`kind=" + std::string(word) + "` of search");
      return Failure{};
    }
  }
  const kql::Clause* in = op.FindClause("in");
  if (in == nullptr && !input) {
    binder.Unsupported(op.name_span, "`search` over all tables", "name them: `search in (Table) ...`");
    return Failure{};
  }
  if (in != nullptr && input) {
    binder.Report(Code::Q0209, in->span, "`search in (...)` takes no rows").label = "stands behind a table";
    return Failure{};
  }
  RelPtr rows;
  if (in != nullptr) {
    FailureOr<RelPtr> united = UniteTables(binder, op, *in);
    if (!united) return Failure{};
    rows = *united;
  } else {
    std::string name(binder.NameByAs(*input));
    if (name.empty()) name = binder.TableOf(*input);
    if (name.empty()) {
      binder.Unsupported(op.name_span, "`search` of rows that are no table's",
                         "`where` filters them; `$table` would have no value");
      return Failure{};
    }
    std::vector<NamedExpr> columns = {
        {binder.NextId(), std::string(kTableColumn), MakeLiteral(Value::String(name), op.name_span)}};
    for (const OutputColumn& column : input->output)
      if (column.name != kTableColumn) columns.push_back({column.id, column.name, binder.Column(column, {})});
    rows = MakeProject(input, std::move(columns), op.span);
  }
  ExprPtr predicate = SearchPredicate(binder, rows).Bind(*op.args[0]);
  if (!predicate) return Failure{};
  return MakeFilter(rows, predicate, op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kSearchOperator) = {
    .name = "search",
    .syntax = "T | search Predicate; search in (Table, ...) Predicate",
    .doc =
        "The rows for which the predicate is true, with the name of their table in `$table`. A text in the predicate "
        "is a term that any column may have, as `has` finds it in the column's text, ignoring case; `\"term*\"`, "
        "`\"*term\"` and `\"*term*\"` find beginnings, ends and parts. `Column:\"term\"` looks in one column. Terms "
        "and other conditions are joined by `and`, `or` and `not(...)`. Tables must be named.",
    .example = "search in (DeviceProcessEvents, DeviceNetworkEvents) \"mimikatz\" and not(DeviceName:\"lab*\")",
    .bind = Bind,
};

}  // namespace quarry
