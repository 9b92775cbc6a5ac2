// The IPv6 or IPv4 address in full form, the bits behind its prefix cleared; empty where it is none.
#include "functions/function_def.h"
#include "functions/network/ip_address.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto prefix = ParseIpv6Prefix(args[0].text);
  if (prefix) result = TextIn(call.arena, FormatIpv6Full(prefix->Masked(prefix->bits)));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kParseIpv6Function) = {
    .name = "parse_ipv6",
    .spelled = {{Lang::kKql, "parse_ipv6"}},
    .signature = "(ip: string) -> string",
    .doc = "The IPv6 or IPv4 address in full form, the bits behind its prefix cleared; empty where it is none.",
    .example = "T | extend Ip = parse_ipv6(RemoteIP)",
    .kernel = Run,
};

}  // namespace quarry
