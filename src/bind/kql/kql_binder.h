// KqlBinder: KQL's syntax tree to a plan. Scopes, names, types and implicit conversions; one instance a query.
// The parts: kql_binder.cc (statements and names of lets), bind_table.cc (sources and pipes), bind_external.cc (rows of
// lookup files), bind_expression.cc
// (names, literals, paths), bind_operator.cc (operators of expressions), bind_call.cc (functions), bind_item.cc (lists
// of named expressions, aggregates). Tabular operators: operators/, one file each.
//
// Failures: functions that return a pointer return nullptr after adding a diagnostic.
// Ownership: trees and texts outlive the binder; it owns the environment of lets. Thread rule: one thread.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "bind/binder.h"
#include "bind/kql/result_names.h"
#include "plan/rel.h"
#include "syntax/kql/tree.h"

namespace quarry {

// A name that `let`, a parameter or `as` introduced. Environments are chains, so a body is always bound where it was
// written.
struct KqlBinding {
  enum class Kind : uint8_t { kScalar, kTable, kFunction, kUnusable };
  std::string_view name;
  Kind kind = Kind::kScalar;
  Span span;
  const KqlBinding* outer = nullptr;  // the names that were known before it
  const kql::Expr* syntax = nullptr;  // kTable and kFunction by let
  ExprPtr scalar;                     // kScalar
  RelPtr table;                       // kTable: bound once, not yet used; or shared
  bool shared = false;                // kTable: every use is a view of `table` (parameters, `as`)
};

class KqlBinder {
 public:
  // `query_name` is that of the query's text: lookup files are looked for beside it. It must outlive the binder.
  KqlBinder(TableProvider& tables, ColumnIds& ids, const BindOptions& options, DiagnosticList& diagnostics,
            std::string_view query_name)
      : tables_(tables), ids_(ids), options_(options), diagnostics_(diagnostics), query_name_(query_name) {}

  FailureOr<BoundQuery> Bind(const kql::Query& query);

  // Tables.
  RelPtr BindTable(const kql::Expr& expr);
  RelPtr BindOperators(kql::List<const kql::Operator*> operators, RelPtr input);
  RelPtr BindTableName(std::string_view name, Span span);
  // True when `expr` stands for rows rather than for a value, where the columns of `rows` (may be null) are in sight.
  bool IsTabular(const kql::Expr& expr, const Rel* rows);
  // True when `name` is a table of the data, not a name by `let`.
  bool IsStoredTable(std::string_view name) const { return Lookup(name) == nullptr; }
  // Names of views by `let`, which wildcards see beside the tables.
  std::vector<std::string> ViewNames() const;
  // Rows under new column ids: for a second use of one relation.
  RelPtr Renewed(const RelPtr& table);
  // `T | invoke f(...)`: a call whose first argument is given.
  RelPtr BindTableCall(const kql::Expr& call, RelPtr first_argument);
  void BindAs(std::string_view name, Span span, RelPtr table);
  // The name that `as` gave these rows; "" for none.
  std::string_view NameByAs(const Rel& rows) const;
  void set_render(std::string_view visualization) { render_ = visualization; }

  // Values. `rows` is what they see; null for none.
  ExprPtr BindExpr(const kql::Expr& expr, const RelPtr& rows);
  ExprPtr BindCondition(const kql::Expr& expr, const RelPtr& rows);
  std::optional<Value> BindConstant(const kql::Expr& expr, std::string_view what);
  // A literal number of rows.
  std::optional<uint64_t> BindRowCount(const kql::Expr& expr);
  // A column by its name alone, for operators that take columns.
  const OutputColumn* BindColumn(const kql::Expr& expr, const RelPtr& rows);
  const OutputColumn* BindColumnName(std::string_view name, Span span, const RelPtr& rows);
  std::optional<Type> BindType(std::string_view name, Span span);
  ExprPtr Column(const OutputColumn& column, Span span) { return MakeColumn(column.id, column.type, span); }
  // The last name of a column path or the text of a literal, where an operator takes a word: kind=inner.
  static std::string_view WordOf(const kql::Expr& expr) { return expr.text; }

  // Calls by canonical name. Numeric arguments are promoted, dynamic ones converted, as the signature asks.
  ExprPtr Call(std::string_view canonical, std::vector<ExprPtr> args, Span span);
  ExprPtr CallFunction(const FunctionDef& function, std::vector<ExprPtr> args, Span span, std::string_view spelled);
  ExprPtr Convert(ExprPtr value, Type type);
  // Brings values to one type, as iff() and case() do.
  Type Unify(std::vector<ExprPtr>& values);
  ExprPtr Compare(std::string_view op, ExprPtr left, ExprPtr right, Span span, Span op_span);
  ExprPtr Fold(ExprPtr expr);
  // Dynamic from a dynamic, or from a string column of a table that holds JSON.
  ExprPtr AsDynamic(ExprPtr value, Span span);

