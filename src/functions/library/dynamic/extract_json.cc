// The text of the value at a path (`$.a.b`, `$["a"][0]`) of JSON text; empty where there is none.
#include <algorithm>

#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"
#include "types/number.h"

namespace quarry {

namespace {

// The steps of a path; nullopt when it is none.
std::optional<std::vector<JsonStep>> ParsePath(std::string_view path) {
  std::vector<JsonStep> steps;
  if (path.starts_with('$')) path.remove_prefix(1);
  while (!path.empty()) {
    JsonStep step;
    if (path.starts_with('[')) {
      const size_t close = path.find(']');
      if (close == std::string_view::npos || close < 2) return std::nullopt;
      const std::string_view inside = path.substr(1, close - 1);
      if (inside.size() >= 2 && (inside.front() == '\'' || inside.front() == '"') && inside.back() == inside.front()) {
        step.name = inside.substr(1, inside.size() - 2);
      } else {
        const auto index = ParseInteger(inside);
        if (!index) return std::nullopt;
        step.is_index = true;
        step.index = *index;
      }
      path.remove_prefix(close + 1);
    } else {
      if (path.starts_with('.')) path.remove_prefix(1);
      const size_t end = path.find_first_of(".[");
      step.name = path.substr(0, end);
      if (step.name.empty()) return std::nullopt;
      path.remove_prefix(std::min(end, path.size()));
    }
    steps.push_back(std::move(step));
  }
  return steps;
}

struct Path : CallState {
  std::vector<JsonStep> steps;
};

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  if (!call.constants[0]) return Error{"the path must be constant"};
  auto steps = ParsePath(call.constants[0]->text());
  if (!steps) return Error{"`" + call.constants[0]->text() + "` is no JSON path"};
  auto path = std::make_unique<Path>();
  path->steps = std::move(*steps);
  return std::unique_ptr<const CallState>(std::move(path));
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto found = FindJsonPath(args[1].text, static_cast<const Path*>(call.state)->steps);
  if (found && *found != "null") result = Cell::Text(DisplayText(Type::kDynamic, Cell::Text(*found), call.arena));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kExtractJsonFunction) = {
    .name = "extract_json",
    .spelled = {{Lang::kKql, "extract_json"}, {Lang::kKql, "extractjson"}},
    .signature = "(path: string, json: string|dynamic) -> string",
    .doc = "The text of the value at a path (`$.a.b`, `$[\"a\"][0]`) of JSON text; empty where there is none.",
    .example = "T | extend Ip = extract_json(\"$.client.ip\", Payload)",
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry
