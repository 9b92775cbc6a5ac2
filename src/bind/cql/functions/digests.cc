// crypto:md5(), crypto:sha1(), crypto:sha256(): digests of fields.
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool Bind(CqlStage& stage, CqlArguments& args, std::string_view function, std::string_view output) {
  // What is absent counts as an empty text.
  std::vector<ExprPtr> texts = {cql_value::Text("")};
  for (const std::string& name : args.Fields("field")) texts.push_back(cql_value::AsText(stage.Field(name)));
  if (!args.ok()) return false;
  ExprPtr all = cql_value::Call("cql_concat", std::move(texts), args.span());
  stage.Assign(stage.OutputName(args, output), cql_value::Call(function, {all}, args.span()));
  return true;
}
bool Md5(CqlStage& stage, CqlArguments& args) {
  return Bind(stage, args, "hash_md5", "_md5");
}
bool Sha1(CqlStage& stage, CqlArguments& args) {
  return Bind(stage, args, "hash_sha1", "_sha1");
}
bool Sha256(CqlStage& stage, CqlArguments& args) {
  return Bind(stage, args, "hash_sha256", "_sha256");
}

std::vector<CqlParameter> Parameters(std::string_view output) {
  return {{"field", Kind::kFields, true, true}, {"as", Kind::kString, false, false, output}};
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kCryptoMd5Cql) = {
    .name = "crypto:md5",
    .doc = "The MD5 of fields, one behind the other, in hexadecimal. An absent field counts as an empty text.",
    .example = "crypto:md5([UserName, UserSid])",
    .parameters = Parameters("_md5"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Md5,
};
QUARRY_DEFINE(CqlFunctionDef, kCryptoSha1Cql) = {
    .name = "crypto:sha1",
    .doc = "The SHA-1 of fields, one behind the other, in hexadecimal. An absent field counts as an empty text.",
    .example = "crypto:sha1(CommandLine)",
    .parameters = Parameters("_sha1"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Sha1,
};
QUARRY_DEFINE(CqlFunctionDef, kCryptoSha256Cql) = {
    .name = "crypto:sha256",
    .doc = "The SHA-256 of fields, one behind the other, in hexadecimal. An absent field counts as an empty text.",
    .example = "id := crypto:sha256([aid, TargetProcessId])",
    .parameters = Parameters("_sha256"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Sha256,
};

}  // namespace quarry
