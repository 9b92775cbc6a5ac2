// The texts of all values, one after the other.
#include "functions/function_def.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::string out;
  for (size_t i = 0; i < call.types.size(); ++i) AppendDisplay(call.types[i], args[i], out);
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kStrcatFunction) = {
    .name = "strcat",
    .spelled = {{Lang::kKql, "strcat"}},
    .signature = "(values...: any) -> string",
    .doc = "The texts of all values, one after the other.",
    .example = "T | extend Who = strcat(Domain, \"\\\\\", Account)",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
};

}  // namespace quarry
