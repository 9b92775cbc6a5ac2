// kvParse(), parseJson(), createEvents(): fields out of texts.
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

ExprPtr Flag(bool value) {
  return MakeLiteral(Value::Bool(value));
}

bool KvParse(CqlStage& stage, CqlArguments& args) {
  if (!stage.MayChangeRows(args.span(), "`kvParse`")) return false;
  if (!stage.open())
    return stage.context().Unsupported(args.call().name_span, "`kvParse` behind an aggregate or `select`",
                                       "the fields that it would give are not known");
  if (args.Has("separatorPadding"))
    return stage.context().Unsupported(args.SpanOf("separatorPadding"), "parameter `separatorPadding` of `kvParse`");
  if (args.String("onDuplicate") != "keeplast")
    return stage.context().Unsupported(args.SpanOf("onDuplicate"), "`kvParse` that keeps the first of equal keys");
  std::string prefix = args.Has("prefix") ? args.String("prefix")
                       : args.Has("as")   ? args.String("as") + "."
                                          : std::string();
  ExprPtr object =
      cql_value::Call("cql_key_values",
                      {cql_value::AsText(args.FieldValue("field")), cql_value::Text(args.String("separator")),
                       cql_value::Text(prefix), Flag(args.Bool("excludeEmpty"))},
                      args.span());
  const bool overrides = args.Bool("override");
  if (args.ok()) stage.AddParsed(object, overrides);
  return args.ok();
}

bool ParseJson(CqlStage& stage, CqlArguments& args) {
  if (!stage.MayChangeRows(args.span(), "`parseJson`")) return false;
  if (!stage.open())
    return stage.context().Unsupported(args.call().name_span, "`parseJson` behind an aggregate or `select`",
                                       "the fields that it would give are not known");
  for (std::string_view name : {"include", "exclude", "removePrefixes"}) {
    if (args.Has(name))
      return stage.context().Unsupported(args.SpanOf(name), "parameter `" + std::string(name) + "` of `parseJson`");
  }
  ExprPtr object = cql_value::Call("cql_flatten",
                                   {cql_value::AsText(args.FieldValue("field")), cql_value::Text(args.String("prefix")),
                                    Flag(args.Bool("excludeEmpty")), cql_value::Text(args.String("handleNull"))},
                                   args.span());
  if (args.ok()) stage.AddParsed(object, true);
  return args.ok();
}

bool CreateEvents(CqlStage& stage, CqlArguments& args) {
  if (!stage.MayChangeRows(args.span(), "`createEvents`")) return false;
  std::vector<std::string> texts = args.Strings("rawstring");
  if (!args.ok()) return false;
  stage = CqlStage::OfTexts(stage.context(), texts, args.span());
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kKvParseCql) = {
    .name = "kvParse",
    .doc = "The `key=value` pairs of a field become fields. Fields that exist stay, unless `override=true`.",
    .example = "kvParse(message, prefix=\"kv.\")",
    .parameters = {{"field", Kind::kField, true, false, "@rawstring"},
                   {"separator", Kind::kString, false, false, "="},
                   {"override", Kind::kBool, false, false, "false"},
                   {"prefix", Kind::kString},
                   {"as", Kind::kString},
                   {"excludeEmpty", Kind::kBool, false, false, "false"},
                   {"onDuplicate", Kind::kEnum, false, false, "keeplast", "keepLast keepFirst"},
                   {"separatorPadding", Kind::kString}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = KvParse,
};
QUARRY_DEFINE(CqlFunctionDef, kParseJsonCql) = {
    .name = "parseJson",
    .doc = "The values of a JSON text become fields: `a.b`, `c[0]`.",
    .example = "parseJson(field=message, prefix=\"m.\")",
    .parameters = {{"field", Kind::kField, true, false, "@rawstring"},
                   {"prefix", Kind::kString},
                   {"excludeEmpty", Kind::kBool, false, false, "false"},
                   {"handleNull", Kind::kEnum, false, false, "keep", "keep discard empty"},
                   {"include", Kind::kStrings},
                   {"exclude", Kind::kStrings},
                   {"removePrefixes", Kind::kStrings}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = ParseJson,
};
QUARRY_DEFINE(CqlFunctionDef, kCreateEventsCql) = {
    .name = "createEvents",
    .doc = "Events of these texts, in `@rawstring`, in place of all others: for trying a query out.",
    .example = "createEvents([\"a=1\", \"a=2\"]) | kvParse()",
    .parameters = {{"rawstring", Kind::kStrings, true, true}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = CreateEvents,
};

}  // namespace quarry
