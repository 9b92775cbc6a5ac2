// Filters: not > or > and; neighbours without an operator are joined by `and`.
#include "syntax/cql/catalogue.h"
#include "syntax/cql/parser_state.h"

namespace quarry::cql {

std::string_view CompareOpText(CompareOp op) {
  switch (op) {
    case CompareOp::kEqual:
      return "=";
    case CompareOp::kNotEqual:
      return "!=";
    case CompareOp::kLess:
      return "<";
    case CompareOp::kLessEqual:
      return "<=";
    case CompareOp::kGreater:
      return ">";
    case CompareOp::kGreaterEqual:
      return ">=";
    case CompareOp::kLike:
      return "like";
    case CompareOp::kNotLike:
      return "!like";
    case CompareOp::kLink:
      return "<=>";
  }
  return "";
}

bool Parser::NextIsCall() {
  lexer_.SkipSpace();
  uint32_t start = lexer_.position();
  std::string_view name = lexer_.ReadFunctionName();
  bool is = !name.empty() && lexer_.Peek() == '(';
  if (!is && !name.empty() && lexer_.NextIs("(")) is = IsCatalogueFunction(name);
  lexer_.GoTo(start);
  return is;
}

bool Parser::StartsFilter() {
  lexer_.SkipSpace();
  switch (lexer_.Peek()) {
    case '\0':
    case '|':
    case ')':
    case '}':
    case ']':
    case ';':
    case ',':
    case '{':
    case '[':
    case '=':
    case '<':
    case '>':
      return false;
    case '\'':
    case '"': {
      // A lone quote behind everything else is no string; see ParsePipeline.
      uint32_t start = lexer_.position();
      lexer_.GoTo(start + 1);
      lexer_.SkipSpace();
      bool last = lexer_.AtEnd();
      lexer_.GoTo(start);
      return !last && !NextIsAssignment();
    }
    default:
      return !NextIsAssignment() && !NextIsBlock("case");
  }
}

const Filter* Parser::ParseFilter() {
  lexer_.SkipSpace();
  uint32_t start = lexer_.position();
  std::vector<const Filter*> operands;
  bool spelled = false;
  do {
    const Filter* operand = ParseOr();
    if (!operand) return nullptr;
    operands.push_back(operand);
    if (lexer_.TakeKeyword("and")) {
      spelled = true;
      if (!StartsFilter()) {
        Expected("a filter after `and`");
        return nullptr;
      }
    }
  } while (StartsFilter());
  if (operands.size() == 1) return operands[0];
  Filter* f = arena_.New<Filter>();
  f->kind = Filter::Kind::kAnd;
  f->operands = Keep(operands);
  f->spelled = spelled;
  f->span = lexer_.SpanFrom(start);
  f->span.end = operands.back()->span.end;
  return f;
}

const Filter* Parser::ParseOr() {
  lexer_.SkipSpace();
  uint32_t start = lexer_.position();
  std::vector<const Filter*> operands;
  do {
    if (!operands.empty() && !StartsFilter()) {
      Expected("a filter after `or`");
      return nullptr;
    }
    const Filter* operand = ParseUnary();
    if (!operand) return nullptr;
    operands.push_back(operand);
  } while (lexer_.TakeKeyword("or"));
  if (operands.size() == 1) return operands[0];
  Filter* f = arena_.New<Filter>();
  f->kind = Filter::Kind::kOr;
  f->operands = Keep(operands);
  f->span = lexer_.SpanFrom(start);
  f->span.end = operands.back()->span.end;
  return f;
}

const Filter* Parser::ParseUnary() {
  DepthGuard guard(*this);
  if (guard.too_deep()) return nullptr;
  lexer_.SkipSpace();
  uint32_t start = lexer_.position();
  bool negated = lexer_.TakeKeyword("not");
  if (!negated && lexer_.Peek() == '!' && lexer_.Peek(1) != '=') {
    lexer_.GoTo(start + 1);
    negated = true;
  }
  if (!negated) return ParsePrimary();
  const Filter* operand = ParseUnary();
  if (!operand) return nullptr;
  std::vector<const Filter*> operands = {operand};
  Filter* f = arena_.New<Filter>();
  f->kind = Filter::Kind::kNot;
  f->operands = Keep(operands);
  f->span = lexer_.SpanFrom(start);
  f->span.end = operand->span.end;
  return f;
}

const Filter* Parser::ParsePrimary() {
  lexer_.SkipSpace();
  uint32_t start = lexer_.position();
  Filter* f = arena_.New<Filter>();
  char c = lexer_.Peek();
  if (c == '(') {
    lexer_.GoTo(start + 1);
    const Filter* inner = ParseFilter();
    if (!inner) return nullptr;
    if (!lexer_.Take(")")) {
      Expected("`)`");
      return nullptr;
    }
    *f = *inner;
    f->parenthesised = true;
    f->span = lexer_.SpanFrom(start);
    return f;
  }
  if (c == '/') {
    f->kind = Filter::Kind::kFreeText;
    if (!lexer_.ReadRegex(&f->value)) return nullptr;
    f->span = f->value.span;
    return f;
  }
  if (c == '?') {
    f->kind = Filter::Kind::kFreeText;
    if (!lexer_.ReadParameter(&f->value)) return nullptr;
    f->span = f->value.span;
    return f;
  }
  if (c == '$' || NextIsCall()) {
    const Call* call = ParseCall();
    if (!call) return nullptr;
    f->kind = Filter::Kind::kCall;
    f->call = call;
    f->span = call->span;
    return f;
  }
  Text word;
  if (c == '"' || c == '\'') {
    word.form = Text::Form::kQuoted;
    if (!lexer_.ReadString(&word.text)) return nullptr;
  } else {
    word.text = lexer_.ReadPattern();
    if (word.text.empty()) {
      Expected("a filter");
      return nullptr;
    }
  }
  word.span = lexer_.SpanFrom(start);
  uint32_t after_word = lexer_.position();
  lexer_.SkipSpace();
  c = lexer_.Peek();
  if (c == '=' || c == '<' || c == '>' || (c == '!' && (lexer_.Peek(1) == '=' || lexer_.Peek(1) == '~')) ||
      lexer_.NextIsKeyword("like")) {
    return ParseComparison(word);
  }
  if (lexer_.NextIsKeyword("not") && word.form == Text::Form::kBare) {
    // `field not like "x"`
    uint32_t here = lexer_.position();
    lexer_.TakeKeyword("not");
    bool like = lexer_.NextIsKeyword("like");
    lexer_.GoTo(here);
    if (like) return ParseComparison(word);
  }
  lexer_.GoTo(after_word);
  f->span = word.span;
  if (word.form == Text::Form::kBare && word.text == "*") {
    f->kind = Filter::Kind::kEverything;
  } else if (word.form == Text::Form::kBare && (word.text == "true" || word.text == "false")) {
    f->kind = Filter::Kind::kConstant;
    f->constant = word.text == "true";
  } else {
    f->kind = Filter::Kind::kFreeText;
    f->value = word;
  }
  return f;
}

bool Parser::TakeCompareOp(CompareOp* op, Span* span) {
  lexer_.SkipSpace();
  uint32_t start = lexer_.position();
  static constexpr struct {
    std::string_view text;
    CompareOp op;
  } kOps[] = {{"<=>", CompareOp::kLink},        {"!=", CompareOp::kNotEqual}, {"<=", CompareOp::kLessEqual},
              {">=", CompareOp::kGreaterEqual}, {"==", CompareOp::kEqual},    {"=", CompareOp::kEqual},
              {"<", CompareOp::kLess},          {">", CompareOp::kGreater}};
  for (const auto& candidate : kOps) {
    if (lexer_.Take(candidate.text)) {
      *op = candidate.op;
      *span = lexer_.SpanFrom(start);
      return true;
    }
  }
  bool negated = lexer_.TakeKeyword("not");
  if (lexer_.TakeKeyword("like")) {
    *op = negated ? CompareOp::kNotLike : CompareOp::kLike;
    *span = lexer_.SpanFrom(start);
    return true;
  }
  Expected("a comparison");
  return false;
}

const Filter* Parser::ParseComparison(const Text& field) {
  Filter* f = arena_.New<Filter>();
  f->field = field;
  lexer_.SkipSpace();
  uint32_t op_start = lexer_.position();
  bool matches = lexer_.Take("=~");
  bool negated = false;
  if (!matches && lexer_.Take("!~")) matches = negated = true;
  if (!matches && !TakeCompareOp(&f->op, &f->op_span)) return nullptr;
  lexer_.SkipSpace();
  if (matches && !negated && (lexer_.Take("!") || lexer_.TakeKeyword("not"))) negated = true;
  bool is_call = NextIsCall() || (matches && lexer_.Peek() == '$');
  if (is_call && (matches || f->op == CompareOp::kEqual || f->op == CompareOp::kNotEqual)) {
    const Call* call = ParseCall();
    if (!call) return nullptr;
    Call* with_subject = arena_.New<Call>(*call);
    with_subject->has_subject = true;
    with_subject->subject = field;
    with_subject->negated = negated || (!matches && f->op == CompareOp::kNotEqual);
    with_subject->span = Span::Cover(field.span, call->span);
    f->kind = Filter::Kind::kCall;
    f->call = with_subject;
    f->span = with_subject->span;
    return f;
  }
  f->kind = Filter::Kind::kCompare;
  if (is_call) {
    f->value_call = ParseCall();
    if (!f->value_call) return nullptr;
    f->span = Span::Cover(field.span, f->value_call->span);
    return f;
  }
  if (matches) {
    if (lexer_.Peek() != '/' || negated) {
      Expected("a function after `=~`");
      return nullptr;
    }
    f->op_span = {op_start, op_start + 2, field.span.source};
    Tolerate(f->op_span, "the platform rejects this: `=~` with a regular expression",
             "LogScale: expected a function after `=~`", "=");
  }
  if (!ParseValue(&f->value)) return nullptr;
  f->span = Span::Cover(field.span, f->value.span);
  return f;
}

bool Parser::ParseValue(Text* out) {
  lexer_.SkipSpace();
  uint32_t start = lexer_.position();
  char c = lexer_.Peek();
  if (c == '/') return lexer_.ReadRegex(out);
  if (c == '?') return lexer_.ReadParameter(out);
  if (c == '"' || c == '\'') {
    out->form = Text::Form::kQuoted;
    if (!lexer_.ReadString(&out->text)) return false;
  } else {
    out->text = lexer_.ReadPattern();
    if (out->text.empty()) {
      Expected("a value");
      return false;
    }
  }
  out->span = lexer_.SpanFrom(start);
  return true;
}

}  // namespace quarry::cql
