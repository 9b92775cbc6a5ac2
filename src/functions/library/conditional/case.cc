// The value behind the first condition that is true, else the last argument.
#include "functions/conditional/branches.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

// Arguments: condition, value, condition, value, ..., otherwise.
Type ResultOf(std::span<const Type> types) {
  std::vector<Type> branches;
  for (size_t i = 1; i < types.size(); i += 2) branches.push_back(types[i]);
  if (types.size() % 2 == 1) branches.push_back(types.back());
  return BranchType(branches);
}

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  if (call.types.size() % 2 == 0) return Error{"`case` needs a last value for when no condition is true"};
  for (size_t i = 0; i + 1 < call.types.size(); i += 2)
    if (call.types[i] != Type::kBool)
      return Error{"argument " + std::to_string(i + 1) + " of `case` must be a condition"};
  return std::unique_ptr<const CallState>();
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  size_t taken = call.types.size() - 1;
  for (size_t i = 0; i + 1 < call.types.size(); i += 2) {
    if (args[i].null || !args[i].boolean) continue;
    taken = i + 1;
    break;
  }
  result = AsResult(call, taken, args[taken]);
}

sql::ExprPtr Lower(const LoweringCall& call) {
  std::vector<sql::ExprPtr> branches;
  for (size_t i = 0; i + 1 < call.args.size(); ++i) {
    if (i % 2 == 1 && call.types[i] != call.result_type) return nullptr;
    branches.push_back(call.args[i]);
  }
  if (call.types.back() != call.result_type) return nullptr;
  return sql::Case(std::move(branches), call.args.back());
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCaseFunction) = {
    .name = "case",
    .spelled = {{Lang::kKql, "case"}},
    .signature = "(condition: bool, then: any, rest...: any) -> custom",
    .doc = "The value behind the first condition that is true, else the last argument.",
    .example = "T | extend Size = case(n < 10, \"small\", n < 100, \"medium\", \"large\")",
    .null_rule = NullRule::kHandled,
    .nullable_string = true,
    .prepare = Prepare,
    .kernel = Run,
    .duckdb = Lower,
    .result_type = ResultOf,
};

}  // namespace quarry
