// unit:convert(): numbers in other units.
#include "bind/cql/arguments.h"
#include "plan/evaluator.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool Convert(CqlStage& stage, CqlArguments& args) {
  if (args.Bool("keepUnit"))
    return stage.context().Unsupported(args.SpanOf("keepUnit"), "`unit:convert(keepUnit=true)`",
                                       "how the unit is written is not documented");
  auto text = [&](std::string_view name) {
    return cql_value::Text(args.Has(name) ? args.String(name) : std::string());
  };
  std::vector<ExprPtr> call = {cql_value::AsText(args.FieldValue("field")), text("from"), text("to"), text("unit"),
                               MakeLiteral(Value::Bool(args.Bool("binary")))};
  std::string field = args.Field("field");
  if (!args.ok()) return false;
  // Units that are stated and do not go together would leave each field as it is.
  if (args.Has("from") && args.Has("to")) {
    std::vector<ExprPtr> one = call;
    one[0] = cql_value::Text("1");
    const std::optional<Value> known = EvaluateConstant(*cql_value::Call("cql_convert_unit", std::move(one)));
    if (!known || known->is_null()) {
      args.Invalid("to", "`" + args.String("from") + "` does not convert to `" + args.String("to") + "`").label =
          "units are the same but for prefixes (k, M, G, m, Ki, Mi, ...) and the span of a rate";
      return false;
    }
  }
  stage.Assign(stage.OutputName(args, field), cql_value::Call("cql_convert_unit", std::move(call), args.span()));
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kUnitConvertCql) = {
    .name = "unit:convert",
    .doc =
        "A number with a unit (`514 ms`, `4KiB`, `80hits/min`) in units without prefix, of rates per second, or in the "
        "units of `to`. Prefixes are those of the metric system from `y` to `Y`, and `Ki` to `Yi`; with `binary=true` "
        "`k` to `Y` are powers of 1024. `from` is the unit of a bare number. A unit that begins with the letter of a "
        "prefix, such as `hits`, is stated in `unit`. A field of another form stays as it is.",
    .example = "unit:convert(Size, to=\"M\", as=SizeMB)",
    .parameters = {{"field", Kind::kField, true, true},
                   {"as", Kind::kString},
                   {"from", Kind::kString},
                   {"to", Kind::kString},
                   {"unit", Kind::kString},
                   {"binary", Kind::kBool, false, false, "false"},
                   {"keepUnit", Kind::kBool, false, false, "false"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Convert,
};

}  // namespace quarry
