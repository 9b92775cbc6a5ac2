// math:sin() and its kin: angles, and the exponential near 0; what has no finite result gives nothing.
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool Bind(CqlStage& stage, CqlArguments& args) {
  const std::string operation(args.def().name.substr(args.def().name.find(':') + 1));
  ExprPtr number = cql_value::AsNumber(args.FieldValue("field"));
  if (!args.ok()) return false;
  stage.Assign(stage.OutputName(args, "_" + operation),
               cql_value::Call("cql_math", {number, cql_value::Number(0), cql_value::Text(operation)}, args.span()));
  return true;
}

bool Arctan2(CqlStage& stage, CqlArguments& args) {
  ExprPtr y = cql_value::AsNumber(args.FieldValue("y")), x = cql_value::AsNumber(args.FieldValue("x"));
  if (args.ok())
    stage.Assign(stage.OutputName(args, "_arctan2"),
                 cql_value::Call("cql_math", {y, x, cql_value::Text("arctan2")}, args.span()));
  return args.ok();
}

std::vector<CqlParameter> Parameters(std::string_view output) {
  return {{"field", Kind::kField, true, true}, {"as", Kind::kString, false, false, output}};
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kMathSinCql) = {
    .name = "math:sin",
    .doc = "The sine of an angle in radians.",
    .example = "math:sin(angle)",
    .parameters = Parameters("_sin"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Bind,
};
QUARRY_DEFINE(CqlFunctionDef, kMathCosCql) = {
    .name = "math:cos",
    .doc = "The cosine of an angle in radians.",
    .example = "math:cos(angle)",
    .parameters = Parameters("_cos"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Bind,
};
QUARRY_DEFINE(CqlFunctionDef, kMathTanCql) = {
    .name = "math:tan",
    .doc = "The tangent of an angle in radians.",
    .example = "math:tan(angle)",
    .parameters = Parameters("_tan"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Bind,
};
QUARRY_DEFINE(CqlFunctionDef, kMathSinhCql) = {
    .name = "math:sinh",
    .doc = "The hyperbolic sine.",
    .example = "math:sinh(x)",
    .parameters = Parameters("_sinh"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Bind,
};
QUARRY_DEFINE(CqlFunctionDef, kMathCoshCql) = {
    .name = "math:cosh",
    .doc = "The hyperbolic cosine.",
    .example = "math:cosh(x)",
    .parameters = Parameters("_cosh"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Bind,
};
QUARRY_DEFINE(CqlFunctionDef, kMathTanhCql) = {
    .name = "math:tanh",
    .doc = "The hyperbolic tangent.",
    .example = "math:tanh(x)",
    .parameters = Parameters("_tanh"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Bind,
};
QUARRY_DEFINE(CqlFunctionDef, kMathArcsinCql) = {
    .name = "math:arcsin",
    .doc = "The angle in radians whose sine is a number.",
    .example = "math:arcsin(x)",
    .parameters = Parameters("_arcsin"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Bind,
};
QUARRY_DEFINE(CqlFunctionDef, kMathArccosCql) = {
    .name = "math:arccos",
    .doc = "The angle in radians whose cosine is a number.",
    .example = "math:arccos(x)",
    .parameters = Parameters("_arccos"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Bind,
};
QUARRY_DEFINE(CqlFunctionDef, kMathArctanCql) = {
    .name = "math:arctan",
    .doc = "The angle in radians whose tangent is a number.",
    .example = "math:arctan(x)",
    .parameters = Parameters("_arctan"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Bind,
};
QUARRY_DEFINE(CqlFunctionDef, kMathArctan2Cql) = {
    .name = "math:arctan2",
    .doc = "The angle in radians, from -pi to pi, of the point at the fields `x` and `y`.",
    .example = "math:arctan2(x=dx, y=dy)",
    .parameters = {{"x", Kind::kField, false, true},
                   {"y", Kind::kField, false, true},
                   {"as", Kind::kString, false, false, "_arctan2"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Arctan2,
};
QUARRY_DEFINE(CqlFunctionDef, kMathDeg2RadCql) = {
    .name = "math:deg2rad",
    .doc = "Degrees in radians.",
    .example = "math:deg2rad(angle)",
    .parameters = Parameters("_deg2rad"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Bind,
};
QUARRY_DEFINE(CqlFunctionDef, kMathRad2DegCql) = {
    .name = "math:rad2deg",
    .doc = "Radians in degrees.",
    .example = "math:rad2deg(angle)",
    .parameters = Parameters("_rad2deg"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Bind,
};
QUARRY_DEFINE(CqlFunctionDef, kMathExpm1Cql) = {
    .name = "math:expm1",
    .doc = "e to the power of a number, less 1, exact for small numbers.",
    .example = "math:expm1(x)",
    .parameters = Parameters("_expm1"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Bind,
};
QUARRY_DEFINE(CqlFunctionDef, kMathLog1pCql) = {
    .name = "math:log1p",
    .doc = "The natural logarithm of 1 and a number, exact for small numbers.",
    .example = "math:log1p(x)",
    .parameters = Parameters("_log1p"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Bind,
};

}  // namespace quarry
