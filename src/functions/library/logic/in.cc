// True when `value` equals one of the values of the list (values, or dynamic arrays of them). Null equals none.
#include <cmath>
#include <unordered_set>

#include "functions/conversion/convert.h"
#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/required_literals.h"
#include "types/json.h"

namespace quarry {

namespace {

// The values of the list, brought to the type of the value searched for.
struct Members : CallState {
  std::unordered_set<std::string> texts;
  std::unordered_set<int64_t> integers;
  std::unordered_set<double> reals;

  void Add(Type type, const Cell& cell) {
    if (cell.null) return;
    if (type == Type::kDynamic)
      texts.insert(KeyOf(cell));
    else if (IsTextual(type))
      texts.emplace(cell.text);
    else if (type == Type::kReal)
      reals.insert(cell.real);
    else
      integers.insert(type == Type::kBool ? cell.boolean : cell.integer);
  }
  void AddArgument(Type type, Type from, const Cell& cell, Arena& arena) {
    const JsonNode* list = from == Type::kDynamic ? NodesOf(cell, arena) : nullptr;
    if (list && list->kind == JsonNode::Kind::kArray) {
      for (const JsonNode& element : list->array())
        Add(type, Convert(Type::kDynamic, DynamicOf(element, arena), type, arena));
    } else {
      Add(type, Convert(from, cell, type, arena));
    }
  }
  bool Has(Type type, const Cell& cell) const {
    if (cell.null) return false;
    if (type == Type::kDynamic) return texts.contains(KeyOf(cell));
    if (IsTextual(type)) return texts.contains(std::string(cell.text));
    if (type == Type::kReal) return !std::isnan(cell.real) && reals.contains(cell.real);
    return integers.contains(type == Type::kBool ? cell.boolean : cell.integer);
  }
  static std::string KeyOf(const Cell& dynamic) {
    Arena arena;
    const JsonNode* node = NodesOf(dynamic, arena);
    return node ? JsonKey(*node) : std::string();
  }
};

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  auto members = std::make_unique<Members>();
  Arena arena;
  for (size_t i = 1; i < call.types.size(); ++i) {
    if (!call.constants[i]) return std::unique_ptr<const CallState>();
    members->AddArgument(call.types[0], call.types[i], call.constants[i]->cell(), arena);
  }
  return std::unique_ptr<const CallState>(std::move(members));
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  if (call.state) {
    result = Cell::Bool(static_cast<const Members*>(call.state)->Has(call.types[0], args[0]));
    return;
  }
  Members members;
  for (size_t i = 1; i < call.types.size(); ++i) members.AddArgument(call.types[0], call.types[i], args[i], call.arena);
  result = Cell::Bool(members.Has(call.types[0], args[0]));
}

LiteralFilter Literals(std::span<const Value* const> constants) {
  // Values that are no text may be written in many ways (1e3).
  for (size_t i = 1; i < constants.size(); ++i) {
    if (!constants[i]) return LiteralFilter::Any();
    if (constants[i]->type() == Type::kString) continue;
    Arena arena;
    const JsonNode* list = constants[i]->type() == Type::kDynamic ? NodesOf(constants[i]->cell(), arena) : nullptr;
    if (!list) return LiteralFilter::Any();
    for (const JsonNode& element : list->array())
      if (element.kind != JsonNode::Kind::kString) return LiteralFilter::Any();
    if (list->kind != JsonNode::Kind::kArray) return LiteralFilter::Any();
  }
  return RequiredAnyOf(constants, false);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kInFunction) = {
    .name = "in",
    .spelled = {{Lang::kKql, "in"}},
    .signature = "(value: any, list...: any) -> bool",
    .doc =
        "True when `value` equals one of the values of the list (values, or dynamic arrays of them). Null equals none.",
    .example = "T | where Port in (80, 443)",
    .null_rule = NullRule::kHandled,
    .prepare = Prepare,
    .kernel = Run,
    .literals = Literals,
};

}  // namespace quarry
