// wilsonLower(), rarity(), ramp(), noisyOr(): counts as evidence, and evidence as one score. Quarry's own functions.
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool OfNumbers(CqlStage& stage, CqlArguments& args, std::string_view function,
               std::initializer_list<std::string_view> parameters, std::string_view output) {
  std::vector<ExprPtr> numbers;
  for (const std::string_view parameter : parameters)
    if (args.Has(parameter)) numbers.push_back(cql_value::AsNumber(args.Value(parameter)));
  if (!args.ok()) return false;
  stage.Set(stage.OutputName(args, output), cql_value::Call(function, std::move(numbers), args.span()));
  return true;
}

bool BindWilsonLower(CqlStage& stage, CqlArguments& args) {
  return OfNumbers(stage, args, "wilson_lower", {"successes", "total", "z"}, "_wilsonLower");
}
bool BindRarity(CqlStage& stage, CqlArguments& args) {
  return OfNumbers(stage, args, "rarity", {"having", "all"}, "_rarity");
}
bool BindRamp(CqlStage& stage, CqlArguments& args) {
  return OfNumbers(stage, args, "ramp", {"value", "low", "high"}, "_ramp");
}

bool BindNoisyOr(CqlStage& stage, CqlArguments& args) {
  std::vector<ExprPtr> numbers;
  for (const ExprPtr& value : args.Values("probabilities")) numbers.push_back(cql_value::AsNumber(value));
  if (!args.ok()) return false;
  stage.Set(stage.OutputName(args, "_noisyOr"), cql_value::Call("noisy_or", std::move(numbers), args.span()));
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kWilsonLowerCql) = {
    .name = "wilsonLower",
    .doc =
        "What a share of `successes` among `total` is at least, by Wilson's interval for 97.5 % confidence (`z` = "
        "1.96): small for few trials. Quarry's own.",
    .example = "wilsonLower(Failed, total=All, as=Share) | Share > 0.5",
    .parameters = {{"successes", Kind::kExpression, true, true},
                   {"total", Kind::kExpression, false, true},
                   {"z", Kind::kExpression},
                   {"as", Kind::kString, false, false, "_wilsonLower"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = BindWilsonLower,
};
QUARRY_DEFINE(CqlFunctionDef, kRarityCql) = {
    .name = "rarity",
    .doc = "How rare something is that `having` of `all` have: -log10((1 + having) / (1 + all)). Quarry's own.",
    .example = "rarity(Hosts, all=AllHosts, as=Rarity)",
    .parameters = {{"having", Kind::kExpression, true, true},
                   {"all", Kind::kExpression, false, true},
                   {"as", Kind::kString, false, false, "_rarity"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = BindRarity,
};
QUARRY_DEFINE(CqlFunctionDef, kRampCql) = {
    .name = "ramp",
    .doc = "Where a value stands between `low` (0) and `high` (1); 0 or 1 outside. Quarry's own.",
    .example = "Part := 0.4 * ramp(Tenants, low=4, high=20)",
    .parameters = {{"value", Kind::kExpression, true, true},
                   {"low", Kind::kExpression, false, true},
                   {"high", Kind::kExpression, false, true},
                   {"as", Kind::kString, false, false, "_ramp"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = BindRamp,
};
QUARRY_DEFINE(CqlFunctionDef, kNoisyOrCql) = {
    .name = "noisyOr",
    .doc =
        "The probability that at least one of several independent reasons holds: 1 minus the product of (1 - p). "
        "Absent ones are passed over. Quarry's own.",
    .example = "noisyOr([TimingPart, RarityPart], as=Score)",
    .parameters = {{"probabilities", Kind::kExpressions, true, true}, {"as", Kind::kString, false, false, "_noisyOr"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = BindNoisyOr,
};

}  // namespace quarry
