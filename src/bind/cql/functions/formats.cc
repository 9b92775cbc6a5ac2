// parseXml(), parseCEF(), parseLEEF(): fields out of texts of known formats.
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

// Whether fields that are not known may be added here.
bool MayAddFields(CqlStage& stage, CqlArguments& args) {
  const std::string name = "`" + std::string(args.def().name) + "`";
  if (!stage.MayChangeRows(args.span(), name)) return false;
  if (stage.open()) return true;
  return stage.context().Unsupported(args.call().name_span, name + " behind an aggregate or `select`",
                                     "the fields that it would give are not known");
}

bool ParseXml(CqlStage& stage, CqlArguments& args) {
  if (!MayAddFields(stage, args)) return false;
  ExprPtr text = cql_value::AsText(args.FieldValue("field"));
  std::string prefix = args.Has("prefix") ? args.String("prefix") : std::string();
  const bool strict = args.Bool("strict");
  if (!args.ok()) return false;
  ExprPtr fields = cql_value::Call("cql_xml_fields", {text, cql_value::Text(prefix)}, args.span());
  if (strict) {
    // Texts that are no XML are filtered; an absent one is passed over.
    stage.Require(cql_value::Or({cql_value::Call("is_null", {text}), cql_value::Present(fields)}));
  }
  stage.AddParsed(fields, true);
  return true;
}

std::vector<ExprPtr> MessageCall(CqlArguments& args) {
  return {cql_value::AsText(args.FieldValue("field")), cql_value::Text(args.String("prefix")),
          cql_value::Text(args.String("headerprefix")), cql_value::Text(args.String("labelprefix")),
          MakeLiteral(Value::Bool(args.Bool("keeplabels")))};
}

bool ParseCef(CqlStage& stage, CqlArguments& args) {
  if (!MayAddFields(stage, args)) return false;
  std::vector<ExprPtr> call = MessageCall(args);
  if (args.ok()) stage.AddParsed(cql_value::Call("cql_cef_fields", std::move(call), args.span()), true);
  return args.ok();
}

bool ParseLeef(CqlStage& stage, CqlArguments& args) {
  if (!MayAddFields(stage, args)) return false;
  if (args.Has("timezone"))
    return stage.context().Unsupported(args.SpanOf("timezone"), "parameter `timezone` of `parseLEEF`",
                                       "`devTime` is not read; parseTimestamp() reads it");
  if (args.Has("parsetime") && args.Bool("parsetime"))
    return stage.context().Unsupported(args.SpanOf("parsetime"), "`parseLEEF(parsetime=true)`",
                                       "`devTime` is not read; parseTimestamp() reads it");
  std::vector<ExprPtr> call = MessageCall(args);
  call.push_back(cql_value::Text(args.Has("delimiter") ? args.String("delimiter") : std::string()));
  if (args.ok()) stage.AddParsed(cql_value::Call("cql_leef_fields", std::move(call), args.span()), true);
  return args.ok();
}

std::vector<CqlParameter> MessageParameters(std::string_view prefix, std::string_view header, std::string_view label) {
  return {{"field", Kind::kField, true, false, "@rawstring"},
          {"prefix", Kind::kString, false, false, prefix},
          {"headerprefix", Kind::kString, false, false, header},
          {"labelprefix", Kind::kString, false, false, label},
          {"keeplabels", Kind::kBool, false, false, "false"}};
}

std::vector<CqlParameter> LeefParameters() {
  std::vector<CqlParameter> parameters = MessageParameters("leef.ext.", "leef.", "leef.label");
  parameters.push_back({"delimiter", Kind::kString});
  parameters.push_back({"parsetime", Kind::kBool, false, false, "false"});
  parameters.push_back({"timezone", Kind::kString});
  return parameters;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kParseXmlCql) = {
    .name = "parseXml",
    .doc =
        "The elements of XML as fields, by the names of the elements around them: `Task.Settings.Hidden`. Of several "
        "of one name the second is `name[1]`; an attribute stands below its element. A text that is no XML gives no "
        "fields, with `strict=true` its event is filtered. No error fields are added.",
    .example = "parseXml(TaskXml) | Task.Settings.Hidden=true",
    .parameters = {{"field", Kind::kField, true, false, "@rawstring"},
                   {"prefix", Kind::kString},
                   {"strict", Kind::kBool, false, false, "false"}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = ParseXml,
};
QUARRY_DEFINE(CqlFunctionDef, kParseCefCql) = {
    .name = "parseCEF",
    .doc =
        "The fields of a Common Event Format message, from `CEF:0` on: the header below `headerprefix` "
        "(`cef.device.vendor`, `cef.event_class_id`, `cef.name`, ...), the extension below `prefix`. What has a label "
        "(`cs1Label`) stands under it below `labelprefix`, and, with `keeplabels=true`, under its own name, too.",
    .example = "parseCEF() | cef.severity >= 7",
    .parameters = MessageParameters("cef.ext.", "cef.", "cef.label."),
    .role = CqlFunctionDef::Role::kTransform,
    .bind = ParseCef,
};
QUARRY_DEFINE(CqlFunctionDef, kParseLeefCql) = {
    .name = "parseLEEF",
    .doc =
        "The fields of a Log Event Extended Format message, from `LEEF:1.0` or `LEEF:2.0` on: the header below "
        "`headerprefix` (`leef.device.vendor`, `leef.event_id`, ...), the attributes below `prefix`. Attributes of "
        "version 1 are separated by tabs or `delimiter`; where there is no tab they are read as those of CEF, with "
        "labels. `devTime` stays a text.",
    .example = "parseLEEF() | groupBy(leef.event_id)",
    .parameters = LeefParameters(),
    .role = CqlFunctionDef::Role::kTransform,
    .bind = ParseLeef,
};

}  // namespace quarry