  // Items of extend, project, print, ...: `name = expr`. Window functions among them are put below: *rows changes.
  struct Item {
    std::string name;    // "" when the item has none and none follows from it
    bool named = false;  // written by the user
    ExprPtr expr;
    Span span;
  };
  bool BindItems(kql::List<const kql::Expr*> items, RelPtr* rows, std::vector<Item>* out);
  // Aggregates of summarize; the calls go to `*calls`, the items are over their results. An item of several columns
  // (arg_max, percentiles) gives several.
  bool BindAggregateItems(kql::List<const kql::Expr*> items, const RelPtr& rows, std::vector<AggregateCall>* calls,
                          std::vector<Item>* out);
  // The name that a column made from `expr` gets: "" for none.
  std::string ResultName(const kql::Expr& expr) const;
  // Says whether an explicit name is free; reports Q0206 when it is not.
  // The keys of the summarize being bound: `*` in its aggregates leaves them out.
  void set_star_keys(std::vector<ColumnId> keys) { star_keys_ = std::move(keys); }
  bool TakeName(KqlNames& names, const std::string& name, Span span);

  ColumnId NextId() { return ids_.Next(); }
  ColumnIds& ids() { return ids_; }
  // Whether `let`, a parameter or `as` introduced the name.
  bool HasName(std::string_view name) const { return Lookup(name) != nullptr; }
  // The column of a base table that `to` still is, when `from` was one.
  void CopyOrigin(ColumnId from, ColumnId to);
  // The base table that all columns of these rows are from; "" when there is none or several.
  std::string_view TableOf(const Rel& rows) const;

  // Diagnostics. The same one at the same place is added once: bodies of lets and functions are bound at each use.
  Diagnostic& Report(Code code, Span span, std::string message);
  void Unsupported(Span span, std::string_view what, std::string_view label = "nothing runs in its place");
  const BindOptions& options() const { return options_; }
  DiagnosticList& diagnostics() { return diagnostics_; }
  TableProvider& tables() { return tables_; }

 private:
  struct Origin {
    std::string table;
    std::string column;
  };
  // Where an environment is entered and left.
  class EnvironmentScope {
   public:
    EnvironmentScope(KqlBinder& binder, const KqlBinding* inside) : binder_(binder), outside_(binder.environment_) {
      binder.environment_ = inside;
    }
    ~EnvironmentScope() { binder_.environment_ = outside_; }
    EnvironmentScope(const EnvironmentScope&) = delete;
    EnvironmentScope& operator=(const EnvironmentScope&) = delete;

   private:
    KqlBinder& binder_;
    const KqlBinding* outside_;
  };

  // Statements (kql_binder.cc).
  bool BindStatement(const kql::Statement& statement);
  bool BindLet(const kql::Statement& statement);
  bool BindQueryParameters(const kql::Statement& statement);
  const KqlBinding* Lookup(std::string_view name) const;
  KqlBinding& Introduce(std::string_view name, KqlBinding::Kind kind, Span span);
  FailureOr<BoundQuery> Finish(RelPtr plan, Span span);

  // Functions by let: a body with its parameters bound. The guard counts calls inside calls.
  bool EnterFunction(const KqlBinding& function, const kql::Expr& call, RelPtr first, const RelPtr& rows,
                     const KqlBinding** inside, const kql::Expr** body);
  bool IsTabularFunction(const KqlBinding& function);

  // Tables (bind_table.cc).
  RelPtr BindBinding(const KqlBinding& binding, Span span);
  RelPtr BindDataTable(const kql::Expr& expr);
  RelPtr BindMaterialize(const kql::Expr& expr);
  // The columns that a datatable or externaldata states. False after a diagnostic.
  bool BindColumnDecls(const kql::Expr& expr, std::string_view what, std::vector<OutputColumn>* output);

  // What lookup files give (bind_external.cc).
  struct ExternalOptions;
  bool ReadExternalOptions(const kql::Expr& expr, ExternalOptions* options);
  RelPtr BindExternalData(const kql::Expr& expr);
  bool ReadExternalFile(const kql::Expr& item, const std::string& address, const ExternalOptions& options,
                        const std::vector<OutputColumn>& output, std::vector<std::vector<Value>>* rows);
  RelPtr BindWatchlist(const kql::Expr& call);
  ExprPtr BindGeoInfo(const kql::Expr& expr, const RelPtr& rows);
  void ReportUnknownTable(std::string_view name, Span span);

