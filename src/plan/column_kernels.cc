// Entry: FindColumnKernel.
#include "plan/column_kernels.h"

namespace quarry {

namespace {

template <typename TestFn>
void Test(const ColumnArgument& arg, const std::vector<uint32_t>& rows, ColumnVector& out, const TestFn& test) {
  const uint8_t* from = arg.column->valid().data();
  uint8_t* valid = out.valid().data();
  int64_t* to = out.integers().data();
  for (const uint32_t row : rows) {
    valid[row] = 1;
    to[row] = test(row, from[row] != 0);
  }
}

void IsNull(const ColumnArgument* args, const std::vector<uint32_t>& rows, ColumnVector& out) {
  Test(args[0], rows, out, [](uint32_t, bool valid) { return !valid; });
}
void IsNotNull(const ColumnArgument* args, const std::vector<uint32_t>& rows, ColumnVector& out) {
  Test(args[0], rows, out, [](uint32_t, bool valid) { return valid; });
}
void IsEmptyText(const ColumnArgument* args, const std::vector<uint32_t>& rows, ColumnVector& out) {
  const std::string_view* texts = args[0].column->texts().data();
  Test(args[0], rows, out, [texts](uint32_t row, bool valid) { return !valid || texts[row].empty(); });
}
void IsNotEmptyText(const ColumnArgument* args, const std::vector<uint32_t>& rows, ColumnVector& out) {
  const std::string_view* texts = args[0].column->texts().data();
  Test(args[0], rows, out, [texts](uint32_t row, bool valid) { return valid && !texts[row].empty(); });
}

// Rows of one bin mostly follow each other: only the first of them is divided.
void Bin(const ColumnArgument* args, const std::vector<uint32_t>& rows, ColumnVector& out) {
  const uint8_t* from_valid = args[0].column->valid().data();
  const int64_t* from = args[0].column->integers().data();
  uint8_t* valid = out.valid().data();
  int64_t* to = out.integers().data();
  const int64_t size = args[1].constant.null ? 0 : args[1].constant.integer;
  int64_t low = 0;
  uint64_t width = 0;  // of the known bin that starts at `low`; 0: none
  for (const uint32_t row : rows) {
    valid[row] = 0;
    if (!from_valid[row] || size <= 0) continue;
    const int64_t value = from[row];
    if (static_cast<uint64_t>(value) - static_cast<uint64_t>(low) >= width) {
      const int64_t rest = value % size;
      if (__builtin_sub_overflow(value - rest, rest < 0 ? size : 0, &low)) {
        width = 0;
        continue;
      }
      width = static_cast<uint64_t>(size);
    }
    valid[row] = 1;
    to[row] = low;
  }
}

bool IsWhole(Type type) {
  return IsInteger(type) || type == Type::kDateTime || type == Type::kTimeSpan;
}

}  // namespace

ColumnKernel FindColumnKernel(const FunctionDef& function, const std::vector<Type>& types,
                              const std::vector<bool>& is_constant) {
  if (types.empty() || is_constant[0]) return nullptr;
  if (types.size() == 1) {
    if (function.name == "is_null") return IsNull;
    if (function.name == "is_not_null") return IsNotNull;
    const bool negated = function.name == "is_not_empty";
    if (!negated && function.name != "is_empty") return nullptr;
    if (types[0] == Type::kString) return negated ? IsNotEmptyText : IsEmptyText;
    if (types[0] == Type::kDynamic) return nullptr;  // "" of JSON is empty, too
    return negated ? IsNotNull : IsNull;
  }
  const bool bins = function.name == "bin" && types.size() == 2 && is_constant[1];
  return bins && IsWhole(types[0]) && IsWhole(types[1]) ? Bin : nullptr;
}

}  // namespace quarry
