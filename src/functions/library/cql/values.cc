// Values of CQL: texts that may be numbers, and absence.
#include <cmath>

#include "functions/function_def.h"
#include "functions/library/cql/number_text.h"

namespace quarry {
namespace {

void Number(const KernelCall&, const Cell* args, Cell& result) {
  if (std::optional<double> number = ParseCqlNumber(args[0].text)) result = Cell::Real(*number);
}

void TextOf(const KernelCall& call, const Cell* args, Cell& result) {
  switch (call.types[0]) {
    case Type::kBool:
      result = Cell::Text(args[0].boolean ? "true" : "false");
      return;
    case Type::kReal:
      result = Cell::Text(call.arena.Copy(FormatCqlNumber(args[0].real)));
      return;
    case Type::kInt:
    case Type::kLong:
      result = Cell::Text(call.arena.Copy(std::to_string(args[0].integer)));
      return;
    default:
      result = Cell::Text(args[0].text);
      return;
  }
}

void First(const KernelCall& call, const Cell* args, Cell& result) {
  for (size_t i = 0; i < call.types.size(); ++i) {
    if (args[i].null) continue;
    result = args[i];
    return;
  }
}

void Case(const KernelCall& call, const Cell* args, Cell& result) {
  size_t i = 0;
  for (; i + 1 < call.types.size(); i += 2) {
    if (!args[i].null && args[i].boolean) {
      result = args[i + 1];
      return;
    }
  }
  if (i < call.types.size()) result = args[i];
}

Type CaseType(std::span<const Type> types) {
  return types.size() > 1 ? types[1] : Type::kString;
}

sql::ExprPtr LowerCase(const LoweringCall& call) {
  std::vector<sql::ExprPtr> when(call.args.begin(), call.args.end() - 1);
  return sql::Case(std::move(when), call.args.back());
}

sql::ExprPtr LowerFirst(const LoweringCall& call) {
  return sql::Call("coalesce", {call.args.begin(), call.args.end()});
}

void Equal(const KernelCall&, const Cell* args, Cell& result) {
  bool equal = args[0].text == args[1].text;
  if (!equal) {
    std::optional<double> a = ParseCqlNumber(args[0].text);
    std::optional<double> b = a ? ParseCqlNumber(args[1].text) : std::nullopt;
    equal = a && b && *a == *b;
  }
  result = Cell::Bool(equal);
}

void IsTrue(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Bool(args[0].boolean);
}
sql::ExprPtr LowerIsTrue(const LoweringCall& call) {
  return sql::Call("coalesce", {call.args[0], sql::Bool(false)});
}

void Not(const KernelCall&, const Cell* args, Cell& result) {
  if (args[0].text == "true" || args[0].text == "false") {
    result = Cell::Bool(args[0].text == "false");
  } else if (std::optional<double> number = ParseCqlNumber(args[0].text)) {
    result = Cell::Bool(*number == 0);
  }
}

void Remainder(const KernelCall&, const Cell* args, Cell& result) {
  if (args[1].real != 0) result = Cell::Real(std::fmod(args[0].real, args[1].real));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlNumberFunction) = {
    .name = "cql_number",
    .signature = "(text: string) -> real",
    .doc = "The number that `text` is; null when it is none.",
    .example = "bytes > 1000",
    .kernel = Number,
};

QUARRY_DEFINE(FunctionDef, kCqlTextFunction) = {
    .name = "cql_text",
    .signature = "(value: bool|int|long|real|string) -> string",
    .doc = "A value as field text: integers without a fraction, other numbers as Java prints doubles.",
    .example = "ratio := a / b",
    .nullable_string = true,
    .kernel = TextOf,
};

QUARRY_DEFINE(FunctionDef, kCqlFirstFunction) = {
    .name = "cql_first",
    .signature = "(value...: any) -> same(1)",
    .doc = "The first value that is not absent.",
    .example = "coalesce([user, account])",
    .null_rule = NullRule::kHandled,
    .nullable_string = true,
    .kernel = First,
    .duckdb = LowerFirst,
};

QUARRY_DEFINE(FunctionDef, kCqlCaseFunction) = {
    .name = "cql_case",
    .signature = "(part...: any) -> custom",
    .doc = "The value behind the first true condition, else the last argument; values may be absent.",
    .example = "case { status=5* | kind := \"server\"; * }",
    .null_rule = NullRule::kHandled,
    .nullable_string = true,
    .kernel = Case,
    .duckdb = LowerCase,
    .result_type = CaseType,
};

QUARRY_DEFINE(FunctionDef, kCqlEqualFunction) = {
    .name = "cql_equal",
    .signature = "(a: string, b: string) -> bool",
    .doc = "Are two values equal, as texts or, where both are numbers, as numbers? Null when one is absent.",
    .example = "test(a == b)",
    .kernel = Equal,
};

QUARRY_DEFINE(FunctionDef, kCqlIsTrueFunction) = {
    .name = "cql_is_true",
    .signature = "(condition: bool) -> bool",
    .doc = "True when `condition` is true, false when it is false or null.",
    .example = "not (bytes > 1000)",
    .null_rule = NullRule::kFalse,
    .kernel = IsTrue,
    .duckdb = LowerIsTrue,
};

QUARRY_DEFINE(FunctionDef, kCqlNotFunction) = {
    .name = "cql_not",
    .signature = "(value: string) -> bool",
    .doc = "The opposite of `true`, `false` or a number (0 is false); null for any other text.",
    .example = "quiet := !verbose",
    .kernel = Not,
};

QUARRY_DEFINE(FunctionDef, kCqlRemainderFunction) = {
    .name = "cql_remainder",
    .signature = "(a: real, b: real) -> real",
    .doc = "The remainder of a division, with the sign of `a`; null for a division by zero.",
    .example = "shard := id % 16",
    .kernel = Remainder,
};

}  // namespace quarry
