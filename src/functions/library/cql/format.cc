// cql_format: Java's format strings over field texts.
#include <charconv>
#include <cmath>
#include <vector>

#include "functions/function_def.h"
#include "functions/library/cql/number_text.h"
#include "functions/library/cql/time_text.h"
#include "functions/text/unicode.h"

namespace quarry {
namespace {

struct Directive {
  std::string literal;  // text before it
  int argument = -1;    // index into the fields; -1: none
  std::string flags;
  size_t width = 0;
  int precision = -1;
  char type = 0;         // 0: only the literal
  char time_letter = 0;  // for t and T
};

bool Is(const Directive& d, char flag) {
  return d.flags.find(flag) != std::string::npos;
}

class Format : public CallState {
 public:
  std::vector<Directive> directives;
};

Result<std::unique_ptr<const Format>> Parse(std::string_view text, size_t arguments) {
  auto format = std::make_unique<Format>();
  Directive next;
  int ordinary = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      next.literal += text[i];
      continue;
    }
    size_t at = i + 1;
    int index = 0;
    size_t digits = at;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
    if (digits > at && digits < text.size() && text[digits] == '$') {
      std::from_chars(text.data() + at, text.data() + digits, index);
      at = digits + 1;
    }
    while (at < text.size() && std::string_view("-#+ 0,(").find(text[at]) != std::string_view::npos)
      next.flags += text[at++];
    size_t width = 0;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9' && width < 100'000)
      width = width * 10 + static_cast<size_t>(text[at++] - '0');
    next.width = width;
    if (at < text.size() && text[at] == '.') {
      int precision = 0;
      ++at;
      while (at < text.size() && text[at] >= '0' && text[at] <= '9' && precision < 1000)
        precision = precision * 10 + (text[at++] - '0');
      next.precision = precision;
    }
    if (at >= text.size()) return Error{"the format ends inside a directive"};
    next.type = text[at];
    if (next.type == '%' || next.type == 'n') {
      next.literal += next.type == '%' ? '%' : '\n';
      next.flags.clear();
      next.width = 0;
      next.precision = -1;
      next.type = 0;
      i = at;
      continue;
    }
    if (std::string_view("sSdioxXfFeEgGbcCtT").find(next.type) == std::string_view::npos) {
      return Error{"unknown directive `%" + std::string(1, next.type) + "` in the format"};
    }
    if (next.type == 't' || next.type == 'T') {
      if (++at >= text.size() || !IsTimeLetter(text[at])) return Error{"unknown time directive in the format"};
      next.time_letter = text[at];
    }
    next.argument = index > 0 ? index - 1 : ordinary++;
    if (static_cast<size_t>(next.argument) >= arguments) {
      return Error{"the format names " + std::to_string(next.argument + 1) + " values, `field` gives " +
                   std::to_string(arguments)};
    }
    format->directives.push_back(std::move(next));
    next = Directive();
    i = at;
  }
  format->directives.push_back(std::move(next));
  return std::unique_ptr<const Format>(std::move(format));
}

void Group(std::string& digits) {
  size_t end = digits.find_first_not_of("0123456789");
  if (end == std::string::npos) end = digits.size();
  for (size_t i = end; i > 3; i -= 3) digits.insert(i - 3, ",");
}

std::string Signed(bool negative, std::string digits, const Directive& d) {
  if (Is(d, ',')) Group(digits);
  std::string sign = negative ? (Is(d, '(') ? "(" : "-") : Is(d, '+') ? "+" : Is(d, ' ') ? " " : "";
  std::string end = negative && Is(d, '(') ? ")" : "";
  if (Is(d, '0') && sign.size() + digits.size() + end.size() < d.width) {
    digits.insert(0, d.width - sign.size() - digits.size() - end.size(), '0');
  }
  return sign + digits + end;
}

