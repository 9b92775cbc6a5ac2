// split(): an event for each element of an array.
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool Split(CqlStage& stage, CqlArguments& args) {
  if (!stage.MayChangeRows(args.span(), "`split`")) return false;
  if (!stage.open())
    return stage.context().Unsupported(args.call().name_span, "`split` behind an aggregate or `select`",
                                       "the fields that it would give are not known");
  std::string array = args.Field("field");
  const bool strip = args.Bool("strip");
  if (!args.ok()) return false;
  if (strip) return stage.context().Unsupported(args.SpanOf("strip"), "`split(strip=true)`");
  if (array.ends_with("[]")) array.resize(array.size() - 2);
  if (array.find('[') != std::string::npos)
    return stage.context().Unsupported(args.SpanOf("field"), "`split` of an array within an array");
  stage.Split(array, args.span());
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kSplitCql) = {
    .name = "split",
    .doc =
        "An event for each element of an array: the element's value, or its members, stand under the array's name, its "
        "place in `_index`. Events without the array have no elements.",
    .example = "split(email.to) | groupBy(email.to)",
    .parameters = {{"field", Kind::kField, true, false, "_events"}, {"strip", Kind::kBool, false, false, "false"}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = Split,
};

}  // namespace quarry
