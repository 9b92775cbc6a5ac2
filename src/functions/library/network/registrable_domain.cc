// registrable_domain(): the name below a public suffix, by libpsl's list.
#include "functions/function_def.h"
#include "functions/network/serverless_host.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const std::string domain = RegistrableDomain(args[0].text);
  if (!domain.empty()) result = TextIn(call.arena, domain);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kRegistrableDomainFunction) = {
    .name = "registrable_domain",
    .spelled = {{Lang::kKql, "registrable_domain"}},
    .signature = "(host_or_url: string) -> string",
    .doc =
        "The part of a host that somebody registered or was given: the public suffix and one label more. Empty for "
        "addresses, single labels and public suffixes themselves.\n\nBy the public suffix list that libpsl was built "
        "with, its private section included: `a.b.github.io` gives `b.github.io`. Quarry's own function.",
    .example = "DeviceNetworkEvents | summarize count() by registrable_domain(RemoteUrl)",
    .kernel = Run,
};
QUARRY_DEFINE(FunctionDef, kRegistrableDomainOrNullFunction) = {
    .name = "registrable_domain_or_null",
    .signature = "(host_or_url: string) -> string",
    .doc = "`registrable_domain`, null where there is none.",
    .example = "registrableDomain(DomainName)",
    .nullable_string = true,
    .kernel = Run,
};

}  // namespace quarry
