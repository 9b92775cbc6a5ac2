// The number of elements in both arrays divided by the number of elements in either.
#include <unordered_set>

#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::unordered_set<std::string> sets[2];
  for (size_t i = 0; i < 2; ++i) {
    const JsonNode* array = NodesOf(args[i], call.arena);
    if (!array || array->kind != JsonNode::Kind::kArray) return;
    for (const JsonNode& element : array->array()) sets[i].insert(JsonKey(element));
  }
  size_t both = 0;
  for (const std::string& key : sets[0]) both += sets[1].contains(key) ? 1 : 0;
  const size_t either = sets[0].size() + sets[1].size() - both;
  result = Cell::Real(static_cast<double>(both) / static_cast<double>(either));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kJaccardIndexFunction) = {
    .name = "jaccard_index",
    .spelled = {{Lang::kKql, "jaccard_index"}},
    .signature = "(a: dynamic, b: dynamic) -> real",
    .doc = "The number of elements in both arrays divided by the number of elements in either.",
    .example = "print jaccard_index(dynamic([1, 2, 3]), dynamic([2, 3, 4]))",
    .kernel = Run,
};

}  // namespace quarry
