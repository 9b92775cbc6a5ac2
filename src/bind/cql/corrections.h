// Forms of function calls that LogScale rejects and whose meaning is beyond doubt: each runs as corrected, with a
// warning (Q0401) that carries the correction.
#pragma once

#include "bind/cql/context.h"
#include "syntax/cql/tree.h"

namespace quarry {

// The call as it should have been written; `call` itself when nothing is wrong; nullptr after an error.
// - if(c, a, b)                  -> if(c, then=a, else=b)
// - match(field=f, regex="...")  -> regex("...", field=f)
// - regex(..., negate=true)      -> !regex(...)
const cql::Call* CorrectedCall(CqlContext& context, const cql::Call& call);

// Warns about `case(...)` as a function. Where it is the only argument of `eval(name=case(...))`, with the text of the
// `case {}` that is meant.
void RejectCaseFunction(CqlContext& context, const cql::Call& call);

}  // namespace quarry
