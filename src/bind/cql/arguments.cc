#include "bind/cql/arguments.h"

#include <charconv>

#include "base/ascii.h"
#include "functions/library/cql/number_text.h"

namespace quarry {
namespace {

std::string Quoted(std::string_view text) {
  return "`" + std::string(text) + "`";
}

}  // namespace

CqlArguments::CqlArguments(CqlStage& stage, const CqlFunctionDef& def, const cql::Call& call)
    : stage_(stage), def_(def), call_(call) {
  auto give = [&](std::string_view name, const cql::Expr* value, Span span) {
    if (Has(name)) {
      stage_.diagnostics()
          .Add(Code::Q0206, span, "parameter " + Quoted(name) + " of " + Quoted(def_.name) + " is given twice")
          .label = "already given";
      ok_ = false;
      return;
    }
    given_.emplace_back(name, value);
  };
  if (def.any_names) return;
  if (call.has_subject) {
    // f =~ fn(...) supplies the field.
    std::string_view target;
    for (const CqlParameter& p : def.parameters) {
      if (p.name == "field" || (target.empty() && p.name == "string")) target = p.name;
    }
    if (target.empty()) {
      stage_.diagnostics()
          .Add(Code::Q0209, call.subject.span, Quoted(def.name) + " takes no field on the left of `=~`")
          .label = "has no parameter `field`";
      ok_ = false;
    } else {
      subject_.kind = call.subject.form == cql::Text::Form::kQuoted ? cql::Expr::Kind::kString : cql::Expr::Kind::kWord;
      subject_.text = call.subject.text;
      subject_.span = call.subject.span;
      give(target, &subject_, call.subject.span);
    }
  }
  for (const cql::Argument& argument : call.args) {
    if (argument.name.empty()) {
      const CqlParameter* unnamed = nullptr;
      for (const CqlParameter& p : def.parameters) {
        if (p.unnamed) unnamed = &p;
      }
      if (unnamed && !Has(unnamed->name)) {
        given_.emplace_back(unnamed->name, argument.value);
        continue;
      }
      Diagnostic& d = stage_.diagnostics().Add(
          Code::Q0205, argument.span,
          unnamed ? Quoted(def.name) + " takes one argument without a name, " + Quoted(unnamed->name)
                  : Quoted(def.name) + " takes no argument without a name");
      d.label = "needs a name";
      std::string names;
      for (const CqlParameter& p : def.parameters) names += (names.empty() ? "" : ", ") + std::string(p.name);
      if (!names.empty()) d.hints.push_back("parameters are: " + names);
      ok_ = false;
      continue;
    }
    const CqlParameter* found = Find(argument.name);
    if (!found) {
      NameSuggester suggester(argument.name);
      for (const CqlParameter& p : def.parameters) suggester.Consider(p.name);
      Diagnostic& d = stage_.diagnostics().Add(Code::Q0208, argument.name_span,
                                               "no parameter " + Quoted(argument.name) + " in " + Quoted(def.name));
      if (!suggester.best().empty()) {
        d.label = "a similar parameter exists: " + Quoted(suggester.best());
        d.fixes.push_back({argument.name_span, std::string(suggester.best())});
      } else {
        std::string names;
        for (const CqlParameter& p : def.parameters) names += (names.empty() ? "" : ", ") + std::string(p.name);
        d.label = names.empty() ? "it takes none" : "parameters are: " + names;
      }
      ok_ = false;
      continue;
    }
    give(found->name, argument.value, argument.span);
  }
  for (const CqlParameter& p : def.parameters) {
    if (p.required && ok_ && !Has(p.name)) {
      Diagnostic& d = stage_.diagnostics().Add(Code::Q0205, call.name_span,
                                               Quoted(def.name) + " needs its parameter " + Quoted(p.name));
      d.label = Quoted(p.name) + " is missing";
      ok_ = false;
    }
  }
}

const CqlParameter* CqlArguments::Find(std::string_view parameter) const {
  for (const CqlParameter& p : def_.parameters) {
    if (p.name == parameter) return &p;
  }
  return nullptr;
}

const cql::Expr* CqlArguments::Get(std::string_view parameter) const {
  for (const auto& [name, value] : given_) {
    if (name == parameter) return value;
  }
  return nullptr;
}

Span CqlArguments::SpanOf(std::string_view parameter) const {
  const cql::Expr* value = Get(parameter);
  return value ? value->span : call_.name_span;
}

Diagnostic& CqlArguments::Invalid(std::string_view parameter, std::string message) {
  ok_ = false;
  return stage_.diagnostics().Add(Code::Q0208, SpanOf(parameter), std::move(message));
}

std::optional<std::string> CqlArguments::TextOf(const cql::Expr& expr) {
  switch (expr.kind) {
    case cql::Expr::Kind::kWord:
    case cql::Expr::Kind::kPattern:
    case cql::Expr::Kind::kString:
    case cql::Expr::Kind::kRegex:
      return std::string(expr.text);
    case cql::Expr::Kind::kParameter: {
      const std::string* value = stage_.context().Parameter(expr.parameter);
      if (!value) return std::nullopt;
      return *value;
    }
    case cql::Expr::Kind::kUnary:
    case cql::Expr::Kind::kBinary:
      // A bare text with operator characters: host-name, Europe/Oslo, -5.
      return std::string(stage_.context().sources.TextOf(expr.span));
    case cql::Expr::Kind::kArray:
      if (expr.operands.size() == 1) return TextOf(*expr.operands[0]);
      [[fallthrough]];
    default:
      stage_.diagnostics().Add(Code::Q0208, expr.span, Quoted(def_.name) + " needs a text here").label = "not a text";
      return std::nullopt;
  }
}

std::optional<std::string> CqlArguments::NameOf(const cql::Expr& expr) {
  std::optional<std::string> name = TextOf(expr);
  if (name) name = stage_.FieldName(*name, expr.span);
  return name;
}

std::string CqlArguments::Field(std::string_view parameter) {
  const cql::Expr* value = Get(parameter);
  if (!value) return std::string(Find(parameter)->default_value);
  std::optional<std::string> name = NameOf(*value);
  if (!name) ok_ = false;
  return name.value_or("");
}

std::optional<std::string> CqlArguments::Array(std::string_view parameter) {
  std::string name = String(parameter);
  if (!ok_) return std::nullopt;
  if (name.ends_with("[]")) name.resize(name.size() - 2);
  std::erase(name, '`');
  if (!name.empty()) return name;
  Invalid(parameter, Quoted(parameter) + " of " + Quoted(def_.name) + " names an array").label = "as in `tags[]`";
  return std::nullopt;
}

ExprPtr CqlArguments::FieldValue(std::string_view parameter) {
  std::string name = Field(parameter);
  ExprPtr value = stage_.Field(name);
  auto placed = std::make_shared<Expr>(*value);
  placed->span = SpanOf(parameter);
  return placed;
}

std::vector<const cql::Expr*> CqlArguments::List(std::string_view parameter) {
  const cql::Expr* value = Get(parameter);
  if (!value) return {};
  if (value->kind == cql::Expr::Kind::kArray) return {value->operands.begin(), value->operands.end()};
  return {value};
}

std::vector<std::string> CqlArguments::Fields(std::string_view parameter) {
  std::vector<std::string> names;
  if (!Get(parameter) && !Find(parameter)->default_value.empty())
    names.push_back(std::string(Find(parameter)->default_value));
  for (const cql::Expr* item : List(parameter)) {
    std::optional<std::string> name = NameOf(*item);
    if (name)
      names.push_back(*name);
    else
      ok_ = false;
  }
  return names;
}

std::string CqlArguments::String(std::string_view parameter) {
  const cql::Expr* value = Get(parameter);
  if (!value) return std::string(Find(parameter)->default_value);
  std::optional<std::string> text = TextOf(*value);
  if (!text) {
    ok_ = false;
    return {};
  }
  const CqlParameter* p = Find(parameter);
  if (p->kind == CqlParameter::Kind::kEnum) {
    std::string_view rest = p->values;
    bool known = false;
    NameSuggester suggester(*text);
    while (!rest.empty()) {
      size_t blank = rest.find(' ');
      std::string_view word = rest.substr(0, blank);
      known |= EqualsIgnoreAsciiCase(word, *text);
      suggester.Consider(word);
      rest = blank == std::string_view::npos ? std::string_view() : rest.substr(blank + 1);
    }
    if (!known) {
      Diagnostic& d =
          Invalid(parameter, Quoted(*text) + " is no value of " + Quoted(parameter) + " in " + Quoted(def_.name));
      d.label = suggester.best().empty() ? "one of: " + std::string(p->values)
                                         : "a similar value exists: " + Quoted(suggester.best());
    }
    return AsciiLowered(*text);
  }
  return *text;
}

std::vector<std::string> CqlArguments::Strings(std::string_view parameter) {
  std::vector<std::string> texts;
  for (const cql::Expr* item : List(parameter)) {
    std::optional<std::string> text = TextOf(*item);
    if (text)
      texts.push_back(*text);
    else
      ok_ = false;
  }
  return texts;
}

double CqlArguments::Number(std::string_view parameter) {
  std::string text = String(parameter);
  if (!ok_) return 0;
  std::optional<double> number = ParseCqlNumber(text);
  if (!number)
    Invalid(parameter, Quoted(parameter) + " of " + Quoted(def_.name) + " is a number").label = "not a number";
  return number.value_or(0);
}

uint64_t CqlArguments::Limit(std::string_view parameter, uint64_t maximum) {
  std::string text = String(parameter);
  if (!ok_) return 0;
  if (EqualsIgnoreAsciiCase(text, "max")) return maximum;
  uint64_t limit = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (error != std::errc() || end != text.data() + text.size() || limit == 0) {
    Invalid(parameter, Quoted(parameter) + " of " + Quoted(def_.name) + " is a count or `max`").label = "not a count";
    return 0;
  }
  if (limit > maximum) {
    Invalid(parameter, Quoted(parameter) + " of " + Quoted(def_.name) + " is at most " + std::to_string(maximum))
        .label = "too large";
    return maximum;
  }
  return limit;
}

bool CqlArguments::Bool(std::string_view parameter) {
  std::string text = String(parameter);
  if (EqualsIgnoreAsciiCase(text, "true")) return true;
  if (!EqualsIgnoreAsciiCase(text, "false") && !text.empty() && ok_) {
    Invalid(parameter, Quoted(parameter) + " of " + Quoted(def_.name) + " is `true` or `false`").label = "neither";
  }
  return false;
}

ExprPtr CqlArguments::Value(std::string_view parameter) {
  const cql::Expr* value = Get(parameter);
  if (!value) return cql_value::Absent();
  ExprPtr bound = stage_.Value(*value);
  if (bound) return bound;
  ok_ = false;
  return cql_value::Absent();
}

std::vector<ExprPtr> CqlArguments::Values(std::string_view parameter) {
  std::vector<ExprPtr> values;
  for (const cql::Expr* item : List(parameter)) {
    ExprPtr value = stage_.Value(*item);
    if (value)
      values.push_back(value);
    else
      ok_ = false;
  }
  return values;
}

const cql::Pipeline* CqlArguments::Pipeline(std::string_view parameter) {
  const cql::Expr* value = Get(parameter);
  if (!value) return nullptr;
  if (value->kind == cql::Expr::Kind::kPipeline) return value->pipeline;
  Invalid(parameter, Quoted(parameter) + " of " + Quoted(def_.name) + " is a query in braces").label =
      "not a query in braces";
  return nullptr;
}

std::optional<int64_t> CqlArguments::ParseSpan(std::string_view text) {
  size_t digits = 0;
  while (digits < text.size() && IsAsciiDigit(text[digits])) ++digits;
  if (digits == 0 || digits > 12) return std::nullopt;
  int64_t count = 0;
  std::from_chars(text.data(), text.data() + digits, count);
  std::string unit = AsciiLowered(text.substr(digits));
  while (!unit.empty() && unit[0] == ' ') unit.erase(0, 1);
  static constexpr struct {
    std::string_view names;
    int64_t milliseconds;
  } kUnits[] = {
      {" ms milli millis millisecond milliseconds ", 1},
      {" s sec secs second seconds ", 1000},
      {" m min mins minute minutes ", 60'000},
      {" h hr hrs hour hours ", 3'600'000},
      {" d day days ", 86'400'000},
      {" w week weeks ", 604'800'000},
      {" mon month months ", 2'592'000'000},
      {" q qtr qtrs quarter quarters ", 7'776'000'000},
      {" y yr yrs year years ", 31'536'000'000},
  };
  for (const auto& known : kUnits) {
    if (unit.empty() || known.names.find(" " + unit + " ") == std::string_view::npos) continue;
    int64_t span = 0;
    return __builtin_mul_overflow(count, known.milliseconds, &span) ? std::nullopt : std::optional(span);
  }
  return std::nullopt;
}

int64_t CqlArguments::Milliseconds(std::string_view parameter) {
  std::string text = String(parameter);
  if (!ok_) return 0;
  std::optional<int64_t> span = ParseSpan(text);
  if (!span) Invalid(parameter, Quoted(text) + " is no length of time").label = "as in `5m`, `1h`, `1day`";
  return span.value_or(0);
}

}  // namespace quarry
