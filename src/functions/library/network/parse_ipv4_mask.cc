// The IPv4 address as a number with all but its first `bits` bits cleared; null where it is none.
#include <algorithm>

#include "functions/function_def.h"
#include "functions/network/ip_address.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  auto prefix = ParseIpv4Prefix(args[0].text);
  if (!prefix || args[1].integer < 0 || args[1].integer > 32) return;
  prefix->bits = std::min(prefix->bits, static_cast<int>(args[1].integer));
  result = Cell::Integer(prefix->address & prefix->mask());
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kParseIpv4MaskFunction) = {
    .name = "parse_ipv4_mask",
    .spelled = {{Lang::kKql, "parse_ipv4_mask"}},
    .signature = "(ip: string, bits: int|long) -> long",
    .doc = "The IPv4 address as a number with all but its first `bits` bits cleared; null where it is none.",
    .example = "T | extend Net = parse_ipv4_mask(RemoteIP, 24)",
    .kernel = Run,
};

}  // namespace quarry
