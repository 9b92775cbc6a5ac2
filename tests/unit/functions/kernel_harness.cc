#include "unit/functions/kernel_harness.h"

#include <gtest/gtest.h>

#include "functions/text/display.h"
#include "types/ticks.h"

namespace quarry {

Value CallFunction(std::string_view name, const std::vector<Value>& args, Arguments kind) {
  const FunctionDef* def = FindFunction(name);
  if (!def || !def->kernel) {
    ADD_FAILURE() << "no scalar function " << name;
    return {};
  }
  std::vector<Type> types;
  std::vector<Cell> cells;
  std::vector<const Value*> constants;
  for (const Value& arg : args) {
    types.push_back(arg.type());
    cells.push_back(arg.cell());
    constants.push_back(kind == Arguments::kConstant ? &arg : nullptr);
  }
  const Signature& signature = SignatureOf(*def);
  EXPECT_TRUE(args.size() >= signature.minimum_arguments && args.size() <= signature.maximum_arguments) << name;
  for (size_t i = 0; i < args.size() && !signature.parameters.empty(); ++i)
    EXPECT_TRUE(signature.ParameterFor(i).Accepts(types[i])) << name << " argument " << i;
  const Type result_type = ResultTypeOf(*def, types);
  std::unique_ptr<const CallState> state;
  if (def->prepare) {
    auto prepared = def->prepare({types, constants});
    if (!prepared) return S("error: " + prepared.error().message);
    state = std::move(*prepared);
  }
  Cell result;
  bool any_null = false;
  for (const Cell& cell : cells) any_null |= cell.null;
  Arena arena;
  if (any_null && def->null_rule == NullRule::kFalse)
    result = Cell::Bool(false);
  else if (!any_null || def->null_rule == NullRule::kHandled)
    def->kernel({state.get(), types, result_type, arena}, cells.data(), result);
  if (result.null && result_type == Type::kString && !def->nullable_string) result = Cell::Text("");
  return Value::FromCell(result_type, result);
}

Value Time(std::string_view text) {
  return Value::Integer(Type::kDateTime, *ParseDateTime(text));
}
Value Span(std::string_view text) {
  return Value::Integer(Type::kTimeSpan, *ParseTimeSpan(text));
}

std::string Show(const Value& value) {
  if (value.is_null()) return "null";
  std::string out;
  if (value.type() == Type::kDynamic) return value.text();
  AppendDisplay(value.type(), value.cell(), out);
  return value.type() == Type::kString ? "\"" + out + "\"" : out;
}

std::string Call(std::string_view name, const std::vector<Value>& args) {
  const std::string constant = Show(CallFunction(name, args, Arguments::kConstant));
  if (constant.starts_with("\"error: ")) return constant;
  const std::string variable = Show(CallFunction(name, args, Arguments::kVariable));
  if (constant == variable || variable.starts_with("\"error: ")) return constant;
  return "differ: " + constant + " / " + variable;
}

std::string LiteralsOf(std::string_view name, const std::vector<const Value*>& constants) {
  const FunctionDef* def = FindFunction(name);
  return def && def->literals ? def->literals(constants).ToString() : "none";
}

}  // namespace quarry
