// SQL of DuckDB. Its regular expressions are RE2's.
#include "convert/sql_text.h"

namespace quarry::convert {
namespace {

const SqlDialect kDialect = {
    .lower = "lower",
    .contains = "contains({a}, {b})",
    .starts_with = "starts_with({a}, {b})",
    .ends_with = "ends_with({a}, {b})",
    .regex = "regexp_matches({a}, {b})",
    .number = "TRY_CAST({a} AS DOUBLE)",
    .ipv6_range = {},
    .regex_dialect = {},
    .backslash_escapes = false,
};

std::optional<std::string> Query(const ConvertInput& input, std::vector<Refusal>& refusals) {
  return SqlQuery(input, kDialect, refusals);
}

}  // namespace
}  // namespace quarry::convert

namespace quarry {
QUARRY_DEFINE(ConvertTarget, kDuckdbTarget) = {
    .name = "duckdb",
    .doc = "SQL of DuckDB",
    .query_ending = "sql",
    .rule_ending = "sql",
    .query = convert::Query,
    .rule = convert::SqlRule,
    .comment = "-- ",
};
}  // namespace quarry
