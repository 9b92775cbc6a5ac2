// array:exists(), array:filter(), array:eval() and those of objectArray: an expression over each element of an array.
#include <map>
#include <string>
#include <vector>

#include "functions/function_def.h"
#include "functions/library/cql/element_program.h"
#include "functions/library/cql/event_arrays.h"
#include "functions/library/cql/event_fields.h"

namespace quarry {
namespace {

// (event, array, variable, to, body, captured...)
constexpr size_t kCaptured = 5;

// The elements as texts, or, where `variable` is not empty, as objects of the fields below it.
std::vector<std::string> ElementsOf(const Cell* args) {
  std::vector<std::string> elements;
  const std::string_view array = ArrayName(args[1].text), variable = args[2].text;
  if (variable.empty()) {
    VisitElements(args[0].text, array, 0, [&](std::string_view text) {
      elements.emplace_back(text);
      return false;
    });
    return elements;
  }
  std::map<uint64_t, std::string> objects;
  VisitEventFields(args[0].text, [&](std::string_view name, std::string_view text) {
    if (!name.starts_with(array) || name.size() <= array.size() || name[array.size()] != '[') return;
    const size_t close = name.find(']', array.size());
    const std::string_view index =
        close == name.npos ? std::string_view() : name.substr(array.size() + 1, close - array.size() - 1);
    if (index.empty() || index.size() > 9 || index.find_first_not_of("0123456789") != index.npos) return;
    AppendJsonMember(std::string(variable) + std::string(name.substr(close + 1)), text,
                     objects[std::stoul(std::string(index))]);
  });
  uint64_t next = 0;
  for (auto& [index, members] : objects) {
    if (index != next++) break;
    elements.push_back("{" + members + "}");
  }
  return elements;
}

bool HasNulls(const Cell* args) {
  for (size_t i = 0; i < kCaptured; ++i) {
    if (args[i].null) return true;
  }
  return false;
}

void Exists(const KernelCall& call, const Cell* args, Cell& result) {
  result = Cell::Bool(false);
  if (!call.state || HasNulls(args)) return;
  const ElementProgram& program = static_cast<const ElementProgram&>(*call.state);
  for (const std::string& element : ElementsOf(args)) {
    const Cell holds = program.Run(Cell::Text(element), args + kCaptured, call.arena);
    if (holds.null || !holds.boolean) continue;
    result = Cell::Bool(true);
    return;
  }
}

// Calls add(element, value) for each element.
template <typename Add>
void Collect(const KernelCall& call, const Cell* args, Cell& result, const Add& add) {
  if (!call.state || HasNulls(args)) return;
  const ElementProgram& program = static_cast<const ElementProgram&>(*call.state);
  std::string out = "{";
  size_t count = 0;
  for (const std::string& element : ElementsOf(args)) {
    const Cell value = program.Run(Cell::Text(element), args + kCaptured, call.arena);
    if (std::optional<std::string_view> text = add(element, value))
      AppendJsonMember(std::string(ArrayName(args[3].text)) + "[" + std::to_string(count++) + "]", *text, out);
  }
  result = Cell::Text(call.arena.Copy(out + "}"));
}

void Filter(const KernelCall& call, const Cell* args, Cell& result) {
  Collect(call, args, result, [](const std::string& element, const Cell& holds) {
    return !holds.null && holds.boolean ? std::optional<std::string_view>(element) : std::nullopt;
  });
}

void Map(const KernelCall& call, const Cell* args, Cell& result) {
  Collect(call, args, result, [](const std::string&, const Cell& value) {
    return value.null ? std::nullopt : std::optional<std::string_view>(value.text);
  });
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlElementExistsFunction) = {
    .name = "cql_element_exists",
    .signature =
        "(event: dynamic, array: string, variable: string, to: string, body: string, captured...: any) -> bool",
    .doc =
        "Whether an expression of the query, whose text is `body`, holds for an element of an array: a text, or, where "
        "`variable` is not empty, the fields below it.",
    .example = "array:exists(\"tags[]\", var=x, condition={x=prod*})",
    .null_rule = NullRule::kHandled,
    .kernel = Exists,
};
QUARRY_DEFINE(FunctionDef, kCqlElementFilterFunction) = {
    .name = "cql_element_filter",
    .signature =
        "(event: dynamic, array: string, variable: string, to: string, body: string, captured...: any) -> dynamic",
    .doc = "The elements of an array for which an expression of the query holds, as fields of the array `to`.",
    .example = "array:filter(\"tags[]\", var=x, function={x=prod*})",
    .null_rule = NullRule::kHandled,
    .kernel = Filter,
};
QUARRY_DEFINE(FunctionDef, kCqlElementMapFunction) = {
    .name = "cql_element_map",
    .signature =
        "(event: dynamic, array: string, variable: string, to: string, body: string, captured...: any) -> dynamic",
    .doc = "The values of an expression of the query for the elements of an array, as fields of the array `to`.",
    .example = "array:eval(\"ports[]\", var=x, function={ports := x + 1})",
    .null_rule = NullRule::kHandled,
    .kernel = Map,
};

}  // namespace quarry
