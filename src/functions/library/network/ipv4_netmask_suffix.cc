// The length of the address's prefix, 32 where it has none; null where it is no address.
#include "functions/function_def.h"
#include "functions/network/ip_address.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  const auto prefix = ParseIpv4Prefix(args[0].text);
  if (prefix) result = Cell::Integer(prefix->bits);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIpv4NetmaskSuffixFunction) = {
    .name = "ipv4_netmask_suffix",
    .spelled = {{Lang::kKql, "ipv4_netmask_suffix"}},
    .signature = "(ip: string) -> long",
    .doc = "The length of the address's prefix, 32 where it has none; null where it is no address.",
    .example = "T | extend Bits = ipv4_netmask_suffix(Network)",
    .kernel = Run,
};

}  // namespace quarry
