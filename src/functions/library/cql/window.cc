// Window functions of CQL's per-group row limits.
#include "functions/function_def.h"

namespace quarry {
namespace {
sql::ExprPtr RowNumber(const LoweringCall&) { return sql::Call("row_number", {}); }
}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlRowNumberWindow) = {
    .name = "cql_row_number", .kind = FunctionKind::kWindow, .signature = "() -> long",
    .doc = "The place of a row in its partition, from 1.", .example = "join({...}, field=aid, max=3)", .duckdb = RowNumber,
};

}  // namespace quarry
