// parse-where: columns from the parts of a text, for the rows that match.
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"
#include "bind/kql/parse_rows.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  RelPtr result = ParseRows(binder, op, input, false);
  if (!result) return Failure{};
  return result;
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kParseWhereOperator) = {
    .name = "parse-where",
    .syntax = "T | parse-where [kind=simple|regex|relaxed [flags=Flags]] Text with [*] \"constant\" Column[:Type] ...",
    .doc = "As `parse`, and drops the rows that do not match.",
    .example = "T | parse-where Message with * \"user=\" User \" id=\" Id:long *",
    .bind = Bind,
};

}  // namespace quarry
