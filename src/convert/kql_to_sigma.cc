// A KQL query of one table and filters. The single entry is SigmaOfKql.
#include <algorithm>
#include <map>

#include "base/ascii.h"
#include "convert/from_columns.h"
#include "convert/sigma_text.h"
#include "convert/to_sigma.h"
#include "syntax/kql/parser.h"
#include "syntax/kql/tree.h"
#include "syntax/yaml/yaml.h"
#include "types/json.h"

namespace quarry::convert {
namespace {

using kql::Expr;
using sigma::Matcher;

bool IsOneOf(std::string_view text, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), text) != names.end();
}

class KqlReader {
 public:
  KqlReader(std::string_view text, std::string_view title, const Pipelines& pipelines, SigmaConversion& out)
      : text_(text), title_(title), pipelines_(pipelines), out_(out) {}

  void Run(const kql::Query& query);

 private:
  std::nullopt_t Refuse(Span span, std::string feature, std::string message, std::string advice = {}) {
    out_.refusals.push_back({std::move(feature), std::move(message), std::move(advice), span});
    return std::nullopt;
  }
  std::string_view Source(const Expr& expr) const {
    return text_.substr(expr.span.start, expr.span.end - expr.span.start);
  }

  bool ReadStatements(const kql::Query& query, const Expr** pipe);
  bool ReadOperators(const Expr& pipe, std::vector<const Expr*>& conditions);
  bool ReadColumns(const kql::Operator& op);
  void Conjuncts(const Expr& expr, std::vector<const Expr*>& out) const;
  bool FindLogSource(const Expr& table, std::vector<const Expr*>& conditions);
  // The values that a conjunct allows `ActionType`; nothing when it is about something else.
  std::optional<std::vector<std::string>> AllowedActions(const Expr& expr) const;
  bool IsTimeFilter(const Expr& expr) const;

  std::optional<Filter> Condition(const Expr& expr);
  std::optional<Filter> Comparison(const Expr& expr);
  std::optional<Filter> Membership(const Expr& expr);
  std::optional<Filter> Call(const Expr& expr);
  std::optional<Filter> Test(const Expr& column, Matcher matcher, const Expr& whole);
  std::optional<Filter> Equal(const Expr& column, const Expr& value, bool cased, const Expr& whole);
  // A constant as text; lists give several. Names stand for what `let` says.
  bool Constants(const Expr& expr, std::vector<const Expr*>& out) const;
  const Expr* Constant(const Expr& expr) const;

  std::string_view text_, title_;
  const Pipelines& pipelines_;
  SigmaConversion& out_;
  std::map<std::string, const Expr*, std::less<>> lets_;
  std::map<std::string, Span, std::less<>> made_;  // columns that the query makes
  sigma::LogSource logsource_;
  std::optional<FromColumns> columns_;
  std::vector<std::string> actions_;  // that the query narrows the log source to
  Span actions_span_;
};

bool KqlReader::ReadStatements(const kql::Query& query, const Expr** pipe) {
  for (const kql::Statement* statement : query.statements) {
    if (statement->kind == kql::Statement::Kind::kLet && statement->expr != nullptr) {
      lets_[std::string(statement->name.text)] = statement->expr;
    } else if (statement->kind == kql::Statement::Kind::kQuery && *pipe == nullptr) {
      *pipe = statement->expr;
    } else {
      Refuse(statement->span, "statement", "a Sigma rule has no such statement");
      return false;
    }
  }
  if (*pipe != nullptr && (*pipe)->kind == Expr::Kind::kName) return true;
  if (*pipe != nullptr && (*pipe)->kind == Expr::Kind::kPipe && !(*pipe)->args.empty() && (*pipe)->args[0] != nullptr &&
      (*pipe)->args[0]->kind == Expr::Kind::kName)
    return true;
  Refuse(*pipe == nullptr ? Span() : (*pipe)->span, "no table", "a rule is about the rows of one table");
  return false;
}

// Columns that a projection or `extend` makes hide those of the table.
bool KqlReader::ReadColumns(const kql::Operator& op) {
  for (const Expr* arg : op.args) {
    if (arg == nullptr || arg->kind != Expr::Kind::kNamed) continue;
    for (const kql::Name& name : arg->names) made_.emplace(std::string(name.text), name.span);
  }
  return true;
}

