// transpose(), fieldset(), fieldstats(): the fields of events as rows.
#include <map>
#include <string>
#include <vector>

#include "functions/function_def.h"
#include "functions/library/cql/event_fields.h"

namespace quarry {
namespace {

// (rows, column, header, pivot): an event for each field of the rows, in the order of their names.
void Transpose(const KernelCall& call, const Cell* args, Cell& result) {
  thread_local Arena arena;
  arena.Reset();
  const JsonNode* rows = ParseJson(args[0].text, arena);
  if (!rows) return;
  const std::string pivot(args[3].text);
  const std::string column = pivot.empty() ? std::string(args[1].text) : pivot;
  const std::string header = pivot.empty() ? std::string(args[2].text) : pivot;
  std::vector<std::string> headers;
  std::map<std::string, std::map<size_t, std::string>> fields;
  for (const JsonNode& row : rows->array()) {
    const size_t index = headers.size();
    headers.push_back("row[" + std::to_string(index + 1) + "]");
    VisitFields(row, "", [&](const std::string& name, std::string_view text) {
      if (!header.empty() && name == header)
        headers[index] = text;
      else
        fields[name][index] = text;
    });
  }
  std::string out = "[";
  for (const auto& [name, values] : fields) {
    if (out.size() > 1) out += ',';
    std::string event;
    AppendJsonMember(column, name, event);
    for (const auto& [index, value] : values) AppendJsonMember(headers[index], value, event);
    out += "{" + event + "}";
  }
  result = Cell::Text(call.arena.Copy(out + "]"));
}

void FieldList(const KernelCall& call, const Cell* args, Cell& result) {
  std::string out = "[";
  VisitEventFields(args[0].text, [&](std::string_view name, std::string_view text) {
    if (out.size() > 1) out += ',';
    std::string field;
    AppendJsonMember("field", name, field);
    AppendJsonMember("value", text, field);
    out += "{" + field + "}";
  });
  result = Cell::Text(call.arena.Copy(out + "]"));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlTransposeFunction) = {
    .name = "cql_transpose",
    .signature = "(rows: dynamic, column: string, header: string, pivot: string) -> dynamic",
    .doc =
        "For each field of rows an event: its name in `column`, its values in `row[1]`, `row[2]`, ..., or under the "
        "values of the field `header`. `pivot` is both.",
    .example = "groupBy(loglevel) | transpose(header=loglevel)",
    .kernel = Transpose,
};
QUARRY_DEFINE(FunctionDef, kCqlFieldListFunction) = {
    .name = "cql_field_list",
    .signature = "(event: dynamic) -> dynamic",
    .doc = "The fields of an event as an array of objects with `field` and `value`.",
    .example = "fieldset()",
    .kernel = FieldList,
};

}  // namespace quarry
