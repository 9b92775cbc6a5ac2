// Lists of the rows of a group, and events out of them: array:union(), array:intersection(), transpose().
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "functions/aggregate/building.h"
#include "functions/function_def.h"
#include "functions/library/cql/event_arrays.h"
#include "functions/library/cql/number_text.h"

namespace quarry {
namespace {

sql::ExprPtr ValueSet(const LoweringCall& call) {
  const sql::ExprPtr json = AggregateJson(call, call.args[0], Type::kString);
  return AggregateArray(sql::Call(
      "array_to_string", {sql::Call("list_sort", {sql::Distinct(sql::Call("list", {json}))}), sql::String(",")}));
}

sql::ExprPtr RowList(const LoweringCall& call) {
  std::vector<sql::OrderItem> order;
  for (size_t i = 1; i < call.args.size(); ++i) order.push_back({call.args[i], false, sql::Null::kLast});
  sql::ExprPtr list = sql::Call("string_agg", {sql::Cast(call.args[0], "VARCHAR"), sql::String(",")});
  return AggregateArray(order.empty() ? list : sql::Ordered(list, std::move(order)));
}

sql::ExprPtr Joined(const LoweringCall& call) {
  std::vector<sql::OrderItem> order;
  for (size_t i = 2; i < call.args.size(); ++i) order.push_back({call.args[i], false, sql::Null::kLast});
  return sql::Ordered(sql::Call("string_agg", {call.args[0], call.args[1]}), std::move(order));
}

// The texts of a dynamic array as fields name[0], name[1], ...
void ListFields(const KernelCall& call, const Cell* args, Cell& result) {
  thread_local Arena arena;
  arena.Reset();
  const JsonNode* list = ParseJson(args[0].text, arena);
  std::string out = "{";
  size_t index = 0;
  for (const JsonNode& element : list ? list->array() : std::span<const JsonNode>()) {
    AppendJsonKey(std::string(ArrayName(args[1].text)) + "[" + std::to_string(index++) + "]", out);
    AppendJson(element, out);
  }
  result = Cell::Text(call.arena.Copy(out + "}"));
}

std::string JsonOf(const std::set<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) {
    if (out.size() > 1) out += ',';
    AppendJsonString(text, out);
  }
  return out + "]";
}

void ArraySet(const KernelCall& call, const Cell* args, Cell& result) {
  std::set<std::string> texts;
  VisitElements(args[0].text, args[1].text, 0, [&](std::string_view text) {
    texts.emplace(text);
    return false;
  });
  result = Cell::Text(call.arena.Copy(JsonOf(texts)));
}

// The elements that stand in each of the arrays of an array.
void CommonElements(const KernelCall& call, const Cell* args, Cell& result) {
  thread_local Arena arena;
  arena.Reset();
  const JsonNode* lists = ParseJson(args[0].text, arena);
  std::set<std::string> common;
  bool first = true;
  for (const JsonNode& list : lists ? lists->array() : std::span<const JsonNode>()) {
    std::set<std::string> here;
    for (const JsonNode& element : list.array()) {
      if (first || common.count(std::string(element.text))) here.emplace(element.text);
    }
    common = std::move(here);
    first = false;
  }
  result = Cell::Text(call.arena.Copy(JsonOf(common)));
}

// Per second, from the first to the last of points with a time `t` in milliseconds and a value `v`.
void CounterRate(const KernelCall&, const Cell* args, Cell& result) {
  thread_local Arena arena;
  arena.Reset();
  const JsonNode* points = ParseJson(args[0].text, arena);
  if (!points || points->size < 2) return;
  double before = 0, first = 0, first_time = 0, last_time = 0;
  for (uint32_t i = 0; i < points->size; ++i) {
    const JsonNode& point = points->array()[i];
    std::optional<double> time = ParseCqlNumber(TextMember(point, "t")), value = ParseCqlNumber(TextMember(point, "v"));
    if (!time || !value) return;
    if (i == 0) {
      first = *value;
      first_time = *time;
    } else if (*value < before) {
      return;
    }
    before = *value;
    last_time = *time;
  }
  if (last_time > first_time) result = Cell::Real((before - first) * 1000 / (last_time - first_time));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlValueSetAggregate) = {
    .name = "cql_value_set",
    .kind = FunctionKind::kAggregate,
    .signature = "(value: string) -> dynamic",
    .doc = "The different texts, in their order, as a dynamic array.",
    .example = "array:union(\"mailto[]\")",
    .duckdb = ValueSet,
};
QUARRY_DEFINE(FunctionDef, kCqlRowListAggregate) = {
    .name = "cql_row_list",
    .kind = FunctionKind::kAggregate,
    .signature = "(row: dynamic, order...: any) -> dynamic",
    .doc = "The values as a dynamic array, in the order of further values.",
    .example = "sort(x) | transpose()",
    .duckdb = RowList,
};
QUARRY_DEFINE(FunctionDef, kCqlJoinedAggregate) = {
    .name = "cql_joined",
    .kind = FunctionKind::kAggregate,
    .signature = "(value: string, separator: string, order...: any) -> string",
    .doc = "The texts that are present, joined in the order of further values.",
    .example = "series([url], separator=\" -> \")",
    .nullable_string = true,
    .duckdb = Joined,
};
QUARRY_DEFINE(FunctionDef, kCqlListFieldsFunction) = {
    .name = "cql_list_fields",
    .signature = "(list: dynamic, array: string) -> dynamic",
    .doc = "The elements of a dynamic array as fields `array[0]`, `array[1]`, ...",
    .example = "array:union(\"mailto[]\")",
    .kernel = ListFields,
};
QUARRY_DEFINE(FunctionDef, kCqlArraySetFunction) = {
    .name = "cql_array_set",
    .signature = "(event: dynamic, array: string) -> dynamic",
    .doc = "The different elements of an array of an event, in their order, as a dynamic array.",
    .example = "array:intersection(\"mailto[]\")",
    .kernel = ArraySet,
};
QUARRY_DEFINE(FunctionDef, kCqlCommonElementsFunction) = {
    .name = "cql_common_elements",
    .signature = "(lists: dynamic) -> dynamic",
    .doc = "The texts that stand in each array of an array, in their order.",
    .example = "array:intersection(\"mailto[]\")",
    .kernel = CommonElements,
};
QUARRY_DEFINE(FunctionDef, kCqlCounterRateFunction) = {
    .name = "cql_counter_rate",
    .signature = "(points: dynamic) -> real",
    .doc = "How much a counter grows in a second, of points with times; absent when it falls or there is one point.",
    .example = "counterAsRate(packets)",
    .kernel = CounterRate,
};

}  // namespace quarry
