// True when the IPv4 address lies in the network; null where one of them is none.
#include "functions/function_def.h"
#include "functions/network/ip_address.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  const auto ip = ParseIpv4Prefix(args[0].text);
  const auto range = ParseIpv4Prefix(args[1].text);
  if (ip && range) result = Cell::Bool(ip->bits >= range->bits && range->Contains(ip->address));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIpv4IsInRangeFunction) = {
    .name = "ipv4_is_in_range",
    .spelled = {{Lang::kKql, "ipv4_is_in_range"}},
    .signature = "(ip: string, range: string) -> bool",
    .doc = "True when the IPv4 address lies in the network; null where one of them is none.",
    .example = "T | where ipv4_is_in_range(RemoteIP, \"10.0.0.0/8\")",
    .kernel = Run,
};

}  // namespace quarry
