// lookup: columns of a small table added to rows by key.
#include <string>

#include "bind/kql/join_rows.h"
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  JoinKind kind = JoinKind::kLeft;
  if (const kql::Option* option = op.FindOption("kind")) {
    std::string_view name = KqlBinder::WordOf(*option->value);
    if (name == "inner")
      kind = JoinKind::kInner;
    else if (name != "leftouter") {
      binder.Report(Code::Q0208, option->value->span, "no kind of lookup `" + std::string(name) + "`").label =
          "kinds are leftouter and inner";
      return Failure{};
    }
  }
  RelPtr right = binder.BindTable(*op.args[0]);
  if (!right) return Failure{};
  std::vector<JoinKey> keys;
  if (!BindJoinKeys(binder, op, input, right, &keys)) return Failure{};
  std::vector<ColumnId> key_columns;
  for (const JoinKey& key : keys) CollectColumns(*key.right, key_columns);
  RelPtr joined = MakeJoin(kind, input, right, std::move(keys), nullptr, op.span);
  RelPtr named = NameJoined(binder, joined, input, right, key_columns, false, kind == JoinKind::kLeft, op.span);
  if (!named) return Failure{};
  return named;
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kLookupOperator) = {
    .name = "lookup",
    .syntax = "T | lookup [kind=leftouter|inner] (Right) on Column|$left.A == $right.B, ...",
    .doc =
        "Adds the columns of the right table, without its keys, to the rows of the left one. Rows without a partner "
        "stay unless `kind=inner`.",
    .example = "DeviceEvents | lookup (Assets) on DeviceId",
    .bind = Bind,
};

}  // namespace quarry
