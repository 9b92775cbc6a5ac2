// An event made from fields: a bag of those that are there.
#include <string>

#include "functions/function_def.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::string json = "{";
  for (size_t i = 0; i + 1 < call.types.size(); i += 2) {
    const Cell& value = args[i + 1];
    if (value.null || value.text.empty()) continue;
    if (json.size() > 1) json += ',';
    AppendJsonString(args[i].text, json);
    json += ':';
    AppendJsonString(value.text, json);
  }
  json += '}';
  result = Cell::Text(call.arena.Copy(json));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kPackFieldsFunction) = {
    .name = "pack_fields",
    .spelled = {},
    .signature = "(names_and_values...: string) -> dynamic",
    .doc =
        "A bag of the fields that are neither null nor empty; names and values take turns.\n\nEvents that mappings "
        "make out "
        "of rows.",
    .example = "pack_fields(\"aid\", aid, \"UserName\", UserName)",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
};

}  // namespace quarry
