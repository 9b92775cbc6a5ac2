// Regular expressions over a field: test, named group, replacement.
#include "functions/library/cql/regex_dialect.h"
#include "types/json.h"

namespace quarry {
namespace {

const CqlRegex& StateOf(const KernelCall& call) {
  return *static_cast<const CqlRegex*>(call.state);
}

void Match(const KernelCall& call, const Cell* args, Cell& result) {
  result = Cell::Bool(StateOf(call).regex().Matches(args[0].text));
}

void Group(const KernelCall& call, const Cell* args, Cell& result) {
  RegexGroups groups;
  const CqlRegex& regex = StateOf(call);
  if (!regex.regex().Find(args[0].text, 0, groups)) return;
  for (int number : regex.Groups(args[3].text)) {
    std::string_view text = groups[static_cast<size_t>(number)];
    if (text.data() == nullptr) continue;
    result = Cell::Text(call.arena.Copy(text));
    return;
  }
}

// The named groups of each match: a JSON array of objects.
void Matches(const KernelCall& call, const Cell* args, Cell& result) {
  const CqlRegex& regex = StateOf(call);
  std::string out = "[";
  ForEachMatch(regex.regex(), args[0].text, [&](const RegexGroups& groups) {
    if (out.size() > 1) out += ',';
    out += '{';
    bool first = true;
    for (const auto& [number, name] : regex.names()) {
      std::string_view text = groups[static_cast<size_t>(number)];
      if (text.data() == nullptr) continue;
      if (!first) out += ',';
      first = false;
      AppendJsonString(name, out);
      out += ':';
      AppendJsonString(text, out);
    }
    out += '}';
    return true;
  });
  result = Cell::Text(call.arena.Copy(out + "]"));
}

// $1 and ${name} in `replacement` stand for groups, \$ for a dollar sign.
void Replace(const KernelCall& call, const Cell* args, Cell& result) {
  const CqlRegex& regex = StateOf(call);
  std::string_view text = args[0].text, replacement = args[3].text;
  std::string out;
  size_t copied = 0;
  ForEachMatch(regex.regex(), text, [&](const RegexGroups& groups) {
    size_t begin = static_cast<size_t>(groups[0].data() - text.data());
    out.append(text, copied, begin - copied);
    for (size_t i = 0; i < replacement.size(); ++i) {
      char c = replacement[i];
      if (c == '\\' && i + 1 < replacement.size() && (replacement[i + 1] == '$' || replacement[i + 1] == '\\')) {
        out += replacement[++i];
      } else if (c == '$' && i + 1 < replacement.size() && replacement[i + 1] >= '0' && replacement[i + 1] <= '9') {
        size_t number = static_cast<size_t>(replacement[++i] - '0');
        if (number < groups.size()) out += groups[number];
      } else if (c == '$' && i + 1 < replacement.size() && replacement[i + 1] == '{') {
        size_t end = replacement.find('}', i);
        if (end == std::string_view::npos) {
          out += c;
          continue;
        }
        for (int number : regex.Groups(replacement.substr(i + 2, end - i - 2)))
          out += groups[static_cast<size_t>(number)];
        i = end;
      } else {
        out += c;
      }
    }
    copied = begin + groups[0].size();
    return true;
  });
  out.append(text, copied);
  result = Cell::Text(call.arena.Copy(out));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlRegexMatchFunction) = {
    .name = "cql_regex_match",
    .signature = "(text: string, pattern: string, flags?: string) -> bool",
    .doc =
        "True when `pattern` matches anywhere in `text`; false for an absent text.\n\nCQL's dialect: flags i (case), d "
        "(dot matches line ends), m (anchors per line).",
    .example = "ImageFileName=/\\\\(powershell|pwsh)\\.exe$/i",
    .null_rule = NullRule::kFalse,
    .prepare = PrepareCqlRegex,
    .kernel = Match,
    .literals = CqlRegexLiterals,
};

QUARRY_DEFINE(FunctionDef, kCqlRegexGroupFunction) = {
    .name = "cql_regex_group",
    .signature = "(text: string, pattern: string, flags: string, group: string) -> string",
    .doc = "What the named group `group` holds in the first match of `pattern`; null without a match.",
    .example = "CommandLine=/-enc (?<encoded>\\S+)/i",
    .nullable_string = true,
    .prepare = PrepareCqlRegex,
    .kernel = Group,
};

QUARRY_DEFINE(FunctionDef, kCqlRegexMatchesFunction) = {
    .name = "cql_regex_matches",
    .signature = "(text: string, pattern: string, flags: string) -> dynamic",
    .doc = "The named groups of every match, as an array of objects.",
    .example = "regex(\"ip=(?<ip>\\\\S+)\", repeat=true)",
    .prepare = PrepareCqlRegex,
    .kernel = Matches,
};

QUARRY_DEFINE(FunctionDef, kCqlReplaceFunction) = {
    .name = "cql_replace",
    .signature = "(text: string, pattern: string, flags: string, replacement: string) -> string",
    .doc = "`text` with each match of `pattern` replaced; `$1` in `replacement` stands for a group.",
    .example = "replace(\"^www\\\\.\", with=\"\", field=host)",
    .nullable_string = true,
    .prepare = PrepareCqlRegex,
    .kernel = Replace,
};

}  // namespace quarry
