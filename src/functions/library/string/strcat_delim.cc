// The texts of all values with `delimiter` between them.
#include "functions/function_def.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::string out;
  for (size_t i = 1; i < call.types.size(); ++i) {
    if (i > 1 && !args[0].null) out += args[0].text;
    AppendDisplay(call.types[i], args[i], out);
  }
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kStrcatDelimFunction) = {
    .name = "strcat_delim",
    .spelled = {{Lang::kKql, "strcat_delim"}},
    .signature = "(delimiter: string, values...: any) -> string",
    .doc = "The texts of all values with `delimiter` between them.",
    .example = "T | extend Endpoint = strcat_delim(\":\", RemoteIP, RemotePort)",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
};

}  // namespace quarry
