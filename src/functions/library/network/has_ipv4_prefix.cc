// True when an IPv4 address that begins with `prefix` (one to three octets and a point, or a whole address) stands in
// the text.
#include "functions/function_def.h"
#include "functions/network/ipv4_search.h"
#include "functions/text/required_literals.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Bool(HasIpv4Prefix(args[0].text, args[1].text));
}

LiteralFilter Literals(std::span<const Value* const> constants) {
  return RequiredSecond(constants, false);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kHasIpv4PrefixFunction) = {
    .name = "has_ipv4_prefix",
    .spelled = {{Lang::kKql, "has_ipv4_prefix"}},
    .signature = "(text: string, prefix: string) -> bool",
    .doc =
        "True when an IPv4 address that begins with `prefix` (one to three octets and a point, or a whole "
        "address) stands in the text.",
    .example = "T | where has_ipv4_prefix(Message, \"127.0.\")",
    .kernel = Run,
    .literals = Literals,
};

}  // namespace quarry
