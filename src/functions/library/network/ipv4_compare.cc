// -1, 0 or 1 as the first IPv4 address is below, equal to or above the second, by the shorter of their prefixes and
// `bits`; null where one is none.
#include "functions/function_def.h"
#include "functions/network/ipv4_match.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto order = CompareIpv4(args[0].text, args[1].text, call.types.size() > 2 ? args[2].integer : 32);
  if (order) result = Cell::Integer(*order);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIpv4CompareFunction) = {
    .name = "ipv4_compare",
    .spelled = {{Lang::kKql, "ipv4_compare"}},
    .signature = "(a: string, b: string, bits?: int|long) -> long",
    .doc =
        "-1, 0 or 1 as the first IPv4 address is below, equal to or above the second, by the shorter of "
        "their prefixes and `bits`; null where one is none.",
    .example = "print ipv4_compare(\"192.168.1.1\", \"192.168.1.255/24\")",
    .kernel = Run,
};

}  // namespace quarry
