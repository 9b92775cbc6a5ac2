// serverless_provider(), serverless_class(), serverless_tenant(): what data/providers.yaml knows of a host. KQL has ""
// for other hosts; CQL and Sigma have no field, by the functions with `_or_null`.
#include "functions/function_def.h"
#include "functions/network/host_name.h"
#include "functions/network/serverless_host.h"
#include "functions/text/display.h"
#include "functions/text/required_literals.h"
#include "providers/tenant.h"

namespace quarry {

namespace {

void RunProvider(const KernelCall&, const Cell* args, Cell& result) {
  if (const Provider* provider = FindServerlessHost(args[0].text).match.provider)
    result = Cell::Text(provider->platform);
}

void RunClass(const KernelCall&, const Cell* args, Cell& result) {
  if (const Provider* provider = FindServerlessHost(args[0].text).match.provider)
    result = Cell::Text(provider->platform_class);
}

void RunTenant(const KernelCall& call, const Cell* args, Cell& result) {
  const ServerlessHost found = FindServerlessHost(args[0].text);
  if (!found.match.provider) return;
  const std::string_view tenant = TenantName(found.match, found.host, UrlPath(args[0].text));
  if (!tenant.empty()) result = TextIn(call.arena, tenant);
}

// What stands left of the platform's suffix.
void RunLabels(const KernelCall& call, const Cell* args, Cell& result) {
  const ServerlessHost found = FindServerlessHost(args[0].text);
  if (found.match.provider && found.match.suffix_start > 1)
    result = TextIn(call.arena, std::string_view(found.host).substr(0, found.match.suffix_start - 1));
}

void RunRandom(const KernelCall&, const Cell* args, Cell& result) {
  const Provider* provider = FindServerlessHost(args[0].text).match.provider;
  result = Cell::Bool(provider && provider->random_ids);
}

// A host has a platform only when it contains the fixed labels of one of its suffixes.
LiteralFilter Literals(std::span<const Value* const>) {
  static const LiteralFilter filter = [] {
    std::vector<LiteralFilter> ways;
    for (const Provider& provider : AllProviders()) {
      if (!provider.alertable()) continue;
      for (const std::string_view suffix : provider.suffixes)
        ways.push_back(RequiredText(DomainSuffix(suffix).LongestLiteral(), true));
    }
    return LiteralFilter::Or(std::move(ways));
  }();
  return filter;
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kServerlessProviderFunction) = {
    .name = "serverless_provider",
    .spelled = {{Lang::kKql, "serverless_provider"}},
    .signature = "(host_or_url: string) -> string",
    .doc =
        "The serverless platform that a host or URL belongs to (`Cloudflare Workers`, `AWS Lambda`); empty for other "
        "hosts.\n\nThe host is normalised and compared label by label with Quarry's list of platforms "
        "(`quarry providers list`): classes faas, edge-faas, api-gateway, workflow and app-host. Quarry's own "
        "function.",
    .example = "DeviceNetworkEvents | where isnotempty(serverless_provider(RemoteUrl))",
    .kernel = RunProvider,
    .literals = Literals,
};
QUARRY_DEFINE(FunctionDef, kServerlessClassFunction) = {
    .name = "serverless_class",
    .spelled = {{Lang::kKql, "serverless_class"}},
    .signature = "(host_or_url: string) -> string",
    .doc =
        "The class of the serverless platform that a host or URL belongs to: `faas`, `edge-faas`, `api-gateway`, "
        "`workflow` or `app-host`; empty for other hosts.\n\nQuarry's own function.",
    .example = "DeviceNetworkEvents | summarize count() by serverless_class(RemoteUrl)",
    .kernel = RunClass,
    .literals = Literals,
};
QUARRY_DEFINE(FunctionDef, kServerlessTenantFunction) = {
    .name = "serverless_tenant",
    .spelled = {{Lang::kKql, "serverless_tenant"}},
    .signature = "(host_or_url: string) -> string",
    .doc =
        "The customer of a serverless platform that a host or URL belongs to, as far as it tells: the account of a "
        "worker, the project of a function, the script of a macro's URL; empty where it does not.\n\nUnique within "
        "one platform. Hosts that all customers share (`script.google.com`) have a tenant only in URLs. Quarry's own "
        "function.",
    .example =
        "DeviceNetworkEvents | summarize dcount(DeviceName) by serverless_provider(RemoteUrl), "
        "serverless_tenant(RemoteUrl)",
    .kernel = RunTenant,
    .literals = Literals,
};
QUARRY_DEFINE(FunctionDef, kServerlessProviderOrNullFunction) = {
    .name = "serverless_provider_or_null",
    .signature = "(host_or_url: string) -> string",
    .doc = "`serverless_provider`, null for other hosts.",
    .example = "serverlessProvider(DomainName)",
    .nullable_string = true,
    .kernel = RunProvider,
    .literals = Literals,
};
QUARRY_DEFINE(FunctionDef, kServerlessClassOrNullFunction) = {
    .name = "serverless_class_or_null",
    .signature = "(host_or_url: string) -> string",
    .doc = "`serverless_class`, null for other hosts.",
    .example = "serverlessClass(DomainName)",
    .nullable_string = true,
    .kernel = RunClass,
    .literals = Literals,
};
QUARRY_DEFINE(FunctionDef, kServerlessTenantOrNullFunction) = {
    .name = "serverless_tenant_or_null",
    .signature = "(host_or_url: string) -> string",
    .doc = "`serverless_tenant`, null where there is none.",
    .example = "serverlessTenant(DomainName)",
    .nullable_string = true,
    .kernel = RunTenant,
    .literals = Literals,
};

QUARRY_DEFINE(FunctionDef, kServerlessLabelsFunction) = {
    .name = "serverless_labels",
    .spelled = {{Lang::kKql, "serverless_labels"}},
    .signature = "(host_or_url: string) -> string",
    .doc =
        "What stands left of a serverless platform's suffix in a host: `api.acct` of `api.acct.workers.dev`. Empty for "
        "other hosts.\n\nFor statistics of names by platform. Quarry's own function.",
    .example = "T | extend Bits = shannon_entropy(serverless_labels(Host))",
    .kernel = RunLabels,
    .literals = Literals,
};
QUARRY_DEFINE(FunctionDef, kServerlessLabelsOrNullFunction) = {
    .name = "serverless_labels_or_null",
    .signature = "(host_or_url: string) -> string",
    .doc = "`serverless_labels`, null where there are none.",
    .example = "serverlessLabels(DomainName)",
    .nullable_string = true,
    .kernel = RunLabels,
    .literals = Literals,
};
QUARRY_DEFINE(FunctionDef, kServerlessIdsAreRandomFunction) = {
    .name = "serverless_ids_are_random",
    .spelled = {{Lang::kKql, "serverless_ids_are_random"}},
    .signature = "(host_or_url: string) -> bool",
    .doc =
        "Does the host's platform give names that are random by design (`AWS Lambda`, `Google Cloud Run`)? How random "
        "they look says nothing then.\n\nQuarry's own function.",
    .example = "T | extend EntropyWeight = iff(serverless_ids_are_random(Host), 0.0, 0.25)",
    .kernel = RunRandom,
};

}  // namespace quarry
