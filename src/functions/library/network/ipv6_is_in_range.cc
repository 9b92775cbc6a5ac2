// True when the address, IPv6 or IPv4, lies in the network; null where one of them is none.
#include "functions/function_def.h"
#include "functions/network/ip_address.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  const auto ip = ParseIpv6Prefix(args[0].text);
  const auto range = ParseIpv6Prefix(args[1].text);
  if (ip && range) result = Cell::Bool(range->Contains(*ip));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIpv6IsInRangeFunction) = {
    .name = "ipv6_is_in_range",
    .spelled = {{Lang::kKql, "ipv6_is_in_range"}},
    .signature = "(ip: string, range: string) -> bool",
    .doc = "True when the address, IPv6 or IPv4, lies in the network; null where one of them is none.",
    .example = "T | where ipv6_is_in_range(RemoteIP, \"fe80::/10\")",
    .kernel = Run,
};

}  // namespace quarry
