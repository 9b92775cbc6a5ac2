// True when `value` equals one of the texts of the list (texts, or dynamic arrays of them), ignoring case. Null equals
// none.
#include <unordered_set>

#include "functions/function_def.h"
#include "functions/text/display.h"
#include "functions/text/finder.h"
#include "functions/text/required_literals.h"
#include "functions/text/unicode.h"

namespace quarry {

namespace {

struct Members : CallState {
  std::unordered_set<std::string> folded;
};

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  const auto needles = ConstantNeedles(call);
  if (!needles) return std::unique_ptr<const CallState>();
  auto members = std::make_unique<Members>();
  for (const std::string& needle : *needles) members->folded.insert(Folded(needle));
  return std::unique_ptr<const CallState>(std::move(members));
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const std::string value = args[0].null ? std::string() : Folded(DisplayText(call.types[0], args[0], call.arena));
  if (call.state) {
    result = Cell::Bool(!args[0].null && static_cast<const Members*>(call.state)->folded.contains(value));
    return;
  }
  std::vector<std::string> list;
  for (size_t i = 1; i < call.types.size(); ++i) AppendNeedles(call.types[i], args[i], call.arena, list);
  bool found = false;
  for (const std::string& one : list) found = found || Folded(one) == value;
  result = Cell::Bool(!args[0].null && found);
}

LiteralFilter Literals(std::span<const Value* const> constants) {
  return RequiredAnyOf(constants, true);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kInNocaseFunction) = {
    .name = "in_nocase",
    .spelled = {{Lang::kKql, "in~"}},
    .signature = "(value: string|dynamic, list...: any) -> bool",
    .doc =
        "True when `value` equals one of the texts of the list (texts, or dynamic arrays of them), ignoring "
        "case. Null equals none.",
    .example = "T | where FileName in~ (\"cmd.exe\", \"powershell.exe\")",
    .null_rule = NullRule::kHandled,
    .prepare = Prepare,
    .kernel = Run,
    .literals = Literals,
};

}  // namespace quarry
