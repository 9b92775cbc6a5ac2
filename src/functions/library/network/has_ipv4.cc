// True when the IPv4 address stands in the text, with no letter or digit (or further octet) at its ends.
#include "functions/function_def.h"
#include "functions/network/ipv4_search.h"
#include "functions/text/required_literals.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Bool(HasIpv4(args[0].text, args[1].text));
}

LiteralFilter Literals(std::span<const Value* const> constants) {
  return RequiredSecond(constants, false);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kHasIpv4Function) = {
    .name = "has_ipv4",
    .spelled = {{Lang::kKql, "has_ipv4"}},
    .signature = "(text: string, ip: string) -> bool",
    .doc = "True when the IPv4 address stands in the text, with no letter or digit (or further octet) at its ends.",
    .example = "T | where has_ipv4(Message, \"127.0.0.1\")",
    .kernel = Run,
    .literals = Literals,
};

}  // namespace quarry
