// math:*: numbers from numbers; what is no number gives nothing.
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool Bind(CqlStage& stage, CqlArguments& args, std::string_view operation) {
  std::vector<ExprPtr> call = {cql_value::AsNumber(args.FieldValue("field")), cql_value::Number(0)};
  for (std::string_view second : {"divisor", "exponent"}) {
    if (!args.Has(second)) continue;
    std::optional<std::string> text = args.TextOf(*args.Get(second));
    if (!text) return false;
    // A number, or the field of that name.
    ExprPtr number = cql_value::AsNumber(cql_value::Text(*text));
    call[1] = cql_value::IsAbsent(number) ? cql_value::AsNumber(stage.Field(*text)) : number;
  }
  call.push_back(cql_value::Text(operation));
  if (args.ok())
    stage.Assign(stage.OutputName(args, "_" + std::string(operation)),
                 cql_value::Call("cql_math", std::move(call), args.span()));
  return args.ok();
}

template <const std::string_view& Operation>
bool Of(CqlStage& stage, CqlArguments& args) {
  return Bind(stage, args, Operation);
}
constexpr std::string_view kAbs = "abs", kSqrt = "sqrt", kExp = "exp", kLog = "log", kLog2 = "log2", kLog10 = "log10",
                           kMod = "mod", kPow = "pow";

std::vector<CqlParameter> Parameters(std::string_view output, std::string_view second = {}) {
  std::vector<CqlParameter> parameters = {{"field", Kind::kField, true, true},
                                          {"as", Kind::kString, false, false, output}};
  if (!second.empty()) parameters.push_back({second, Kind::kExpression, false, true});
  return parameters;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kMathAbsCql) = {
    .name = "math:abs",
    .doc = "A number without its sign.",
    .example = "math:abs(delta)",
    .parameters = Parameters("_abs"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Of<kAbs>,
};
QUARRY_DEFINE(CqlFunctionDef, kMathSqrtCql) = {
    .name = "math:sqrt",
    .doc = "The square root.",
    .example = "math:sqrt(variance)",
    .parameters = Parameters("_sqrt"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Of<kSqrt>,
};
QUARRY_DEFINE(CqlFunctionDef, kMathExpCql) = {
    .name = "math:exp",
    .doc = "e to the power of a number.",
    .example = "math:exp(x)",
    .parameters = Parameters("_exp"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Of<kExp>,
};
QUARRY_DEFINE(CqlFunctionDef, kMathLogCql) = {
    .name = "math:log",
    .doc = "The natural logarithm.",
    .example = "math:log(bytes)",
    .parameters = Parameters("_log"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Of<kLog>,
};
QUARRY_DEFINE(CqlFunctionDef, kMathLog2Cql) = {
    .name = "math:log2",
    .doc = "The logarithm to the base 2.",
    .example = "math:log2(bytes)",
    .parameters = Parameters("_log2"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Of<kLog2>,
};
QUARRY_DEFINE(CqlFunctionDef, kMathLog10Cql) = {
    .name = "math:log10",
    .doc = "The logarithm to the base 10.",
    .example = "math:log10(bytes)",
    .parameters = Parameters("_log10"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Of<kLog10>,
};
QUARRY_DEFINE(CqlFunctionDef, kMathModCql) = {
    .name = "math:mod",
    .doc = "The floored remainder of a division.",
    .example = "math:mod(id, divisor=16)",
    .parameters = Parameters("_mod", "divisor"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Of<kMod>,
};
QUARRY_DEFINE(CqlFunctionDef, kMathPowCql) = {
    .name = "math:pow",
    .doc = "A number to the power of another.",
    .example = "math:pow(x, exponent=2)",
    .parameters = Parameters("_pow", "exponent"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Of<kPow>,
};

}  // namespace quarry
