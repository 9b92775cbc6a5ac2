// base64Decode(), base64Encode(), parseHexString(): texts and the characters that their bytes are written in.
#include "base/ascii.h"
#include "bind/cql/arguments.h"
#include "functions/text/charset.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool Decode(CqlStage& stage, CqlArguments& args, std::string_view function, std::string_view output) {
  std::string charset = AsciiLowered(args.String("charset"));
  ExprPtr field = cql_value::AsText(args.FieldValue("field"));
  if (!args.ok()) return false;
  if (!IsCharset(charset)) {
    return stage.context().Unsupported(args.SpanOf("charset"),
                                       "charset `" + charset + "` of `" + std::string(args.def().name) + "`",
                                       "UTF-8, UTF-16LE, UTF-16BE and ISO-8859-1 are supported");
  }
  stage.Assign(stage.OutputName(args, output),
               cql_value::Call(function, {field, cql_value::Text(charset)}, args.span()));
  return true;
}

bool Base64Decode(CqlStage& stage, CqlArguments& args) {
  return Decode(stage, args, "cql_base64_decode", "_base64Decode");
}
bool ParseHexString(CqlStage& stage, CqlArguments& args) {
  return Decode(stage, args, "cql_parse_hex", "_parsehexstring");
}

bool Base64Encode(CqlStage& stage, CqlArguments& args) {
  ExprPtr field = cql_value::AsText(args.FieldValue("field"));
  if (args.ok())
    stage.Assign(stage.OutputName(args, "_base64Encode"),
                 cql_value::Call("base64_encode_tostring", {field}, args.span()));
  return args.ok();
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
QUARRY_DEFINE(CqlFunctionDef, kBase64EncodeCql) = {
    .name = "base64Encode",
    .doc = "The bytes of a text, which is UTF-8, in base64 with its padding.",
    .example = "base64Encode(CommandLine)",
    .parameters = {{"field", Kind::kField, true, true}, {"as", Kind::kString, false, false, "_base64Encode"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Base64Encode,
};
QUARRY_DEFINE(CqlFunctionDef, kParseHexStringCql) = {
    .name = "parseHexString",
    .doc =
        "The text that hexadecimal digits stand for, behind `0x` or `16#` or without, in `UTF-8`, `UTF-16LE`, "
        "`UTF-16BE` or `ISO-8859-1`. Other characters are passed over; there is no field when a digit is left over or "
        "the bytes are no text.",
    .example = "text := parseHexString(payload)",
    .parameters = {{"field", Kind::kField, true, true},
                   {"as", Kind::kString, false, false, "_parsehexstring"},
                   {"charset", Kind::kString, false, false, "UTF-8"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = ParseHexString,
};

}  // namespace quarry
