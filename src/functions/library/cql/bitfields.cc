// bitfield:*: bits of whole numbers in texts.
#include <optional>
#include <string>

#include "base/ascii.h"
#include "functions/function_def.h"
#include "types/json.h"

namespace quarry {
namespace {

// The lowest 64 bits of a decimal number, however long; of a negative one those of its two's complement.
std::optional<uint64_t> LowestBits(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  uint64_t bits = 0;
  for (char c : text) {
    if (!IsAsciiDigit(c)) return std::nullopt;
    bits = bits * 10 + static_cast<uint64_t>(c - '0');
  }
  return negative ? ~bits + 1 : bits;
}

bool IsSet(uint64_t bits, int64_t index) {
  return index >= 0 && index < 64 && (bits >> index & 1) != 0;
}

void Bit(const KernelCall&, const Cell* args, Cell& result) {
  if (std::optional<uint64_t> bits = LowestBits(args[0].text)) result = Cell::Bool(IsSet(*bits, args[1].integer));
}

// Calls add(name) for each index and name of `args`, from 2 on, whose bit is set.
template <typename Add>
bool VisitFlags(const KernelCall& call, const Cell* args, const Add& add) {
  std::optional<uint64_t> bits = LowestBits(args[0].text);
  if (!bits) return false;
  for (size_t i = 2; i + 1 < call.types.size(); i += 2) {
    if (IsSet(*bits, args[i].integer)) add(args[i + 1].text);
  }
  return true;
}

void Flags(const KernelCall& call, const Cell* args, Cell& result) {
  std::string out;
  bool any = false;
  if (!VisitFlags(call, args, [&](std::string_view name) {
        if (any) out += args[1].text;
        any = true;
        out += name;
      }))
    return;
  result = Cell::Text(call.arena.Copy(out));
}

void FlagFields(const KernelCall& call, const Cell* args, Cell& result) {
  std::string out;
  int64_t count = 0;
  if (!VisitFlags(call, args, [&](std::string_view name) {
        AppendJsonMember(std::string(args[1].text) + "[" + std::to_string(count++) + "]", name, out);
      }))
    return;
  result = Cell::Text(call.arena.Copy("{" + out + "}"));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlBitFunction) = {
    .name = "cql_bit",
    .signature = "(number: string, index: long) -> bool",
    .doc = "Whether a bit of the lowest 64 of a whole number is set; absent when it is none.",
    .example = "bitfield:extractFlags(field=flags, output=[[3, Error]])",
    .kernel = Bit,
};
QUARRY_DEFINE(FunctionDef, kCqlFlagsFunction) = {
    .name = "cql_flags",
    .signature = "(number: string, separator: string, index_and_name...: any) -> string",
    .doc = "The names of the bits that are set, joined; absent when the text is no whole number.",
    .example = "bitfield:extractFlagsAsString(field=flags, flagNames=[[0, READ], [1, WRITE]])",
    .nullable_string = true,
    .kernel = Flags,
};
QUARRY_DEFINE(FunctionDef, kCqlFlagFieldsFunction) = {
    .name = "cql_flag_fields",
    .signature = "(number: string, array: string, index_and_name...: any) -> dynamic",
    .doc = "The names of the bits that are set as fields `array[0]`, `array[1]`, ...; absent when it is no number.",
    .example = "bitfield:extractFlagsAsArray(field=flags, flagNames=[[0, READ], [1, WRITE]])",
    .kernel = FlagFields,
};

}  // namespace quarry
