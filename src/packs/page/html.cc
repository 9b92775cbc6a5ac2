#include "packs/page/html.h"

#include "base/ascii.h"

namespace quarry {
namespace {

// Length of the UTF-8 sequence at `at`, or 0 when it is broken.
size_t SequenceLength(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  const size_t length = first < 0x80                    ? 1
                        : first >= 0xc2 && first < 0xe0 ? 2
                        : first >= 0xe0 && first < 0xf0 ? 3
                        : first >= 0xf0 && first < 0xf5 ? 4
                                                        : 0;
  if (length == 0 || at + length > text.size()) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return 0;
  }
  return length;
}

}  // namespace

std::string Escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (size_t at = 0; at < text.size();) {
    const size_t length = SequenceLength(text, at);
    const char c = text[at];
    const bool control = length == 1 && (static_cast<unsigned char>(c) < ' ' || c == 0x7f) && c != '\n' && c != '\t';
    if (length == 0 || control)
      out += c == '\r' ? "" : "\xEF\xBF\xBD";
    else if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\'')
      out += "&#39;";
    else
      out += text.substr(at, length);
    at += length == 0 ? 1 : length;
  }
  return out;
}

std::string DataUrl(std::string_view media_type, std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string url = "data:" + std::string(media_type) + ";charset=utf-8,";
  for (const char c : text) {
    if (IsAsciiAlnum(c) || std::string_view("-_.~").find(c) != std::string_view::npos) {
      url += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    url += '%';
    url += kDigits[byte >> 4];
    url += kDigits[byte & 15];
  }
  return url;
}

std::string Slug(std::string_view text) {
  std::string slug;
  for (const char c : text) {
    if (IsAsciiAlnum(c))
      slug += AsciiLower(c);
    else if (!slug.empty() && slug.back() != '-')
      slug += '-';
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

std::string InlineCode(std::string_view text) {
  std::string out;
  while (true) {
    const size_t open = text.find('`');
    const size_t close = open == std::string_view::npos ? open : text.find('`', open + 1);
    if (close == std::string_view::npos) return out + Escaped(text);
    out += Escaped(text.substr(0, open)) + "<code>" + Escaped(text.substr(open + 1, close - open - 1)) + "</code>";
    text.remove_prefix(close + 1);
  }
}

}  // namespace quarry
