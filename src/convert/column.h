// Column: where a target keeps what a rule calls a field.
// Ownership: values.
#pragma once

#include <cstdint>
#include <string>

namespace quarry::convert {

struct Column {
  enum class Type : uint8_t {
    kText,
    kNumber,  // compared as a number
    kAddress  // an IP address, where the target has a type for it
  };
  std::string name;  // as the target writes it
  Type type = Type::kText;
  bool expression = false;  // `name` is an expression of the target's language
  bool lost_case = false;   // the target's text is in lower case
};

}  // namespace quarry::convert
