// CQL's tree as checks see it. The single entry is ReadCqlTree.
#include "base/ascii.h"
#include "lint/read_query.h"

namespace quarry {
namespace {

using cql::Call;
using cql::Expr;
using cql::Filter;

class Walk {
 public:
  explicit Walk(LintQuery& query) : query_(query) {}
  void VisitPipeline(const cql::Pipeline& pipeline);

 private:
  struct Place {
    Span stage;
    bool negated = false;
    bool filters = false;
  };
  void VisitStage(const cql::Stage& stage);
  void VisitFilter(const Filter& filter, const Place& place);
  void VisitCall(const Call& call, const Place& place);
  void VisitExpr(const Expr& expr, const Place& place);
  void AddFilterTest(const Filter& filter, const Place& place);
  void AddCallTest(const Call& call, const Place& place);
  void Add(TextTest test, const Place& place);

  LintQuery& query_;
  std::string event_;  // `#event_simpleName` of the stages so far, when it is one
  int branches_ = 0;   // a branch says what is done with an event, not whether it stays
};

bool Named(const Call& call, std::string_view name) {
  return !call.saved_query && EqualsIgnoreAsciiCase(call.name, name);
}

const cql::Argument* FindArgument(const Call& call, std::string_view name) {
  for (const cql::Argument& argument : call.args) {
    if (EqualsIgnoreAsciiCase(argument.name, name)) return &argument;
  }
  return nullptr;
}

const cql::Argument* Unnamed(const Call& call) {
  for (const cql::Argument& argument : call.args) {
    if (argument.name.empty()) return &argument;
  }
  return nullptr;
}

bool IsText(const cql::Argument* argument) {
  return argument && argument->value &&
         (argument->value->kind == Expr::Kind::kString || argument->value->kind == Expr::Kind::kWord);
}

void Walk::Add(TextTest test, const Place& place) {
  test.stage_span = place.stage;
  test.filters = place.filters;
  test.table = event_;
  CompleteTest(test);
  query_.fields.insert(test.field);
  if (!test.values.empty()) query_.tests.push_back(std::move(test));
}

void Walk::AddFilterTest(const Filter& filter, const Place& place) {
  if (filter.op != cql::CompareOp::kEqual && filter.op != cql::CompareOp::kNotEqual &&
      filter.op != cql::CompareOp::kLike && filter.op != cql::CompareOp::kNotLike)
    return;
  TextTest test;
  test.field = filter.field.text;
  test.field_span = filter.field.span;
  test.op = cql::CompareOpText(filter.op);
  test.op_span = filter.op_span;
  test.negated = place.negated != (filter.op == cql::CompareOp::kNotEqual || filter.op == cql::CompareOp::kNotLike);
  test.span = filter.span;
  std::string text(filter.value.text);
  if (filter.value.form == cql::Text::Form::kParameter) return;
  if (filter.value.form == cql::Text::Form::kRegex) {
    test.kind = TextTest::Kind::kRegex;
    test.ignore_case = filter.value.flags.find('i') != std::string_view::npos;
  } else if (text.find('*') != std::string::npos) {
    if (text == "*") return;  // the field exists
    const bool open_start = text.starts_with("*"), open_end = text.size() > 1 && text.ends_with("*");
    test.leading_wildcard = open_start;
    if (open_start) text.erase(0, 1);
    if (open_end) text.pop_back();
    if (text.find('*') != std::string::npos) return;
    test.kind = open_start && open_end ? TextTest::Kind::kContains
                : open_start           ? TextTest::Kind::kEndsWith
                                       : TextTest::Kind::kStartsWith;
  } else if (filter.op == cql::CompareOp::kLike || filter.op == cql::CompareOp::kNotLike) {
    test.kind = TextTest::Kind::kContains;
  }
  if (EqualsIgnoreAsciiCase(test.field, "#event_simpleName") || EqualsIgnoreAsciiCase(test.field, "event_simpleName")) {
    if (test.negated) return;
    if (test.kind == TextTest::Kind::kEquals) {
      query_.tables.insert(text);
      event_ = event_.empty() || event_ == text ? text : "*";
    } else {
      event_ = "*";
    }
    return;
  }
  test.values.push_back({std::move(text), filter.value.span});
  Add(std::move(test), place);
}

// regex("x", field=f), match(field=f, regex="x") as it is often miswritten, in(f, values=[...]), wildcard(f,
// pattern=x).
void Walk::AddCallTest(const Call& call, const Place& place) {
  TextTest test;
  const cql::Argument* field = FindArgument(call, "field");
  const cql::Argument* values = nullptr;
  if (Named(call, "regex") || (Named(call, "match") && FindArgument(call, "regex"))) {
    test.kind = TextTest::Kind::kRegex;
    values = FindArgument(call, "regex");
    if (!values) values = Unnamed(call);
    if (const cql::Argument* flags = FindArgument(call, "flags"); IsText(flags))
      test.ignore_case = flags->value->text.find('i') != std::string_view::npos;
    if (const cql::Argument* strict = FindArgument(call, "strict"); IsText(strict) && strict->value->text == "false")
      return;  // it extracts
  } else if (Named(call, "in")) {
    values = FindArgument(call, "values");
    if (!field) field = Unnamed(call);
    if (const cql::Argument* fold = FindArgument(call, "ignoreCase"); IsText(fold))
      test.ignore_case = fold->value->text == "true";
  } else {
    return;
  }
  if (call.has_subject) {
    test.field = call.subject.text;
    test.field_span = call.subject.span;
  } else if (IsText(field)) {
    test.field = field->value->text;
    test.field_span = field->value->span;
  } else {
    return;
  }
  if (!values || !values->value) return;
  test.op = call.name;
  test.op_span = call.name_span;
  test.span = call.span;
  test.negated = place.negated != call.negated;
  if (const cql::Argument* negate = FindArgument(call, "negate"); IsText(negate) && negate->value->text == "true")
    test.negated = !test.negated;
  std::vector<const Expr*> texts;
  if (values->value->kind == Expr::Kind::kArray)
    texts.assign(values->value->operands.begin(), values->value->operands.end());
  else
    texts.push_back(values->value);
  if (EqualsIgnoreAsciiCase(test.field, "#event_simpleName") || EqualsIgnoreAsciiCase(test.field, "event_simpleName")) {
    for (const Expr* text : texts) {
      if (!test.negated && test.kind == TextTest::Kind::kEquals) query_.tables.insert(std::string(text->text));
    }
    event_ = "*";
    return;
  }
  for (const Expr* text : texts) {
    if (text->kind == Expr::Kind::kString || text->kind == Expr::Kind::kRegex ||
        (text->kind == Expr::Kind::kWord && test.kind == TextTest::Kind::kEquals))
      test.values.push_back({std::string(text->text), text->span});
  }
  Add(std::move(test), place);
}

void Walk::VisitExpr(const Expr& expr, const Place& place) {
  if (expr.call) VisitCall(*expr.call, place);
  if (expr.filter) VisitFilter(*expr.filter, place);
  if (expr.pipeline) {
    const std::string outer = event_;
    event_.clear();
    VisitPipeline(*expr.pipeline);
    event_ = outer;
  }
  for (const Expr* operand : expr.operands) VisitExpr(*operand, place);
}

void Walk::VisitCall(const Call& call, const Place& place) {
  query_.cql_calls.push_back({&call, place.stage, place.negated != call.negated, place.filters});
  AddCallTest(call, place);
  Place inside = place;
  inside.filters = false;
  inside.negated = false;
  for (const cql::Argument& argument : call.args) {
    if (argument.value) VisitExpr(*argument.value, inside);
    for (const cql::Argument& attribute : argument.attributes) {
      if (attribute.value) VisitExpr(*attribute.value, inside);
    }
  }
}

void Walk::VisitFilter(const Filter& filter, const Place& place) {
  query_.cql_filters.push_back(&filter);
  Place inside = place;
  if (filter.kind == Filter::Kind::kNot) inside.negated = !inside.negated;
  if (filter.kind == Filter::Kind::kCompare) AddFilterTest(filter, place);
  if (filter.call) VisitCall(*filter.call, place);
  if (filter.value_call) VisitCall(*filter.value_call, place);
  for (const Filter* operand : filter.operands) VisitFilter(*operand, inside);
}

void Walk::VisitStage(const cql::Stage& stage) {
  const Place place{stage.span, false, branches_ == 0};
  if (stage.filter) VisitFilter(*stage.filter, place);
  if (stage.call) VisitCall(*stage.call, place);
  if (stage.value) VisitExpr(*stage.value, {stage.span, false, false});
  for (const cql::Branch& branch : stage.branches) {
    if (branch.guard_call) VisitCall(*branch.guard_call, {stage.span, false, false});
    if (!branch.body) continue;
    const std::string outer = event_;
    ++branches_;
    VisitPipeline(*branch.body);
    --branches_;
    event_ = outer;
  }
}

void Walk::VisitPipeline(const cql::Pipeline& pipeline) {
  for (const cql::Stage& stage : pipeline.stages) VisitStage(stage);
}

}  // namespace

void ReadCqlTree(LintQuery& query) {
  Walk(query).VisitPipeline(*query.cql);
}

}  // namespace quarry
