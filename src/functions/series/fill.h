// What the functions that fill the gaps of a series share: a gap is a null element.
// Thread rule: pure functions.
#pragma once

#include <memory>

#include "functions/series/numbers.h"

namespace quarry {

// `prepare` of series_fill_*: another placeholder than null is refused, as it is unclear what nulls then are.
inline Result<std::unique_ptr<const CallState>> RefusePlaceholder(const PrepareCall& call) {
  if (call.types.size() > 1 && !(call.constants[1] && call.constants[1]->is_null()))
    return Error{"a placeholder of missing values other than null is not supported"};
  return std::unique_ptr<const CallState>();
}

}  // namespace quarry
