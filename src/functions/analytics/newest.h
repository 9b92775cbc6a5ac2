// What the series functions collect: the newest events only, so that memory is bounded by keys and not by events.
#pragma once

#include "functions/function_def.h"

namespace quarry {

// JSON arrays of the newest kBeaconSketchSize values of `time`, and of `value` at these times. "[]" without values.
sql::ExprPtr NewestTimes(const sql::ExprPtr& time);
sql::ExprPtr ValuesAtNewestTimes(const sql::ExprPtr& value, const sql::ExprPtr& time);

}  // namespace quarry
