// Terminal facts and text widths.
#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

#include <cstdlib>

namespace quarry {
namespace {

struct CodePoint {
  utf8proc_int32_t value;
  size_t bytes;
};

// The code point at `text[at]`; value -1 for a broken byte.
CodePoint Decode(std::string_view text, size_t at) {
  utf8proc_int32_t value = -1;
  utf8proc_ssize_t used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                           static_cast<utf8proc_ssize_t>(text.size() - at), &value);
  if (used <= 0) return {-1, 1};
  return {value, static_cast<size_t>(used)};
}

int WidthOf(const CodePoint& point) {
  return point.value < 0 ? 1 : utf8proc_charwidth(point.value);
}

bool IsControl(utf8proc_int32_t c) {
  // C0, DEL, C1, and the marks that turn or hide text (bidirectional overrides, zero width).
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

}  // namespace

bool IsTerminal(std::FILE* stream) {
  return isatty(fileno(stream)) == 1;
}

int TerminalWidth(std::FILE* stream) {
  if (!IsTerminal(stream)) return 0;
  winsize size{};
  if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

bool UseColor(std::FILE* stream, std::string_view choice) {
  if (choice == "always") return true;
  if (choice == "never") return false;
  const char* no_color = std::getenv("NO_COLOR");
  return (no_color == nullptr || *no_color == '\0') && IsTerminal(stream);
}

int DisplayWidth(std::string_view text) {
  int width = 0;
  for (size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++width;
      ++at;
      continue;
    }
    CodePoint point = Decode(text, at);
    width += WidthOf(point);
    at += point.bytes;
  }
  return width;
}

std::string PrintableText(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  char buffer[16];
  for (size_t at = 0; at < text.size();) {
    CodePoint point = Decode(text, at);
    if (point.value < 0) {
      out += "\xef\xbf\xbd";
    } else if (IsControl(point.value)) {
      if (point.value == '\n')
        out += "\\n";
      else if (point.value == '\r')
        out += "\\r";
      else if (point.value == '\t')
        out += "\\t";
      else {
        std::snprintf(buffer, sizeof buffer, point.value < 0x100 ? "\\x%02x" : "\\u%04x",
                      static_cast<unsigned>(point.value));
        out += buffer;
      }
    } else {
      out += text.substr(at, point.bytes);
    }
    at += point.bytes;
  }
  return out;
}

std::string ShortenedTo(std::string_view text, int width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  int used = 0;
  size_t at = 0;
  while (at < text.size()) {
    CodePoint point = Decode(text, at);
    int next = WidthOf(point);
    if (used + next > width - 1) break;
    used += next;
    at += point.bytes;
  }
  return std::string(text.substr(0, at)) + "\xe2\x80\xa6";
}

}  // namespace quarry
