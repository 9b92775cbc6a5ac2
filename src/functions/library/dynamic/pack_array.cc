// An array of the values.
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/cell_text.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::string out = "[";
  for (size_t i = 0; i < call.types.size(); ++i) {
    if (i > 0) out += ',';
    AppendCellJson(call.types[i], args[i], out);
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kPackArrayFunction) = {
    .name = "pack_array",
    .spelled = {{Lang::kKql, "pack_array"}},
    .signature = "(values...: any) -> dynamic",
    .doc = "An array of the values.",
    .example = "T | extend Pair = pack_array(RemoteIP, RemotePort)",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
};

}  // namespace quarry
