// -1, 0 or 1 as the first address, IPv6 or IPv4, is below, equal to or above the second; null where one is none.
#include "functions/function_def.h"
#include "functions/network/ipv4_match.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto order = CompareIpv6(args[0].text, args[1].text, call.types.size() > 2 ? args[2].integer : 128);
  if (order) result = Cell::Integer(*order);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIpv6CompareFunction) = {
    .name = "ipv6_compare",
    .spelled = {{Lang::kKql, "ipv6_compare"}},
    .signature = "(a: string, b: string, bits?: int|long) -> long",
    .doc =
        "-1, 0 or 1 as the first address, IPv6 or IPv4, is below, equal to or above the second; null where one is "
        "none.",
    .example = "print ipv6_compare(\"fe80::1\", \"fe80::2\")",
    .kernel = Run,
};

}  // namespace quarry
