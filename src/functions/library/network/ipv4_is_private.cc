// True when the IPv4 address or network is in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16; null where it is none.
#include "functions/function_def.h"
#include "functions/network/ip_address.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  constexpr Ipv4Prefix kPrivate[] = {{10u << 24, 8}, {172u << 24 | 16u << 16, 12}, {192u << 24 | 168u << 16, 16}};
  const auto ip = ParseIpv4Prefix(args[0].text);
  if (!ip) return;
  bool found = false;
  for (const Ipv4Prefix& network : kPrivate)
    found = found || (ip->bits >= network.bits && network.Contains(ip->address));
  result = Cell::Bool(found);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIpv4IsPrivateFunction) = {
    .name = "ipv4_is_private",
    .spelled = {{Lang::kKql, "ipv4_is_private"}},
    .signature = "(ip: string) -> bool",
    .doc =
        "True when the IPv4 address or network is in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16; null where "
        "it is none.",
    .example = "T | where not(ipv4_is_private(RemoteIP))",
    .kernel = Run,
};

}  // namespace quarry
