// base64Decode(): the text that base64 stands for.
#include "base/ascii.h"
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool Base64Decode(CqlStage& stage, CqlArguments& args) {
  std::string charset = AsciiLowered(args.String("charset"));
  ExprPtr field = cql_value::AsText(args.FieldValue("field"));
  if (!args.ok()) return false;
  if (charset != "utf-8" && charset != "utf-16le" && charset != "utf-16be" && charset != "iso-8859-1") {
    return stage.context().Unsupported(args.SpanOf("charset"), "charset `" + charset + "` of `base64Decode`",
                                       "UTF-8, UTF-16LE, UTF-16BE and ISO-8859-1 are supported");
  }
  stage.Assign(stage.OutputName(args, "_base64Decode"),
               cql_value::Call("cql_base64_decode", {field, cql_value::Text(charset)}, args.span()));
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kBase64DecodeCql) = {
    .name = "base64Decode",
    .doc =
        "The text that base64 stands for, in `UTF-8`, `UTF-16LE`, `UTF-16BE` or `ISO-8859-1`. Characters that are no "
        "base64 are passed over; there is no field when the bytes are no text.",
    .example = "script := base64Decode(encoded, charset=\"UTF-16LE\")",
    .parameters = {{"field", Kind::kField, true, true},
                   {"as", Kind::kString, false, false, "_base64Decode"},
                   {"charset", Kind::kString, false, false, "UTF-8"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Base64Decode,
};

}  // namespace quarry
