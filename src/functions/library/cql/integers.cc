// parseInt(), subnet(): whole numbers and addresses in texts.
#include <algorithm>
#include <charconv>
#include <string>

#include "base/ascii.h"
#include "functions/function_def.h"
#include "functions/network/ip_address.h"

namespace quarry {
namespace {

void ParseInt(const KernelCall& call, const Cell* args, Cell& result) {
  std::string digits(args[0].text);
  const int64_t radix = args[1].integer;
  if (radix == 16) {
    if (digits.starts_with("0x") || digits.starts_with("0X"))
      digits.erase(0, 2);
    else if (digits.starts_with("16#"))
      digits.erase(0, 3);
  }
  if (args[2].text == "little") {
    if (digits.size() % 2 != 0) return;
    std::reverse(digits.begin(), digits.end());
    for (size_t i = 0; i < digits.size(); i += 2) std::swap(digits[i], digits[i + 1]);
  }
  uint64_t number = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, static_cast<int>(radix));
  if (error != std::errc() || end != digits.data() + digits.size()) return;
  result = Cell::Text(call.arena.Copy(std::to_string(number)));
}

void Subnet(const KernelCall& call, const Cell* args, Cell& result) {
  std::optional<uint32_t> address = ParseIpv4(args[0].text);
  if (!address) return;
  const Ipv4Prefix prefix{*address, static_cast<int>(args[1].integer)};
  result = Cell::Text(call.arena.Copy(FormatIpv4(*address & prefix.mask()) + "/" + std::to_string(prefix.bits)));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlParseIntFunction) = {
    .name = "cql_parse_int",
    .signature = "(text: string, radix: long, endian: string) -> string",
    .doc =
        "The decimal digits of an unsigned integer of 64 bits in another base; `little` reads the pairs of hexadecimal "
        "digits from the end. Absent when it is none.",
    .example = "parseInt(code, radix=16)",
    .nullable_string = true,
    .kernel = ParseInt,
};
QUARRY_DEFINE(FunctionDef, kCqlSubnetFunction) = {
    .name = "cql_subnet",
    .signature = "(address: string, bits: long) -> string",
    .doc = "The subnet of an IPv4 address, as `10.0.0.0/8`; absent for anything else.",
    .example = "subnet(aip, bits=24)",
    .nullable_string = true,
    .kernel = Subnet,
};

}  // namespace quarry
