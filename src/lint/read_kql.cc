// KQL's tree as checks see it. The single entry is ReadKqlTree.
#include <algorithm>

#include "base/arena.h"
#include "base/ascii.h"
#include "lint/read_query.h"
#include "types/json.h"

namespace quarry {
namespace {

using kql::Expr;
using kql::LiteralKind;
using Kind = Expr::Kind;

struct WordOperator {
  std::string_view name;
  TextTest::Kind kind;
  bool ignore_case;
};
constexpr WordOperator kWordOperators[] = {{"==", TextTest::Kind::kEquals, false},
                                           {"=~", TextTest::Kind::kEquals, true},
                                           {"in", TextTest::Kind::kEquals, false},
                                           {"in~", TextTest::Kind::kEquals, true},
                                           {"has", TextTest::Kind::kTerm, true},
                                           {"has_cs", TextTest::Kind::kTerm, false},
                                           {"has_any", TextTest::Kind::kTerm, true},
                                           {"has_all", TextTest::Kind::kTerm, true},
                                           {"hasprefix", TextTest::Kind::kTerm, true},
                                           {"hassuffix", TextTest::Kind::kTerm, true},
                                           {"contains", TextTest::Kind::kContains, true},
                                           {"contains_cs", TextTest::Kind::kContains, false},
                                           {"startswith", TextTest::Kind::kStartsWith, true},
                                           {"startswith_cs", TextTest::Kind::kStartsWith, false},
                                           {"endswith", TextTest::Kind::kEndsWith, true},
                                           {"endswith_cs", TextTest::Kind::kEndsWith, false},
                                           {"matches regex", TextTest::Kind::kRegex, false}};

class Walk {
 public:
  explicit Walk(LintQuery& query) : query_(query) {}

  void Run() {
    for (const kql::Statement* statement : query_.kql->statements) {
      if (statement->kind == kql::Statement::Kind::kLet && statement->expr)
        query_.lets[statement->name.text] = statement->expr;
    }
    for (const kql::Statement* statement : query_.kql->statements) {
      outermost_ = statement->kind == kql::Statement::Kind::kQuery;
      if (statement->expr) Visit(*statement->expr, {});
    }
  }

 private:
  void Visit(const Expr& expr, const KqlPlace& place);
  void VisitPipe(const Expr& expr, const KqlPlace& place);
  void VisitOperator(const kql::Operator& op, const KqlPlace& place);
  void VisitClause(const kql::Clause& clause, const KqlPlace& place);
  void AddTest(const Expr& expr, const KqlPlace& place);
  void AddTexts(const Expr& expr, std::vector<TextValue>& out, int depth);
  void AddJsonTexts(const Expr& literal, std::vector<TextValue>& out);

  LintQuery& query_;
  std::map<std::string_view, FieldKind> derived_;  // columns made of a field whose content is known
  bool outermost_ = false;
};

// The column whose text is compared: through conversions and changes of case.
const Expr* ColumnOf(const Expr& expr) {
  if (expr.kind == Kind::kName || expr.kind == Kind::kMember) return &expr;
  if (expr.kind == Kind::kIndex && expr.args.size() == 2 && expr.args[1]->kind == Kind::kLiteral) return expr.args[1];
  static constexpr std::string_view kThrough[] = {"tolower",  "toupper",    "tostring", "trim",
                                                  "trim_end", "trim_start", "coalesce", "normalize_host"};
  if (expr.kind != Kind::kCall || expr.args.empty()) return nullptr;
  if (std::find(std::begin(kThrough), std::end(kThrough), expr.text) == std::end(kThrough)) return nullptr;
  return ColumnOf(*(expr.text.starts_with("trim") ? expr.args.back() : expr.args.front()));
}

// The texts of a flat array, each found in the source behind the one before it.
void Walk::AddJsonTexts(const Expr& literal, std::vector<TextValue>& out) {
  Arena arena;
  const JsonNode* json = ParseJson(literal.text, arena);
  if (!json) return;
  const std::string_view written = query_.text.substr(literal.span.start, literal.span.end - literal.span.start);
  size_t at = 0;
  for (const JsonNode& element : json->array()) {
    if (element.kind != JsonNode::Kind::kString) continue;
    const std::string_view text = element.text;
    TextValue& value = out.emplace_back();
    value.text = text;
    value.span = literal.span;
    const size_t found = written.find(text, at);
    if (found == std::string_view::npos) continue;
    value.span = query_.SpanOf(literal.span.start + static_cast<uint32_t>(found),
                               literal.span.start + static_cast<uint32_t>(found + text.size()));
    at = found + text.size();
  }
}

// The constant texts that `expr` stands for: literals, lists, arrays and names by `let`.
void Walk::AddTexts(const Expr& expr, std::vector<TextValue>& out, int depth) {
  if (depth > 8) return;
  switch (expr.kind) {
    case Kind::kLiteral:
      if (expr.literal == LiteralKind::kString) out.push_back({std::string(expr.text), expr.span});
      if (expr.literal == LiteralKind::kDynamic) AddJsonTexts(expr, out);
      break;
    case Kind::kList:
      for (const Expr* item : expr.args) AddTexts(*item, out, depth + 1);
      break;
    case Kind::kName:
      if (const auto found = query_.lets.find(expr.text); found != query_.lets.end())
        AddTexts(*found->second, out, depth + 1);
      break;
    case Kind::kDataTable:
      if (expr.columns.size() != 1) break;
      for (const Expr* cell : expr.args) AddTexts(*cell, out, depth + 1);
      break;
    case Kind::kCall:
      if (expr.text == "dynamic" || expr.text == "pack_array" || expr.text == "tolower" || expr.text == "toscalar")
        for (const Expr* argument : expr.args) AddTexts(*argument, out, depth + 1);
      break;
    default:
      break;
  }
}

void Walk::AddTest(const Expr& expr, const KqlPlace& place) {
  if (expr.args.size() != 2) return;
  std::string_view op = expr.text;
  bool negated = place.negated;
  std::string positive(op);
  if (op.starts_with("!") || op == "<>") {
    negated = !negated;
    positive = op == "!=" || op == "<>" ? "==" : op == "!~" ? "=~" : std::string(op.substr(1));
  }
  const auto found = std::find_if(std::begin(kWordOperators), std::end(kWordOperators),
                                  [&](const WordOperator& known) { return known.name == positive; });
  if (found == std::end(kWordOperators)) return;
  const Expr* column = ColumnOf(*expr.args[0]);
  if (!column || (column->kind == Kind::kName && query_.lets.contains(column->text))) return;
  TextTest test;
  test.kind = found->kind;
  test.ignore_case = found->ignore_case || (expr.args[0]->kind == Kind::kCall && expr.args[0]->text.starts_with("to"));
  test.field = column->text;
  test.field_span = column->text_span.known() ? column->text_span : column->span;
  test.op = op;
  test.op_span = expr.text_span;
  AddTexts(*expr.args[1], test.values, 0);
  test.negated = negated;
  test.filters = place.filters;
  test.table = place.table;
  test.stage_span = place.op ? place.op->span : expr.span;
  test.span = expr.span;
  if (const auto kind = derived_.find(column->text); kind != derived_.end()) test.field_kind = kind->second;
  CompleteTest(test);
  if (!test.values.empty()) query_.tests.push_back(std::move(test));
}

void Walk::Visit(const Expr& expr, const KqlPlace& place) {
  if (expr.kind == Kind::kPipe) return VisitPipe(expr, place);
  query_.kql_nodes.push_back({&expr, place});
  if (expr.kind == Kind::kName || expr.kind == Kind::kMember) query_.fields.insert(std::string(expr.text));
  KqlPlace inside = place;
  if (expr.kind == Kind::kBinary) AddTest(expr, place);
  if (expr.kind == Kind::kCall && expr.text == "not") inside.negated = !inside.negated;
  // Which branch an `iff` or `case` takes says nothing about the row.
  if (expr.kind == Kind::kCall && (expr.text == "iff" || expr.text == "iif" || expr.text == "case" ||
                                   expr.text == "countif" || expr.text == "dcountif" || expr.text == "sumif"))
    inside.filters = false;
  if (expr.kind == Kind::kNamed && expr.names.size() == 1 && !expr.args.empty()) {
    const Expr* column = ColumnOf(*expr.args[0]);
    const FieldKind kind = column ? FieldKindOf(column->text) : FieldKind::kOther;
    if (kind != FieldKind::kOther) derived_[expr.names[0].text] = kind;
  }
  for (const Expr* argument : expr.args) Visit(*argument, inside);
  for (const kql::Option& option : expr.options) {
    if (option.value) Visit(*option.value, inside);
  }
  for (const kql::Statement* statement : expr.statements) {
    if (statement->kind == kql::Statement::Kind::kLet && statement->expr)
      query_.lets[statement->name.text] = statement->expr;
    if (statement->expr) Visit(*statement->expr, {});
  }
}

void Walk::VisitPipe(const Expr& expr, const KqlPlace& place) {
  KqlPipe pipe;
  pipe.expr = &expr;
  pipe.operators = expr.operators;
  pipe.outermost = outermost_;
  outermost_ = false;
  KqlPlace inside;
  if (expr.args.empty()) {
    inside.table = place.table;  // the rows of mv-apply or partition
  } else if (expr.args[0]->kind == Kind::kName) {
    std::string_view name = expr.args[0]->text;
    // A view by `let` over one table.
    for (int depth = 0; depth < 8; ++depth) {
      const auto let = query_.lets.find(name);
      if (let == query_.lets.end() || let->second->kind != Kind::kPipe || let->second->args.empty() ||
          let->second->args[0]->kind != Kind::kName)
        break;
      name = let->second->args[0]->text;
    }
    if (!query_.lets.contains(name)) inside.table = name;
    pipe.source_span = expr.args[0]->span;
  }
  pipe.table = inside.table;
  if (!inside.table.empty() && query_.catalog->FindTable(inside.table)) query_.tables.insert(std::string(inside.table));
  query_.pipes.push_back(pipe);
  for (const Expr* source : expr.args) Visit(*source, inside);
  for (const kql::Operator* op : expr.operators) VisitOperator(*op, inside);
}

void Walk::VisitOperator(const kql::Operator& op, const KqlPlace& place) {
  KqlPlace inside = place;
  inside.op = &op;
  inside.filters = op.name == "where" || op.name == "filter" || op.name == "search" || op.name == "find";
  for (const Expr* argument : op.args) {
    Visit(*argument, inside);
    if ((op.name == "union" || op.name == "join" || op.name == "lookup") && argument->kind == Kind::kName &&
        query_.catalog->FindTable(argument->text))
      query_.tables.insert(std::string(argument->text));
  }
  for (const kql::Option& option : op.options) {
    if (option.value) Visit(*option.value, inside);
  }
  for (const kql::Clause& clause : op.clauses) VisitClause(clause, inside);
}

void Walk::VisitClause(const kql::Clause& clause, const KqlPlace& place) {
  for (const Expr* item : clause.items) Visit(*item, place);
  for (const kql::Clause& inner : clause.clauses) VisitClause(inner, place);
}

}  // namespace

void ReadKqlTree(LintQuery& query) {
  Walk(query).Run();
}

void CompleteTest(TextTest& test) {
  if (test.field_kind == FieldKind::kOther) test.field_kind = FieldKindOf(test.field);
  if (test.kind != TextTest::Kind::kRegex) return;
  for (const TextValue& value : test.values) RegexAlternatives(value.text, &test.ignore_case);
}

}  // namespace quarry
