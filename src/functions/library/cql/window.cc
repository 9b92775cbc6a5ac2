// Window functions of CQL's per-group row limits.
#include "functions/function_def.h"

namespace quarry {
namespace {
sql::ExprPtr RowNumber(const LoweringCall&) { return sql::Call("row_number", {}); }
sql::ExprPtr Before(const LoweringCall& call) { return sql::Call("lag", {call.args[0], call.args[1]}); }
sql::ExprPtr After(const LoweringCall& call) { return sql::Call("lead", {call.args[0], call.args[1]}); }
}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlRowNumberWindow) = {
    .name = "cql_row_number", .kind = FunctionKind::kWindow, .signature = "() -> long",
    .doc = "The place of a row in its partition, from 1.", .example = "join({...}, field=aid, max=3)", .duckdb = RowNumber,
};
QUARRY_DEFINE(FunctionDef, kCqlRowBeforeWindow) = {
    .name = "cql_row_before", .kind = FunctionKind::kWindow, .signature = "(value: string, distance: long) -> string",
    .doc = "The value of a row before this one; absent at the start.", .example = "neighbor(key, prefix=prev)", .nullable_string = true, .duckdb = Before,
};
QUARRY_DEFINE(FunctionDef, kCqlRowAfterWindow) = {
    .name = "cql_row_after", .kind = FunctionKind::kWindow, .signature = "(value: string, distance: long) -> string",
    .doc = "The value of a row behind this one; absent at the end.", .example = "neighbor(key, direction=succeeding)", .nullable_string = true, .duckdb = After,
};

}  // namespace quarry
