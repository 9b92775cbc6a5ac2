// CqlStage: the rows at one place of a CQL pipeline, symbolically. A field is an expression over the columns of `plan`;
// filters are conditions that are not yet applied. Up to the first aggregate the set of fields is open: every field
// that the query does not assign is the event's own.
//
// Values are nullable: null is an absent field. They are strings, or still numbers or truth values where a function
// made them; AsText and AsNumber convert. Thread rule: one thread, within one bind.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bind/cql/context.h"
#include "bind/cql/function.h"
#include "plan/rel.h"
#include "syntax/cql/tree.h"

namespace quarry {

// Value conversions and small builders, shared by all CQL functions.
namespace cql_value {
ExprPtr Absent();
bool IsAbsent(const ExprPtr& value);
bool NeverAbsent(const ExprPtr& value);  // by its form
ExprPtr Text(std::string_view text, Span span = {});
ExprPtr Number(double number, Span span = {});
ExprPtr AsText(const ExprPtr& value);       // string
ExprPtr AsNumber(const ExprPtr& value);     // real; null when it is no number
ExprPtr AsCondition(const ExprPtr& value);  // bool: the value is true
ExprPtr Not(const ExprPtr& condition);      // true unless `condition` is true
ExprPtr And(std::vector<ExprPtr> terms);
ExprPtr Or(std::vector<ExprPtr> terms);
ExprPtr Present(const ExprPtr& value);
ExprPtr FirstOf(const ExprPtr& a, const ExprPtr& b);  // a, or b where a is absent
ExprPtr Choose(const ExprPtr& condition, const ExprPtr& then, const ExprPtr& otherwise);
ExprPtr Call(std::string_view function, std::vector<ExprPtr> args, Span span = {});
}  // namespace cql_value

class CqlStage {
 public:
  explicit CqlStage(CqlContext& context) : context_(&context) {}
  // All events, as the source of a pipeline.
  static CqlStage OfEvents(CqlContext& context, Span span);
  // A closed stage over `plan`.
  static CqlStage OfRows(CqlContext& context, RelPtr plan);

  // Events, with open fields, that `event` (dynamic, over `rows`) holds.
  static CqlStage OfEventRows(CqlStage rows, ExprPtr event);

  // Events that have these texts in `@rawstring` and nothing else.
  static CqlStage OfTexts(CqlContext& context, const std::vector<std::string>& texts, Span span);

  CqlContext& context() { return *context_; }
  DiagnosticList& diagnostics() { return context_->diagnostics; }
  ColumnId NextId() { return context_->ids.Next(); }

  // Fields. `_time` stands for `@timestamp` (with a warning), unless there is a field of that name.
  ExprPtr Field(std::string_view name, Span span = {});
  std::string FieldName(std::string_view name, Span span);  // what `_time` means here
  bool HasAssigned(std::string_view name) const { return fields_.count(std::string(name)) > 0; }
  // `name := value`: an absent value leaves the field as it is.
  void Assign(std::string_view name, ExprPtr value);
  // The field is `value`, also where it is absent.
  void Set(std::string_view name, ExprPtr value);
  void Drop(std::string_view name);
  // An assigned field of our own is gone.
  void Forget(std::string_view name);
  // The members of `object` (flat, dynamic) become fields; of equal names the event's remain unless it overrides them.
  void AddParsed(ExprPtr object, bool overrides);
  // The members array[0], array[1], ... of `object` (flat, dynamic) take the place of the array where `only_if` is
  // true; there are at most `most`, where that is known. false: a diagnostic was added.
  bool ReplaceArray(const std::string& array, ExprPtr object, std::optional<size_t> most, const ExprPtr& only_if,
                    Span span);
  // One more than the greatest index of the array among the fields of a closed stage.
  size_t ArrayBound(const std::string& array) const;
  // `variable`, and what stands below it, is the element in column `element` (JSON with names that begin with it).
  void BindElement(const std::string& variable, ColumnId element) { elements_.emplace_back(variable, element); }
  // The event's fields that a view of this stage has asked for.
  void AdoptFields(const CqlStage& view) {
    if (context_->recording) own_ = view.own_;
  }
  // A row for each element of the event's array `array`, which has no brackets. REQUIRES: open(), rows may change.
  void Split(const std::string& array, Span span);
  // Only these remain, in this order.
  void KeepOnly(const std::vector<std::string>& names);
  // Names of assigned fields, in order; all fields when the stage is closed.
  const std::vector<std::string>& names() const { return names_; }
  bool open() const { return open_; }

  // The event as it entered the pipeline (free text). nullptr after an aggregate.
  ExprPtr Event();
  // The event in JSON with what was parsed, and the fields array[0], array[1], ... as they are here; `array` with or
  // without "[]".
  ExprPtr EventWithArray(std::string_view array = {});
  // The event in JSON with all that was parsed, assigned and dropped.
  ExprPtr EventWithFields();
  // Event time (datetime) and a position that makes the order total; nullptr when there is none.
  ExprPtr Time();
  ExprPtr Position();

  // Only events within the query's interval, where it has one.
  void KeepInterval();

  void Require(ExprPtr condition) { conditions_.push_back(std::move(condition)); }
  const std::vector<ExprPtr>& conditions() const { return conditions_; }
  std::vector<ExprPtr> TakeConditions() { return std::exchange(conditions_, {}); }

