// True when the regular expression matches somewhere in a value of the event. Flags as in regex_match.
#include "functions/event/event_values.h"
#include "functions/function_def.h"
#include "functions/text/regex.h"

namespace quarry {

namespace {

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  if (!call.constants[1] || !call.constants[2]) return Error{"the regular expression must be constant"};
  const std::string& flags = call.constants[2]->text();
  RegexOptions options;
  options.dialect = RegexDialect::kPerl;
  options.ignore_case = flags.find('i') != std::string::npos;
  options.dot_matches_newline = flags.find('s') != std::string::npos;
  options.multi_line = flags.find('m') != std::string::npos;
  auto regex = Regex::Compile(call.constants[1]->text(), options);
  if (!regex) return regex.error();
  return std::unique_ptr<const CallState>(std::move(regex.value()));
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto* regex = static_cast<const Regex*>(call.state);
  result = Cell::Bool(AnyEventValue(args[0].text, [&](std::string_view value) { return regex->Matches(value); }));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kEventMatchesRegexFunction) = {
    .name = "event_matches_regex",
    .spelled = {},
    .signature = "(event: dynamic, pattern: string, flags: string) -> bool",
    .doc =
        "True when the regular expression matches somewhere in a value of the event, at any depth. `flags`: as in "
        "`regex_match`.\n\nSigma's keywords with wildcards, case or `re`.",
    .example = "keywords: ['net*user']",
    .null_rule = NullRule::kFalse,
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry
