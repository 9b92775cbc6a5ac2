// normalizeHost(), registrableDomain(), longestLabel() and the functions of serverless platforms: what a host or URL
// tells. Quarry's own functions.
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

using cql_value::AsText;
using Kind = CqlParameter::Kind;

// There is no output field where the function has no answer.
bool OfHost(CqlStage& stage, CqlArguments& args, std::string_view function, std::string_view output) {
  const ExprPtr value = cql_value::Call(function, {AsText(args.FieldValue("field"))}, args.span());
  stage.Set(stage.OutputName(args, output), value);
  return args.ok();
}

bool BindNormalizeHost(CqlStage& stage, CqlArguments& args) {
  return OfHost(stage, args, "normalize_host", "_normalizeHost");
}
bool BindRegistrableDomain(CqlStage& stage, CqlArguments& args) {
  return OfHost(stage, args, "registrable_domain_or_null", "_registrableDomain");
}
bool BindServerlessProvider(CqlStage& stage, CqlArguments& args) {
  return OfHost(stage, args, "serverless_provider_or_null", "_serverlessProvider");
}
bool BindServerlessClass(CqlStage& stage, CqlArguments& args) {
  return OfHost(stage, args, "serverless_class_or_null", "_serverlessClass");
}
bool BindServerlessTenant(CqlStage& stage, CqlArguments& args) {
  return OfHost(stage, args, "serverless_tenant_or_null", "_serverlessTenant");
}

bool BindServerlessLabels(CqlStage& stage, CqlArguments& args) {
  return OfHost(stage, args, "serverless_labels_or_null", "_serverlessLabels");
}
bool BindServerlessIdsAreRandom(CqlStage& stage, CqlArguments& args) {
  return OfHost(stage, args, "serverless_ids_are_random", "_serverlessIdsAreRandom");
}
bool BindLongestLabel(CqlStage& stage, CqlArguments& args) {
  return OfHost(stage, args, "longest_label", "_longestLabel");
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kNormalizeHostCql) = {
    .name = "normalizeHost",
    .doc =
        "The host of a URL or host name in one spelling: no scheme, user, port, path or trailing dots, lower case, "
        "international names in punycode. Quarry's own.",
    .example = "Host := normalizeHost(DomainName)",
    .parameters = {{"field", Kind::kField, true, true}, {"as", Kind::kString, false, false, "_normalizeHost"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = BindNormalizeHost,
};
QUARRY_DEFINE(CqlFunctionDef, kRegistrableDomainCql) = {
    .name = "registrableDomain",
    .doc =
        "The part of a host that somebody registered or was given, by the public suffix list; no field for "
        "addresses and public suffixes. Quarry's own.",
    .example = "registrableDomain(DomainName, as=Domain)",
    .parameters = {{"field", Kind::kField, true, true}, {"as", Kind::kString, false, false, "_registrableDomain"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = BindRegistrableDomain,
};
QUARRY_DEFINE(CqlFunctionDef, kServerlessProviderCql) = {
    .name = "serverlessProvider",
    .doc =
        "The serverless platform that a host or URL belongs to, as `Cloudflare Workers`; no field for other hosts. "
        "Quarry's own.",
    .example = "serverlessProvider(DomainName, as=Platform) | Platform=*",
    .parameters = {{"field", Kind::kField, true, true}, {"as", Kind::kString, false, false, "_serverlessProvider"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = BindServerlessProvider,
};
QUARRY_DEFINE(CqlFunctionDef, kServerlessClassCql) = {
    .name = "serverlessClass",
    .doc =
        "The class of the serverless platform that a host or URL belongs to: `faas`, `edge-faas`, `api-gateway`, "
        "`workflow` or `app-host`; no field for other hosts. Quarry's own.",
    .example = "serverlessClass(DomainName, as=Class) | Class=/faas$/",
    .parameters = {{"field", Kind::kField, true, true}, {"as", Kind::kString, false, false, "_serverlessClass"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = BindServerlessClass,
};
QUARRY_DEFINE(CqlFunctionDef, kServerlessTenantCql) = {
    .name = "serverlessTenant",
    .doc =
        "The customer of a serverless platform that a host or URL belongs to; no field where it does not tell. "
        "Quarry's own.",
    .example = "serverlessTenant(DomainName, as=Tenant)",
    .parameters = {{"field", Kind::kField, true, true}, {"as", Kind::kString, false, false, "_serverlessTenant"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = BindServerlessTenant,
};
QUARRY_DEFINE(CqlFunctionDef, kServerlessLabelsCql) = {
    .name = "serverlessLabels",
    .doc = "What stands left of a serverless platform's suffix in a host; no field for other hosts. Quarry's own.",
    .example = "serverlessLabels(DomainName, as=Labels) | shannonEntropy(Labels)",
    .parameters = {{"field", Kind::kField, true, true}, {"as", Kind::kString, false, false, "_serverlessLabels"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = BindServerlessLabels,
};
QUARRY_DEFINE(CqlFunctionDef, kServerlessIdsAreRandomCql) = {
    .name = "serverlessIdsAreRandom",
    .doc = "Does the host's platform give names that are random by design? Quarry's own.",
    .example = "serverlessIdsAreRandom(DomainName, as=Random) | Random=false",
    .parameters = {{"field", Kind::kField, true, true}, {"as", Kind::kString, false, false, "_serverlessIdsAreRandom"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = BindServerlessIdsAreRandom,
};
QUARRY_DEFINE(CqlFunctionDef, kLongestLabelCql) = {
    .name = "longestLabel",
    .doc = "The longest label of a host name. Quarry's own.",
    .example = "longestLabel(DomainName, as=Label) | length(Label)",
    .parameters = {{"field", Kind::kField, true, true}, {"as", Kind::kString, false, false, "_longestLabel"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = BindLongestLabel,
};

}  // namespace quarry
