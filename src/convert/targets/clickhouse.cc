// SQL of ClickHouse. Its regular expressions are RE2's, in which `.` takes line ends unless told otherwise.
#include "convert/sql_text.h"

namespace quarry::convert {
namespace {

const SqlDialect kDialect = {
    .lower = "lowerUTF8",
    .contains = "position({a}, {b}) > 0",
    .starts_with = "startsWith({a}, {b})",
    .ends_with = "endsWith({a}, {b})",
    .regex = "match({a}, {b})",
    .number = "toFloat64OrNull({a})",
    // Asks for an address first: the range function fails for other texts.
    .ipv6_range = "if(isIPv6String({a}), isIPAddressInRange(ifNull({a}, '::'), {b}), false)",
    .regex_dialect = {.dot_all_default = true},
    .backslash_escapes = true,
};

std::optional<std::string> Query(const ConvertInput& input, std::vector<Refusal>& refusals) {
  return SqlQuery(input, kDialect, refusals);
}

}  // namespace
}  // namespace quarry::convert

namespace quarry {
QUARRY_DEFINE(ConvertTarget, kClickhouseTarget) = {
    .name = "clickhouse",
    .doc = "SQL of ClickHouse",
    .query_ending = "sql",
    .rule_ending = "sql",
    .query = convert::Query,
    .rule = convert::SqlRule,
    .comment = "-- ",
};
}  // namespace quarry
