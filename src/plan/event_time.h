// The time of an event whose exporters write it in several ways. Binders make these expressions; the optimizer knows
// them again.
// Thread rule: pure functions.
#pragma once

#include "plan/expr.h"

namespace quarry {

// datetime from text: milliseconds since 1970 ("1772442000000", what LogScale writes), seconds with or without a
// fraction ("1772442000.100"), microseconds, or anything that todatetime() reads. Null when it is none of them.
ExprPtr DateTimeFromText(const ExprPtr& text);
// The text of an expression that DateTimeFromText made; nullptr for others.
ExprPtr TextOfDateTime(const Expr& expr);
// Milliseconds since 1970 as text: LogScale's `@timestamp`.
ExprPtr EpochMillisecondsText(const ExprPtr& datetime);
// The datetime of an expression that EpochMillisecondsText made; nullptr for others.
ExprPtr DateTimeOfEpochMilliseconds(const Expr& expr);

}  // namespace quarry
