// base64Decode(): the text that base64 stands for, in one of four encodings.
#include <string>

#include "functions/function_def.h"
#include "functions/text/base64.h"
#include "functions/text/unicode.h"

namespace quarry {
namespace {

bool IsBase64Digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

// false: unpaired surrogates, or half a unit at the end.
bool AppendUtf16(std::string_view bytes, bool little, std::string& out) {
  if (bytes.size() % 2 != 0) return false;
  auto unit = [&](size_t i) {
    const uint32_t first = static_cast<unsigned char>(bytes[i]), second = static_cast<unsigned char>(bytes[i + 1]);
    return little ? second << 8 | first : first << 8 | second;
  };
  for (size_t i = 0; i < bytes.size(); i += 2) {
    uint32_t code = unit(i);
    if (code >= 0xD800 && code < 0xE000) {
      if (code >= 0xDC00 || i + 2 >= bytes.size()) return false;
      const uint32_t low = unit(i += 2);
      if (low < 0xDC00 || low >= 0xE000) return false;
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    AppendUtf8(code, out);
  }
  return true;
}

void Decode(const KernelCall& call, const Cell* args, Cell& result) {
  std::string digits;
  for (char c : args[0].text) {
    if (c == '=') break;
    if (IsBase64Digit(c)) digits += c;
  }
  if (digits.size() % 4 == 1) return;
  digits.append((4 - digits.size() % 4) % 4, '=');
  std::optional<std::string> bytes = DecodeBase64(digits);
  if (!bytes) return;
  std::string text;
  const std::string_view charset = args[1].text;
  if (charset == "utf-8") {
    if (!IsValidUtf8(*bytes)) return;
    text = std::move(*bytes);
  } else if (charset == "iso-8859-1") {
    for (unsigned char c : *bytes) AppendUtf8(c, text);
  } else if (!AppendUtf16(*bytes, charset == "utf-16le", text)) {
    return;
  }
  result = Cell::Text(call.arena.Copy(text));
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

}  // namespace quarry
