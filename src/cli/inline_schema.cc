// Reads `--schema` files.
#include "cli/inline_schema.h"

#include <cstdio>

#include "base/arena.h"
#include "cli/query_text.h"
#include "cli/report.h"
#include "engine/inline_columns.h"
#include "types/json.h"

namespace quarry {

bool AddSchemaFile(const std::string& path, Engine& engine) {
  std::optional<std::string> text = ReadTextFile(path);
  if (!text) return false;
  Arena arena;
  const JsonNode* root = ParseJson(*text, arena);
  if (root == nullptr || root->kind != JsonNode::Kind::kObject) {
    PrintError(path + R"~(: not a schema; write {"Table": "(a:string, b:long)"})~");
    return false;
  }
  for (const JsonMember& member : root->object()) {
    InlineTable table;
    table.name = std::string(member.name);
    Result<std::vector<ColumnSchema>> columns = ParseInlineColumns(member.value.text);
    if (!columns) {
      PrintError(path + ": table " + table.name + ": " + columns.error().message);
      return false;
    }
    table.columns = std::move(*columns);
    engine.AddTable(std::move(table));
  }
  return true;
}

}  // namespace quarry
