// Calls of functions that compute an expression for each element of an array: array:filter() and its kin.
// Thread rule: one thread, within one bind; the calls are shared as all expressions are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bind/cql/stage.h"

namespace quarry {

// cql_element_...(event, array, variable, to, body, captured...): `body` reads the element in column `element` and
// other columns, which are captured.
ExprPtr MakeElementCall(std::string_view function, const ExprPtr& event, std::string_view array,
                        std::string_view variable, std::string_view to, const ExprPtr& body, ColumnId element,
                        Span span);

}  // namespace quarry
