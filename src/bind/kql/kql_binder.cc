// Statements and the names that they introduce; external entry: BindKql.
#include "bind/kql/kql_binder.h"

#include "base/ascii.h"
#include "bind/mappings/named_operator.h"
#include "plan/evaluator.h"
#include "syntax/kql/parser.h"

namespace quarry {

Diagnostic& KqlBinder::Report(Code code, Span span, std::string message) {
  for (const Diagnostic& item : diagnostics_.items()) {
    if (item.code == code && item.span.start == span.start && item.span.end == span.end && item.message == message) {
      repeated_ = item;
      return repeated_;
    }
  }
  return diagnostics_.Add(code, span, std::move(message));
}

void KqlBinder::Unsupported(Span span, std::string_view what, std::string_view label) {
  Report(Code::Q0301, span, std::string(what) + " is not supported").label = label;
}

const KqlBinding* KqlBinder::Lookup(std::string_view name) const {
  for (const KqlBinding* at = environment_; at != nullptr; at = at->outer)
    if (at->name == name) return at;
  return nullptr;
}

KqlBinding& KqlBinder::Introduce(std::string_view name, KqlBinding::Kind kind, Span span) {
  KqlBinding& binding = bindings_.emplace_back();
  binding.name = name;
  binding.kind = kind;
  binding.span = span;
  binding.outer = environment_;
  environment_ = &binding;
  return binding;
}

void KqlBinder::BindAs(std::string_view name, Span span, RelPtr table) {
  KqlBinding& binding = Introduce(name, KqlBinding::Kind::kTable, span);
  binding.table = std::move(table);
  binding.shared = true;
}

std::string_view KqlBinder::NameByAs(const Rel& rows) const {
  for (const KqlBinding& binding : bindings_)
    if (binding.kind == KqlBinding::Kind::kTable && binding.shared && binding.syntax == nullptr &&
        binding.table.get() == &rows)
      return binding.name;
  return {};
}

bool KqlBinder::BindLet(const kql::Statement& statement) {
  const kql::Expr& value = *statement.expr;
  const KqlBinding* outer = environment_;
  if (value.kind == kql::Expr::Kind::kLambda) {
    KqlBinding& function = Introduce(statement.name.text, KqlBinding::Kind::kFunction, statement.name.span);
    function.syntax = &value;
    return true;
  }
  if (value.kind == kql::Expr::Kind::kEntityGroup) {
    Unsupported(value.span, "an entity group", "there are no clusters");
    Introduce(statement.name.text, KqlBinding::Kind::kUnusable, statement.name.span);
    return false;
  }
  if (IsTabular(value, nullptr)) {
    RelPtr table = BindTable(value);
    environment_ = outer;  // a name by `as` inside ends here
    KqlBinding& binding = Introduce(statement.name.text, table ? KqlBinding::Kind::kTable : KqlBinding::Kind::kUnusable,
                                    statement.name.span);
    binding.syntax = &value;
    binding.table = table;
    return table != nullptr;
  }
  ExprPtr scalar = BindExpr(value, nullptr);
  KqlBinding& binding = Introduce(statement.name.text, scalar ? KqlBinding::Kind::kScalar : KqlBinding::Kind::kUnusable,
                                  statement.name.span);
  binding.scalar = scalar;
  return scalar != nullptr;
}

// Parameters of the query take their defaults, or the values that the caller gives by name.
bool KqlBinder::BindQueryParameters(const kql::Statement& statement) {
  bool ok = true;
  for (const kql::ColumnDecl& parameter : statement.columns) {
    std::optional<Type> type = BindType(parameter.type.text, parameter.type.span);
    auto given = options_.parameters.find(std::string(parameter.name.text));
    ExprPtr value;
    if (type && given != options_.parameters.end()) {
      value = Fold(Convert(MakeLiteral(Value::String(given->second), parameter.name.span), *type));
    } else if (type && parameter.default_value != nullptr) {
      value = BindExpr(*parameter.default_value, nullptr);
      if (value) value = Fold(Convert(value, *type));
    } else if (type) {
      Report(Code::Q0207, parameter.name.span,
             "query parameter `" + std::string(parameter.name.text) + "` has no value")
          .label = "no default and none given";
    }
    KqlBinding& binding = Introduce(
        parameter.name.text, value ? KqlBinding::Kind::kScalar : KqlBinding::Kind::kUnusable, parameter.name.span);
    binding.scalar = value;
    ok = ok && value != nullptr;
  }
  return ok;
}

// Everything but the query itself.
bool KqlBinder::BindStatement(const kql::Statement& statement) {
  switch (statement.kind) {
    case kql::Statement::Kind::kLet:
      return BindLet(statement);
    case kql::Statement::Kind::kDeclare:
      return BindQueryParameters(statement);
    case kql::Statement::Kind::kSet:
      return true;  // client request options do not change answers
    case kql::Statement::Kind::kAlias:
      Unsupported(statement.span, "`alias database`", "there are no databases");
      return false;
    case kql::Statement::Kind::kPattern:
      Unsupported(statement.span, "`declare pattern`", "patterns have no meaning without a cluster");
      return false;
    case kql::Statement::Kind::kRestrict:
      Unsupported(statement.span, "`restrict access`");
      return false;
    case kql::Statement::Kind::kQuery:
      return true;
  }
  return false;
}

FailureOr<BoundQuery> KqlBinder::Bind(const kql::Query& query) {
  const kql::Statement* last = nullptr;
  bool ok = true;
  for (const kql::Statement* statement : query.statements) {
    if (statement->kind != kql::Statement::Kind::kQuery) {
      ok = BindStatement(*statement) && ok;
      continue;
    }
    if (last != nullptr) {
      Report(Code::Q0301, statement->span, "a second query in one text is not supported").label =
          "the first one ends before this";
      return Failure{};
    }
    last = statement;
  }
  if (last == nullptr) {
    Span span = query.statements.empty() ? Span{} : query.statements.back()->span;
    Report(Code::Q0101, span, "expected a query, found only statements").label = "nothing is asked for";
    return Failure{};
  }
  const kql::Expr& expr = *last->expr;
  if (!IsTabular(expr, nullptr)) {
    if (expr.kind == kql::Expr::Kind::kName && Lookup(expr.text) == nullptr) {
      ReportUnknownTable(expr.text, expr.span);
    } else if (BindExpr(expr, nullptr)) {
      Report(Code::Q0209, expr.span, "a value is not a query").label = "`print` in front of it makes it one";
    }
    return Failure{};
  }
  RelPtr plan = BindTable(expr);
  if (!plan || !ok) return Failure{};
  return Finish(plan, expr.span);
}

namespace {

// Rows come in the order of the nearest sort, as long as only operators that keep it stand above.
bool IsOrdered(const Rel& rel) {
  switch (rel.kind) {
    case Rel::Kind::kSort:
      return true;
    case Rel::Kind::kFilter:
    case Rel::Kind::kProject:
    case Rel::Kind::kLimit:
    case Rel::Kind::kUnnest:
    case Rel::Kind::kWindow:
      return IsOrdered(*rel.inputs[0]);
    default:
      return false;
  }
}

}  // namespace

FailureOr<BoundQuery> KqlBinder::Finish(RelPtr plan, Span) {
  BoundQuery bound;
  bound.lang = Lang::kKql;
  bound.ordered = IsOrdered(*plan);
  for (std::string_view name : {"TimeGenerated", "Timestamp"})
    for (const OutputColumn& column : plan->output)
      if (column.type == Type::kDateTime && column.name == name) bound.time = column.id;
  for (const OutputColumn& column : plan->output)
    if (bound.time == 0 && column.type == Type::kDateTime) bound.time = column.id;
  bound.render = render_;
  bound.plan = std::move(plan);
  return bound;
}

bool KqlBinder::IsTabularFunction(const KqlBinding& function) {
  if (function.syntax->statements.empty()) return false;
  const kql::Statement& last = *function.syntax->statements.back();
  if (last.kind != kql::Statement::Kind::kQuery) return false;
  if (call_depth_ > 32) return false;
  call_depth_++;
  EnvironmentScope scope(*this, function.outer);
  for (const kql::ColumnDecl& parameter : function.syntax->columns)
    Introduce(parameter.name.text, parameter.tabular ? KqlBinding::Kind::kTable : KqlBinding::Kind::kScalar,
              parameter.name.span);
  for (const kql::Statement* statement : function.syntax->statements) {
    if (statement->kind != kql::Statement::Kind::kLet) continue;
    KqlBinding::Kind kind = statement->expr->kind == kql::Expr::Kind::kLambda ? KqlBinding::Kind::kFunction
                            : IsTabular(*statement->expr, nullptr)            ? KqlBinding::Kind::kTable
                                                                              : KqlBinding::Kind::kScalar;
    Introduce(statement->name.text, kind, statement->name.span).syntax = statement->expr;
  }
  bool tabular = IsTabular(*last.expr, nullptr);
  call_depth_--;
  return tabular;
}

// Binds the parameters of `function` to the arguments of `call` and the lets of its body; gives the environment and
// the body's last expression.
bool KqlBinder::EnterFunction(const KqlBinding& function, const kql::Expr& call, RelPtr first, const RelPtr& rows,
                              const KqlBinding** inside, const kql::Expr** body) {
  const kql::Expr& lambda = *function.syntax;
  std::string name(function.name);
  struct Argument {
    const kql::Expr* syntax = nullptr;
    ExprPtr scalar;
    RelPtr table;
  };
  std::vector<Argument> arguments(lambda.columns.size());
  size_t next = 0;
  size_t given = call.args.size() + (first ? 1 : 0);
  if (given > lambda.columns.size()) {
    Report(Code::Q0205, call.span,
           "`" + name + "` takes " + std::to_string(lambda.columns.size()) + " arguments, not " + std::to_string(given))
        .label = "too many arguments";
    return false;
  }
  if (first) arguments[next++].table = first;
  bool ok = true;
  for (const kql::Expr* arg : call.args) {
    const kql::Expr* value = arg;
    size_t at = next++;
    if (arg->kind == kql::Expr::Kind::kNamed && arg->names.size() == 1) {  // f(b=2)
      value = arg->args[0];
      for (size_t i = 0; i < lambda.columns.size(); i++)
        if (lambda.columns[i].name.text == arg->names[0].text) at = i;
    }
    arguments[at].syntax = value;
  }
  for (size_t i = 0; i < arguments.size(); i++) {
    const kql::ColumnDecl& parameter = lambda.columns[i];
    Argument& argument = arguments[i];
    if (parameter.tabular) {
      if (argument.table) continue;
      if (argument.syntax == nullptr) {
        Report(Code::Q0205, call.span, "`" + name + "` misses its argument `" + std::string(parameter.name.text) + "`")
            .label = "a table is missing";
        return false;
      }
      argument.table = BindTable(*argument.syntax);
      ok = ok && argument.table;
      continue;
    }
    std::optional<Type> type = BindType(parameter.type.text, parameter.type.span);
    if (!type) return false;
    if (argument.table) {
      Report(Code::Q0204, call.span, "`" + name + "` takes a value, not a table").label = "a table";
      return false;
    }
    if (argument.syntax != nullptr) {
      argument.scalar = BindExpr(*argument.syntax, rows);
    } else if (parameter.default_value != nullptr) {
      argument.scalar = BindExpr(*parameter.default_value, nullptr);
    } else {
      Report(Code::Q0205, call.span, "`" + name + "` misses its argument `" + std::string(parameter.name.text) + "`")
          .label = "a " + std::string(TypeName(*type)) + " is missing";
      return false;
    }
    if (argument.scalar) argument.scalar = Fold(Convert(argument.scalar, *type));
    ok = ok && argument.scalar;
  }
  if (!ok) return false;
  environment_ = function.outer;
  for (size_t i = 0; i < arguments.size(); i++) {
    const kql::ColumnDecl& parameter = lambda.columns[i];
    KqlBinding& binding =
        Introduce(parameter.name.text, parameter.tabular ? KqlBinding::Kind::kTable : KqlBinding::Kind::kScalar,
                  parameter.name.span);
    binding.scalar = arguments[i].scalar;
    binding.table = arguments[i].table;
    binding.shared = parameter.tabular;
    if (!parameter.tabular || parameter.open) continue;
    for (const kql::ColumnDecl& column : parameter.columns) {
      if (FindColumn(*arguments[i].table, column.name.text) != nullptr) continue;
      Report(Code::Q0203, call.span,
             "the table for `" + std::string(parameter.name.text) + "` has no column `" +
                 std::string(column.name.text) + "`")
          .label = "`" + name + "` asks for it";
      ok = false;
    }
  }
  for (const kql::Statement* statement : lambda.statements) {
    if (statement->kind == kql::Statement::Kind::kQuery)
      *body = statement->expr;
    else
      ok = BindStatement(*statement) && ok;
  }
  *inside = environment_;
  if (*body == nullptr) {
    Report(Code::Q0209, lambda.span, "the function `" + name + "` has no result").label =
        "its body ends without an expression";
    return false;
  }
  return ok;
}

ExprPtr KqlBinder::BindFunctionCall(const KqlBinding& function, const kql::Expr& expr, const RelPtr& rows) {
  if (call_depth_ >= 32) {
    Report(Code::Q0209, expr.span, "`" + std::string(function.name) + "` calls itself").label =
        "functions nest too deeply";
    return nullptr;
  }
  EnvironmentScope scope(*this, environment_);
  call_depth_++;
  const KqlBinding* inside = nullptr;
  const kql::Expr* body = nullptr;
  ExprPtr result;
  if (EnterFunction(function, expr, nullptr, rows, &inside, &body)) result = BindExpr(*body, nullptr);
  call_depth_--;
  return result;
}

RelPtr KqlBinder::BindTableCall(const kql::Expr& call, RelPtr first_argument) {
  const KqlBinding* function = Lookup(call.text);
  // The steps that mappings name are called like functions; a function by `let` of the same name goes before.
  const NamedOperator* step =
      function == nullptr && first_argument != nullptr && call.args.empty() ? FindNamedOperator(call.text) : nullptr;
  if (step != nullptr) {
    FailureOr<RelPtr> rows = step->bind(first_argument, tables_, call.span, ids_, diagnostics_);
    return rows ? *rows : nullptr;
  }
  if (function == nullptr && first_argument == nullptr && call.text == "_GetWatchlist") return BindWatchlist(call);
  if (function == nullptr || function->kind != KqlBinding::Kind::kFunction) {
    if (call.text == "FileProfile" || call.text == "SeenBy" || call.text == "DeviceFromIP" ||
        call.text == "AssignedIPAddresses")
      Unsupported(call.span, "`" + std::string(call.text) + "`", "it asks Microsoft's service");
    else if (function == nullptr)
      ReportUnknownFunction(call);
    else
      Report(Code::Q0209, call.span, "`" + std::string(call.text) + "` is not a function").label =
          "it is a name by `let`";
    return nullptr;
  }
  if (call_depth_ >= 32) {
    Report(Code::Q0209, call.span, "`" + std::string(function->name) + "` calls itself").label =
        "functions nest too deeply";
    return nullptr;
  }
  EnvironmentScope scope(*this, environment_);
  call_depth_++;
  const KqlBinding* inside = nullptr;
  const kql::Expr* body = nullptr;
  RelPtr result;
  if (EnterFunction(*function, call, first_argument, nullptr, &inside, &body)) {
    if (IsTabular(*body, nullptr))
      result = BindTable(*body);
    else
      Report(Code::Q0204, call.span, "`" + std::string(call.text) + "` gives a value, not a table").label =
          "a table is needed here";
  }
  call_depth_--;
  return result;
}

std::string_view KqlBinder::TableOf(const Rel& rows) const {
  std::string_view table;
  for (const OutputColumn& column : rows.output) {
    auto found = origins_.find(column.id);
    if (found == origins_.end() || (!table.empty() && found->second.table != table)) return {};
    table = found->second.table;
  }
  return table;
}

void KqlBinder::CopyOrigin(ColumnId from, ColumnId to) {
  auto found = origins_.find(from);
  if (found == origins_.end()) return;
  Origin origin = found->second;
  origins_[to] = std::move(origin);
}

FailureOr<BoundQuery> BindKql(const SourceMap& sources, uint16_t source, TableProvider& tables, ColumnIds& ids,
                              const BindOptions& options, DiagnosticList& diagnostics) {
  Arena arena;
  size_t errors = diagnostics.error_count();
  kql::Query query = kql::ParseKql(sources.text(source), source, arena, diagnostics);
  if (diagnostics.error_count() != errors) return Failure{};
  return KqlBinder(tables, ids, options, diagnostics, sources.name(source)).Bind(query);
}

}  // namespace quarry