bool KqlReader::ReadOperators(const Expr& pipe, std::vector<const Expr*>& conditions) {
  for (const kql::Operator* op : pipe.operators) {
    if (IsOneOf(op->name, {"where", "filter"})) {
      for (const Expr* arg : op->args) Conjuncts(*arg, conditions);
    } else if (IsOneOf(op->name, {"project", "project-away", "project-keep", "project-reorder", "project-rename",
                                  "extend", "sort", "order", "as", "serialize"})) {
      ReadColumns(*op);
      out_.notes.push_back({"`" + std::string(op->name) + "` decides what is shown, not what matches", op->name_span});
    } else if (IsOneOf(op->name, {"take", "limit"})) {
      out_.notes.push_back(
          {"`" + std::string(op->name) + "` limits how many rows are shown; the rule finds all", op->name_span});
    } else {
      const bool counts = IsOneOf(op->name, {"summarize", "count", "distinct", "top", "make-series", "sample"});
      const bool joins = IsOneOf(op->name, {"join", "lookup", "union"});
      Refuse(op->name_span,
             counts  ? "aggregation"
             : joins ? "join"
                     : "operator",
             "`" + std::string(op->name) +
                 "` looks at more than one row, or makes rows, and a Sigma rule tests one event at a time");
      return false;
    }
  }
  return true;
}

void KqlReader::Conjuncts(const Expr& expr, std::vector<const Expr*>& out) const {
  if (expr.kind == Expr::Kind::kBinary && expr.text == "and") {
    for (const Expr* arg : expr.args) Conjuncts(*arg, out);
  } else {
    out.push_back(&expr);
  }
}

const Expr* KqlReader::Constant(const Expr& expr) const {
  if (expr.kind == Expr::Kind::kLiteral) return &expr;
  if (expr.kind == Expr::Kind::kName) {
    const auto let = lets_.find(expr.text);
    if (let != lets_.end() && let->second->kind == Expr::Kind::kLiteral) return let->second;
  }
  return nullptr;
}

bool KqlReader::Constants(const Expr& expr, std::vector<const Expr*>& out) const {
  if (expr.kind == Expr::Kind::kList) {
    return std::all_of(expr.args.begin(), expr.args.end(), [&](const Expr* arg) { return Constants(*arg, out); });
  }
  const Expr* constant = Constant(expr);
  if (constant == nullptr) return false;
  out.push_back(constant);
  return true;
}

std::optional<std::vector<std::string>> KqlReader::AllowedActions(const Expr& expr) const {
  const bool equal = expr.kind == Expr::Kind::kBinary && IsOneOf(expr.text, {"==", "=~", "in", "in~"}) &&
                     expr.args.size() == 2 && expr.args[0]->kind == Expr::Kind::kName &&
                     expr.args[0]->text == "ActionType";
  std::vector<const Expr*> constants;
  if (!equal || !Constants(*expr.args[1], constants)) return std::nullopt;
  std::vector<std::string> values;
  for (const Expr* constant : constants) values.emplace_back(constant->text);
  std::sort(values.begin(), values.end());
  return values;
}

bool KqlReader::IsTimeFilter(const Expr& expr) const {
  const bool compares = expr.kind == Expr::Kind::kBinary || expr.kind == Expr::Kind::kBetween;
  return compares && !expr.args.empty() && expr.args[0]->kind == Expr::Kind::kName &&
         IsOneOf(expr.args[0]->text, {"Timestamp", "TimeGenerated"});
}

