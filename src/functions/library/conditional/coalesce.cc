// The first value that is not null, and for text not empty.
#include "functions/conditional/branches.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

Type ResultOf(std::span<const Type> types) {
  return BranchType(types);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const size_t count = call.types.size();
  for (size_t i = 0; i < count; ++i) {
    if (args[i].null) continue;
    result = AsResult(call, i, args[i]);
    if (call.types[i] != Type::kString || !args[i].text.empty()) return;
  }
}

sql::ExprPtr Lower(const LoweringCall& call) {
  for (Type type : call.types)
    if (type != call.result_type) return nullptr;
  // An empty text is passed over; where only an empty text can follow, that makes no difference.
  if (call.result_type == Type::kString) {
    const Value* last = call.constants.size() == 2 ? call.constants[1] : nullptr;
    if (!last || last->is_null() || !last->text().empty()) return nullptr;
  }
  return sql::Call("coalesce", {call.args.begin(), call.args.end()});
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCoalesceFunction) = {
    .name = "coalesce",
    .spelled = {{Lang::kKql, "coalesce"}},
    .signature = "(values...: any) -> custom",
    .doc = "The first value that is not null, and for text not empty.",
    .example = "T | extend Name = coalesce(DisplayName, AccountName)",
    .null_rule = NullRule::kHandled,
    .nullable_string = true,
    .kernel = Run,
    .duckdb = Lower,
    .result_type = ResultOf,
};

}  // namespace quarry
