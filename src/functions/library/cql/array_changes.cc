// Arrays out of arrays: objects of fields name[0], name[1], ...
#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_set>
#include <vector>

#include "functions/function_def.h"
#include "functions/library/cql/event_arrays.h"
#include "functions/library/cql/number_text.h"
#include "functions/text/unicode.h"

namespace quarry {
namespace {

std::vector<std::string> ElementsOf(std::string_view event, std::string_view array) {
  std::vector<std::string> elements;
  VisitElements(event, array, 0, [&](std::string_view text) {
    elements.emplace_back(text);
    return false;
  });
  return elements;
}

void Give(const KernelCall& call, std::string_view array, const std::vector<std::string>& elements, Cell& result) {
  std::string out = "{";
  for (size_t i = 0; i < elements.size(); ++i)
    AppendJsonMember(std::string(ArrayName(array)) + "[" + std::to_string(i) + "]", elements[i], out);
  result = Cell::Text(call.arena.Copy(out + "}"));
}

// The members below `array`, also those of objects in it, under another name.
void AppendRenamed(const JsonNode& event, std::string_view array, std::string_view to, const std::string& prefix,
                   std::string& out) {
  for (const JsonMember& member : event.object()) {
    const std::string name = prefix + std::string(member.name);
    if (name == array) {
      int64_t index = 0;
      for (const JsonNode& element : member.value.array()) {
        AppendJsonKey(std::string(to) + "[" + std::to_string(index++) + "]", out);
        AppendJson(element, out);
      }
    } else if (name.starts_with(array) && name.size() > array.size() && name[array.size()] == '[') {
      AppendJsonKey(std::string(to) + name.substr(array.size()), out);
      AppendJson(member.value, out);
    } else if (array.starts_with(name) && array.size() > name.size() && array[name.size()] == '.') {
      AppendRenamed(member.value, array, to, name + ".", out);
    }
  }
}

void Fields(const KernelCall& call, const Cell* args, Cell& result) {
  thread_local Arena arena;
  arena.Reset();
  const JsonNode* event = ParseJson(args[0].text, arena);
  if (!event) return;
  std::string out = "{";
  AppendRenamed(*event, ArrayName(args[1].text), ArrayName(args[2].text), "", out);
  result = Cell::Text(call.arena.Copy(out + "}"));
}

void Replace(const KernelCall& call, const Cell* args, Cell& result) {
  if (args[0].null || args[1].null || args[2].null) {
    result = args[0];
    return;
  }
  thread_local Arena arena;
  arena.Reset();
  const JsonNode* event = ParseJson(args[0].text, arena);
  const JsonNode* fields = ParseJson(args[2].text, arena);
  if (!event || !fields) {
    result = args[0];
    return;
  }
  std::string out;
  AppendWithoutArray(*event, ArrayName(args[1].text), "", out);
  out.pop_back();
  for (const JsonMember& member : fields->object()) {
    AppendJsonKey(member.name, out);
    AppendJson(member.value, out);
  }
  result = Cell::Text(call.arena.Copy(out + "}"));
}

void Append(const KernelCall& call, const Cell* args, Cell& result) {
  if (args[0].null || args[1].null) return;
  std::vector<std::string> elements = ElementsOf(args[0].text, args[1].text);
  for (size_t i = 2; i < call.types.size(); ++i) {
    if (!args[i].null) elements.emplace_back(args[i].text);
  }
  Give(call, args[1].text, elements, result);
}

void Dedup(const KernelCall& call, const Cell* args, Cell& result) {
  std::vector<std::string> elements;
  std::unordered_set<std::string> seen;
  for (std::string& element : ElementsOf(args[0].text, args[1].text)) {
    if (seen.insert(element).second) elements.push_back(std::move(element));
  }
  Give(call, args[2].text, elements, result);
}

// "hex": with `0x` or without.
std::optional<double> SortNumber(const std::string& text, bool hexadecimal) {
  if (!hexadecimal) return ParseCqlNumber(text);
  std::string_view digits = text;
  if (digits.starts_with("0x") || digits.starts_with("0X")) digits.remove_prefix(2);
  if (digits.empty() || digits.size() > 16 || digits.find_first_not_of("0123456789abcdefABCDEF") != digits.npos)
    return std::nullopt;
  return static_cast<double>(std::stoull(std::string(digits), nullptr, 16));
}

struct SortElement {
  std::optional<double> number;
  std::string folded;
  std::string text;
};

// Texts ignoring case, numbers by value with all else behind them; equal ones keep their order.
void Sort(const KernelCall& call, const Cell* args, Cell& result) {
  const bool descending = args[4].text == "desc";
  std::vector<SortElement> sorted;
  for (std::string& text : ElementsOf(args[0].text, args[1].text)) {
    SortElement element;
    if (args[3].text != "string") element.number = SortNumber(text, args[3].text == "hex");
    element.folded = Folded(text);
    element.text = std::move(text);
    sorted.push_back(std::move(element));
  }
  std::stable_sort(sorted.begin(), sorted.end(), [&](const SortElement& a, const SortElement& b) {
    if (a.number.has_value() != b.number.has_value()) return a.number.has_value();
    if (a.number) return descending ? *a.number > *b.number : *a.number < *b.number;
    return descending ? a.folded > b.folded : a.folded < b.folded;
  });
  std::vector<std::string> elements;
  for (SortElement& element : sorted) elements.push_back(std::move(element.text));
  Give(call, args[2].text, elements, result);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlArrayFieldsFunction) = {
    .name = "cql_array_fields",
    .signature = "(event: dynamic, array: string, to: string) -> dynamic",
    .doc = "What stands below an array of an event, under another name.",
    .example = "array:rename(\"mail[]\", asArray=\"user.email[]\")",
    .kernel = Fields,
};
QUARRY_DEFINE(FunctionDef, kCqlReplaceArrayFunction) = {
    .name = "cql_replace_array",
    .signature = "(event: dynamic, array: string, fields: dynamic) -> dynamic",
    .doc = "An event with other fields in place of an array's. Without such fields it stays as it is.",
    .example = "array:dedup(\"tags[]\")",
    .null_rule = NullRule::kHandled,
    .kernel = Replace,
};
QUARRY_DEFINE(FunctionDef, kCqlArrayAppendFunction) = {
    .name = "cql_array_append",
    .signature = "(event: dynamic, array: string, value...: string) -> dynamic",
    .doc = "The elements of an array and, behind them, the values that are present, as fields.",
    .example = "array:append(\"tags[]\", values=[host])",
    .null_rule = NullRule::kHandled,
    .kernel = Append,
};
QUARRY_DEFINE(FunctionDef, kCqlArrayDedupFunction) = {
    .name = "cql_array_dedup",
    .signature = "(event: dynamic, array: string, to: string) -> dynamic",
    .doc = "The different elements of an array, each where it stands first, as fields.",
    .example = "array:dedup(\"tags[]\")",
    .kernel = Dedup,
};
QUARRY_DEFINE(FunctionDef, kCqlArraySortFunction) = {
    .name = "cql_array_sort",
    .signature = "(event: dynamic, array: string, to: string, type: string, order: string) -> dynamic",
    .doc =
        "The elements of an array in order, as fields: texts (`string`) ignoring case, numbers (`number`, `hex`) by "
        "value with all else behind them.",
    .example = "array:sort(\"ports[]\", type=number)",
    .kernel = Sort,
};

}  // namespace quarry