bool KqlReader::FindLogSource(const Expr& table, std::vector<const Expr*>& conditions) {
  std::vector<std::string> allowed;
  Span allowed_span;
  bool states = false;
  for (size_t i = 0; i < conditions.size(); ++i) {
    std::optional<std::vector<std::string>> actions = AllowedActions(*conditions[i]);
    if (!actions || states) continue;
    states = true;
    allowed = std::move(*actions);
    allowed_span = conditions[i]->span;
    conditions.erase(conditions.begin() + static_cast<std::ptrdiff_t>(i--));
  }
  bool known = false;
  std::string advice;
  for (const Pipeline& pipeline : pipelines_.all()) {
    if (std::find(pipeline.targets.begin(), pipeline.targets.end(), "kql") == pipeline.targets.end()) continue;
    for (const auto* sources : {&pipeline.categories, &pipeline.services}) {
      for (const auto& [name, mapping] : *sources) {
        if (mapping.source != table.text) continue;
        known = true;
        const std::vector<std::string> means = QuotedTexts(mapping.where);
        if (!mapping.where.empty()) advice = "add `where " + mapping.where + "`";
        const bool fits = means.empty()
                              ? !states
                              : states && std::includes(means.begin(), means.end(), allowed.begin(), allowed.end());
        if (!fits) continue;
        logsource_.product = "windows";
        (sources == &pipeline.categories ? logsource_.category : logsource_.service) = name;
        columns_.emplace(mapping, pipeline);
        if (allowed != means) actions_ = allowed;
        actions_span_ = allowed_span;
        return true;
      }
    }
  }
  Refuse(states ? allowed_span : table.span, "log source",
         known ? "no log source of Sigma is these rows of `" + std::string(table.text) + "`"
               : "no log source of Sigma is the table `" + std::string(table.text) + "`",
         states ? "" : advice);
  return false;
}

std::optional<Filter> KqlReader::Test(const Expr& column, Matcher matcher, const Expr& whole) {
  if (column.kind == Expr::Kind::kName) {
    const auto made = made_.find(column.text);
    if (made != made_.end() && columns_->Knows(column.text))
      return Refuse(column.span, "computed column", "the query makes `" + std::string(column.text) + "` itself");
  }
  // `tolower(x)` is the field without its case.
  if (column.kind == Expr::Kind::kCall && IsOneOf(column.text, {"tolower", "tostring"}) && column.args.size() == 1 &&
      !columns_->Knows(Source(column))) {
    if (column.text == "tolower") {
      if (matcher.kind != Matcher::Kind::kPattern || AsciiLowered(matcher.pattern.ToText()) != matcher.pattern.ToText())
        return Refuse(whole.span, "case", "a lower-cased column is compared with a text that is not in lower case");
      matcher.cased = false;
    }
    return Test(*column.args[0], std::move(matcher), whole);
  }
  return columns_->Test(Source(column), std::move(matcher), whole.span, out_.refusals);
}

std::optional<Filter> KqlReader::Equal(const Expr& column, const Expr& value, bool cased, const Expr& whole) {
  const Expr* constant = Constant(value);
  if (constant == nullptr) return Refuse(value.span, "not a constant", "a Sigma rule compares fields with constants");
  if (constant->literal == kql::LiteralKind::kString && constant->text.empty())
    return columns_->Blank(Source(column), whole.span, out_.refusals);
  if (!IsOneOf(constant->text, {"null"}) &&
      (constant->literal == kql::LiteralKind::kString || constant->literal == kql::LiteralKind::kLong ||
       constant->literal == kql::LiteralKind::kInt)) {
    const bool text = constant->literal == kql::LiteralKind::kString;
    return Test(column, PatternMatcher(constant->text, false, false, text && cased), whole);
  }
  return Refuse(value.span, "constant of another type", "only texts and whole numbers are compared for equality");
}

std::optional<Filter> KqlReader::Membership(const Expr& expr) {
  const bool negated = expr.text.starts_with('!');
  std::string_view op = expr.text.substr(negated ? 1 : 0);
  if (IsOneOf(op, {"has_any", "has_all"})) {
    return Refuse(expr.text_span, "terms", "`" + std::string(op) + "` looks for whole terms, which Sigma does not know",
                  "compare with `contains`, if parts of words may match too");
  }
  std::vector<const Expr*> constants;
  if (!Constants(*expr.args[1], constants))
    return Refuse(expr.args[1]->span, "not a constant", "a Sigma rule compares fields with constants");
  std::vector<Filter> any;
  for (const Expr* constant : constants) {
    if (constant->literal == kql::LiteralKind::kDynamic) {
      Arena arena;
      const JsonNode* list = ParseJson(constant->text, arena, JsonSyntax::kRelaxed);
      if (list == nullptr || list->kind != JsonNode::Kind::kArray)
        return Refuse(constant->span, "constant of another type", "the list is no array");
      for (const JsonNode& element : list->array()) {
        if (element.kind != JsonNode::Kind::kString)
          return Refuse(constant->span, "constant of another type", "the list holds something else than texts");
        std::optional<Filter> one = Test(*expr.args[0], PatternMatcher(element.text, false, false, op == "in"), expr);
        if (!one) return std::nullopt;
        any.push_back(std::move(*one));
      }
      continue;
    }
    std::optional<Filter> one = Equal(*expr.args[0], *constant, op == "in", expr);
    if (!one) return std::nullopt;
    any.push_back(std::move(*one));
  }
  if (any.empty()) return Refuse(expr.span, "empty list", "nothing is in an empty list");
  Filter all = Filter::Or(std::move(any));
  return negated ? Filter::Not(std::move(all)) : all;
}

