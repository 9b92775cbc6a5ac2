#include "functions/analytics/newest.h"

namespace quarry {

sql::ExprPtr NewestTimes(const sql::ExprPtr& time) {
  return sql::Call(std::string(kNewestTimesFunction), {time});
}

sql::ExprPtr ValuesAtNewestTimes(const sql::ExprPtr& value, const sql::ExprPtr& time) {
  return sql::Call(std::string(kNewestValuesFunction), {time, sql::Cast(value, "DOUBLE")});
}

}  // namespace quarry
