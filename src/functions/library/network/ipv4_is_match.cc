// True when two IPv4 addresses are equal by the shorter of their prefixes and `bits`; null where one is none.
#include "functions/function_def.h"
#include "functions/network/ipv4_match.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto order = CompareIpv4(args[0].text, args[1].text, call.types.size() > 2 ? args[2].integer : 32);
  if (order) result = Cell::Bool(*order == 0);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIpv4IsMatchFunction) = {
    .name = "ipv4_is_match",
    .spelled = {{Lang::kKql, "ipv4_is_match"}},
    .signature = "(a: string, b: string, bits?: int|long) -> bool",
    .doc =
        "True when two IPv4 addresses are equal by the shorter of their prefixes and `bits`; null where one is none.",
    .example = "T | where ipv4_is_match(RemoteIP, \"192.168.1.0/24\")",
    .kernel = Run,
};

}  // namespace quarry
