// Sources of rows and pipes of operators. Part of KqlBinder.
#include <string>

#include "base/ascii.h"
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"
#include "plan/evaluator.h"

namespace quarry {

namespace {

bool IsRemoteRoot(std::string_view name) {
  return name == "cluster" || name == "database" || name == "workspace" || name == "app" || name == "adx" ||
         name == "arg" || name == "resource";
}

// The call at the root of cluster("x").database("y").T, or nullptr.
const kql::Expr* RemoteRoot(const kql::Expr& expr) {
  const kql::Expr* at = &expr;
  while (at->kind == kql::Expr::Kind::kMember || at->kind == kql::Expr::Kind::kPathCall) at = at->args[0];
  return at->kind == kql::Expr::Kind::kCall && IsRemoteRoot(at->text) ? at : nullptr;
}

const KqlOperatorDef* FindOperator(std::string_view name) {
  if (name == "filter") name = "where";
  if (name == "order") name = "sort";
  if (name == "limit") name = "take";
  if (name == "mvexpand") name = "mv-expand";
  if (name == "mvapply") name = "mv-apply";
  for (const KqlOperatorDef* def : AllKqlOperators())
    if (def->name == name) return def;
  return nullptr;
}

}  // namespace

bool KqlBinder::IsTabular(const kql::Expr& expr, const Rel* rows) {
  switch (expr.kind) {
    case kql::Expr::Kind::kPipe:
    case kql::Expr::Kind::kDataTable:
    case kql::Expr::Kind::kExternalData:
    case kql::Expr::Kind::kWildcardName:
      return true;
    case kql::Expr::Kind::kName: {
      if (rows != nullptr && FindColumn(*rows, expr.text) != nullptr) return false;
      if (const KqlBinding* binding = Lookup(expr.text)) {
        if (binding->kind == KqlBinding::Kind::kFunction)
          return binding->syntax->columns.empty() && IsTabularFunction(*binding);
        return binding->kind == KqlBinding::Kind::kTable;
      }
      // Asked for often, and a mapped table is a query of its own.
      auto [known, first] = is_table_.try_emplace(std::string(expr.text), false);
      if (first) {
        DiagnosticList ignored;
        ColumnIds scratch;
        known->second = tables_.FindTable(expr.text, expr.span, scratch, ignored) != nullptr;
      }
      return known->second;
    }
    case kql::Expr::Kind::kCall: {
      if (expr.text == "materialize" || expr.text == "table" || expr.text == "view" || IsRemoteRoot(expr.text))
        return true;
      const KqlBinding* binding = Lookup(expr.text);
      if (binding == nullptr && expr.text == "_GetWatchlist") return true;
      return binding != nullptr && binding->kind == KqlBinding::Kind::kFunction && IsTabularFunction(*binding);
    }
    case kql::Expr::Kind::kMember:
    case kql::Expr::Kind::kPathCall:
      return RemoteRoot(expr) != nullptr;
    default:
      return false;
  }
}

RelPtr KqlBinder::Renewed(const RelPtr& table) {
  std::vector<NamedExpr> columns;
  for (const OutputColumn& column : table->output) {
    ColumnId id = NextId();
    CopyOrigin(column.id, id);
    columns.push_back({id, column.name, Column(column, {})});
  }
  return MakeProject(table, std::move(columns), table->span);
}

std::vector<std::string> KqlBinder::ViewNames() const {
  std::vector<std::string> names;
  for (const KqlBinding* at = environment_; at != nullptr; at = at->outer)
    if (at->kind == KqlBinding::Kind::kFunction && at->syntax->view) names.emplace_back(at->name);
  return names;
}

RelPtr KqlBinder::BindBinding(const KqlBinding& binding, Span span) {
  switch (binding.kind) {
    case KqlBinding::Kind::kUnusable:
      return nullptr;  // reported where it was made
    case KqlBinding::Kind::kScalar:
      Report(Code::Q0204, span, "`" + std::string(binding.name) + "` is a value, not a table").label =
          "a table is needed here";
      return nullptr;
    case KqlBinding::Kind::kFunction: {
      kql::Expr call;
      call.kind = kql::Expr::Kind::kCall;
      call.text = binding.name;
      call.span = call.text_span = span;
      return BindTableCall(call, nullptr);
    }
    case KqlBinding::Kind::kTable:
      break;
  }
  if (binding.shared) return binding.table ? Renewed(binding.table) : nullptr;
  if (binding.table) {  // the first use takes what was bound to check the statement
    RelPtr table = binding.table;
    const_cast<KqlBinding&>(binding).table = nullptr;
    return table;
  }
  EnvironmentScope scope(*this, binding.outer);
  return BindTable(*binding.syntax);
}

RelPtr KqlBinder::BindTableName(std::string_view name, Span span) {
  if (const KqlBinding* binding = Lookup(name)) return BindBinding(*binding, span);
  size_t errors = diagnostics_.error_count();
  RelPtr table = tables_.FindTable(name, span, ids_, diagnostics_);
  if (!table) {
    if (diagnostics_.error_count() == errors) ReportUnknownTable(name, span);
    return nullptr;
  }
  for (const OutputColumn& column : table->output) origins_[column.id] = {std::string(name), column.name};
  return table;
}

void KqlBinder::ReportUnknownTable(std::string_view name, Span span) {
  NameSuggester suggester(name);
  for (const std::string& known : tables_.TableNames()) suggester.Consider(known);
  for (const KqlBinding* at = environment_; at != nullptr; at = at->outer)
    if (at->kind == KqlBinding::Kind::kTable) suggester.Consider(at->name);
  Diagnostic& error = Report(Code::Q0201, span, "no table `" + std::string(name) + "`");
  error.label = suggester.best().empty() ? "no source delivers it"
                                         : "a similar table exists: `" + std::string(suggester.best()) + "`";
  error.platform_verdict =
      "KS142: the name `" + std::string(name) + "` does not refer to any known column, table, variable or function";
}

RelPtr KqlBinder::BindMaterialize(const kql::Expr& expr) {
  if (expr.args.size() != 1) {
    Report(Code::Q0205, expr.span, "`materialize` takes one table").label = "a table is needed";
    return nullptr;
  }
  auto key = std::make_pair(&expr, environment_);
  auto found = materialized_.find(key);
  if (found != materialized_.end()) return Renewed(found->second);
  RelPtr table = BindTable(*expr.args[0]);
  if (!table) return nullptr;
  materialized_[key] = table;
  return Renewed(table);
}

RelPtr KqlBinder::BindTable(const kql::Expr& expr) {
  if (expr.kind == kql::Expr::Kind::kError) return nullptr;
  switch (expr.kind) {
    case kql::Expr::Kind::kName:
      return BindTableName(expr.text, expr.span);
    case kql::Expr::Kind::kPipe: {
      const KqlBinding* outside = environment_;
      RelPtr source;
      if (!expr.args.empty()) {
        source = BindTable(*expr.args[0]);
        if (!source) return nullptr;
      }
      RelPtr result = BindOperators(expr.operators, source);
      if (expr.parenthesized) environment_ = outside;
      return result;
    }
    case kql::Expr::Kind::kDataTable:
      return BindDataTable(expr);
    case kql::Expr::Kind::kExternalData:
      return BindExternalData(expr);
    case kql::Expr::Kind::kMember:
    case kql::Expr::Kind::kPathCall:
      if (const kql::Expr* root = RemoteRoot(expr)) {
        Unsupported(expr.span, "`" + std::string(root->text) + "(...)`",
                    "the table's name alone reads it from the data given");
        return nullptr;
      }
      break;
    case kql::Expr::Kind::kWildcardName:
      Report(Code::Q0209, expr.span, "wildcards stand for tables only in `union`, `find` and `search`").label =
          "one table is needed here";
      return nullptr;
    case kql::Expr::Kind::kCall:
      if (expr.text == "materialize") return BindMaterialize(expr);
      if (expr.text == "table") {
        std::optional<Value> name = expr.args.empty() ? std::nullopt : BindConstant(*expr.args[0], "a table's name");
        return name ? BindTableName(name->text(), expr.args[0]->span) : nullptr;
      }
      if (IsRemoteRoot(expr.text)) {
        Unsupported(expr.span, "`" + std::string(expr.text) + "(...)`",
                    "the table's name alone reads it from the data given");
        return nullptr;
      }
      return BindTableCall(expr, nullptr);
    default:
      break;
  }
  Report(Code::Q0204, expr.span, "a table is needed here").label = "this is a value";
  return nullptr;
}

RelPtr KqlBinder::BindOperators(kql::List<const kql::Operator*> operators, RelPtr input) {
  for (const kql::Operator* op : operators) {
    const KqlOperatorDef* def = FindOperator(op->name);
    if (def == nullptr) {
      Unsupported(op->name_span, "operator `" + std::string(op->name) + "`");
      return nullptr;
    }
    if (++bound_operators_ > 20'000) {
      Report(Code::Q0301, op->name_span, "a query of more than 20000 operators is not supported").label =
          "names by `let` multiply them";
      return nullptr;
    }
    if (!render_.empty() && op->name != "render") {
      Report(Code::Q0209, op->name_span, "`render` must be the last operator").label = "stands behind `render`";
      return nullptr;
    }
    FailureOr<RelPtr> result = def->bind(*this, *op, input);
    if (!result) return nullptr;
    input = *result;
  }
  return input;
}

bool KqlBinder::BindColumnDecls(const kql::Expr& expr, std::string_view what, std::vector<OutputColumn>* output) {
  KqlNames names;
  bool ok = true;
  for (const kql::ColumnDecl& column : expr.columns) {
    std::optional<Type> type = BindType(column.type.text, column.type.span);
    ok = type && TakeName(names, std::string(column.name.text), column.name.span) && ok;
    output->push_back({NextId(), std::string(column.name.text), type.value_or(Type::kString)});
  }
  if (ok && output->empty()) {
    Report(Code::Q0205, expr.span, std::string(what) + " needs columns").label = "no columns";
    return false;
  }
  return ok;
}

RelPtr KqlBinder::BindDataTable(const kql::Expr& expr) {
  std::vector<OutputColumn> output;
  if (!BindColumnDecls(expr, "a datatable", &output)) return nullptr;
  bool ok = true;
  if (expr.args.size() % output.size() != 0) {
    Report(Code::Q0205, expr.span,
           "a datatable of " + std::to_string(output.size()) + " columns cannot hold " +
               std::to_string(expr.args.size()) + " values")
        .label = "the last row is incomplete";
    return nullptr;
  }
  std::vector<std::vector<Value>> rows;
  for (size_t i = 0; i < expr.args.size(); i += output.size()) {
    std::vector<Value> row;
    for (size_t k = 0; k < output.size(); k++) {
      const kql::Expr& cell = *expr.args[i + k];
      ExprPtr value = BindExpr(cell, nullptr);
      if (value) value = Fold(Convert(value, output[k].type));
      // Cells are values even where folding is off.
      if (value && !value->is_literal())
        if (std::optional<Value> constant = EvaluateConstant(*value)) value = MakeLiteral(*constant, cell.span);
      if (value && !value->is_literal()) {
        Report(Code::Q0207, cell.span, "a cell of a datatable must be a constant").label = "not a constant";
        value = nullptr;
      }
      if (!value) {
        ok = false;
        continue;
      }
      bool null_text = value->literal.is_null() && output[k].type == Type::kString;
      row.push_back(null_text ? Value::String("") : value->literal);
    }
    rows.push_back(std::move(row));
  }
  return ok ? MakeValues(std::move(output), std::move(rows), expr.span) : nullptr;
}

}  // namespace quarry
