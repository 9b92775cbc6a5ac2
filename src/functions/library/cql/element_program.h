// ElementProgram: an expression of the query that functions such as array:filter() compute for each element of an
// array. Binders make it and put it into the state of the call. Thread rule: shared between threads.
#pragma once

#include "base/arena.h"
#include "functions/function_def.h"

namespace quarry {

class ElementProgram : public CallState {
 public:
  // The value for one element: a text, or the event with the element's fields in JSON. `captured` are the values of the
  // other fields that the expression reads. Texts in the result live in `arena`.
  virtual Cell Run(const Cell& element, const Cell* captured, Arena& arena) const = 0;
};

}  // namespace quarry
