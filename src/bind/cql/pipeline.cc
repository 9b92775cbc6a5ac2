// Stages: function calls, assignments, case and match.
#include "base/ascii.h"
#include "bind/cql/aggregation.h"
#include "bind/cql/arguments.h"
#include "bind/cql/corrections.h"
#include "bind/cql/groups.h"
#include "bind/cql/stage.h"
#include "syntax/cql/catalogue.h"

namespace quarry {

using namespace cql_value;

bool CqlStage::Apply(const cql::Pipeline& pipeline) {
  bool good = true;
  for (const cql::Stage& stage : pipeline.stages) {
    // After an error the rest is still read, for its own errors; an aggregate that failed leaves no fields to check.
    if (!Apply(stage)) {
      good = false;
      if (stage.kind == cql::Stage::Kind::kStats || stage.kind == cql::Stage::Kind::kCall) return false;
    } else {
      good &= MaterializeIfLarge(stage.span);
    }
  }
  return good;
}

bool CqlStage::Apply(const cql::Stage& stage) {
  switch (stage.kind) {
    case cql::Stage::Kind::kFilter:
      return ApplyFilter(*stage.filter);
    case cql::Stage::Kind::kCall:
      return ApplyCall(*stage.call);
    case cql::Stage::Kind::kAssign:
      return ApplyAssign(stage);
    case cql::Stage::Kind::kCase:
      return ApplyCase(stage);
    case cql::Stage::Kind::kMatch:
      return ApplyMatch(stage);
    case cql::Stage::Kind::kParameter:
      return true;  // collected before
    case cql::Stage::Kind::kStats: {
      if (!MayChangeRows(stage.span, "aggregates")) return false;
      if (HasRowsAggregate(*stage.value)) return ApplyRowsAggregates(*this, {}, *stage.value, stage.span);
      CqlAggregation aggregation(*this);
      if (!aggregation.Apply(*stage.value)) return false;
      CqlStage rows = aggregation.Finish(stage.span);
      *this = std::move(rows);
      return true;
    }
  }
  return false;
}

bool CqlStage::MayChangeRows(Span span, std::string_view what) {
  if (!inline_rows) return true;
  diagnostics()
      .Add(Code::Q0209, span,
           std::string(what) + " is not valid inside a branch, a condition or behind another aggregate of a composite")
      .label = "only a stage of the query itself may change its rows";
  return false;
}

namespace {

bool RefuseFunction(CqlContext& context, const cql::Call& call) {
  std::string name(call.name);
  if (call.saved_query) {
    return context.Unsupported(call.name_span, "saved query `$" + name + "()`", "its text is not available");
  }
  if (cql::IsCatalogueFunction(name)) return context.Unsupported(call.name_span, "function `" + name + "`");
  NameSuggester suggester(name);
  for (std::string_view known : cql::CatalogueFunctions()) suggester.Consider(known);
  Diagnostic& d = context.diagnostics.Add(Code::Q0202, call.name_span, "no function `" + name + "`");
  if (suggester.best().empty()) {
    d.label = "unknown in LogScale";
  } else {
    d.label = "a similar function exists: `" + std::string(suggester.best()) + "`";
    d.fixes.push_back({call.name_span, std::string(suggester.best())});
  }
  return false;
}

bool HasParameter(const CqlFunctionDef& def, std::string_view name) {
  for (const CqlParameter& p : def.parameters) {
    if (p.name == name) return true;
  }
  return false;
}

}  // namespace

bool CqlStage::ApplyCall(const cql::Call& written, std::string_view output) {
  const cql::Call* call = CorrectedCall(*context_, written);
  if (!call) return false;
  const CqlFunctionDef* def = call->saved_query ? nullptr : FindCqlFunction(call->name);
  if (!def) return RefuseFunction(*context_, *call);
  if (def->role == CqlFunctionDef::Role::kAggregate) {
    if (!MayChangeRows(call->span, "aggregate `" + std::string(def->name) + "`")) return false;
    if (!group.empty() && !def->aggregate && !def->in_groups) {
      return context_->Unsupported(call->name_span,
                                   "`" + std::string(def->name) + "` as one of the aggregates of a group",
                                   "gives several rows");
    }
    if (!def->bind) return BindAggregateStage(*this, *def, *call, output);
  }
  if (call->negated && def->role != CqlFunctionDef::Role::kFilter) {
    diagnostics()
        .Add(Code::Q0209, call->span, "`not` before `" + std::string(def->name) + "`, which is no filter")
        .label = "only filters are negated";
    return false;
  }
  CqlArguments args(*this, *def, *call);
  if (!args.ok()) return false;
  size_t before = conditions_.size();
  forced_output_ = output;
  bool good = def->bind(*this, args);
  forced_output_.clear();
  if (!good || !args.ok()) return false;
  if (call->negated && conditions_.size() > before) {
    std::vector<ExprPtr> added(conditions_.begin() + before, conditions_.end());
    conditions_.resize(before);
    Require(Not(And(std::move(added))));
  }
  return true;
}

bool CqlStage::ApplyAssign(const cql::Stage& stage) {
  if (stage.field.form == cql::Text::Form::kBacktick) {
    return context_->Unsupported(stage.field.span, "assignment to the field named by a value", "setField() writes it");
  }
  if (stage.value->kind == cql::Expr::Kind::kCall && !stage.value->parenthesised) {
    const cql::Call& call = *stage.value->call;
    const CqlFunctionDef* def = call.saved_query ? nullptr : FindCqlFunction(call.name);
    if (def && (def->role == CqlFunctionDef::Role::kAggregate ||
                (def->role != CqlFunctionDef::Role::kFilter && HasParameter(*def, "as")))) {
      return ApplyCall(call, stage.field.text);
    }
  }
  ExprPtr value = Value(*stage.value);
  if (!value) return false;
  Assign(stage.field.text, value);
  return true;
}

bool CqlStage::ApplyCase(const cql::Stage& stage) {
  if (!inline_rows) {
    bool computed = false;
    for (const auto& [name, value] : fields_) computed |= value->kind == Expr::Kind::kCall;
    if (computed) Materialize();
  }
  std::vector<CqlStage> branches;
  bool good = true;
  for (const cql::Branch& branch : stage.branches) {
    CqlStage copy = *this;
    copy.conditions_.clear();
    copy.inline_rows = true;
    copy.values_only = false;
    good &= copy.Apply(*branch.body);
    if (context_->recording) own_ = copy.own_;
    branches.push_back(std::move(copy));
  }
  return good && ApplyBranches(branches, stage.span);
}

bool CqlStage::ApplyMatch(const cql::Stage& stage) {
  if (!inline_rows) {
    bool computed = false;
    for (const auto& [name, value] : fields_) computed |= value->kind == Expr::Kind::kCall;
    if (computed) Materialize();
  }
  std::vector<CqlStage> branches;
  bool good = true;
  for (const cql::Branch& branch : stage.branches) {
    CqlStage copy = *this;
    copy.conditions_.clear();
    copy.inline_rows = true;
    copy.values_only = false;
    if (branch.guard_call) {
      cql::Call guard = *branch.guard_call;
      guard.has_subject = true;
      guard.subject = stage.field;
      good &= copy.ApplyCall(guard);
    } else {
      bool everything =
          branch.guard.form == cql::Text::Form::kBare && (branch.guard.text == "*" || branch.guard.text == "true");
      if (!everything) {
        ExprPtr value = copy.Field(stage.field.text, stage.field.span);
        ExprPtr condition = copy.Compare(value, cql::CompareOp::kEqual, branch.guard, true);
        if (condition)
          copy.Require(condition);
        else
          good = false;
      }
    }
    good &= copy.Apply(*branch.body);
    if (context_->recording) own_ = copy.own_;
    branches.push_back(std::move(copy));
  }
  return good && ApplyBranches(branches, stage.span);
}

// An event takes the first branch whose conditions hold, with that branch's assignments; other branches leave no trace.
bool CqlStage::ApplyBranches(std::vector<CqlStage>& branches, Span span) {
  if (branches.empty()) {
    Require(MakeLiteral(quarry::Value::Bool(false), span));
    return true;
  }
  std::vector<ExprPtr> conditions;
  for (CqlStage& branch : branches) {
    conditions.push_back(And(branch.TakeConditions()));
    if (conditions.back()->is_literal() && conditions.back()->literal.boolean()) break;
  }
  branches.resize(conditions.size(), CqlStage(*context_));
  const bool complete = conditions.back()->is_literal() && conditions.back()->literal.boolean();
  if (!complete) Require(Or(conditions));

  // Fields that some branch changed.
  std::vector<std::string> changed;
  std::set<std::string> seen;
  for (CqlStage& branch : branches) {
    for (const std::string& name : branch.names_) {
      auto before = fields_.find(name);
      bool same = before != fields_.end() && before->second == branch.fields_.at(name);
      if (!same && seen.insert(name).second) changed.push_back(name);
    }
    for (const std::string& name : names_) {
      if (!branch.fields_.count(name) && seen.insert(name).second) changed.push_back(name);
    }
    for (const std::string& name : branch.dropped_) {
      if (!dropped_.count(name) && seen.insert(name).second) changed.push_back(name);
    }
  }
  if (changed.size() > 1 && branches.size() > 1 && !inline_rows) {
    // Which branch it is, is computed once.
    std::vector<ExprPtr> parts;
    for (size_t i = 0; i < conditions.size(); ++i) {
      bool last = i + 1 == conditions.size();
      if (!last || !complete) parts.push_back(conditions[i]);
      parts.push_back(MakeLiteral(quarry::Value::Integer(Type::kLong, static_cast<int64_t>(i))));
    }
    if (!complete) parts.push_back(MakeLiteral(quarry::Value::Null(Type::kLong)));
    constexpr std::string_view kBranch =
        "\x01"
        "branch";
    Set(kBranch, Call("cql_case", std::move(parts), span));
    Materialize();
    ExprPtr index = fields_.at(std::string(kBranch));
    fields_.erase(std::string(kBranch));
    names_.pop_back();
    for (size_t i = 0; i < conditions.size(); ++i) {
      conditions[i] =
          i + 1 == conditions.size()
              ? MakeLiteral(quarry::Value::Bool(true))
              : Call("equals", {index, MakeLiteral(quarry::Value::Integer(Type::kLong, static_cast<int64_t>(i)))});
    }
  }
  std::vector<std::pair<std::string, ExprPtr>> merged;
  for (const std::string& name : changed) {
    std::vector<ExprPtr> values;
    bool same_type = true, dropped = true;
    for (CqlStage& branch : branches) {
      values.push_back(branch.Field(name));
      same_type &= values.back()->type == values[0]->type;
      dropped &= branch.dropped_.count(name) > 0 && !branch.fields_.count(name);
    }
    if (dropped) {
      merged.emplace_back(name, nullptr);
      continue;
    }
    std::vector<ExprPtr> parts;
    for (size_t i = 0; i < values.size(); ++i) {
      // Rows of no branch are gone, so the last one needs no test.
      if (i + 1 < values.size()) parts.push_back(conditions[i]);
      parts.push_back(same_type ? values[i] : AsText(values[i]));
    }
    merged.emplace_back(name, parts.size() == 1 ? parts[0] : Call("cql_case", std::move(parts), span));
  }
  for (auto& [name, value] : merged) {
    if (value)
      Set(name, value);
    else
      Drop(name);
  }
  return true;
}

}  // namespace quarry
