// Calls scalar functions by name the way the engine does: null rule, preparation from constants, kernel, and the
// empty text in place of a null one. Ownership: results own their text.
#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "functions/function_def.h"
#include "types/value.h"

namespace quarry {

enum class Arguments { kConstant, kVariable };  // are the arguments known when the call is prepared?

// What the call gives; a failed preparation gives the text "error: ...". A test failure when there is no such function.
Value CallFunction(std::string_view name, const std::vector<Value>& args, Arguments kind = Arguments::kConstant);

inline Value S(std::string_view text) {
  return Value::String(text);
}
inline Value D(std::string_view json) {
  return Value::Text(Type::kDynamic, json);
}
inline Value L(int64_t value) {
  return Value::Integer(Type::kLong, value);
}
inline Value R(double value) {
  return Value::Real(value);
}
inline Value B(bool value) {
  return Value::Bool(value);
}
// A datetime or timespan from its text.
Value Time(std::string_view text);
Value Span(std::string_view text);

// The result as text: "null", "\"text\"", 1.5, true, ...
std::string Show(const Value& value);
// Show(CallFunction(...)), for constant and for variable arguments; "differ: ..." when they are not the same.
std::string Call(std::string_view name, const std::vector<Value>& args);
std::string LiteralsOf(std::string_view name, const std::vector<const Value*>& constants);

}  // namespace quarry
