// Finders of the tree, and its text form.
#include "syntax/kql/tree.h"

namespace quarry::kql {
namespace {

class Printer {
 public:
  std::string Run(const Query& query) {
    for (const Statement* statement : query.statements) {
      Print(*statement);
      out_ += '\n';
    }
    return std::move(out_);
  }

 private:
  void Quoted(std::string_view text) {
    out_ += '"';
    for (char c : text) {
      if (c == '"' || c == '\\') out_ += '\\';
      if (c == '\n')
        out_ += "\\n";
      else
        out_ += c;
    }
    out_ += '"';
  }

  void Print(const Statement& statement) {
    switch (statement.kind) {
      case Statement::Kind::kQuery:
        return Print(*statement.expr);
      case Statement::Kind::kLet:
        out_ += "(let ";
        break;
      case Statement::Kind::kSet:
        out_ += "(set ";
        break;
      case Statement::Kind::kAlias:
        out_ += "(alias ";
        break;
      case Statement::Kind::kDeclare:
        out_ += "(declare";
        break;
      case Statement::Kind::kPattern:
        out_ += "(pattern ";
        break;
      case Statement::Kind::kRestrict:
        out_ += "(restrict";
        break;
    }
    out_ += statement.name.text;
    Columns(statement.columns);
    if (statement.expr != nullptr) {
      out_ += ' ';
      Print(*statement.expr);
    }
    Items(statement.items);
    out_ += ')';
  }

  void Columns(List<ColumnDecl> columns) {
    if (columns.empty()) return;
    out_ += " {";
    for (size_t i = 0; i < columns.size(); i++) {
      if (i > 0) out_ += ", ";
      out_ += columns[i].name.text;
      out_ += ':';
      if (columns[i].open)
        out_ += "(*)";
      else if (columns[i].tabular)
        Columns(columns[i].columns);
      else
        out_ += columns[i].type.text;
      if (columns[i].default_value != nullptr) {
        out_ += '=';
        Print(*columns[i].default_value);
      }
    }
    out_ += '}';
  }

  void Items(List<const Expr*> items) {
    for (const Expr* item : items) {
      out_ += ' ';
      Print(*item);
    }
  }

  void Options(List<Option> options) {
    for (const Option& option : options) {
      out_ += ' ';
      out_ += option.name.text;
      out_ += '=';
      Print(*option.value);
    }
  }

  void Print(const Clause& clause) {
    out_ += " (";
    out_ += clause.keyword;
    Options(clause.options);
    Columns(clause.columns);
    Items(clause.items);
    for (const Clause& inner : clause.clauses) Print(inner);
    out_ += ')';
  }

  void Print(const Operator& op) {
    out_ += "\n  | (";
    out_ += op.name;
    Options(op.options);
    Items(op.args);
    for (const Clause& clause : op.clauses) Print(clause);
    out_ += ')';
  }

  void Print(const Expr& expr) {
    switch (expr.kind) {
      case Expr::Kind::kError:
        out_ += "<error>";
        return;
      case Expr::Kind::kName:
        out_ += expr.text;
        return;
      case Expr::Kind::kWildcardName:
        out_ += expr.text;
        return;
      case Expr::Kind::kJoinSide:
        out_ += expr.text;
        return;
      case Expr::Kind::kStar:
        out_ += '*';
        return;
      case Expr::Kind::kParameter:
        Wrap("parameter", expr);
        return;
      case Expr::Kind::kLiteral:
        return Literal(expr);
      case Expr::Kind::kList:
        Wrap("list", expr);
        return;
      case Expr::Kind::kCall:
      case Expr::Kind::kUnary:
      case Expr::Kind::kBinary:
      case Expr::Kind::kBetween:
        Wrap(expr.text, expr);
        return;
      case Expr::Kind::kPathCall:
        Wrap("." + std::string(expr.text), expr);
        return;
      case Expr::Kind::kMember:
        Print(*expr.args[0]);
        out_ += '.';
        out_ += expr.text;
        return;
      case Expr::Kind::kIndex:
        Wrap("index", expr);
        return;
      case Expr::Kind::kNamed:
        out_ += "(=";
        for (const Name& name : expr.names) {
          out_ += ' ';
          out_ += name.text;
        }
        Items(expr.args);
        out_ += ')';
        return;
      case Expr::Kind::kDefault:
        Wrap("default", expr);
        return;
      case Expr::Kind::kToType:
        Wrap("to " + std::string(expr.text), expr);
        return;
      case Expr::Kind::kTypeOf:
        Wrap("typeof " + std::string(expr.text), expr);
        return;
      case Expr::Kind::kTypedName:
        out_ += expr.text;
        if (!expr.type_name.empty()) {
          out_ += ':';
          out_ += expr.type_name;
        }
        return;
      case Expr::Kind::kOrdered:
        if (expr.text.empty() && expr.nulls == Expr::Nulls::kDefault) return Print(*expr.args[0]);
        out_ += '(';
        out_ += expr.text.empty() ? "ordered" : expr.text;
        if (expr.nulls != Expr::Nulls::kDefault)
          out_ += expr.nulls == Expr::Nulls::kFirst ? " nulls-first" : " nulls-last";
        Items(expr.args);
        out_ += ')';
        return;
      case Expr::Kind::kPipe:
        out_ += "(pipe";
        Items(expr.args);
        for (const Operator* op : expr.operators) Print(*op);
        out_ += ')';
        return;
      case Expr::Kind::kLambda:
        out_ += expr.view ? "(view" : "(lambda";
        Columns(expr.columns);
        for (const Statement* statement : expr.statements) {
          out_ += ' ';
          Print(*statement);
        }
        out_ += ')';
        return;
      case Expr::Kind::kDataTable:
        Wrap("datatable", expr);
        return;
      case Expr::Kind::kExternalData:
        Wrap("externaldata", expr);
        return;
      case Expr::Kind::kEntityGroup:
        Wrap("entity_group", expr);
        return;
    }
  }

  void Wrap(std::string_view head, const Expr& expr) {
    out_ += '(';
    out_ += head;
    if (expr.kind == Expr::Kind::kParameter) {
      out_ += ' ';
      out_ += expr.text;
    }
    Columns(expr.columns);
    Items(expr.args);
    Options(expr.options);
    out_ += ')';
  }

  void Literal(const Expr& expr) {
    switch (expr.literal) {
      case LiteralKind::kString:
        return Quoted(expr.text);
      case LiteralKind::kLong:
      case LiteralKind::kReal:
      case LiteralKind::kBool:
        out_ += expr.text;
        return;
      case LiteralKind::kInt:
        out_ += "int:";
        break;
      case LiteralKind::kDecimal:
        out_ += "decimal:";
        break;
      case LiteralKind::kDateTime:
        out_ += "datetime:";
        break;
      case LiteralKind::kTimeSpan:
        out_ += "timespan:";
        break;
      case LiteralKind::kGuid:
        out_ += "guid:";
        break;
      case LiteralKind::kDynamic:
        out_ += "dynamic:";
        break;
    }
    out_ += expr.text;
  }

  std::string out_;
};

}  // namespace

const Clause* Operator::FindClause(std::string_view keyword) const {
  for (const Clause& clause : clauses)
    if (clause.keyword == keyword) return &clause;
  return nullptr;
}

const Option* Operator::FindOption(std::string_view wanted) const {
  for (const Option& option : options)
    if (option.name.text == wanted) return &option;
  return nullptr;
}

std::string PrintTree(const Query& query) {
  return Printer().Run(query);
}

}  // namespace quarry::kql
