// text:editDistance(): how near texts are to each other.
#include <cmath>

#include "bind/cql/arguments.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool Distance(CqlStage& stage, CqlArguments& args) {
  const double most = args.Number("maxDistance");
  ExprPtr target = cql_value::AsText(args.Value("target")), reference = cql_value::AsText(args.Value("reference"));
  const bool transpositions = args.Bool("allowTranspositions"), ignore_case = args.Bool("ignoreCase");
  if (!args.ok()) return false;
  if (most < 1 || most > 100 || most != std::floor(most)) {
    args.Invalid("maxDistance", "`maxDistance` is a whole number from 1 to 100").label = "not in these bounds";
    return false;
  }
  stage.Assign(stage.OutputName(args, "_distance"),
               cql_value::Call("cql_edit_distance",
                               {target, reference, MakeLiteral(Value::Integer(Type::kLong, static_cast<int64_t>(most))),
                                MakeLiteral(Value::Bool(transpositions)), MakeLiteral(Value::Bool(ignore_case))},
                               args.span()));
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kTextEditDistanceCql) = {
    .name = "text:editDistance",
    .doc =
        "The Levenshtein distance of two texts: how many characters must be inserted, deleted, substituted or, unless "
        "`allowTranspositions=false`, exchanged with their neighbour. At most `maxDistance`, from 1 to 100.",
    .example = "text:editDistance(target=FileName, reference=\"svchost.exe\", maxDistance=3, ignoreCase=true)",
    .parameters = {{"target", Kind::kExpression, true, true},
                   {"reference", Kind::kExpression, false, true},
                   {"maxDistance", Kind::kNumber, false, true},
                   {"allowTranspositions", Kind::kBool, false, false, "true"},
                   {"ignoreCase", Kind::kBool, false, false, "false"},
                   {"as", Kind::kString, false, false, "_distance"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Distance,
};

}  // namespace quarry
