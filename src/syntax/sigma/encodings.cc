#include "syntax/sigma/encodings.h"

#include "base/ascii.h"
#include "base/utf8.h"

namespace quarry::sigma {
namespace {

bool IsWord(char c) {
  return IsAsciiAlnum(c) || c == '_' || (c & 0x80);
}

}  // namespace

std::optional<std::vector<Pattern>> ExpandWindash(const Pattern& pattern) {
  constexpr std::string_view kDashes[] = {"-", "/", "\u2013", "\u2014", "\u2015"};
  constexpr size_t kMost = 3125;  // 5^5
  std::vector<Pattern> expanded(1);
  for (const Pattern::Part& part : pattern.parts) {
    if (part.kind != Pattern::Part::Kind::kText) {
      for (Pattern& p : expanded) p.AppendPart(part.kind);
      continue;
    }
    const std::string& text = part.text;
    for (size_t i = 0; i < text.size(); ++i) {
      const bool dash = (text[i] == '-' || text[i] == '/') && (i == 0 || !IsWord(text[i - 1])) && i + 1 < text.size() &&
                        IsWord(text[i + 1]);
      if (!dash) {
        for (Pattern& p : expanded) p.AppendText(std::string_view(text).substr(i, 1));
        continue;
      }
      if (expanded.size() * std::size(kDashes) > kMost) return std::nullopt;
      std::vector<Pattern> more;
      for (const Pattern& p : expanded) {
        for (const std::string_view replacement : kDashes) {
          more.push_back(p);
          more.back().AppendText(replacement);
        }
      }
      expanded = std::move(more);
    }
  }
  return expanded;
}

std::string Base64(std::string_view bytes) {
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t group = 0;
    for (size_t k = 0; k < 3; ++k) {
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    }
    out += kAlphabet[group >> 18 & 63];
    out += kAlphabet[group >> 12 & 63];
    out += i + 1 < bytes.size() ? kAlphabet[group >> 6 & 63] : '=';
    out += i + 2 < bytes.size() ? kAlphabet[group & 63] : '=';
  }
  return out;
}

std::vector<std::string> Base64AtOffsets(std::string_view bytes) {
  // The first characters mix with what stands before, the last with what follows (or are padding).
  constexpr size_t kStart[] = {0, 2, 3};
  constexpr size_t kCutAtEnd[] = {0, 3, 2};
  std::vector<std::string> out;
  for (size_t offset = 0; offset < 3; ++offset) {
    const std::string encoded = Base64(std::string(offset, ' ') + std::string(bytes));
    const size_t end = encoded.size() - kCutAtEnd[(bytes.size() + offset) % 3];
    out.push_back(end > kStart[offset] ? encoded.substr(kStart[offset], end - kStart[offset]) : std::string());
  }
  return out;
}

std::optional<std::string> ToUtf16(std::string_view text, Utf16 form) {
  std::string out;
  const auto put = [&](uint32_t unit) {
    const char low = static_cast<char>(unit & 0xFF), high = static_cast<char>(unit >> 8);
    out += form == Utf16::kBig ? high : low;
    out += form == Utf16::kBig ? low : high;
  };
  if (form == Utf16::kWithMark) put(0xFEFF);
  for (size_t at = 0; at < text.size();) {
    const int32_t code = NextCodePoint(text, at);
    if (code < 0) return std::nullopt;
    if (code < 0x10000) {
      put(static_cast<uint32_t>(code));
    } else {
      put(0xD800 + ((static_cast<uint32_t>(code) - 0x10000) >> 10));
      put(0xDC00 + ((static_cast<uint32_t>(code) - 0x10000) & 0x3FF));
    }
  }
  return out;
}

}  // namespace quarry::sigma
