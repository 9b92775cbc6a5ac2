// parseInt(), subnet(): whole numbers and addresses in texts.
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

// A whole number of a parameter, within bounds.
std::optional<int64_t> Bounded(CqlArguments& args, std::string_view parameter, int64_t low, int64_t high) {
  const double number = args.Number(parameter);
  if (!args.ok()) return std::nullopt;
  if (number >= static_cast<double>(low) && number <= static_cast<double>(high) &&
      number == static_cast<double>(static_cast<int64_t>(number)))
    return static_cast<int64_t>(number);
  args.Invalid(parameter, "`" + std::string(parameter) + "` is a whole number from " + std::to_string(low) + " to " +
                              std::to_string(high))
      .label = "not in these bounds";
  return std::nullopt;
}

bool ParseInt(CqlStage& stage, CqlArguments& args) {
  std::optional<int64_t> radix = Bounded(args, "radix", 2, 36);
  std::string endian = args.String("endian"), field = args.Field("field");
  if (!radix || !args.ok()) return false;
  if (endian == "little" && *radix != 16)
    return stage.context().Unsupported(args.SpanOf("endian"), "`parseInt(endian=little)` of another base than 16");
  ExprPtr value = cql_value::Call("cql_parse_int",
                                  {cql_value::AsText(stage.Field(field)),
                                   MakeLiteral(Value::Integer(Type::kLong, *radix)), cql_value::Text(endian)},
                                  args.span());
  stage.Assign(stage.OutputName(args, field), value);
  return true;
}

bool Subnet(CqlStage& stage, CqlArguments& args) {
  std::optional<int64_t> bits = Bounded(args, "bits", 0, 32);
  ExprPtr field = cql_value::AsText(args.FieldValue("field"));
  if (!bits || !args.ok()) return false;
  stage.Assign(stage.OutputName(args, "_subnet"),
               cql_value::Call("cql_subnet", {field, MakeLiteral(Value::Integer(Type::kLong, *bits))}, args.span()));
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kParseIntCql) = {
    .name = "parseInt",
    .doc =
        "An unsigned integer in another base, hexadecimal by default, as a decimal number. `0x` and `16#` may stand "
        "before hexadecimal digits.",
    .example = "parseInt(ErrorCode, as=code, radix=16)",
    .parameters = {{"field", Kind::kField, true, true},
                   {"as", Kind::kString},
                   {"radix", Kind::kNumber, false, false, "16"},
                   {"endian", Kind::kEnum, false, false, "big", "big little"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = ParseInt,
};
QUARRY_DEFINE(CqlFunctionDef, kSubnetCql) = {
    .name = "subnet",
    .doc = "The subnet of an IPv4 address, as `10.0.0.0/8`.",
    .example = "subnet(aip, bits=24)",
    .parameters = {{"field", Kind::kField, true, true},
                   {"bits", Kind::kNumber, false, true},
                   {"as", Kind::kString, false, false, "_subnet"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Subnet,
};

}  // namespace quarry
