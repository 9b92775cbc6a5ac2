// The arguments of a command line by the rules of Windows (`kind` is `"windows"`), as an array of texts.
#include "base/ascii.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  if (!call.constants[1] || !EqualsIgnoreAsciiCase(call.constants[1]->text(), "windows"))
    return Error{"the kind of command line must be \"windows\""};
  return std::unique_ptr<const CallState>();
}

// 2n backslashes before a quote are n backslashes and the quote counts; 2n+1 are n backslashes and a plain quote.
// Two quotes inside quotes are a plain one.
void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const std::string_view text = args[0].text;
  std::string out = "[";
  size_t at = 0;
  while (true) {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
    if (at >= text.size()) break;
    std::string argument;
    bool quoted = false;
    for (; at < text.size() && (quoted || (text[at] != ' ' && text[at] != '\t')); ++at) {
      if (text[at] == '\\') {
        size_t slashes = 0;
        while (at < text.size() && text[at] == '\\') {
          ++slashes;
          ++at;
        }
        const bool before_quote = at < text.size() && text[at] == '"';
        argument.append(before_quote ? slashes / 2 : slashes, '\\');
        if (before_quote && slashes % 2 == 1)
          argument += '"';
        else
          --at;  // what follows is looked at again
      } else if (text[at] == '"') {
        if (quoted && at + 1 < text.size() && text[at + 1] == '"') {
          argument += '"';
          ++at;
        } else {
          quoted = !quoted;
        }
      } else {
        argument += text[at];
      }
    }
    if (out.size() > 1) out += ',';
    AppendJsonString(argument, out);
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kParseCommandLineFunction) = {
    .name = "parse_command_line",
    .spelled = {{Lang::kKql, "parse_command_line"}},
    .signature = "(text: string, kind: string) -> dynamic",
    .doc = "The arguments of a command line by the rules of Windows (`kind` is `\"windows\"`), as an array of texts.",
    .example = "T | extend Arguments = parse_command_line(ProcessCommandLine, \"windows\")",
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry
