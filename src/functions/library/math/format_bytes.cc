// A number of bytes with its unit: `Bytes`, `KB`, `MB` ... `EB` of 1024 each, with so many digits behind the point.
#include <cmath>
#include <iterator>

#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/number.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  constexpr std::string_view kUnits[] = {"Bytes", "KB", "MB", "GB", "TB", "PB", "EB"};
  double size = call.types[0] == Type::kReal ? args[0].real : static_cast<double>(args[0].integer);
  const int64_t digits = call.types.size() > 1 ? args[1].integer : 0;
  if (digits < 0 || digits > 15 || !std::isfinite(size)) return;
  size_t unit = 0;
  if (call.types.size() > 2 && !args[2].text.empty()) {
    while (unit < std::size(kUnits) && kUnits[unit] != args[2].text) ++unit;
    if (unit == std::size(kUnits)) return;
    for (size_t i = 0; i < unit; ++i) size /= 1024;
  } else {
    while (unit + 1 < std::size(kUnits) && std::fabs(size) >= 1024) {
      size /= 1024;
      ++unit;
    }
  }
  const double scale = std::pow(10.0, static_cast<double>(digits));
  const std::string number = FormatReal(std::round(size * scale) / scale);
  result = TextIn(call.arena, number + " " + std::string(kUnits[unit]));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kFormatBytesFunction) = {
    .name = "format_bytes",
    .spelled = {{Lang::kKql, "format_bytes"}},
    .signature = "(size: int|long|real, digits?: int|long, unit?: string) -> string",
    .doc =
        "A number of bytes with its unit: `Bytes`, `KB`, `MB` ... `EB` of 1024 each, with so many digits "
        "behind the point.",
    .example = "T | extend Size = format_bytes(FileSize, 1)",
    .kernel = Run,
};

}  // namespace quarry
