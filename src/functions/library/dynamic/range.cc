// An array of values from `from` to `to` by `step` (1, an hour for times), at most 1,048,576.
#include <cmath>

#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/cell_text.h"
#include "types/ticks.h"

namespace quarry {

namespace {

constexpr size_t kMostElements = 1'048'576;

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const bool has_step = call.types.size() > 2;
  const Type type = call.types[0];
  bool reals = false;
  for (Type t : call.types) reals = reals || t == Type::kReal;
  const auto real = [&](size_t i) {
    return call.types[i] == Type::kReal ? args[i].real : static_cast<double>(args[i].integer);
  };
  std::string out = "[";
  size_t count = 0;
  const auto add = [&](Type of, const Cell& cell) {
    if (count++ > 0) out += ',';
    AppendCellJson(of, cell, out);
  };
  if (reals) {
    const double step = has_step ? real(2) : 1;
    if (step == 0 || std::isnan(step)) return;
    for (double i = 0; count < kMostElements; ++i) {
      const double value = real(0) + i * step;
      if (!(step > 0 ? value <= real(1) : value >= real(1))) break;
      add(Type::kReal, Cell::Real(value));
    }
  } else {
    const bool times = type == Type::kDateTime || type == Type::kTimeSpan;
    const int64_t step = has_step ? args[2].integer : times ? kTicksPerHour : 1;
    if (step == 0) return;
    int64_t value = args[0].integer;
    while (count < kMostElements && (step > 0 ? value <= args[1].integer : value >= args[1].integer)) {
      add(type, Cell::Integer(value));
      if (__builtin_add_overflow(value, step, &value)) break;
    }
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kRangeFunction) = {
    .name = "range",
    .spelled = {{Lang::kKql, "range"}},
    .signature =
        "(from: int|long|real|datetime|timespan, to: int|long|real|datetime|timespan, step?: int|long|real|timespan) "
        "-> dynamic",
    .doc = "An array of values from `from` to `to` by `step` (1, an hour for times), at most 1,048,576.",
    .example = "print range(1, 10, 2)",
    .kernel = Run,
};

}  // namespace quarry
