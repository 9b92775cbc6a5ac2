// The value as text. Null gives the empty text; a dynamic string comes without quotes.
#include "functions/conversion/convert_kernel.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  if (call.types[0] == Type::kString) return sql::Call("coalesce", {call.args[0], sql::String("")});
  if (!IsInteger(call.types[0])) return nullptr;
  return sql::Call("coalesce", {sql::Cast(call.args[0], "VARCHAR"), sql::String("")});
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kToStringFunction) = {
    .name = "to_string",
    .spelled = {{Lang::kKql, "tostring"}},
    .signature = "(value: any) -> string",
    .doc = "The value as text. Null gives the empty text; a dynamic string comes without quotes.",
    .example = "T | extend Name = tostring(Properties.name)",
    .null_rule = NullRule::kHandled,
    .kernel = ConvertTo<Type::kString>,
    .duckdb = Lower,
};

}  // namespace quarry
