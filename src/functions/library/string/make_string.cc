// The text of the code points, given as numbers or arrays of numbers.
#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "functions/text/unicode.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::string out;
  const auto add = [&](int64_t point) {
    if (point > 0 && point < 0x110000 && !(point >= 0xD800 && point < 0xE000))
      AppendUtf8(static_cast<uint32_t>(point), out);
  };
  for (size_t i = 0; i < call.types.size(); ++i) {
    if (call.types[i] != Type::kDynamic) {
      add(args[i].integer);
    } else if (const JsonNode* points = NodesOf(args[i], call.arena)) {
      for (const JsonNode& point : points->array()) add(point.integer);
    }
  }
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kMakeStringFunction) = {
    .name = "make_string",
    .spelled = {{Lang::kKql, "make_string"}, {Lang::kKql, "unicode_codepoints_to_string"}},
    .signature = "(points...: int|long|dynamic) -> string",
    .doc = "The text of the code points, given as numbers or arrays of numbers.",
    .example = "print make_string(75, 117)",
    .kernel = Run,
};

}  // namespace quarry
