#include "functions/text/unicode.h"

#include <utf8proc.h>

#include "base/ascii.h"

namespace quarry {

uint32_t DecodeUtf8(std::string_view text, size_t* at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(*at);
  if (first < 0x80) {
    ++*at;
    return first;
  }
  int more = 0;
  uint32_t code = 0, least = 0;
  if (first >= 0xC2 && first < 0xE0) {
    more = 1;
    code = first & 0x1Fu;
    least = 0x80;
  } else if (first >= 0xE0 && first < 0xF0) {
    more = 2;
    code = first & 0x0Fu;
    least = 0x800;
  } else if (first >= 0xF0 && first < 0xF5) {
    more = 3;
    code = first & 0x07u;
    least = 0x10000;
  }
  bool valid = more > 0 && *at + static_cast<size_t>(more) < text.size();
  for (int i = 1; valid && i <= more; ++i) {
    const unsigned char next = byte(*at + static_cast<size_t>(i));
    valid = (next & 0xC0) == 0x80;
    code = code << 6 | (next & 0x3Fu);
  }
  if (!valid || code < least || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) {
    ++*at;
    return kInvalidBase + first;
  }
  *at += static_cast<size_t>(more) + 1;
  return code;
}

void AppendUtf8(uint32_t code_point, std::string& out) {
  if (code_point >= kInvalidBase) {
    out += static_cast<char>(code_point - kInvalidBase);
    return;
  }
  utf8proc_uint8_t bytes[4];
  const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), bytes);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
}

bool IsAsciiText(std::string_view text) {
  unsigned char all = 0;
  for (char c : text) all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

bool IsValidUtf8(std::string_view text) {
  for (size_t at = 0; at < text.size();)
    if (DecodeUtf8(text, &at) >= kInvalidBase) return false;
  return true;
}

size_t CountCodePoints(std::string_view text) {
  if (IsAsciiText(text)) return text.size();
  size_t count = 0;
  for (size_t at = 0; at < text.size(); ++count) DecodeUtf8(text, &at);
  return count;
}

size_t OffsetOfCodePoint(std::string_view text, size_t index) {
  size_t at = 0;
  for (; index > 0 && at < text.size(); --index) DecodeUtf8(text, &at);
  return at;
}

namespace {

enum class Mapping { kLower, kUpper };

std::string Mapped(std::string_view text, Mapping mapping) {
  // Most texts are ASCII as a whole: their letters are changed where they stand.
  std::string out(text);
  size_t at = 0;
  if (mapping == Mapping::kUpper) {
    for (; at < out.size() && static_cast<unsigned char>(out[at]) < 0x80; ++at) out[at] = AsciiUpper(out[at]);
  } else {
    for (; at < out.size() && static_cast<unsigned char>(out[at]) < 0x80; ++at) out[at] = AsciiLower(out[at]);
  }
  out.resize(at);
  while (at < text.size()) {
    const char c = text[at];
    if (static_cast<unsigned char>(c) < 0x80) {
      out += mapping == Mapping::kUpper ? AsciiUpper(c) : AsciiLower(c);
      ++at;
      continue;
    }
    uint32_t code = DecodeUtf8(text, &at);
    if (code < kInvalidBase) {
      const auto point = static_cast<utf8proc_int32_t>(code);
      const auto mapped =
          static_cast<uint32_t>(mapping == Mapping::kUpper ? utf8proc_toupper(point) : utf8proc_tolower(point));
      if (mapped >= 0x80) code = mapped;
    }
    AppendUtf8(code, out);
  }
  return out;
}

}  // namespace

std::string Lowered(std::string_view text) {
  return Mapped(text, Mapping::kLower);
}
std::string Uppered(std::string_view text) {
  return Mapped(text, Mapping::kUpper);
}
std::string Folded(std::string_view text) {
  return Mapped(text, Mapping::kLower);
}

bool EqualsFolded(std::string_view a, std::string_view b) {
  if (a.size() == b.size() && EqualsIgnoreAsciiCase(a, b)) return true;
  if (IsAsciiText(a) || IsAsciiText(b)) return false;
  return Folded(a) == Folded(b);
}

bool IsTermCodePoint(uint32_t code_point) {
  if (code_point < 0x80) return IsAsciiAlnum(static_cast<char>(code_point));
  if (code_point >= kInvalidBase) return false;
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(code_point));
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) || category == UTF8PROC_CATEGORY_ND;
}

bool IsTermAt(std::string_view text, size_t at) {
  if (at >= text.size()) return false;
  if (static_cast<unsigned char>(text[at]) < 0x80) return IsAsciiAlnum(text[at]);
  return IsTermCodePoint(DecodeUtf8(text, &at));
}

bool IsTermBefore(std::string_view text, size_t at) {
  if (at == 0) return false;
  if (static_cast<unsigned char>(text[at - 1]) < 0x80) return IsAsciiAlnum(text[at - 1]);
  size_t from = at - 1;
  while (from > 0 && at - from < 4 && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80) --from;
  return IsTermCodePoint(DecodeUtf8(text, &from));
}

}  // namespace quarry
