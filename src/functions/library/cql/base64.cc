// base64Decode(), parseHexString(): texts out of bytes that are written as characters.
#include <string>

#include "base/ascii.h"
#include "functions/function_def.h"
#include "functions/text/base64.h"
#include "functions/text/charset.h"

namespace quarry {
namespace {

bool IsBase64Digit(char c) {
  return IsAsciiAlnum(c) || c == '+' || c == '/';
}

void Give(const KernelCall& call, std::string_view bytes, std::string_view charset, Cell& result) {
  if (!IsCharset(charset)) return;
  if (std::optional<std::string> text = DecodeCharset(bytes, charset)) result = Cell::Text(call.arena.Copy(*text));
}

void Decode(const KernelCall& call, const Cell* args, Cell& result) {
  std::string digits;
  for (char c : args[0].text) {
    if (c == '=') break;
    if (IsBase64Digit(c)) digits += c;
  }
  if (digits.size() % 4 == 1) return;
  digits.append((4 - digits.size() % 4) % 4, '=');
  if (std::optional<std::string> bytes = DecodeBase64(digits)) Give(call, *bytes, args[1].text, result);
}

void ParseHex(const KernelCall& call, const Cell* args, Cell& result) {
  std::string_view text = args[0].text;
  if (text.starts_with("0x") || text.starts_with("0X"))
    text.remove_prefix(2);
  else if (text.starts_with("16#"))
    text.remove_prefix(3);
  std::string bytes;
  int half = -1;
  for (char c : text) {
    const char lower = AsciiLower(c);
    if (!IsAsciiDigit(c) && (lower < 'a' || lower > 'f')) continue;
    const int digit = IsAsciiDigit(c) ? c - '0' : lower - 'a' + 10;
    if (half >= 0) bytes += static_cast<char>(half * 16 + digit);
    half = half >= 0 ? -1 : digit;
  }
  if (half < 0) Give(call, bytes, args[1].text, result);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlBase64DecodeFunction) = {
    .name = "cql_base64_decode",
    .signature = "(text: string, charset: string) -> string",
    .doc =
        "The text that base64 stands for, in `utf-8`, `utf-16le`, `utf-16be` or `iso-8859-1`. Characters that are no "
        "base64 are passed over; absent when the bytes are no text.",
    .example = "base64Decode(script, charset=\"UTF-16LE\")",
    .nullable_string = true,
    .kernel = Decode,
};
QUARRY_DEFINE(FunctionDef, kCqlParseHexFunction) = {
    .name = "cql_parse_hex",
    .signature = "(text: string, charset: string) -> string",
    .doc =
        "The text that hexadecimal digits stand for, behind `0x` or `16#` or without. Other characters are passed "
        "over; absent when a digit is left over or the bytes are no text.",
    .example = "parseHexString(payload)",
    .nullable_string = true,
    .kernel = ParseHex,
};

}  // namespace quarry
