// JSON as `dynamic` holds it: compact text (no white space outside strings, members in the order
// given). JsonNode is a parsed view for kernels; the Append functions make the text.
// The parser is our own: dynamic values are short, must keep integers beyond 64 bits (as reals), and KQL's
// dynamic literals need a relaxed form; readers have a scanner for whole records (readers/json/json_scanner.h).
// Ownership: nodes and their text live in the arena handed to ParseJson.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "types/type.h"

namespace quarry {

struct JsonNode;
struct JsonMember;

struct JsonNode {
  enum class Kind : uint8_t { kNull, kBool, kInteger, kReal, kString, kArray, kObject };
  Kind kind = Kind::kNull;
  bool boolean = false;
  int64_t integer = 0;
  double real = 0;                      // for kReal (also for integers beyond int64)
  std::string_view text;                // kString: unescaped
  const JsonNode* elements = nullptr;   // kArray
  const JsonMember* members = nullptr;  // kObject, in source order; duplicates kept, the last one counts
  uint32_t size = 0;                    // of elements or members

  std::span<const JsonNode> array() const { return {elements, kind == Kind::kArray ? size : 0}; }
  std::span<const JsonMember> object() const;
  // The member of an object (exact name), or nullptr.
  const JsonNode* Find(std::string_view name) const;
  // The element at `index`, negative from the end, or nullptr.
  const JsonNode* At(int64_t index) const;
};
struct JsonMember {
  std::string_view name;
  JsonNode value;
};
inline std::span<const JsonMember> JsonNode::object() const {
  return {members, kind == Kind::kObject ? size : 0};
}

// kRelaxed also takes strings in single quotes, as KQL's dynamic() literal does (datetime(...) is not included).
enum class JsonSyntax : uint8_t { kStrict, kRelaxed };
// nullptr when `text` is not one JSON value, or nests deeper than 512. Text without escapes is not copied: it
// points into `text`, which must outlive the nodes.
const JsonNode* ParseJson(std::string_view text, Arena& arena, JsonSyntax syntax = JsonSyntax::kStrict);

void AppendJson(const JsonNode& node, std::string& out);
void AppendJsonString(std::string_view text, std::string& out);  // with quotes and escapes
void AppendJsonNumber(double value, std::string& out);           // NaN and infinities as strings, as KQL prints them
// For objects that are written member by member: `"key":`, behind a comma unless `out` is empty or ends in `{` or `[`.
void AppendJsonKey(std::string_view key, std::string& out);
void AppendJsonMember(std::string_view key, std::string_view value, std::string& out);  // with the value as a string

// Members of an object: the text of a string, whether a bool is true; "" and false when there is no such member.
std::string TextMember(const JsonNode& object, std::string_view key);
bool FlagMember(const JsonNode& object, std::string_view key);

// Re-writes JSON text in compact form, numbers and strings as they stand. nullopt when it is not JSON.
std::optional<std::string> CompactJson(std::string_view text);

// One step of a path: `.name`, `["name"]` or `[3]`.
struct JsonStep {
  bool is_index = false;
  int64_t index = 0;
  std::string name;
  friend bool operator==(const JsonStep&, const JsonStep&) = default;
};
// Finds the raw text of the value at `path` in compact or spaced JSON text without building nodes.
// nullopt when it is not there. The result is raw JSON (strings still quoted).
std::optional<std::string_view> FindJsonPath(std::string_view json, std::span<const JsonStep> path);

}  // namespace quarry
