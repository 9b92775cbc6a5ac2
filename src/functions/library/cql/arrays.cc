// Arrays of an event: the fields name[0], name[1], ... up to the first that is absent.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "functions/function_def.h"
#include "functions/library/cql/event_arrays.h"
#include "functions/library/cql/regex_dialect.h"

namespace quarry {
namespace {

void Contains(const KernelCall&, const Cell* args, Cell& result) {
  bool found = false;
  VisitElements(args[0].text, args[1].text, 0, [&](std::string_view text) { return found = text == args[2].text; });
  result = Cell::Bool(found);
}

void Length(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Integer(VisitElements(args[0].text, args[1].text, 0, [](std::string_view) { return false; }));
}

void MatchesRegex(const KernelCall& call, const Cell* args, Cell& result) {
  const CqlRegex& regex = *static_cast<const CqlRegex*>(call.state);
  bool found = false;
  VisitElements(args[0].text, args[3].text, 0,
                [&](std::string_view text) { return found = regex.regex().Matches(text); });
  result = Cell::Bool(found);
}

void Concat(const KernelCall& call, const Cell* args, Cell& result) {
  std::string all(args[5].text);
  const int64_t from = args[2].integer, to = args[3].integer;
  int64_t left = to < 0 ? INT64_MAX : to - from + 1;
  bool any = false;
  VisitElements(args[0].text, args[1].text, from, [&](std::string_view text) {
    if (left-- <= 0) return true;
    if (any) all += args[4].text;
    any = true;
    all += text;
    return false;
  });
  if (any) result = Cell::Text(call.arena.Copy(all.append(args[6].text)));
}

// The event with other values of some fields; a null takes the field away.
void With(const KernelCall& call, const Cell* args, Cell& result) {
  thread_local Arena arena;
  arena.Reset();
  const JsonNode* event = args[0].null ? nullptr : ParseJson(args[0].text, arena);
  std::string out = "{";
  auto add = [&](std::string_view name) -> std::string& {
    if (out.size() > 1) out += ',';
    AppendJsonString(name, out);
    return out += ':';
  };
  if (event) {
    for (const JsonMember& member : event->object()) {
      bool replaced = false;
      for (size_t i = 1; i + 1 < call.types.size(); i += 2) replaced |= !args[i].null && args[i].text == member.name;
      if (!replaced) AppendJson(member.value, add(member.name));
    }
  }
  for (size_t i = 1; i + 1 < call.types.size(); i += 2) {
    if (args[i].null) continue;
    // A null also hides what stands below a nested member.
    if (args[i + 1].null)
      add(args[i].text) += "null";
    else
      AppendJsonString(args[i + 1].text, add(args[i].text));
  }
  result = Cell::Text(call.arena.Copy(out + "}"));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlArrayContainsFunction) = {
    .name = "cql_array_contains",
    .signature = "(event: dynamic, array: string, value: string) -> bool",
    .doc = "Is one of the fields `array[0]`, `array[1]`, ... equal to a value?",
    .example = "array:contains(\"tags[]\", value=prod)",
    .null_rule = NullRule::kFalse,
    .kernel = Contains,
};
QUARRY_DEFINE(FunctionDef, kCqlArrayLengthFunction) = {
    .name = "cql_array_length",
    .signature = "(event: dynamic, array: string) -> long",
    .doc = "The number of fields `array[0]`, `array[1]`, ... up to the first that is absent.",
    .example = "array:length(\"tags[]\")",
    .kernel = Length,
};
QUARRY_DEFINE(FunctionDef, kCqlArrayRegexFunction) = {
    .name = "cql_array_regex",
    .signature = "(event: dynamic, pattern: string, flags: string, array: string) -> bool",
    .doc = "Does the expression match in one of the fields `array[0]`, `array[1]`, ...?",
    .example = "array:regex(\"tags[]\", regex=\"^prod\")",
    .null_rule = NullRule::kFalse,
    .prepare = PrepareCqlRegex,
    .kernel = MatchesRegex,
};
QUARRY_DEFINE(FunctionDef, kCqlArrayConcatFunction) = {
    .name = "cql_array_concat",
    .signature =
        "(event: dynamic, array: string, from: long, to: long, separator: string, prefix: string, suffix: string) -> "
        "string",
    .doc = "The elements `from` to `to` (-1: the last) in one text; absent when there is none.",
    .example = "concatArray(tags, separator=\", \")",
    .nullable_string = true,
    .kernel = Concat,
};
QUARRY_DEFINE(FunctionDef, kCqlWithFieldsFunction) = {
    .name = "cql_with_fields",
    .signature = "(event: dynamic, name_and_value...: any) -> dynamic",
    .doc = "An event with other values of some fields; null takes a field away.",
    .example = "array:length(\"tags[]\")",
    .null_rule = NullRule::kHandled,
    .kernel = With,
};

}  // namespace quarry
