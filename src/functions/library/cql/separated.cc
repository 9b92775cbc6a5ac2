// parseCsv(), parseFixedWidth(): columns of a line.
#include <string>

#include "base/ascii.h"
#include "functions/function_def.h"
#include "functions/text/unicode.h"

namespace quarry {
namespace {

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && IsAsciiSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsAsciiSpace(text.back())) text.remove_suffix(1);
  return text;
}

// Column `index` of the first record; values may stand in double quotes, in which two are one.
void CsvColumn(const KernelCall& call, const Cell* args, Cell& result) {
  const std::string_view text = args[0].text, delimiter = args[1].text;
  const bool trim = args[2].boolean;
  if (delimiter.empty()) return;
  auto is_end = [&](size_t at) {
    return at >= text.size() || text[at] == '\n' || text[at] == '\r' || text.substr(at).starts_with(delimiter);
  };
  size_t at = 0;
  for (int64_t column = 0;; ++column) {
    std::string value;
    if (trim) {
      while (!is_end(at) && IsAsciiSpace(text[at])) ++at;
    }
    const bool quoted = !is_end(at) && text[at] == '"';
    if (quoted) {
      for (++at; at < text.size(); ++at) {
        if (text[at] == '"' && (at + 1 >= text.size() || text[at + 1] != '"')) break;
        if (text[at] == '"') ++at;
        value += text[at];
      }
      if (at < text.size()) ++at;
    }
    const size_t from = at;
    while (!is_end(at)) ++at;
    const std::string_view rest = text.substr(from, at - from);
    value += trim ? Trimmed(rest) : rest;
    if (column == args[3].integer) {
      result = Cell::Text(call.arena.Copy(value));
      return;
    }
    if (!text.substr(at < text.size() ? at : text.size()).starts_with(delimiter)) return;
    at += delimiter.size();
  }
}

void Slice(const KernelCall& call, const Cell* args, Cell& result) {
  std::string_view text = args[0].text;
  if (args[1].integer < 0 || args[2].integer < 0) return;
  const size_t begin = OffsetOfCodePoint(text, static_cast<size_t>(args[1].integer));
  if (begin >= text.size()) return;
  text.remove_prefix(begin);
  text = text.substr(0, OffsetOfCodePoint(text, static_cast<size_t>(args[2].integer)));
  result = Cell::Text(call.arena.Copy(args[3].boolean ? Trimmed(text) : text));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlCsvColumnFunction) = {
    .name = "cql_csv_column",
    .signature = "(text: string, delimiter: string, trim: bool, index: long) -> string",
    .doc =
        "A column, from 0, of the first record of separated values, which may stand in double quotes; absent when "
        "there are fewer.",
    .example = "parseCsv(line, columns=[user, host])",
    .nullable_string = true,
    .kernel = CsvColumn,
};
QUARRY_DEFINE(FunctionDef, kCqlSliceFunction) = {
    .name = "cql_slice",
    .signature = "(text: string, begin: long, width: long, trim: bool) -> string",
    .doc = "So many characters of a text from a place on, as far as it goes; absent when it ends before.",
    .example = "parseFixedWidth(line, columns=[user, host], widths=[8, 12])",
    .nullable_string = true,
    .kernel = Slice,
};

}  // namespace quarry
