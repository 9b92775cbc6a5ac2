// True when two addresses, IPv6 or IPv4, are equal by the shorter of their prefixes and `bits`; null where one is
// none.
#include "functions/function_def.h"
#include "functions/network/ipv4_match.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto order = CompareIpv6(args[0].text, args[1].text, call.types.size() > 2 ? args[2].integer : 128);
  if (order) result = Cell::Bool(*order == 0);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIpv6IsMatchFunction) = {
    .name = "ipv6_is_match",
    .spelled = {{Lang::kKql, "ipv6_is_match"}},
    .signature = "(a: string, b: string, bits?: int|long) -> bool",
    .doc =
        "True when two addresses, IPv6 or IPv4, are equal by the shorter of their prefixes and `bits`; null "
        "where one is none.",
    .example = "T | where ipv6_is_match(RemoteIP, \"fe80::/10\")",
    .kernel = Run,
};

}  // namespace quarry
