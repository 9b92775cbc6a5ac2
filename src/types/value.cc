// Equality of values: the same type, the same nullness and the same content. NaN equals NaN here, because this
// answers "is it the same value", not the languages' `==`.
#include "types/value.h"

#include <cmath>

namespace quarry {

bool operator==(const Value& a, const Value& b) {
  if (a.type_ != b.type_ || a.is_null() != b.is_null()) return false;
  if (a.is_null()) return true;
  if (IsTextual(a.type_)) return a.text_ == b.text_;
  if (a.type_ == Type::kReal) return a.real() == b.real() || (std::isnan(a.real()) && std::isnan(b.real()));
  if (a.type_ == Type::kBool) return a.boolean() == b.boolean();
  return a.integer() == b.integer();
}

}  // namespace quarry
