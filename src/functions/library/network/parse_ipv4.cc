// The IPv4 address as a number, the bits behind its prefix (`/24`) cleared; null where it is none.
#include "functions/function_def.h"
#include "functions/network/ip_address.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  const auto prefix = ParseIpv4Prefix(args[0].text);
  if (prefix) result = Cell::Integer(prefix->address & prefix->mask());
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kParseIpv4Function) = {
    .name = "parse_ipv4",
    .spelled = {{Lang::kKql, "parse_ipv4"}},
    .signature = "(ip: string) -> long",
    .doc = "The IPv4 address as a number, the bits behind its prefix (`/24`) cleared; null where it is none.",
    .example = "T | extend N = parse_ipv4(RemoteIP)",
    .kernel = Run,
};

}  // namespace quarry
