// True when the regular expression matches somewhere in `text`. `flags`: `i` ignores case, `s` lets `.` match line
// ends, `m` lets `^` and `$` match at lines.
#include "functions/function_def.h"
#include "functions/text/regex.h"
#include "functions/text/required_literals.h"

namespace quarry {

namespace {

RegexOptions OptionsOf(std::string_view flags) {
  RegexOptions options;
  options.dialect = RegexDialect::kPerl;
  options.ignore_case = flags.find('i') != std::string_view::npos;
  options.dot_matches_newline = flags.find('s') != std::string_view::npos;
  options.multi_line = flags.find('m') != std::string_view::npos;
  return options;
}

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  if (!call.constants[1] || (call.types.size() > 2 && !call.constants[2]))
    return Error{"the regular expression must be constant"};
  auto regex =
      Regex::Compile(call.constants[1]->text(), OptionsOf(call.types.size() > 2 ? call.constants[2]->text() : ""));
  if (!regex) return regex.error();
  return std::unique_ptr<const CallState>(std::move(regex.value()));
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = Cell::Bool(static_cast<const Regex*>(call.state)->Matches(args[0].text));
}

LiteralFilter Literals(std::span<const Value* const> constants) {
  if (!constants[1] || (constants.size() > 2 && !constants[2])) return LiteralFilter::Any();
  return RequiredByRegex(constants[1]->text(), constants.size() > 2 && OptionsOf(constants[2]->text()).ignore_case);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kRegexMatchFunction) = {
    .name = "regex_match",
    .spelled = {},
    .signature = "(text: string, pattern: string, flags?: string) -> bool",
    .doc =
        "True when the regular expression matches somewhere in `text`. `flags`: `i` ignores case, `s` lets "
        "`.` match line ends, `m` lets `^` and `$` match at lines.\n\nWhat CQL's regular expressions and "
        "Sigma's `re` modifier are bound to. Lookaround and backreferences are allowed.",
    .example = "#event_simpleName=ProcessRollup2 | CommandLine=/-enc(odedcommand)?\\s/i",
    .null_rule = NullRule::kFalse,
    .prepare = Prepare,
    .kernel = Run,
    .literals = Literals,
};

}  // namespace quarry
