// Operators of expressions: logic, arithmetic, comparisons, text, lists, ranges. Part of KqlBinder.
// Which types meet follows Kusto's own binder; what it refuses is refused here with its code.
#include <string>

#include "bind/kql/kql_binder.h"
#include "types/json.h"

namespace quarry {

namespace {

struct TextOperator {
  std::string_view spelled;
  std::string_view canonical;
};

constexpr TextOperator kTextOperators[] = {
    {"has", "has_term"},
    {"has_cs", "has_term_case"},
    {"hasi", "has_term"},
    {"hasprefix", "has_prefix"},
    {"hasprefix_cs", "has_prefix_case"},
    {"hassuffix", "has_suffix"},
    {"hassuffix_cs", "has_suffix_case"},
    {"contains", "contains_nocase"},
    {"contains_cs", "contains_case"},
    {"containscs", "contains_case"},
    {"startswith", "starts_with_nocase"},
    {"startswith_cs", "starts_with_case"},
    {"endswith", "ends_with_nocase"},
    {"endswith_cs", "ends_with_case"},
    {"matches regex", "matches_regex"},
    {"=~", "equals_nocase"},
    {"~", "equals_nocase"},
};

std::string TypeOf(const ExprPtr& value) {
  return std::string(TypeName(value->type));
}

}  // namespace

ExprPtr KqlBinder::BindUnary(const kql::Expr& expr, const RelPtr& rows) {
  ExprPtr operand = BindExpr(*expr.args[0], rows);
  if (!operand) return nullptr;
  if (expr.text == "+") return operand;
  if (operand->is_literal() && !operand->literal.is_null()) {  // -5 is a number
    if (IsInteger(operand->type) && operand->literal.integer() != INT64_MIN)
      return MakeLiteral(Value::Integer(operand->type, -operand->literal.integer()), expr.span);
    if (operand->type == Type::kTimeSpan)
      return MakeLiteral(Value::Integer(Type::kTimeSpan, -operand->literal.integer()), expr.span);
    if (operand->type == Type::kReal) return MakeLiteral(Value::Real(-operand->literal.real()), expr.span);
  }
  if (operand->type == Type::kDynamic) {
    Unsupported(expr.span, "`-` on a dynamic value", "its type is not known; `toreal(...)` or `tolong(...)` says it");
    return nullptr;
  }
  if (operand->type == Type::kInt) operand = Convert(operand, Type::kLong);
  if (!IsNumeric(operand->type) && operand->type != Type::kTimeSpan) {
    Report(Code::Q0204, expr.span, "`-` does not take a " + TypeOf(operand)).label = "not a number";
    return nullptr;
  }
  return Call("negate", {operand}, expr.span);
}

ExprPtr KqlBinder::BindBinary(const kql::Expr& expr, const RelPtr& rows) {
  std::string_view op = expr.text;
  if (op == "and" || op == "or") return BindLogic(expr, rows);
  if (op == "+" || op == "-" || op == "*" || op == "/" || op == "%") return BindArithmetic(expr, rows);
  if (op == "in" || op == "!in" || op == "in~" || op == "!in~") return BindIn(expr, rows);
  if (op == "has_any" || op == "has_all") return BindHasAny(expr, rows);
  if (op == "==" || op == "!=" || op == "<" || op == "<=" || op == ">" || op == ">=") {
    ExprPtr left = BindExpr(*expr.args[0], rows);
    ExprPtr right = BindExpr(*expr.args[1], rows);
    return left && right ? Compare(op, left, right, expr.span, expr.text_span) : nullptr;
  }
  return BindTextOperator(expr, rows);
}

ExprPtr KqlBinder::BindLogic(const kql::Expr& expr, const RelPtr& rows) {
  std::vector<ExprPtr> terms;
  bool ok = true;
  for (const kql::Expr* term : expr.args) {
    terms.push_back(AsBool(BindExpr(*term, rows), term->span));
    ok = ok && terms.back();
  }
  if (!ok) return nullptr;
  return Call(expr.text, std::move(terms), expr.span);
}

ExprPtr KqlBinder::BindArithmetic(const kql::Expr& expr, const RelPtr& rows) {
  ExprPtr left = BindExpr(*expr.args[0], rows);
  ExprPtr right = BindExpr(*expr.args[1], rows);
  if (!left || !right) return nullptr;
  std::string_view op = expr.text;
  std::string_view canonical = op == "+"   ? "add"
                               : op == "-" ? "subtract"
                               : op == "*" ? "multiply"
                               : op == "/" ? "divide"
                                           : "modulo";
  auto meets_dynamic = [&](const ExprPtr& other) {
    return IsNumeric(other->type) ||
           ((op == "+" || op == "-") && (other->type == Type::kTimeSpan || other->type == Type::kDateTime));
  };
  if (left->type == Type::kDynamic && meets_dynamic(right)) {
    Type target = right->type == Type::kInt ? Type::kLong : right->type;
    if (op == "+" && right->type == Type::kDateTime) target = Type::kTimeSpan;
    left = Convert(left, target);
  } else if (right->type == Type::kDynamic && meets_dynamic(left)) {
    Type target = left->type == Type::kInt ? Type::kLong : left->type;
    if (left->type == Type::kDateTime) target = Type::kTimeSpan;
    right = Convert(right, target);
  }
  bool defined = left->type == Type::kDynamic && right->type == Type::kDynamic;  // decided value by value
  Type l = left->type, r = right->type;
  if (defined) {
  } else if (IsNumeric(l) && IsNumeric(r)) {
    Type common = CommonType(l, r);
    if (common == Type::kInt) common = Type::kLong;
    left = Convert(left, common);
    right = Convert(right, common);
    defined = true;
  } else {
    bool time = l == Type::kDateTime || l == Type::kTimeSpan;
    if (op == "+")
      defined = (l == Type::kDateTime && r == Type::kTimeSpan) ||
                (l == Type::kTimeSpan && (r == Type::kDateTime || r == Type::kTimeSpan));
    if (op == "-") defined = time && (r == Type::kTimeSpan || (l == Type::kDateTime && r == Type::kDateTime));
    if (op == "*") defined = (l == Type::kTimeSpan && IsNumeric(r)) || (IsNumeric(l) && r == Type::kTimeSpan);
    if (op == "/") defined = l == Type::kTimeSpan && (r == Type::kTimeSpan || IsNumeric(r));
    if (op == "%") defined = time && r == Type::kTimeSpan;
    // One form for the kernels: the timespan first, the number long or real.
    if (defined && op == "*" && r == Type::kTimeSpan) std::swap(left, right);
    if (defined && (op == "*" || op == "/") && IsNumeric(right->type))
      right = Convert(right, right->type == Type::kInt       ? Type::kLong
                             : right->type == Type::kDecimal ? Type::kReal
                                                             : right->type);
  }
  if (!left || !right) return nullptr;
  if (!defined) {
    Diagnostic& error =
        Report(Code::Q0204, expr.span,
               "`" + std::string(op) + "` is not defined for " + TypeOf(left) + " and " + TypeOf(right));
    error.label = l == Type::kString || r == Type::kString ? "`strcat(...)` joins texts" : "these types do not meet";
    error.platform_verdict = "KS106: the operator `" + std::string(op) + "` is not defined for the operand types " +
                             TypeOf(left) + " and " + TypeOf(right);
    return nullptr;
  }
  if (left->type == Type::kDecimal) return Call(std::string(canonical) + "_decimals", {left, right}, expr.span);
  return Call(canonical, {left, right}, expr.span);
}

ExprPtr KqlBinder::Compare(std::string_view op, ExprPtr left, ExprPtr right, Span span, Span op_span) {
  std::string_view canonical = op == "=="   ? "equals"
                               : op == "!=" ? "not_equals"
                               : op == "<"  ? "less"
                               : op == "<=" ? "less_equal"
                               : op == ">"  ? "greater"
                                            : "greater_equal";
  bool equality = op == "==" || op == "!=";
  Type l = left->type, r = right->type;
  bool defined = true;
  std::string label = "these types do not meet";
  if (l == r) {
    defined = equality || (l != Type::kString && l != Type::kGuid);
    label = "texts are compared by `strcmp(...)`";
    if (l == Type::kDynamic && !equality) {
      left = Convert(left, Type::kReal);
      right = Convert(right, Type::kReal);
    }
  } else if (IsNumeric(l) && IsNumeric(r)) {
    Type common = CommonType(l, r);
    left = Convert(left, common);
    right = Convert(right, common);
  } else if ((l == Type::kBool && IsNumeric(r)) || (IsNumeric(l) && r == Type::kBool)) {
    left = Convert(left, Type::kLong);
    right = Convert(right, Type::kLong);
  } else if (l == Type::kDynamic || r == Type::kDynamic) {
    Type other = l == Type::kDynamic ? r : l;
    defined = equality || (other != Type::kString && other != Type::kGuid);
    left = Convert(left, other);
    right = Convert(right, other);
  } else if (equality && (l == Type::kString || r == Type::kString)) {
    // A constant takes the form of what it is compared with: EventID == "4688", ResultType == 0.
    ExprPtr& text = l == Type::kString ? left : right;
    ExprPtr& other = l == Type::kString ? right : left;
    if (other->is_literal() && !text->is_literal() && !other->literal.is_null())
      other = Fold(Convert(other, Type::kString));
    else
      text = Fold(Convert(text, other->type));
  } else {
    defined = false;
    if (l == Type::kString || r == Type::kString) {
      Type other = l == Type::kString ? r : l;
      label = "convert the text first: `to" + std::string(TypeName(other)) + "(...)`";
    }
  }
  if (!left || !right) return nullptr;
  if (!defined) {
    Diagnostic& error = Report(
        Code::Q0204, op_span,
        "`" + std::string(op) + "` does not compare " + std::string(TypeName(l)) + " with " + std::string(TypeName(r)));
    error.label = label;
    error.platform_verdict =
        "SEM0064: cannot compare values of types " + std::string(TypeName(l)) + " and " + std::string(TypeName(r));
    return nullptr;
  }
  return Call(canonical, {left, right}, span);
}

// A dynamic value is read as text; other types are the user's mistake, as on the platform.
ExprPtr KqlBinder::AsText(ExprPtr value, const kql::Expr& written, std::string_view op) {
  if (!value || value->type == Type::kString) return value;
  if (value->type == Type::kDynamic) return Convert(value, Type::kString);
  Report(Code::Q0204, written.span, "`" + std::string(op) + "` takes text, not " + TypeOf(value)).label =
      "`tostring(...)` makes it text";
  return nullptr;
}

ExprPtr KqlBinder::BindTextOperator(const kql::Expr& expr, const RelPtr& rows) {
  std::string_view op = expr.text;
  bool negated = op.front() == '!' || op == "notcontains" || op == "notcontainscs";
  std::string_view positive = op.front() == '!' ? op.substr(1) : negated ? op.substr(3) : op;
  std::string_view canonical;
  for (const TextOperator& entry : kTextOperators)
    if (entry.spelled == positive) canonical = entry.canonical;
  if (canonical.empty()) {
    Unsupported(expr.text_span, "operator `" + std::string(op) + "`");
    return nullptr;
  }
  if (expr.args[0]->kind == kql::Expr::Kind::kStar) {
    Unsupported(expr.args[0]->span, "`*` as a text of all columns", "name the columns");
    return nullptr;
  }
  ExprPtr left = AsText(BindExpr(*expr.args[0], rows), *expr.args[0], op);
  ExprPtr right = AsText(BindExpr(*expr.args[1], rows), *expr.args[1], op);
  if (!left || !right) return nullptr;
  ExprPtr call = Call(canonical, {left, Fold(right)}, expr.span);
  return negated && call ? Call("not", {call}, expr.span) : call;
}

RelPtr KqlBinder::BindListTable(const kql::Expr& expr) {
  RelPtr table = BindTable(expr);
  if (!table) return nullptr;
  if (table->output.size() == 1) return table;
  const OutputColumn first = table->output[0];
  return MakeProject(table, {{first.id, first.name, Column(first, expr.span)}}, expr.span);
}

ExprPtr KqlBinder::BindIn(const kql::Expr& expr, const RelPtr& rows) {
  std::string_view op = expr.text;
  bool negated = op.front() == '!';
  bool ignore_case = op.back() == '~';
  ExprPtr value = BindExpr(*expr.args[0], rows);
  kql::List<const kql::Expr*> items = expr.args[1]->args;
  if (items.empty()) {
    Report(Code::Q0205, expr.args[1]->span, "`" + std::string(op) + "` needs a list").label = "nothing to compare with";
    return nullptr;
  }
  if (items.size() == 1 && IsTabular(*items[0], rows.get())) {
    RelPtr table = BindListTable(*items[0]);
    if (!table || !value) return nullptr;
    Type type = table->output[0].type;
    if (ignore_case) value = AsText(value, *expr.args[0], op);
    if (!value) return nullptr;
    if (value->type != type && value->type == Type::kDynamic) value = Convert(value, type);
    if (value && value->type != type) {  // the list takes the value's type
      if (!(IsNumeric(type) && IsNumeric(value->type)) && type != Type::kDynamic) {
        Report(Code::Q0204, expr.text_span,
               "`" + std::string(op) + "` does not compare " + TypeOf(value) + " with " + std::string(TypeName(type)))
            .label = "the list holds " + std::string(TypeName(type)) + " values";
        return nullptr;
      }
      const OutputColumn column = table->output[0];
      ExprPtr converted = Convert(Column(column, items[0]->span), value->type);
      if (!converted) return nullptr;
      table = MakeProject(table, {{NextId(), column.name, converted}}, items[0]->span);
    }
    if (!value) return nullptr;
    ExprPtr found = MakeInQuery(value, table, ignore_case, expr.span);
    return negated ? Call("not", {found}, expr.span) : found;
  }
  std::vector<ExprPtr> list;
  bool ok = value != nullptr;
  for (const kql::Expr* item : items) {
    ExprPtr bound = Fold(BindExpr(*item, rows));
    ok = ok && bound;
    list.push_back(bound);
  }
  if (!ok) return nullptr;
  if (ignore_case) value = AsText(value, *expr.args[0], op);
  if (!value) return nullptr;
  // Lists inside the list count with their elements; what is left is brought to the value's type.
  Type target = value->type;
  if (target == Type::kDynamic) {
    target = Type::kString;
    for (const ExprPtr& item : list)
      if (item->type != Type::kDynamic) target = item->type == Type::kInt ? Type::kLong : item->type;
    value = Convert(value, target);
    if (!value) return nullptr;
  }
  std::vector<ExprPtr> args = {value};
  for (size_t i = 0; i < list.size(); i++) {
    ExprPtr item = list[i];
    if (item->type == Type::kDynamic) {
      if (items.size() > 1 && !item->is_literal()) item = Convert(item, target);
    } else if (item->type != target) {
      bool meets = (IsNumeric(item->type) && IsNumeric(target)) || (target == Type::kBool && IsNumeric(item->type)) ||
                   target == Type::kString || item->type == Type::kString;
      if (!meets) {
        Diagnostic& error = Report(
            Code::Q0204, items[i]->span,
            "`" + std::string(op) + "` does not compare " + std::string(TypeName(target)) + " with " + TypeOf(item));
        error.label = "a " + std::string(TypeName(target)) + " is needed";
        error.platform_verdict =
            "SEM0064: cannot compare values of types " + std::string(TypeName(target)) + " and " + TypeOf(item);
        return nullptr;
      }
      item = Fold(Convert(item, target));
    }
    if (!item) return nullptr;
    args.push_back(item);
  }
  ExprPtr found = Call(ignore_case ? "in_nocase" : "in", std::move(args), expr.span);
  return negated && found ? Call("not", {found}, expr.span) : found;
}

// One dynamic list for has_any and has_all.
ExprPtr KqlBinder::BindHasAny(const kql::Expr& expr, const RelPtr& rows) {
  std::string_view op = expr.text;
  ExprPtr text = AsText(BindExpr(*expr.args[0], rows), *expr.args[0], op);
  kql::List<const kql::Expr*> items = expr.args[1]->args;
  ExprPtr list;
  if (items.size() == 1 && IsTabular(*items[0], rows.get())) {
    RelPtr table = BindListTable(*items[0]);
    list = table ? ListFromTable(table, items[0]->span) : nullptr;
  } else if (items.size() == 1) {
    list = Fold(BindExpr(*items[0], rows));
    if (list && list->type == Type::kString) list = list->is_literal() ? list : Call("pack_array", {list}, list->span);
  } else {
    std::string json = "[";
    std::vector<ExprPtr> parts;
    bool constant = true, ok = !items.empty();
    for (const kql::Expr* item : items) {
      ExprPtr bound = Fold(BindExpr(*item, rows));
      ok = ok && bound;
      if (!bound) continue;
      if (bound->type != Type::kString) bound = Fold(AsText(bound, *item, op));
      ok = ok && bound;
      if (!bound) continue;
      constant = constant && bound->is_literal();
      if (bound->is_literal()) {
        if (json.size() > 1) json += ',';
        AppendJsonString(bound->literal.text(), json);
      }
      parts.push_back(bound);
    }
    if (items.empty())
      Report(Code::Q0205, expr.args[1]->span, "`" + std::string(op) + "` needs a list").label = "nothing to look for";
    if (!ok) return nullptr;
    list = constant ? MakeLiteral(Value::Text(Type::kDynamic, json + "]"), expr.args[1]->span)
                    : Call("pack_array", parts, expr.args[1]->span);
  }
  if (!text || !list) return nullptr;
  if (list->type == Type::kString) {
    std::string json = "[";
    AppendJsonString(list->literal.text(), json);
    list = MakeLiteral(Value::Text(Type::kDynamic, json + "]"), list->span);
  }
  if (list->type != Type::kDynamic) {
    Report(Code::Q0204, items[0]->span, "`" + std::string(op) + "` takes texts, not " + TypeOf(list)).label =
        "a list of texts is needed";
    return nullptr;
  }
  return Call(op, {text, list}, expr.span);
}

ExprPtr KqlBinder::ListFromTable(RelPtr table, Span span) {
  const FunctionDef* make_list = FindSpelled(Lang::kKql, "make_list", FunctionKind::kAggregate);
  if (make_list == nullptr) {
    Unsupported(span, "a list made from a table");
    return nullptr;
  }
  const OutputColumn column = table->output[0];
  AggregateCall call;
  call.id = NextId();
  call.name = "list_" + column.name;
  call.function = make_list;
  call.args = {Column(column, span)};
  call.type = Type::kDynamic;
  call.span = span;
  return MakeSubquery(MakeAggregate(std::move(table), {}, {call}, span), Type::kDynamic, span);
}

ExprPtr KqlBinder::BindBetween(const kql::Expr& expr, const RelPtr& rows) {
  ExprPtr value = BindExpr(*expr.args[0], rows);
  ExprPtr low = BindExpr(*expr.args[1], rows);
  ExprPtr high = BindExpr(*expr.args[2], rows);
  if (!value || !low || !high) return nullptr;
  if (value->type == Type::kDateTime && low->type == Type::kDateTime && high->type == Type::kTimeSpan)
    high = Call("add", {low, high}, high->span);  // between (start .. 1d)
  if (!high) return nullptr;
  ExprPtr above = Compare(">=", value, low, Span::Cover(value->span, low->span), expr.text_span);
  ExprPtr below = above ? Compare("<=", value, high, Span::Cover(value->span, high->span), expr.text_span) : nullptr;
  if (!above || !below) return nullptr;
  ExprPtr both = Call("and", {above, below}, expr.span);
  return expr.text.front() == '!' && both ? Call("not", {both}, expr.span) : both;
}

}  // namespace quarry