std::optional<Filter> KqlReader::Comparison(const Expr& expr) {
  const Expr &left = *expr.args[0], &right = *expr.args[1];
  std::string_view op = expr.text;
  if (IsOneOf(op, {"==", "=~", "!=", "!~"})) {
    std::optional<Filter> equal = Equal(left, right, op == "==" || op == "!=", expr);
    if (!equal) return std::nullopt;
    return op.starts_with('!') ? Filter::Not(std::move(*equal)) : std::move(*equal);
  }
  if (IsOneOf(op, {"<", "<=", ">", ">="})) {
    const Expr* constant = Constant(right);
    yaml::Node number;
    number.kind = yaml::Node::Kind::kScalar;
    if (constant != nullptr) number.text = constant->text;
    const std::optional<double> value = constant == nullptr ? std::nullopt : number.AsReal();
    if (!value) return Refuse(right.span, "not a constant", "a Sigma rule compares sizes with numbers");
    Matcher matcher;
    matcher.kind = Matcher::Kind::kCompare;
    matcher.number = *value;
    matcher.compare = op == "<"    ? sigma::CompareOp::kLess
                      : op == "<=" ? sigma::CompareOp::kLessEqual
                      : op == ">"  ? sigma::CompareOp::kGreater
                                   : sigma::CompareOp::kGreaterEqual;
    return Test(left, std::move(matcher), expr);
  }
  const bool negated = op.starts_with('!');
  if (negated) op.remove_prefix(1);
  const bool cased = op.ends_with("_cs");
  if (cased) op.remove_suffix(3);
  const Expr* constant = Constant(right);
  if (constant == nullptr || constant->literal != kql::LiteralKind::kString)
    return Refuse(right.span, "not a constant", "a Sigma rule compares fields with constant texts");
  Matcher matcher;
  if (op == "contains") {
    matcher = PatternMatcher(constant->text, true, true, cased);
  } else if (op == "startswith") {
    matcher = PatternMatcher(constant->text, false, true, cased);
  } else if (op == "endswith") {
    matcher = PatternMatcher(constant->text, true, false, cased);
  } else if (op == "matches regex") {
    std::string_view regex = constant->text;
    std::string flags;
    if (regex.starts_with("(?i)")) flags = "i", regex.remove_prefix(4);
    matcher = RegexMatcher(regex, flags);
  } else if (IsOneOf(op, {"has", "hasprefix", "hassuffix"})) {
    return Refuse(expr.text_span, "terms", "`" + std::string(op) + "` looks for whole terms, which Sigma does not know",
                  "compare with `contains`, if parts of words may match too");
  } else {
    return Refuse(expr.text_span, "operator", "a Sigma rule has nothing like `" + std::string(expr.text) + "`");
  }
  if (constant->text.empty()) return Refuse(right.span, "empty text", "every text contains the empty one");
  std::optional<Filter> test = Test(left, std::move(matcher), expr);
  if (!test) return std::nullopt;
  return negated ? Filter::Not(std::move(*test)) : std::move(*test);
}

