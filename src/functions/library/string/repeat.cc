// An array of `count` times the value.
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/cell_text.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  constexpr int64_t kMost = 1'048'576;
  if (args[1].null || args[1].integer < 0 || args[1].integer > kMost) return;
  std::string one;
  AppendCellJson(call.types[0], args[0], one);
  std::string out = "[";
  for (int64_t i = 0; i < args[1].integer; ++i) {
    if (i > 0) out += ',';
    out += one;
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kRepeatFunction) = {
    .name = "repeat",
    .spelled = {{Lang::kKql, "repeat"}},
    .signature = "(value: any, count: int|long) -> dynamic",
    .doc = "An array of `count` times the value.",
    .example = "print repeat(1, 3)",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
};

}  // namespace quarry