  // The plan with all conditions applied.
  RelPtr Plan();
  // After Plan(): rows are those of `plan`, which still has the columns that fields refer to.
  void SetPlan(RelPtr plan) {
    plan_ = std::move(plan);
    all_events_ = false;
  }
  // Puts the values of all fields into columns, so that large expressions are not repeated.
  void Materialize();
  // The same when some are large. Inside a branch, where rows stay, too large ones are refused.
  bool MaterializeIfLarge(Span span);
  // Order and limit; `keys` over this stage.
  void Sort(std::vector<SortKey> keys, std::optional<uint64_t> limit);
  // The first `limit` rows in the order that the rows have.
  void Limit(uint64_t limit);
  bool ordered() const { return !order_.empty(); }
  const std::vector<SortKey>& order() const { return order_; }
  void ForgetOrder() { order_.clear(); }
  // Largest number of rows, where it is known.
  std::optional<uint64_t> row_bound;
  // Fields within whose values an aggregate works: those of the groupBy() around it.
  std::vector<std::string> group;
  std::vector<ExprPtr> GroupKeys();
  // The same rows with columns of their own, to be joined with this stage's. REQUIRES: Materialize() before.
  CqlStage FreshCopy();
  // A limit that the query does not state and that may cut the rows.
  std::optional<DefaultLimit> default_limit;
  // An aggregate went before: no free text, no event fields.
  bool aggregated = false;
  // A branch of case or a composite: rows are those of the stage around it, only fields and conditions may change.
  bool inline_rows = false;
  // Of such a view only values are taken, so that arrays may change in it, too.
  bool values_only = false;
  // Warns that rows may have been cut before they were filtered or counted.
  void WarnDefaultLimit();
  // Adds a diagnostic when rows may not change here.
  bool MayChangeRows(Span span, std::string_view what);

  BoundQuery Finish();

  // Stages, filters and expressions of the syntax (pipeline.cc, filters.cc, expressions.cc).
  bool Apply(const cql::Pipeline& pipeline);
  bool Apply(const cql::Stage& stage);
  bool ApplyCall(const cql::Call& call, std::string_view output = {});
  bool ApplyFilter(const cql::Filter& filter);
  // The condition of a filter; fields that it would assign (named groups) are refused unless `may_assign`.
  ExprPtr Condition(const cql::Filter& filter, bool may_assign);
  ExprPtr ConditionOfCall(const cql::Call& call, bool may_assign);
  // field op text
  ExprPtr Compare(const ExprPtr& value, cql::CompareOp op, const cql::Text& text, bool may_assign);
  // value = pattern with `*`
  ExprPtr MatchPattern(const ExprPtr& value, const std::string& pattern, Span pattern_span, Span span);
  ExprPtr MatchRegex(const ExprPtr& value, std::string_view pattern, std::string_view flags, Span span,
                     bool may_assign);
  // A value; nullptr after a diagnostic.
  ExprPtr Value(const cql::Expr& expr);
  ExprPtr ValueOfCall(const cql::Call& call);
  // Is it a test, such as a filter function or a pipeline of filters?
  ExprPtr ConditionOfExpr(const cql::Expr& expr);
  // The output field of a function: what `:=` says, or `as=`, or `fallback`.
  std::string OutputName(CqlArguments& args, std::string_view fallback);
  bool is_expression() const { return as_expression_; }

 private:
  bool ApplyCase(const cql::Stage& stage);
  bool ApplyMatch(const cql::Stage& stage);
  bool ApplyAssign(const cql::Stage& stage);
  bool ApplyBranches(std::vector<CqlStage>& branches, Span span);
  ExprPtr CaseFunction(const cql::Call& call);
  ExprPtr OwnField(const std::string& name, Span span);  // parsed or the event's
  ExprPtr EventWithNames(std::string_view prefix);       // with the assigned fields of such names
  ExprPtr WithParsed(ExprPtr event) const;               // with what was parsed and is not in it
  ExprPtr EventField(const std::string& name, Span span);
  ExprPtr ElementOf(std::string_view name) const;  // the element below whose variable `name` stands, or nullptr
  ExprPtr PositionalIf(const cql::Call& call);
  void WarnPrecedence(const cql::Filter& filter);

  CqlContext* context_;
  RelPtr plan_;
  std::shared_ptr<CqlEvents> events_;      // while the event's own fields are visible or its text is
  std::map<std::string, ColumnId> own_;    // event fields, by column in `plan_`
  std::map<std::string, ExprPtr> fields_;  // assigned fields
  std::vector<std::string> names_;         // of fields_, in order
  std::set<std::string> dropped_;
  struct Parsed {
    ExprPtr object;
    bool overrides;
    bool in_event;           // the event has it already
    std::string array = {};  // not empty: all that there is of this array
  };
  // Is `name` a field that split() reads from the event that it made?
  bool IsSplit(std::string_view name) const;
  std::vector<Parsed> parsed_;                              // in the order of parsing
  std::vector<std::string> split_;                          // arrays that split() went through
  std::vector<std::pair<std::string, ColumnId>> elements_;  // variables, the innermost last
  bool open_ = false;
  bool all_events_ = true;        // only filters and assignments so far: a filter may be applied first
  bool fields_in_event_ = false;  // own fields are read from the event's text
  ColumnId entered_ = 0;          // the event as it entered the pipeline, where that is not event_
  ColumnId event_ = 0, time_ = 0, position_ = 0;
  std::vector<ExprPtr> conditions_;
  std::vector<SortKey> order_;
  std::string forced_output_;
  bool as_expression_ = false;
  friend class CqlAggregation;
};

}  // namespace quarry
