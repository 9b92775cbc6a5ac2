#include "functions/text/charset.h"

#include "functions/text/unicode.h"

namespace quarry {
namespace {

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

}  // namespace

bool IsCharset(std::string_view charset) {
  return charset == "utf-8" || charset == "utf-16le" || charset == "utf-16be" || charset == "iso-8859-1";
}

std::optional<std::string> DecodeCharset(std::string_view bytes, std::string_view charset) {
  if (charset == "utf-8") return IsValidUtf8(bytes) ? std::optional(std::string(bytes)) : std::nullopt;
  std::string text;
  if (charset == "iso-8859-1") {
    for (unsigned char c : bytes) AppendUtf8(c, text);
    return text;
  }
  if (!AppendUtf16(bytes, charset == "utf-16le", text)) return std::nullopt;
  return text;
}

}  // namespace quarry
