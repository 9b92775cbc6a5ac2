// Functions whose result is one of several arguments: the type they share.
#pragma once

#include <span>

#include "functions/conversion/convert_kernel.h"
#include "functions/function_def.h"

namespace quarry {

// Numbers are promoted; dynamic with text is text; other mixtures become dynamic, as KQL's binder has it.
inline Type BranchType(std::span<const Type> types) {
  Type common = types.empty() ? Type::kDynamic : types[0];
  for (Type type : types) {
    if (type == common) continue;
    const bool text_and_dynamic =
        (type == Type::kString && common == Type::kDynamic) || (type == Type::kDynamic && common == Type::kString);
    if (text_and_dynamic)
      common = Type::kString;
    else
      common = IsNumeric(type) && IsNumeric(common) ? CommonType(type, common) : Type::kDynamic;
  }
  return common;
}

}  // namespace quarry