  // Expressions.
  ExprPtr BindInner(const kql::Expr& expr, const RelPtr& rows);
  ExprPtr BindLiteral(const kql::Expr& expr);
  ExprPtr BindName(const kql::Expr& expr, const RelPtr& rows);
  ExprPtr BindPath(const kql::Expr& expr, const RelPtr& rows);
  ExprPtr BindUnary(const kql::Expr& expr, const RelPtr& rows);
  ExprPtr BindBinary(const kql::Expr& expr, const RelPtr& rows);
  ExprPtr BindLogic(const kql::Expr& expr, const RelPtr& rows);
  ExprPtr BindArithmetic(const kql::Expr& expr, const RelPtr& rows);
  ExprPtr BindTextOperator(const kql::Expr& expr, const RelPtr& rows);
  ExprPtr BindIn(const kql::Expr& expr, const RelPtr& rows);
  ExprPtr BindHasAny(const kql::Expr& expr, const RelPtr& rows);
  ExprPtr BindBetween(const kql::Expr& expr, const RelPtr& rows);
  ExprPtr AsText(ExprPtr value, const kql::Expr& written, std::string_view op);
  ExprPtr AsBool(ExprPtr value, Span span);
  RelPtr BindListTable(const kql::Expr& expr);  // a table whose first column is a list
  ExprPtr ListFromTable(RelPtr table, Span span);

  ExprPtr BindCall(const kql::Expr& expr, const RelPtr& rows);
  ExprPtr BindSpecialCall(const kql::Expr& expr, const RelPtr& rows, bool* special);
  ExprPtr BindIngestionTime(const kql::Expr& expr, const RelPtr& rows);
  ExprPtr BindFunctionCall(const KqlBinding& function, const kql::Expr& expr, const RelPtr& rows);
  ExprPtr BindWindowCall(const FunctionDef& function, const kql::Expr& expr, const RelPtr& rows);
  // row_rank_dense, row_rank_min, and row_number with a restart: several window functions, one over the other.
  ExprPtr BindRestartedWindow(const kql::Expr& expr, const RelPtr& rows);
  ExprPtr AddWindow(std::string_view canonical, std::vector<ExprPtr> args, Span span);
  ExprPtr BindAggregateCall(const FunctionDef& function, const kql::Expr& expr, const RelPtr& rows);
  ExprPtr BindColumnIfExists(const kql::Expr& expr, const RelPtr& rows);
  ExprPtr BindToScalar(const kql::Expr& expr);
  ExprPtr BindColumnNamesOf(const kql::Expr& expr);
  void ReportUnknownFunction(const kql::Expr& expr);
  bool BindArguments(const kql::Expr& expr, const RelPtr& rows, std::vector<ExprPtr>* args);

  const OutputColumn* FindColumn(const Rel& rows, std::string_view name) const;
  const OutputColumn* FindAliasedColumn(const Rel& rows, std::string_view name, Span span);
  void ReportUnknownColumn(const Rel* rows, std::string_view name, Span span);
  std::string DescribeRows(const Rel& rows) const;

  // Aggregates and windows of the items being bound.
  bool BindExpandedAggregate(const kql::Expr& item, const kql::Expr& call, const RelPtr& rows, std::vector<Item>* out);
  ExprPtr AddAggregate(const FunctionDef& function, std::vector<ExprPtr> args, Span span, std::string_view spelled);

  TableProvider& tables_;
  ColumnIds& ids_;
  const BindOptions& options_;
  DiagnosticList& diagnostics_;
  std::string_view query_name_;
  Diagnostic repeated_{};  // where a diagnostic that was already added goes

  std::deque<KqlBinding> bindings_;  // stable addresses
  const KqlBinding* environment_ = nullptr;
  std::map<std::pair<const kql::Expr*, const KqlBinding*>, RelPtr> materialized_;
  std::map<const kql::Expr*, RelPtr> external_;  // of externaldata, which is read once; nullptr after a diagnostic
  std::unordered_map<ColumnId, Origin> origins_;
  std::map<std::string, bool> is_table_;
  std::vector<AggregateCall>* aggregates_ = nullptr;  // set while items of summarize are bound
  std::vector<WindowCall>* windows_ = nullptr;        // set while items that may hold window functions are bound
  const kql::Expr* whole_item_ = nullptr;             // the item being bound, for fixes that keep its name
  std::vector<ColumnId> star_keys_;
  std::string render_;
  int call_depth_ = 0;
  int expression_depth_ = 0;
  size_t bound_operators_ = 0;
};

}  // namespace quarry
