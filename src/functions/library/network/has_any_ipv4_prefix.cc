// True when an IPv4 address that begins with one of the prefixes (texts, or dynamic arrays of them) stands in the
// text.
#include "functions/function_def.h"
#include "functions/network/ipv4_search.h"
#include "functions/text/finder.h"
#include "functions/text/required_literals.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::vector<std::string> prefixes;
  for (size_t i = 1; i < call.types.size(); ++i) AppendNeedles(call.types[i], args[i], call.arena, prefixes);
  bool found = false;
  for (const std::string& prefix : prefixes) found = found || HasIpv4Prefix(args[0].text, prefix);
  result = Cell::Bool(found);
}

LiteralFilter Literals(std::span<const Value* const> constants) {
  return RequiredAnyOf(constants, false);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kHasAnyIpv4PrefixFunction) = {
    .name = "has_any_ipv4_prefix",
    .spelled = {{Lang::kKql, "has_any_ipv4_prefix"}},
    .signature = "(text: string, prefixes...: string|dynamic) -> bool",
    .doc =
        "True when an IPv4 address that begins with one of the prefixes (texts, or dynamic arrays of them) "
        "stands in the text.",
    .example = "T | where has_any_ipv4_prefix(Message, \"10.\", \"192.168.\")",
    .kernel = Run,
    .literals = Literals,
};

}  // namespace quarry
