// An array of arrays: the first elements of all, the second ones, and so on; nulls where an array is shorter.
#include <algorithm>

#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::vector<const JsonNode*> arrays;
  size_t longest = 0;
  for (size_t i = 0; i < call.types.size(); ++i) {
    arrays.push_back(NodesOf(args[i], call.arena));
    if (!arrays.back() || arrays.back()->kind != JsonNode::Kind::kArray) return;
    longest = std::max<size_t>(longest, arrays.back()->size);
  }
  std::string out = "[";
  for (size_t at = 0; at < longest; ++at) {
    out += at > 0 ? ",[" : "[";
    for (size_t i = 0; i < arrays.size(); ++i) {
      if (i > 0) out += ',';
      if (at < arrays[i]->size)
        AppendJson(arrays[i]->array()[at], out);
      else
        out += "null";
    }
    out += ']';
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kZipFunction) = {
    .name = "zip",
    .spelled = {{Lang::kKql, "zip"}},
    .signature = "(arrays...: dynamic) -> dynamic",
    .doc =
        "An array of arrays: the first elements of all, the second ones, and so on; nulls where an array is shorter.",
    .example = "print zip(dynamic([1, 3]), dynamic([2, 4]))",
    .kernel = Run,
};

}  // namespace quarry
