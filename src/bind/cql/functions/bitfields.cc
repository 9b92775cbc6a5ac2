// bitfield:extractFlags(), bitfield:extractFlagsAsArray(), bitfield:extractFlagsAsString(): bits by their names.
#include <algorithm>
#include <charconv>
#include <set>

#include "bind/cql/arguments.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

struct Flag {
  int64_t bit = 0;
  std::string name;
};

ExprPtr Whole(int64_t number) {
  return MakeLiteral(Value::Integer(Type::kLong, number));
}

// The pairs [bit, name], by their bits. Empty after a diagnostic.
std::vector<Flag> FlagsOf(CqlStage& stage, CqlArguments& args, std::string_view parameter) {
  std::vector<const cql::Expr*> items = args.List(parameter);
  if (items.size() == 2 && items[0]->kind != cql::Expr::Kind::kArray) items = {args.Get(parameter)};
  std::vector<Flag> flags;
  std::set<int64_t> bits;
  std::set<std::string> names;
  auto refuse = [&](Span span, std::string message, std::string label) {
    stage.diagnostics().Add(Code::Q0208, span, std::move(message)).label = std::move(label);
    args.Fail();
    return std::vector<Flag>();
  };
  for (const cql::Expr* item : items) {
    if (item->kind != cql::Expr::Kind::kArray || item->operands.size() != 2)
      return refuse(item->span, "`" + std::string(args.def().name) + "` takes pairs `[bit, name]`", "not a pair");
    std::optional<std::string> bit = args.TextOf(*item->operands[0]), name = args.TextOf(*item->operands[1]);
    if (!bit || !name) {
      args.Fail();
      return {};
    }
    Flag flag{0, *name};
    auto [end, error] = std::from_chars(bit->data(), bit->data() + bit->size(), flag.bit);
    if (error != std::errc() || end != bit->data() + bit->size() || flag.bit < 0 || flag.bit > 63)
      return refuse(item->operands[0]->span, "bits are numbered from 0 to 63", "no bit");
    if (!bits.insert(flag.bit).second || !names.insert(flag.name).second)
      return refuse(item->span, "bits and names stand once each", "stands twice");
    flags.push_back(std::move(flag));
  }
  if (flags.empty())
    return refuse(args.SpanOf(parameter), "`" + std::string(args.def().name) + "` takes pairs `[bit, name]`",
                  "has none");
  std::sort(flags.begin(), flags.end(), [](const Flag& a, const Flag& b) { return a.bit < b.bit; });
  return flags;
}

std::vector<ExprPtr> CallOf(const ExprPtr& field, std::string_view second, const std::vector<Flag>& flags) {
  std::vector<ExprPtr> call = {field, cql_value::Text(second)};
  for (const Flag& flag : flags) {
    call.push_back(Whole(flag.bit));
    call.push_back(cql_value::Text(flag.name));
  }
  return call;
}

bool Extract(CqlStage& stage, CqlArguments& args) {
  const bool only_true = args.Bool("onlyTrue");
  ExprPtr field = cql_value::AsText(args.FieldValue("field"));
  std::vector<Flag> flags = FlagsOf(stage, args, "output");
  if (!args.ok()) return false;
  for (const Flag& flag : flags) {
    ExprPtr bit = cql_value::Call("cql_bit", {field, Whole(flag.bit)}, args.span());
    stage.Assign(flag.name, only_true ? cql_value::Choose(bit, cql_value::Text("true"), cql_value::Absent()) : bit);
  }
  return true;
}

bool AsString(CqlStage& stage, CqlArguments& args) {
  ExprPtr field = cql_value::AsText(args.FieldValue("field"));
  std::string separator = args.String("separator");
  std::vector<Flag> flags = FlagsOf(stage, args, "flagNames");
  if (!args.ok()) return false;
  stage.Assign(stage.OutputName(args, "_flags"),
               cql_value::Call("cql_flags", CallOf(field, separator, flags), args.span()));
  return true;
}

bool AsArray(CqlStage& stage, CqlArguments& args) {
  ExprPtr field = cql_value::AsText(args.FieldValue("field"));
  std::optional<std::string> array = args.Array("asArray");
  std::vector<Flag> flags = FlagsOf(stage, args, "flagNames");
  if (!array || !args.ok()) return false;
  return stage.ReplaceArray(*array, cql_value::Call("cql_flag_fields", CallOf(field, *array, flags), args.span()),
                            flags.size(), cql_value::Present(cql_value::Call("cql_bit", {field, Whole(0)})),
                            args.span());
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kBitfieldExtractFlagsCql) = {
    .name = "bitfield:extractFlags",
    .doc =
        "Bits of a whole number as fields: `true` or `false`, with `onlyTrue` those alone that are `true`. Bits are "
        "numbered from 0, the lowest, to 63.",
    .example = "bitfield:extractFlags(field=WindowFlags, output=[[0, USE_SHOW_WINDOW], [7, TITLE_IS_LINK]])",
    .parameters = {{"field", Kind::kField, false, true},
                   {"output", Kind::kAny, false, true},
                   {"onlyTrue", Kind::kBool, false, false, "false"}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = Extract,
};
QUARRY_DEFINE(CqlFunctionDef, kBitfieldExtractFlagsAsArrayCql) = {
    .name = "bitfield:extractFlagsAsArray",
    .doc = "The names of the bits of a whole number that are set, from the lowest, as an array.",
    .example = "bitfield:extractFlagsAsArray(field=flags, flagNames=[[0, READ], [1, WRITE]], asArray=\"rights[]\")",
    .parameters = {{"field", Kind::kField, false, true},
                   {"flagNames", Kind::kAny, false, true},
                   {"asArray", Kind::kString, false, false, "_flags[]"}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = AsArray,
};
QUARRY_DEFINE(CqlFunctionDef, kBitfieldExtractFlagsAsStringCql) = {
    .name = "bitfield:extractFlagsAsString",
    .doc = "The names of the bits of a whole number that are set, from the lowest, in one text.",
    .example = "bitfield:extractFlagsAsString(field=flags, flagNames=[[0, READ], [1, WRITE]], separator=\",\")",
    .parameters = {{"field", Kind::kField, false, true},
                   {"flagNames", Kind::kAny, false, true},
                   {"separator", Kind::kString, false, false, " "},
                   {"as", Kind::kString, false, false, "_flags"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = AsString,
};

}  // namespace quarry
