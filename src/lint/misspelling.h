// Whether a name that does not resolve is a misspelling of the one that its diagnostic suggests.
// Thread rule: pure function.
#pragma once

#include "diag/diagnostic.h"

namespace quarry {

// True when the names in the message and in the label differ by case or by at most two letters.
bool IsMisspelling(const Diagnostic& diagnostic);

}  // namespace quarry
