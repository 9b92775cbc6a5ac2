// Reads corpus files.
#include <deque>
#include <fstream>
#include <map>
#include <sstream>

#include "conformance_runner/area.h"

namespace quarry::conformance {

std::string ReadWholeFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

const std::vector<const JsonNode*>& ReadJsonLines(const std::string& path) {
  static Arena arena;
  static std::deque<std::string> texts;
  static std::map<std::string, std::vector<const JsonNode*>> known;
  auto [entry, added] = known.try_emplace(path);
  if (!added) return entry->second;
  std::istringstream in(ReadWholeFile(path));
  for (std::string line; std::getline(in, line);) {
    texts.push_back(line);
    if (const JsonNode* node = ParseJson(texts.back(), arena)) entry->second.push_back(node);
  }
  return entry->second;
}

std::string TextOf(const JsonNode& row, std::string_view name) {
  const JsonNode* node = row.Find(name);
  return node == nullptr ? "" : std::string(node->text);
}

}  // namespace quarry::conformance
