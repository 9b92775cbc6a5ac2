#include "functions/analytics/newest.h"

#include "analytics/beacon.h"

namespace quarry {

namespace {
sql::ExprPtr JsonArray(const sql::ExprPtr& list) {
  const sql::ExprPtr joined =
      sql::Call("coalesce", {sql::Call("array_to_string", {list, sql::String(",")}), sql::String("")});
  return sql::Binary("||", sql::Binary("||", sql::String("["), joined), sql::String("]"));
}
const sql::ExprPtr& Size() {
  static const sql::ExprPtr size = sql::Integer(static_cast<int64_t>(kBeaconSketchSize));
  return size;
}
}  // namespace

sql::ExprPtr NewestTimes(const sql::ExprPtr& time) {
  return JsonArray(sql::Call("max", {time, Size()}));
}

sql::ExprPtr ValuesAtNewestTimes(const sql::ExprPtr& value, const sql::ExprPtr& time) {
  return JsonArray(sql::Call("arg_max", {value, time, Size()}));
}

}  // namespace quarry