// nullopt: the value does not fit the directive, and the whole result is absent.
std::optional<std::string> Show(const Directive& d, const Cell& cell) {
  switch (d.type) {
    case 's':
    case 'S': {
      std::string text(cell.null ? std::string_view() : cell.text);
      if (d.precision >= 0) text = text.substr(0, OffsetOfCodePoint(text, static_cast<size_t>(d.precision)));
      return d.type == 'S' ? Uppered(text) : text;
    }
    case 'b':
      return std::string(!cell.null && cell.text != "false" ? "true" : "false");
    case 'c':
    case 'C': {
      if (cell.null) return std::nullopt;
      if (std::optional<double> code = ParseCqlNumber(cell.text);
          code && cell.text.size() > 1 && *code >= 0 && *code < 0x110000) {
        std::string out;
        AppendUtf8(static_cast<uint32_t>(*code), out);
        return out;
      }
      return std::string(cell.text.substr(0, OffsetOfCodePoint(cell.text, 1)));
    }
    default:
      break;
  }
  if (cell.null) return std::nullopt;
  std::optional<double> number = ParseCqlNumber(cell.text);
  if (!number) return std::nullopt;
  if (d.type == 't' || d.type == 'T') {
    std::string text = FormatTimeLetter(d.time_letter, static_cast<int64_t>(*number), TimeZone{});
    return d.type == 'T' ? Uppered(text) : text;
  }
  if (d.type == 'd' || d.type == 'i' || d.type == 'o' || d.type == 'x' || d.type == 'X') {
    if (std::fabs(*number) >= 9.2e18) return std::nullopt;
    int64_t whole = 0;
    // Whole numbers of any length are read as they are, others without their fraction.
    auto [end, error] = std::from_chars(cell.text.data(), cell.text.data() + cell.text.size(), whole);
    if (error != std::errc() || end != cell.text.data() + cell.text.size())
      whole = static_cast<int64_t>(std::trunc(*number));
    char buffer[32];
    if (d.type == 'd' || d.type == 'i') {
      uint64_t magnitude = whole < 0 ? ~static_cast<uint64_t>(whole) + 1 : static_cast<uint64_t>(whole);
      auto stop = std::to_chars(buffer, buffer + sizeof buffer, magnitude).ptr;
      return Signed(whole < 0, std::string(buffer, stop), d);
    }
    auto stop = std::to_chars(buffer, buffer + sizeof buffer, static_cast<uint64_t>(whole), d.type == 'o' ? 8 : 16).ptr;
    std::string digits(buffer, stop);
    if (Is(d, '#')) digits.insert(0, d.type == 'o' ? "0" : "0x");
    if (Is(d, '0') && digits.size() < d.width) digits.insert(0, d.width - digits.size(), '0');
    return d.type == 'X' ? Uppered(digits) : digits;
  }
  if (std::isnan(*number) || std::isinf(*number)) return FormatCqlNumber(*number);
  const int precision = d.precision < 0 ? 6 : d.precision;
  const double magnitude = std::fabs(*number);
  std::vector<char> buffer(static_cast<size_t>(precision) + 400);
  std::chars_format style = d.type == 'f' || d.type == 'F' ? std::chars_format::fixed : std::chars_format::scientific;
  int shown = precision;
  if (d.type == 'g' || d.type == 'G') {
    // Java: scientific only below 1e-4 or from 10^precision on; always `precision` digits.
    const int digits = precision == 0 ? 1 : precision;
    if (magnitude == 0 || (magnitude >= 1e-4 && magnitude < std::pow(10, digits))) {
      style = std::chars_format::fixed;
      shown = digits - 1 - (magnitude == 0 ? 0 : static_cast<int>(std::floor(std::log10(magnitude))));
    } else {
      shown = digits - 1;
    }
  }
  auto stop = std::to_chars(buffer.data(), buffer.data() + buffer.size(), magnitude, style, shown < 0 ? 0 : shown).ptr;
  std::string text = Signed(std::signbit(*number), std::string(buffer.data(), stop), d);
  return d.type == 'E' || d.type == 'G' ? Uppered(text) : text;
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto* format = static_cast<const Format*>(call.state);
  std::string out;
  for (const Directive& d : format->directives) {
    out += d.literal;
    if (d.type == 0) continue;
    std::optional<std::string> text = Show(d, args[1 + d.argument]);
    if (!text) return;
    size_t length = CountCodePoints(*text);
    size_t blanks = length < d.width ? d.width - length : 0;
    if (!Is(d, '-')) out.append(blanks, ' ');
    out += *text;
    if (Is(d, '-')) out.append(blanks, ' ');
  }
  result = Cell::Text(call.arena.Copy(out));
}

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  if (!call.constants[0]) return Error{"a format is a constant"};
  auto format = Parse(call.constants[0]->text(), call.types.size() - 1);
  if (!format) return format.error();
  return std::unique_ptr<const CallState>(std::move(format.value()));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlFormatFunction) = {
    .name = "cql_format",
    .signature = "(format: string, value...: string) -> string",
    .doc =
        "Java's `String.format` over field texts: `%[n$][flags][width][.precision]type` with types s d i o x X f e g b "
        "c t. "
        "An absent value is empty for `%s`; what is no number gives no result for the numeric types.",
    .example = "format(\"%s: %,d bytes\", field=[user, bytes])",
    .null_rule = NullRule::kHandled,
    .nullable_string = true,
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry
