// Calls: functions of the registry, functions by let, and the few calls that are syntax. Part of KqlBinder.
#include <string>

#include "base/ascii.h"
#include "bind/kql/kql_binder.h"
#include "plan/evaluator.h"

namespace quarry {

namespace {

std::string Quoted(std::string_view text) {
  return "`" + std::string(text) + "`";
}

constexpr uint16_t Bit(Type type) {
  return static_cast<uint16_t>(1u << static_cast<int>(type));
}

// The type that an argument of `type` becomes where a parameter accepts only others; nullopt when none fits.
std::optional<Type> ImplicitTarget(Type type, const Parameter& parameter) {
  if (IsNumeric(type)) {
    for (Type wider : {Type::kLong, Type::kReal, Type::kDecimal})
      if (static_cast<int>(wider) > static_cast<int>(type) && parameter.Accepts(wider)) return wider;
    if (type == Type::kLong && parameter.Accepts(Type::kInt)) return Type::kInt;
  }
  if (type == Type::kDecimal && parameter.Accepts(Type::kReal)) return Type::kReal;
  if (type == Type::kDynamic)
    for (Type one : {Type::kString, Type::kLong, Type::kReal, Type::kDateTime, Type::kTimeSpan, Type::kBool, Type::kInt,
                     Type::kGuid})
      if (parameter.Accepts(one)) return one;
  return std::nullopt;
}

std::string Accepted(const Parameter& parameter) {
  std::string names;
  for (int i = 0; i < kTypeCount; i++) {
    if (!(parameter.accepts & Bit(static_cast<Type>(i)))) continue;
    if (!names.empty()) names += " or ";
    names += TypeName(static_cast<Type>(i));
  }
  return names;
}

// Functions whose numeric arguments meet in one type before the call.
bool MeetsInOneType(std::string_view canonical) {
  return canonical == "bin" || canonical == "max_of" || canonical == "min_of" || canonical == "bin_at" ||
         canonical == "range";
}

}  // namespace

ExprPtr KqlBinder::Call(std::string_view canonical, std::vector<ExprPtr> args, Span span) {
  for (const ExprPtr& arg : args)
    if (!arg) return nullptr;
  const FunctionDef* function = FindFunction(canonical);
  if (function == nullptr) {
    Unsupported(span, Quoted(canonical));
    return nullptr;
  }
  return CallFunction(*function, std::move(args), span, canonical);
}

ExprPtr KqlBinder::CallFunction(const FunctionDef& function, std::vector<ExprPtr> args, Span span,
                                std::string_view spelled) {
  const Signature& signature = SignatureOf(function);
  if (args.size() < signature.minimum_arguments || args.size() > signature.maximum_arguments) {
    std::string takes = std::to_string(signature.minimum_arguments);
    if (signature.maximum_arguments == SIZE_MAX)
      takes += " or more";
    else if (signature.maximum_arguments != signature.minimum_arguments)
      takes += " to " + std::to_string(signature.maximum_arguments);
    Diagnostic& error = Report(Code::Q0205, span,
                               Quoted(spelled) + " takes " + takes + " arguments, not " + std::to_string(args.size()));
    error.label = Quoted(std::string(spelled) + std::string(function.signature));
    error.platform_verdict = "KS121: the function call has an incorrect number of arguments";
    return nullptr;
  }
  if (MeetsInOneType(function.name)) {
    Type common = Type::kInt;
    bool numeric = true;
    for (const ExprPtr& arg : args) numeric = numeric && IsNumeric(arg->type);
    if (numeric) {
      for (const ExprPtr& arg : args) common = CommonType(common, arg->type);
      if (common == Type::kInt) common = function.name == "bin" ? Type::kLong : Type::kInt;
      for (ExprPtr& arg : args) arg = Fold(Convert(arg, common));
    } else if (function.name == "max_of" || function.name == "min_of") {
      Unify(args);
    }
  }
  for (size_t i = 0; i < args.size(); i++) {
    if (!args[i]) return nullptr;
    const Parameter& parameter = signature.ParameterFor(i);
    if (parameter.Accepts(args[i]->type)) continue;
    std::optional<Type> target = ImplicitTarget(args[i]->type, parameter);
    if (target)
      args[i] = Fold(Convert(args[i], *target));
    else if (args[i]->is_literal() && args[i]->literal.is_null())
      for (int t = 0; t < kTypeCount; t++)
        if (parameter.Accepts(static_cast<Type>(t)))
          args[i] = MakeLiteral(Value::Null(static_cast<Type>(t)), args[i]->span);
    if (!args[i]) return nullptr;
    if (parameter.Accepts(args[i]->type)) continue;
    Span place = args[i]->span.known() ? args[i]->span : span;
    Diagnostic& error = Report(Code::Q0204, place,
                               Quoted(spelled) + " takes " + Accepted(parameter) + " as `" +
                                   std::string(parameter.name) + "`, not " + std::string(TypeName(args[i]->type)));
    error.label = "this is a " + std::string(TypeName(args[i]->type));
    return nullptr;
  }
  for (ExprPtr& arg : args)
    if (!arg->is_literal() && function.prepare != nullptr) arg = Fold(arg);  // preparation wants to see constants
  Result<ExprPtr> call = MakeCall(function, std::move(args), span);
  if (!call) {
    Report(Code::Q0208, span, Quoted(spelled) + ": " + call.error().message).label = "not accepted";
    return nullptr;
  }
  return *std::move(call);
}

bool KqlBinder::BindArguments(const kql::Expr& expr, const RelPtr& rows, std::vector<ExprPtr>* args) {
  bool ok = true;
  for (const kql::Expr* arg : expr.args) {
    // A name in front of an argument says nothing: arguments go by their place.
    args->push_back(BindExpr(arg->kind == kql::Expr::Kind::kNamed ? *arg->args[0] : *arg, rows));
    ok = ok && args->back();
  }
  return ok;
}

ExprPtr KqlBinder::BindCall(const kql::Expr& expr, const RelPtr& rows) {
  if (const KqlBinding* binding = Lookup(expr.text)) {
    if (binding->kind == KqlBinding::Kind::kFunction) return BindFunctionCall(*binding, expr, rows);
    if (binding->kind == KqlBinding::Kind::kUnusable) return nullptr;
  }
  bool special = false;
  ExprPtr result = BindSpecialCall(expr, rows, &special);
  if (special) return result;
  const FunctionDef* aggregate = FindSpelled(Lang::kKql, expr.text, FunctionKind::kAggregate);
  if (aggregates_ != nullptr && aggregate != nullptr) return BindAggregateCall(*aggregate, expr, rows);
  if (const FunctionDef* scalar = FindSpelled(Lang::kKql, expr.text, FunctionKind::kScalar)) {
    // extract(..., typeof(long)): the result in another type.
    std::optional<Type> result_type;
    kql::Expr call = expr;
    if (!expr.args.empty() && expr.args.back()->kind == kql::Expr::Kind::kTypeOf) {
      result_type = BindType(expr.args.back()->text, expr.args.back()->text_span);
      if (!result_type) return nullptr;
      call.args = expr.args.first(expr.args.size() - 1);
    }
    std::vector<ExprPtr> args;
    if (!BindArguments(call, rows, &args)) return nullptr;
    ExprPtr value = CallFunction(*scalar, std::move(args), expr.span, expr.text);
    return result_type && value ? Convert(value, *result_type) : value;
  }
  if (expr.text == "row_rank_dense" || expr.text == "row_rank_min" ||
      (expr.text == "row_number" && expr.args.size() == 2))
    return BindRestartedWindow(expr, rows);
  if (const FunctionDef* window = FindSpelled(Lang::kKql, expr.text, FunctionKind::kWindow))
    return BindWindowCall(*window, expr, rows);
  if (aggregate != nullptr) {
    Diagnostic& error = Report(Code::Q0209, expr.text_span, "aggregate " + Quoted(expr.text) + " is not valid here");
    error.label = "aggregates stand in `summarize`";
    return nullptr;
  }
  ReportUnknownFunction(expr);
  return nullptr;
}

void KqlBinder::ReportUnknownFunction(const kql::Expr& expr) {
  if (IsKnownKqlFunction(expr.text)) {
    Unsupported(expr.text_span, "function " + Quoted(expr.text));
    return;
  }
  if (expr.text.starts_with("_")) {
    Unsupported(expr.text_span, "function " + Quoted(expr.text), "functions of a workspace are not part of the data");
    return;
  }
  NameSuggester suggester(expr.text);
  for (const FunctionDef* def : AllFunctions())
    for (const Spelling& spelling : def->spelled)
      if (spelling.lang == Lang::kKql) suggester.Consider(spelling.name);
  for (std::string_view name : {"ago", "now", "toscalar", "materialize", "column_ifexists", "iif"})
    suggester.Consider(name);
  for (const KqlBinding* at = environment_; at != nullptr; at = at->outer)
    if (at->kind == KqlBinding::Kind::kFunction) suggester.Consider(at->name);
  Diagnostic& error = Report(Code::Q0202, expr.text_span, "no function " + Quoted(expr.text));
  error.label = suggester.best().empty() ? "not known" : "a similar function exists: " + Quoted(suggester.best());
  error.platform_verdict = "KS211: the name `" + std::string(expr.text) + "` does not refer to any known function";
}

// Calls that are more than a function: they read tables, the clock, or decide about types and columns.
// When a record came in is known to the platform alone; files have the time of the event, which is a little earlier.
ExprPtr KqlBinder::BindIngestionTime(const kql::Expr& expr, const RelPtr& rows) {
  if (!expr.args.empty()) {
    Report(Code::Q0205, expr.span, "`ingestion_time` takes no arguments").label = "too many arguments";
    return nullptr;
  }
  for (std::string_view name : {"TimeGenerated", "Timestamp"}) {
    const OutputColumn* time = rows ? FindColumn(*rows, name) : nullptr;
    if (time == nullptr || time->type != Type::kDateTime || origins_.count(time->id) == 0) continue;
    Report(Code::Q0705, expr.span, "the data do not say when they were ingested").label =
        "`" + std::string(name) + "` is taken in its place";
    return Column(*time, expr.span);
  }
  Unsupported(expr.span, "`ingestion_time()` of rows without the `TimeGenerated` or `Timestamp` of their table",
              "the data do not say when they were ingested");
  return nullptr;
}

ExprPtr KqlBinder::BindSpecialCall(const kql::Expr& expr, const RelPtr& rows, bool* special) {
  *special = true;
  std::string_view name = expr.text;
  if (name == "toscalar") return BindToScalar(expr);
  if (name == "column_names_of") return BindColumnNamesOf(expr);
  if (name == "now" || name == "ago") {
    ExprPtr now = MakeLiteral(Value::Integer(Type::kDateTime, options_.now()), expr.span);
    if (name == "now" && expr.args.empty()) return now;
    if (expr.args.size() != 1) {
      Report(Code::Q0205, expr.span, Quoted(name) + " takes one timespan").label =
          std::to_string(expr.args.size()) + " arguments";
      return nullptr;
    }
    ExprPtr offset = BindExpr(*expr.args[0], rows);
    if (!offset) return nullptr;
    if (offset->type != Type::kTimeSpan) {
      Report(Code::Q0204, expr.args[0]->span,
             Quoted(name) + " takes a timespan, not " + std::string(TypeName(offset->type)))
          .label = "a timespan is written 1d, 2h, 30m";
      return nullptr;
    }
    return Fold(Call(name == "ago" ? "subtract" : "add", {now, offset}, expr.span));
  }
  if (name == "geo_info_from_ip_address") return BindGeoInfo(expr, rows);
  if (name == "ingestion_time") return BindIngestionTime(expr, rows);
  if (name == "iff" || name == "iif") {
    std::vector<ExprPtr> args;
    if (!BindArguments(expr, rows, &args)) return nullptr;
    if (args.size() == 3) {
      ExprPtr condition = AsBool(args[0], expr.args[0]->span);
      if (!condition) return nullptr;
      std::vector<ExprPtr> values = {args[1], args[2]};
      Unify(values);
      args = {condition, values[0], values[1]};
    }
    return Call("iff", args, expr.span);
  }
  if (name == "case") {
    std::vector<ExprPtr> args, values;
    if (!BindArguments(expr, rows, &args)) return nullptr;
    if (args.size() < 3 || args.size() % 2 == 0) {
      Diagnostic& error =
          Report(Code::Q0205, expr.span, "`case` takes pairs of a condition and a value, then the value for the rest");
      error.label = std::to_string(args.size()) + " arguments";
      error.platform_verdict = "KS121: the function call has an incorrect number of arguments";
      return nullptr;
    }
    for (size_t i = 0; i + 1 < args.size(); i += 2) {
      args[i] = AsBool(args[i], expr.args[i]->span);
      if (!args[i]) return nullptr;
      values.push_back(args[i + 1]);
    }
    values.push_back(args.back());
    Unify(values);
    for (size_t i = 0; i + 1 < args.size(); i += 2) args[i + 1] = values[i / 2];
    args.back() = values.back();
    return Call("case", args, expr.span);
  }
  if (name == "coalesce") {
    std::vector<ExprPtr> args;
    if (!BindArguments(expr, rows, &args)) return nullptr;
    Unify(args);
    return Call("coalesce", args, expr.span);
  }
  const FunctionDef* extracting = nullptr;
  if (!expr.args.empty() && expr.args.back()->kind == kql::Expr::Kind::kTypeOf)
    extracting = FindSpelled(Lang::kKql, name, FunctionKind::kScalar);
  if (extracting != nullptr && (extracting->name == "extract" || extracting->name == "extract_json")) {
    // extract(pattern, group, text, typeof(long)): the text found, converted.
    const std::optional<Type> type = FindType(expr.args.back()->text);
    if (!type) {
      Report(Code::Q0204, expr.args.back()->span, "no type " + Quoted(expr.args.back()->text)).label = "not a type";
      return nullptr;
    }
    std::vector<ExprPtr> args;
    bool ok = true;
    for (size_t i = 0; i + 1 < expr.args.size(); i++) {
      args.push_back(BindExpr(*expr.args[i], rows));
      ok = ok && args.back();
    }
    if (!ok) return nullptr;
    return Convert(CallFunction(*extracting, std::move(args), expr.span, name), *type);
  }
  if (name == "pack_all" && expr.args.empty()) {
    if (rows == nullptr) {
      Report(Code::Q0209, expr.span, "`pack_all` needs rows").label = "there are no columns here";
      return nullptr;
    }
    std::vector<ExprPtr> args;
    for (const OutputColumn& column : rows->output) {
      args.push_back(MakeLiteral(Value::String(column.name), expr.span));
      args.push_back(Column(column, expr.span));
    }
    return Call("bag_pack", std::move(args), expr.span);
  }
  if (name == "column_ifexists" || name == "columnifexists") return BindColumnIfExists(expr, rows);
  if (name == "materialize" || name == "table") {
    Report(Code::Q0204, expr.span, Quoted(name) + " gives a table, not a value").label =
        "`toscalar(...)` takes its first value";
    return nullptr;
  }
  *special = false;
  return nullptr;
}

ExprPtr KqlBinder::BindColumnIfExists(const kql::Expr& expr, const RelPtr& rows) {
  if (expr.args.size() != 2) {
    Report(Code::Q0205, expr.span, "`column_ifexists` takes a name and a value").label =
        std::to_string(expr.args.size()) + " arguments";
    return nullptr;
  }
  std::optional<Value> name = BindConstant(*expr.args[0], "the name of a column");
  if (!name) return nullptr;
  if (rows != nullptr) {
    if (const OutputColumn* column = FindColumn(*rows, name->text())) return Column(*column, expr.span);
    // A silent alias is the same column; a mistaken name is a column that does not exist.
    size_t before = diagnostics_.size();
    const OutputColumn* column = FindAliasedColumn(*rows, name->text(), expr.args[0]->span);
    if (column != nullptr && diagnostics_.size() == before) return Column(*column, expr.span);
    diagnostics_.Truncate(before);
  }
  return BindExpr(*expr.args[1], rows);
}

ExprPtr KqlBinder::BindToScalar(const kql::Expr& expr) {
  if (expr.args.size() != 1) {
    Report(Code::Q0205, expr.span, "`toscalar` takes one table").label =
        std::to_string(expr.args.size()) + " arguments";
    return nullptr;
  }
  const kql::Expr& arg = *expr.args[0];
  if (!IsTabular(arg, nullptr)) return BindExpr(arg, nullptr);
  std::vector<AggregateCall>* aggregates = std::exchange(aggregates_, nullptr);
  std::vector<WindowCall>* windows = std::exchange(windows_, nullptr);
  int depth = std::exchange(expression_depth_, 0);
  RelPtr table = BindListTable(arg);
  expression_depth_ = depth;
  aggregates_ = aggregates;
  windows_ = windows;
  if (!table) return nullptr;
  Type type = table->output[0].type;
  ExprPtr value = MakeSubquery(MakeLimit(table, 1, 0, expr.span), type, expr.span);
  // Without a row a subquery is null, and a text of KQL never is.
  if (type == Type::kString) return Call("coalesce", {value, MakeLiteral(Value::String(""), expr.span)}, expr.span);
  return value;
}

ExprPtr KqlBinder::BindWindowCall(const FunctionDef& function, const kql::Expr& expr, const RelPtr& rows) {
  if (windows_ == nullptr) {
    Report(Code::Q0209, expr.text_span, Quoted(expr.text) + " is not valid here").label =
        "it stands in `extend`, `project` or `serialize`";
    return nullptr;
  }
  std::vector<ExprPtr> args;
  if (!BindArguments(expr, rows, &args)) return nullptr;
  const Signature& signature = SignatureOf(function);
  if (args.size() < signature.minimum_arguments || args.size() > signature.maximum_arguments) {
    Report(Code::Q0205, expr.span, Quoted(expr.text) + " does not take " + std::to_string(args.size()) + " arguments")
        .label = Quoted(std::string(expr.text) + std::string(function.signature));
    return nullptr;
  }
  std::vector<Type> types;
  for (size_t i = 0; i < args.size(); i++) {
    const Parameter& parameter = signature.ParameterFor(i);
    if (!parameter.Accepts(args[i]->type)) {
      std::optional<Type> target = ImplicitTarget(args[i]->type, parameter);
      if (!target) {
        Report(Code::Q0204, expr.args[i]->span,
               Quoted(expr.text) + " takes " + Accepted(parameter) + ", not " + std::string(TypeName(args[i]->type)))
            .label = "wrong type";
        return nullptr;
      }
      args[i] = Fold(Convert(args[i], *target));
    }
    types.push_back(args[i]->type);
  }
  WindowCall call;
  call.id = NextId();
  call.name = "$window" + std::to_string(windows_->size());
  call.function = &function;
  call.type = ResultTypeOf(function, types);
  call.args = std::move(args);
  call.span = expr.span;
  windows_->push_back(call);
  return MakeColumn(call.id, call.type, expr.span);
}

}  // namespace quarry
