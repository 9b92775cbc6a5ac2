// join: pairs of rows of two tables with equal keys.
#include <string>

#include "base/ascii.h"
#include "bind/kql/join_rows.h"
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

struct Kind {
  std::string_view name;
  JoinKind kind;
};
constexpr Kind kKinds[] = {
    {"innerunique", JoinKind::kInner},     {"inner", JoinKind::kInner},         {"leftouter", JoinKind::kLeft},
    {"rightouter", JoinKind::kRight},      {"fullouter", JoinKind::kFull},      {"leftsemi", JoinKind::kLeftSemi},
    {"rightsemi", JoinKind::kRightSemi},   {"leftanti", JoinKind::kLeftAnti},   {"anti", JoinKind::kLeftAnti},
    {"leftantisemi", JoinKind::kLeftAnti}, {"rightanti", JoinKind::kRightAnti}, {"rightantisemi", JoinKind::kRightAnti},
};

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  std::string_view kind_name = "innerunique";
  JoinKind kind = JoinKind::kInner;
  if (const kql::Option* option = op.FindOption("kind")) {
    kind_name = KqlBinder::WordOf(*option->value);
    bool found = false;
    NameSuggester suggester(kind_name);
    for (const Kind& known : kKinds) {
      suggester.Consider(known.name);
      if (known.name != kind_name) continue;
      kind = known.kind;
      found = true;
    }
    if (!found) {
      binder.Report(Code::Q0208, option->value->span, "no kind of join `" + std::string(kind_name) + "`").label =
          suggester.best().empty() ? "not known" : "a similar kind exists: `" + std::string(suggester.best()) + "`";
      return Failure{};
    }
  }
  RelPtr right = binder.BindTable(*op.args[0]);
  if (!right) return Failure{};
  std::vector<JoinKey> keys;
  if (!BindJoinKeys(binder, op, input, right, &keys)) return Failure{};
  RelPtr left = input;
  if (kind_name == "innerunique") left = FirstOfEachKey(binder, left, keys, op.span);
  if (!left) return Failure{};
  RelPtr joined = MakeJoin(kind, left, right, std::move(keys), nullptr, op.span);
  switch (kind) {
    case JoinKind::kLeftSemi:
    case JoinKind::kLeftAnti:
    case JoinKind::kRightSemi:
    case JoinKind::kRightAnti:
      return joined;
    default:
      break;
  }
  bool left_may_miss = kind == JoinKind::kRight || kind == JoinKind::kFull;
  bool right_may_miss = kind == JoinKind::kLeft || kind == JoinKind::kFull;
  RelPtr named = NameJoined(binder, joined, left, right, {}, left_may_miss, right_may_miss, op.span);
  if (!named) return Failure{};
  return named;
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kJoinOperator) = {
    .name = "join",
    .syntax = "T | join [kind=JoinKind] (Right) on Column|$left.A == $right.B, ...",
    .doc =
        "Joins rows whose keys are equal. The default kind, `innerunique`, takes one row of the left side for each "
        "key. Columns of the right side whose names are taken get a number. Kinds: innerunique, inner, leftouter, "
        "rightouter, fullouter, leftsemi, rightsemi, leftanti, rightanti.",
    .example =
        "DeviceNetworkEvents | join kind=inner (DeviceProcessEvents) on DeviceId, $left.InitiatingProcessId == "
        "$right.ProcessId",
    .bind = Bind,
};

}  // namespace quarry
