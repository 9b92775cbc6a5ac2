// The number in hexadecimal, filled with zeros to the length.
#include "functions/function_def.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string digits;
  for (uint64_t left = static_cast<uint64_t>(args[0].integer); left != 0 || digits.empty(); left >>= 4)
    digits.insert(digits.begin(), kHex[left & 15]);
  const int64_t length = call.types.size() > 1 ? args[1].integer : 0;
  if (length > static_cast<int64_t>(digits.size()) && length <= 1024)
    digits.insert(0, static_cast<size_t>(length) - digits.size(), '0');
  result = TextIn(call.arena, digits);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kTohexFunction) = {
    .name = "tohex",
    .spelled = {{Lang::kKql, "tohex"}},
    .signature = "(value: int|long, length?: int|long) -> string",
    .doc = "The number in hexadecimal, filled with zeros to the length.",
    .example = "T | extend Status = tohex(StatusCode)",
    .kernel = Run,
};

}  // namespace quarry
