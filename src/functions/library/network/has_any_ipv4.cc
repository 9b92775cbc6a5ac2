// True when one of the IPv4 addresses (texts, or dynamic arrays of them) stands in the text.
#include "functions/function_def.h"
#include "functions/network/ipv4_search.h"
#include "functions/text/finder.h"
#include "functions/text/required_literals.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::vector<std::string> ips;
  for (size_t i = 1; i < call.types.size(); ++i) AppendNeedles(call.types[i], args[i], call.arena, ips);
  bool found = false;
  for (const std::string& ip : ips) found = found || HasIpv4(args[0].text, ip);
  result = Cell::Bool(found);
}

LiteralFilter Literals(std::span<const Value* const> constants) {
  return RequiredAnyOf(constants, false);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kHasAnyIpv4Function) = {
    .name = "has_any_ipv4",
    .spelled = {{Lang::kKql, "has_any_ipv4"}},
    .signature = "(text: string, ips...: string|dynamic) -> bool",
    .doc = "True when one of the IPv4 addresses (texts, or dynamic arrays of them) stands in the text.",
    .example = "T | where has_any_ipv4(Message, \"127.0.0.1\", \"127.0.0.2\")",
    .kernel = Run,
    .literals = Literals,
};

}  // namespace quarry
