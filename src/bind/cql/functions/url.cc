// urlEncode(), urlDecode(), parseUrl(), parseUri().
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool Code(CqlStage& stage, CqlArguments& args, std::string_view function, std::string_view output) {
  ExprPtr field = cql_value::AsText(args.FieldValue("field"));
  if (!args.ok()) return false;
  stage.Assign(stage.OutputName(args, output), cql_value::Call(function, {field}, args.span()));
  return true;
}

bool UrlEncode(CqlStage& stage, CqlArguments& args) {
  if (args.Has("type"))
    return stage.context().Unsupported(args.SpanOf("type"), "parameter `type` of `urlEncode`",
                                       "its values are not documented");
  return Code(stage, args, "cql_url_encode", "_urlencode");
}
bool UrlDecode(CqlStage& stage, CqlArguments& args) {
  return Code(stage, args, "url_decode", "_urldecode");
}

// The parts become fields below `prefix`; `host` is the name of the host's. `opaque`: what stands behind a scheme
// without a host is a path.
bool AssignParts(CqlStage& stage, CqlArguments& args, const std::string& base, const std::string& prefix,
                 std::string_view host, bool opaque) {
  ExprPtr parts = cql_value::Call("cql_url_parts", {cql_value::AsText(args.FieldValue("field")), cql_value::Text(base)},
                                  args.span());
  if (!args.ok()) return false;
  for (std::string_view part : {"scheme", "username", "password", "host", "port", "path", "query", "fragment"}) {
    ExprPtr value = cql_value::Call("cql_member", {parts, cql_value::Text(part)}, args.span());
    if (part == "path" && opaque)
      value = cql_value::FirstOf(value, cql_value::Call("cql_member", {parts, cql_value::Text("rest")}, args.span()));
    stage.Assign(prefix + "." + std::string(part == "host" ? host : part), value);
  }
  return true;
}

bool ParseUrl(CqlStage& stage, CqlArguments& args) {
  return AssignParts(stage, args, "", stage.OutputName(args, args.Field("field")), "host", false);
}

bool ParseUri(CqlStage& stage, CqlArguments& args) {
  std::string base = args.Has("defaultBase") ? args.String("defaultBase") : std::string();
  std::string prefix = args.Has("prefix") ? args.String("prefix") : args.Field("field");
  if (!args.ok()) return false;
  if (prefix.empty()) {
    args.Invalid("prefix", "the prefix of `parseUri` is not empty").label = "empty";
    return false;
  }
  if (!base.empty() && base != "//" && (!base.ends_with("://") || base.size() < 4)) {
    args.Invalid("defaultBase", "`defaultBase` is `//` or a scheme and `://`").label = "as in `https://`";
    return false;
  }
  return AssignParts(stage, args, base, prefix, "hostname", true);
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kUrlEncodeCql) = {
    .name = "urlEncode",
    .doc = "A text with everything but ASCII letters, digits and `-_.*` as `%XX`, and blanks as `+`.",
    .example = "urlEncode(query)",
    .parameters = {{"field", Kind::kField, true, true},
                   {"as", Kind::kString, false, false, "_urlencode"},
                   {"type", Kind::kString}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = UrlEncode,
};
QUARRY_DEFINE(CqlFunctionDef, kUrlDecodeCql) = {
    .name = "urlDecode",
    .doc = "A text with `%xx` read as bytes and `+` as a blank.",
    .example = "urlDecode(url.query)",
    .parameters = {{"field", Kind::kField, true, true}, {"as", Kind::kString, false, false, "_urldecode"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = UrlDecode,
};
QUARRY_DEFINE(CqlFunctionDef, kParseUrlCql) = {
    .name = "parseUrl",
    .doc =
        "The parts of a URL as fields below its name, or below `as`: `.scheme`, `.username`, `.password`, `.host`, "
        "`.port`, `.path`, `.query`, `.fragment`, as they are written. Parts that are empty give no field. In "
        "`example.com:80/path` the text before the colon is a scheme, and all that is found.",
    .example = "parseUrl(url) | groupBy(url.host)",
    .parameters = {{"field", Kind::kField, true, false, "url"}, {"as", Kind::kString}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = ParseUrl,
};
QUARRY_DEFINE(CqlFunctionDef, kParseUriCql) = {
    .name = "parseUri",
    .doc =
        "As `parseUrl`, with `.hostname` in place of `.host`. `defaultBase`, `//` or a scheme and `://`, stands before "
        "a text without scheme and host; without it `example.com:80/path` has a scheme and a path.",
    .example = "parseUri(url, defaultBase=\"https://\")",
    .parameters = {{"field", Kind::kField, true, true}, {"prefix", Kind::kString}, {"defaultBase", Kind::kString}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = ParseUri,
};

}  // namespace quarry
