// The time of an event whose exporters write it in several ways.
#pragma once

#include "plan/expr.h"

namespace quarry {

// datetime from text: milliseconds since 1970 ("1772442000000", what LogScale writes), seconds with or without a
// fraction ("1772442000.100"), microseconds, or anything that todatetime() reads. Null when it is none of them.
ExprPtr DateTimeFromText(const ExprPtr& text);
// Milliseconds since 1970 as text: LogScale's `@timestamp`.
ExprPtr EpochMillisecondsText(const ExprPtr& datetime);

}  // namespace quarry