std::optional<Filter> KqlReader::Call(const Expr& expr) {
  const std::string_view name = expr.text;
  if (name == "not" && expr.args.size() == 1) {
    std::optional<Filter> inner = Condition(*expr.args[0]);
    if (!inner) return std::nullopt;
    return Filter::Not(std::move(*inner));
  }
  // What cannot be null in a rule's tests: `coalesce(test, false)` is the test.
  if (name == "coalesce" && expr.args.size() == 2 && Source(*expr.args[1]) == "false") return Condition(*expr.args[0]);
  if (IsOneOf(name, {"isempty", "isnotempty", "isnull", "isnotnull"}) && expr.args.size() == 1) {
    std::optional<Filter> blank = columns_->Blank(Source(*expr.args[0]), expr.span, out_.refusals);
    if (!blank) return std::nullopt;
    return name.starts_with("isnot") ? Filter::Not(std::move(*blank)) : std::move(*blank);
  }
  if (IsOneOf(name, {"ipv4_is_in_range", "ipv6_is_in_range"}) && expr.args.size() == 2) {
    const Expr* range = Constant(*expr.args[1]);
    if (range == nullptr) return Refuse(expr.args[1]->span, "not a constant", "a Sigma rule has constant ranges");
    Matcher matcher;
    matcher.kind = Matcher::Kind::kCidr;
    matcher.text = range->text;
    return Test(*expr.args[0], std::move(matcher), expr);
  }
  return Refuse(expr.span, "function", "a Sigma rule has nothing like `" + std::string(name) + "`");
}

std::optional<Filter> KqlReader::Condition(const Expr& expr) {
  if (expr.kind == Expr::Kind::kBinary && (expr.text == "and" || expr.text == "or")) {
    std::vector<Filter> operands;
    bool ok = true;
    for (const Expr* arg : expr.args) {
      std::optional<Filter> one = Condition(*arg);
      ok &= one.has_value();
      if (one) operands.push_back(std::move(*one));
    }
    if (!ok) return std::nullopt;
    return expr.text == "and" ? Filter::And(std::move(operands)) : Filter::Or(std::move(operands));
  }
  if (expr.kind == Expr::Kind::kBinary && expr.args.size() == 2) {
    const std::string_view op = expr.text.substr(expr.text.starts_with('!') ? 1 : 0);
    return IsOneOf(op, {"in", "in~", "has_any", "has_all"}) ? Membership(expr) : Comparison(expr);
  }
  if (expr.kind == Expr::Kind::kCall) return Call(expr);
  return Refuse(expr.span, "expression", "only tests of columns are conditions of a Sigma rule");
}

void KqlReader::Run(const kql::Query& query) {
  const Expr* pipe = nullptr;
  if (!ReadStatements(query, &pipe)) return;
  std::vector<const Expr*> conditions;
  if (pipe->kind == Expr::Kind::kPipe && !ReadOperators(*pipe, conditions)) return;
  const Expr& table = pipe->kind == Expr::Kind::kPipe ? *pipe->args[0] : *pipe;
  if (!FindLogSource(table, conditions)) return;
  std::vector<Filter> all;
  bool ok = true;
  if (!actions_.empty()) {
    std::vector<Filter> any;
    for (const std::string& action : actions_) {
      std::optional<Filter> one =
          columns_->Test("ActionType", PatternMatcher(action, false, false, true), actions_span_, out_.refusals);
      ok &= one.has_value();
      if (one) any.push_back(std::move(*one));
    }
    if (ok) all.push_back(Filter::Or(std::move(any)));
  }
  for (const Expr* condition : conditions) {
    if (IsTimeFilter(*condition)) {
      out_.notes.push_back({"the filter on time is the rule's schedule", condition->span});
      continue;
    }
    std::optional<Filter> one = Condition(*condition);
    ok &= one.has_value();
    if (one) all.push_back(std::move(*one));
  }
  if (!ok) return;
  if (all.empty()) {
    Refuse(table.span, "no condition", "the query has no condition on a field, and a Sigma rule needs one");
    return;
  }
  out_.text = SigmaText(title_, logsource_, Filter::And(std::move(all)));
}

}  // namespace

SigmaConversion SigmaOfKql(const SourceMap& sources, uint16_t source, std::string_view title,
                           const Pipelines& pipelines, DiagnosticList& diagnostics) {
  SigmaConversion out;
  Arena arena;
  const size_t errors = diagnostics.error_count();
  const kql::Query query = kql::ParseKql(sources.text(source), source, arena, diagnostics);
  if (diagnostics.error_count() > errors) return out;
  KqlReader(sources.text(source), title, pipelines, out).Run(query);
  out.CheckText({0, static_cast<uint32_t>(sources.text(source).size()), source});
  return out;
}

}  // namespace quarry::convert
