// writeJson(), json:prettyPrint(), eventFieldCount(): JSON texts, and the event as a whole.
#include <cmath>

#include "bind/cql/arguments.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool WriteJson(CqlStage& stage, CqlArguments& args) {
  std::vector<ExprPtr> call = {stage.EventWithFields()};
  for (const std::string& name : args.Fields("field")) call.push_back(cql_value::Text(name));
  if (!args.ok()) return false;
  stage.Assign(stage.OutputName(args, "_json"), cql_value::Call("cql_write_json", std::move(call), args.span()));
  return true;
}

bool PrettyPrint(CqlStage& stage, CqlArguments& args) {
  const double step = args.Number("step");
  if (args.Bool("strict"))
    return stage.context().Unsupported(args.SpanOf("strict"), "`json:prettyPrint(strict=true)`",
                                       "what it does with other texts is not documented");
  std::string field = args.Field("field");
  ExprPtr text = cql_value::AsText(args.FieldValue("field"));
  if (!args.ok()) return false;
  if (step < 0 || step > 100 || step != std::floor(step)) {
    args.Invalid("step", "`step` is a number of blanks").label = "from 0 to 100";
    return false;
  }
  stage.Assign(
      stage.OutputName(args, field),
      cql_value::Call("cql_json_pretty", {text, MakeLiteral(Value::Integer(Type::kLong, static_cast<int64_t>(step)))},
                      args.span()));
  return true;
}

bool EventFieldCount(CqlStage& stage, CqlArguments& args) {
  if (!stage.open() || stage.aggregated) {
    stage.diagnostics()
        .Add(Code::Q0209, args.call().name_span, "`eventFieldCount` behind an aggregate or `select`")
        .label = "comes before them";
    return false;
  }
  stage.Assign(stage.OutputName(args, "_eventFieldCount"),
               cql_value::Call("cql_field_count", {stage.EventWithFields()}, args.span()));
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kWriteJsonCql) = {
    .name = "writeJson",
    .doc =
        "Fields as a JSON text, nested by the dots and brackets of their names. A name stands for all fields that "
        "begin with it, or that match it where it has `*`. Values that are numbers stand without quotes.",
    .example = "writeJson([\"user\", \"tags[*]\"], as=json)",
    .parameters = {{"field", Kind::kFields, true, false, "@rawstring"}, {"as", Kind::kString, false, false, "_json"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = WriteJson,
};
QUARRY_DEFINE(CqlFunctionDef, kJsonPrettyPrintCql) = {
    .name = "json:prettyPrint",
    .doc = "JSON with a line for each member, indented by `step` blanks. A text that is no JSON stays as it is.",
    .example = "json:prettyPrint(details, step=4)",
    .parameters = {{"field", Kind::kField, true, false, "@rawstring"},
                   {"as", Kind::kString},
                   {"step", Kind::kNumber, false, false, "2"},
                   {"strict", Kind::kBool, false, false, "false"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = PrettyPrint,
};
QUARRY_DEFINE(CqlFunctionDef, kEventFieldCountCql) = {
    .name = "eventFieldCount",
    .doc =
        "The number of fields that the event has here, with those that the query has assigned; tags (`#...`) do not "
        "count.",
    .example = "eventFieldCount() | _eventFieldCount < 6",
    .parameters = {{"as", Kind::kString, false, false, "_eventFieldCount"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = EventFieldCount,
};

}  // namespace quarry
