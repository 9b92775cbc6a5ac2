// Texts of CQL: an absent text gives an absent result.
#include <cmath>
#include <vector>

#include "analytics/evidence.h"
#include "functions/function_def.h"
#include "functions/library/cql/regex_dialect.h"
#include "functions/text/unicode.h"
#include "types/json.h"

namespace quarry {
namespace {

void Lower(const KernelCall& call, const Cell* args, Cell& result) {
  result = Cell::Text(call.arena.Copy(Lowered(args[0].text)));
}
void Upper(const KernelCall& call, const Cell* args, Cell& result) {
  result = Cell::Text(call.arena.Copy(Uppered(args[0].text)));
}
void Length(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Integer(static_cast<int64_t>(CountCodePoints(args[0].text)));
}

void Concat(const KernelCall& call, const Cell* args, Cell& result) {
  std::string all;
  bool any = false;
  for (size_t i = 0; i < call.types.size(); ++i) {
    if (args[i].null) continue;
    any = true;
    all += args[i].text;
  }
  if (any) result = Cell::Text(call.arena.Copy(all));
}

void Substring(const KernelCall& call, const Cell* args, Cell& result) {
  size_t count = CountCodePoints(args[0].text);
  size_t begin = args[1].integer < 0 ? 0 : static_cast<size_t>(args[1].integer);
  size_t end = args[2].integer < 0 ? 0 : static_cast<size_t>(args[2].integer);
  end = end > count ? count : end;
  if (begin > end) return;
  size_t from = OffsetOfCodePoint(args[0].text, begin), to = OffsetOfCodePoint(args[0].text, end);
  result = Cell::Text(call.arena.Copy(args[0].text.substr(from, to - from)));
}

void Position(const KernelCall&, const Cell* args, Cell& result) {
  size_t from = OffsetOfCodePoint(args[0].text, args[2].integer < 0 ? 0 : static_cast<size_t>(args[2].integer));
  int64_t occurrence = args[3].integer;
  size_t at = std::string_view::npos;
  while (occurrence-- > 0) {
    at = args[0].text.find(args[1].text, from);
    if (at == std::string_view::npos) return;
    from = at + (args[1].text.empty() ? 1 : args[1].text.size());
  }
  if (at != std::string_view::npos)
    result = Cell::Integer(static_cast<int64_t>(CountCodePoints(args[0].text.substr(0, at))));
}

void Trim(const KernelCall&, const Cell* args, Cell& result) {
  std::string_view text = args[0].text;
  auto blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (args[1].text != "end" && !text.empty() && blank(text.front())) text.remove_prefix(1);
  while (args[1].text != "start" && !text.empty() && blank(text.back())) text.remove_suffix(1);
  result = Cell::Text(text);
}

// The pieces between matches.
std::vector<std::string_view> PiecesOf(const KernelCall& call, std::string_view text) {
  std::vector<std::string_view> pieces;
  size_t from = 0;
  ForEachMatch(static_cast<const CqlRegex*>(call.state)->regex(), text, [&](const RegexGroups& groups) {
    if (groups[0].empty()) return true;
    size_t at = static_cast<size_t>(groups[0].data() - text.data());
    pieces.push_back(text.substr(from, at - from));
    from = at + groups[0].size();
    return true;
  });
  pieces.push_back(text.substr(from));
  return pieces;
}

void Split(const KernelCall& call, const Cell* args, Cell& result) {
  std::vector<std::string_view> pieces = PiecesOf(call, args[0].text);
  int64_t index = args[3].integer;
  if (index < 0) index += static_cast<int64_t>(pieces.size());
  if (index < 0 || index >= static_cast<int64_t>(pieces.size())) return;
  result = Cell::Text(call.arena.Copy(pieces[static_cast<size_t>(index)]));
}

// As fields name[0], name[1], ... in a flat object.
void SplitFields(const KernelCall& call, const Cell* args, Cell& result) {
  std::string out = "{";
  size_t index = 0;
  for (std::string_view piece : PiecesOf(call, args[0].text)) {
    if (index > 0) out += ',';
    AppendJsonString(std::string(args[3].text) + "[" + std::to_string(index++) + "]", out);
    out += ':';
    AppendJsonString(piece, out);
  }
  result = Cell::Text(call.arena.Copy(out + "}"));
}

// Bits of each character, by the frequencies in the text, to six decimals.
void Entropy(const KernelCall&, const Cell* args, Cell& result) {
  if (args[0].text.empty()) return;
  result = Cell::Real(std::round(ShannonEntropy(args[0].text) * 1e6) / 1e6);
}

// ECMA-48: control sequences (ESC [ ... letter) and the other escapes of two characters.
void StripAnsi(const KernelCall& call, const Cell* args, Cell& result) {
  const std::string_view text = args[0].text;
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\x1b' || i + 1 >= text.size() || text[i + 1] < '@' || text[i + 1] > '_') {
      out += text[i];
      continue;
    }
    size_t end = i + 1;
    if (text[end] == '[') {
      ++end;
      while (end < text.size() && text[end] >= ' ' && text[end] <= '?') ++end;
      // A sequence that does not end is none.
      if (end >= text.size() || text[end] < '@' || text[end] > '~') {
        out += text[i];
        continue;
      }
    }
    i = end;
  }
  result = Cell::Text(call.arena.Copy(out));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlLowerFunction) = {
    .name = "cql_lower",
    .signature = "(text: string) -> string",
    .doc = "`text` in lower case.",
    .example = "lower(host)",
    .nullable_string = true,
    .kernel = Lower,
};
QUARRY_DEFINE(FunctionDef, kCqlUpperFunction) = {
    .name = "cql_upper",
    .signature = "(text: string) -> string",
    .doc = "`text` in upper case.",
    .example = "upper(host)",
    .nullable_string = true,
    .kernel = Upper,
};
QUARRY_DEFINE(FunctionDef, kCqlLengthFunction) = {
    .name = "cql_length",
    .signature = "(text: string) -> long",
    .doc = "The number of characters (code points).",
    .example = "length(CommandLine)",
    .kernel = Length,
};
QUARRY_DEFINE(FunctionDef, kCqlConcatFunction) = {
    .name = "cql_concat",
    .signature = "(text...: string) -> string",
    .doc = "The texts that are present, one behind the other; absent when none is.",
    .example = "concat([aid, cid])",
    .null_rule = NullRule::kHandled,
    .nullable_string = true,
    .kernel = Concat,
};
QUARRY_DEFINE(FunctionDef, kCqlSubstringFunction) = {
    .name = "cql_substring",
    .signature = "(text: string, begin: long, end: long) -> string",
    .doc = "Characters `begin` up to, but not including, `end`, from 0.",
    .example = "text:substring(hash, begin=0, end=8)",
    .nullable_string = true,
    .kernel = Substring,
};
QUARRY_DEFINE(FunctionDef, kCqlPositionFunction) = {
    .name = "cql_position",
    .signature = "(text: string, part: string, begin: long, occurrence: long) -> long",
    .doc = "Where `part` stands in `text` for the given time, from 0; absent when it does not.",
    .example = "text:positionOf(email, character=\"@\")",
    .kernel = Position,
};
QUARRY_DEFINE(FunctionDef, kCqlTrimFunction) = {
    .name = "cql_trim",
    .signature = "(text: string, mode: string) -> string",
    .doc = "`text` without white space at its `start`, `end` or `both`.",
    .example = "text:trim(name)",
    .nullable_string = true,
    .kernel = Trim,
};
QUARRY_DEFINE(FunctionDef, kCqlSplitFunction) = {
    .name = "cql_split",
    .signature = "(text: string, pattern: string, flags: string, index: long) -> string",
    .doc = "The piece `index` between matches of `pattern`, from 0, negative from the end.",
    .example = "splitString(path, by=\"/\", index=-1)",
    .nullable_string = true,
    .prepare = PrepareCqlRegex,
    .kernel = Split,
};
QUARRY_DEFINE(FunctionDef, kCqlSplitFieldsFunction) = {
    .name = "cql_split_fields",
    .signature = "(text: string, pattern: string, flags: string, array: string) -> dynamic",
    .doc = "The pieces between matches of `pattern` as fields `array[0]`, `array[1]`, ...",
    .example = "splitString(path, by=\"/\", as=part)",
    .prepare = PrepareCqlRegex,
    .kernel = SplitFields,
};
QUARRY_DEFINE(FunctionDef, kCqlEntropyFunction) = {
    .name = "cql_entropy",
    .signature = "(text: string) -> real",
    .doc = "Shannon entropy in bits a character.",
    .example = "shannonEntropy(DomainName)",
    .kernel = Entropy,
};
QUARRY_DEFINE(FunctionDef, kCqlStripAnsiFunction) = {
    .name = "cql_strip_ansi",
    .signature = "(text: string) -> string",
    .doc = "The text without the escape sequences of terminals: colours and movements of the cursor.",
    .example = "stripAnsiCodes(message)",
    .nullable_string = true,
    .kernel = StripAnsi,
};

}  // namespace quarry
