// Literals for prefilters: what the text of a row must contain for a text predicate to be true.
//
// A literal is looked for in the raw text of the row. A string column may hold a nested JSON value, whose raw
// text may have white space around structural characters that the column's text has not; so literals are
// cut at structural characters, and every piece is required. Without case, they are cut at bytes outside ASCII too.
#pragma once

#include <span>
#include <string_view>

#include "types/literal_filter.h"
#include "types/value.h"

namespace quarry {

LiteralFilter RequiredText(std::string_view text, bool ignore_case);
// Of the constant second argument (a text).
LiteralFilter RequiredSecond(std::span<const Value* const> constants, bool ignore_case);
// Any, or all, of the texts in arguments 1...: texts or dynamic arrays of texts. Not constant: says nothing.
LiteralFilter RequiredAnyOf(std::span<const Value* const> constants, bool ignore_case);
LiteralFilter RequiredAllOf(std::span<const Value* const> constants, bool ignore_case);
// What every match of a regular expression contains. Says nothing about constructs that it does not know.
LiteralFilter RequiredByRegex(std::string_view pattern, bool ignore_case);

}  // namespace quarry
