// parse: columns from the parts of a text.
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"
#include "bind/kql/parse_rows.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  RelPtr result = ParseRows(binder, op, input, true);
  if (!result) return Failure{};
  return result;
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kParseOperator) = {
    .name = "parse",
    .syntax = "T | parse [kind=simple|regex|relaxed [flags=Flags]] Text with [*] \"constant\" Column[:Type] ...",
    .doc =
        "Matches the text of each row against the pattern and adds its columns. Rows that do not match stay, with "
        "nulls. With `kind=relaxed` a part of the wrong type is null and the others stay.",
    .example = "T | parse Message with * \"user=\" User \" id=\" Id:long *",
    .bind = Bind,
};

}  // namespace quarry
