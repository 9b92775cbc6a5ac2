// sample(): a share of the events.
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool Sample(CqlStage& stage, CqlArguments& args) {
  const double percentage = args.Number("percentage");
  ExprPtr field = cql_value::AsText(args.FieldValue("field"));
  if (!args.ok()) return false;
  if (percentage <= 0 || percentage > 100) {
    args.Invalid("percentage", "`percentage` is above 0 and at most 100").label = "not in these bounds";
    return false;
  }
  if (args.call().negated) {
    stage.diagnostics().Add(Code::Q0209, args.span(), "`not` before `sample`").label = "is not negated";
    return false;
  }
  constexpr int64_t kParts = 1'000'000;
  ExprPtr part = cql_value::Call("hash", {field, MakeLiteral(Value::Integer(Type::kLong, kParts))}, args.span());
  stage.Require(cql_value::Present(field));
  stage.Require(cql_value::Call(
      "less", {part, MakeLiteral(Value::Integer(Type::kLong, static_cast<int64_t>(percentage * 1e-2 * kParts)))},
      args.span()));
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kSampleCql) = {
    .name = "sample",
    .doc =
        "About `percentage` of a hundred events, chosen by a hash of `field`, so that the same events are chosen each "
        "time, and all with one value or none. Events without the field are left out.",
    .example = "sample(percentage=2, field=aid)",
    .parameters = {{"percentage", Kind::kNumber, true, false, "1"},
                   {"field", Kind::kField, false, false, "@timestamp"}},
    .role = CqlFunctionDef::Role::kFilter,
    .bind = Sample,
};

}  // namespace quarry
