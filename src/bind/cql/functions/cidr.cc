// cidr(): addresses in subnets.
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

bool Bind(CqlStage& stage, CqlArguments& args) {
  if (args.Has("file") || args.Has("column"))
    return stage.context().Unsupported(args.span(), "`cidr()` with subnets from a file");
  if (!args.Has("subnet")) {
    stage.diagnostics().Add(Code::Q0205, args.call().name_span, "`cidr` needs its parameter `subnet`").label =
        "`subnet` is missing";
    return false;
  }
  std::vector<ExprPtr> call = {cql_value::AsText(args.FieldValue("field"))};
  for (const cql::Expr* item : args.List("subnet")) {
    std::optional<std::string> subnet = args.TextOf(*item);
    if (!subnet) return false;
    call.push_back(cql_value::Text(*subnet, item->span));
  }
  bool negate = args.Bool("negate");
  if (!args.ok()) return false;
  const FunctionDef* match = FindFunction("cidr_match");
  Result<ExprPtr> bound = MakeCall(*match, std::move(call), args.span());
  if (!bound) {
    args.Invalid("subnet", bound.error().message).label = "not a subnet";
    return false;
  }
  stage.Require(negate ? cql_value::Not(*bound) : *bound);
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kCidrCql) = {
    .name = "cidr",
    .doc = "Events whose field is an IPv4 or IPv6 address in one of the subnets.",
    .example = "!cidr(RemoteAddressIP4, subnet=[\"10.0.0.0/8\", \"192.168.0.0/16\"])",
    .parameters = {{"field", CqlParameter::Kind::kField, true, true},
                   {"subnet", CqlParameter::Kind::kStrings},
                   {"file", CqlParameter::Kind::kString},
                   {"column", CqlParameter::Kind::kString},
                   {"negate", CqlParameter::Kind::kBool, false, false, "false"}},
    .role = CqlFunctionDef::Role::kFilter,
    .bind = Bind,
};

}  // namespace quarry
