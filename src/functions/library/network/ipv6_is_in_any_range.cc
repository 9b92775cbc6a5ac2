// True when the address, IPv6 or IPv4, lies in one of the networks (texts, or dynamic arrays of them); null where it
// is no address.
#include "functions/function_def.h"
#include "functions/network/ip_address.h"
#include "functions/text/finder.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto ip = ParseIpv6Prefix(args[0].text);
  if (!ip) return;
  std::vector<std::string> texts;
  for (size_t i = 1; i < call.types.size(); ++i) AppendNeedles(call.types[i], args[i], call.arena, texts);
  bool found = false;
  for (const std::string& text : texts) {
    const auto range = ParseIpv6Prefix(text);
    found = found || (range && range->Contains(*ip));
  }
  result = Cell::Bool(found);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIpv6IsInAnyRangeFunction) = {
    .name = "ipv6_is_in_any_range",
    .spelled = {{Lang::kKql, "ipv6_is_in_any_range"}},
    .signature = "(ip: string, ranges...: string|dynamic) -> bool",
    .doc =
        "True when the address, IPv6 or IPv4, lies in one of the networks (texts, or dynamic arrays of "
        "them); null where it is no address.",
    .example = "T | where ipv6_is_in_any_range(RemoteIP, \"fe80::/10\", \"10.0.0.0/8\")",
    .kernel = Run,
};

}  // namespace quarry
