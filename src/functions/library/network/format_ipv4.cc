// The IPv4 address (a number or text) as text, all but its first `bits` bits cleared; empty where it is none.
#include <algorithm>

#include "functions/function_def.h"
#include "functions/network/ip_address.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  Ipv4Prefix prefix;
  if (call.types[0] == Type::kString) {
    const auto parsed = ParseIpv4Prefix(args[0].text);
    if (!parsed) return;
    prefix = *parsed;
  } else {
    if (args[0].integer < 0 || args[0].integer > 0xffffffffLL) return;
    prefix.address = static_cast<uint32_t>(args[0].integer);
  }
  if (call.types.size() > 1) {
    if (args[1].integer < 0 || args[1].integer > 32) return;
    prefix.bits = std::min(prefix.bits, static_cast<int>(args[1].integer));
  }
  result = TextIn(call.arena, FormatIpv4(prefix.address & prefix.mask()));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kFormatIpv4Function) = {
    .name = "format_ipv4",
    .spelled = {{Lang::kKql, "format_ipv4"}},
    .signature = "(ip: int|long|string, bits?: int|long) -> string",
    .doc =
        "The IPv4 address (a number or text) as text, all but its first `bits` bits cleared; empty where it is none.",
    .example = "print format_ipv4(3232236031, 24)",
    .kernel = Run,
};

}  // namespace quarry
