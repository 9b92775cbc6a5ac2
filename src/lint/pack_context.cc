// Looks in the folders above a file for the pack.yaml that lists it.
#include "lint/pack_context.h"

#include "packs/files.h"

namespace quarry {
namespace {

constexpr int kMaxFolders = 4;  // rules lie in a pack's rules/ or below

}  // namespace

PackContext FindPackContext(const std::string& rule_path, SourceMap& sources) {
  PackContext context;
  std::string inside = rule_path, folder = ".";
  size_t slash = rule_path.rfind('/');
  for (int depth = 0; depth < kMaxFolders; ++depth) {
    folder = slash == std::string::npos ? "." : slash == 0 ? "/" : rule_path.substr(0, slash);
    inside = slash == std::string::npos ? rule_path : rule_path.substr(slash + 1);
    const std::string path = JoinPath(folder, "pack.yaml");
    if (PathExists(path)) {
      Result<std::string> text = ReadWholeFile(path);
      if (!text) return context;
      context.source = sources.Add(path, std::move(*text));
      DiagnosticList ignored;
      FailureOr<std::vector<yaml::Node>> documents = yaml::Parse(sources, context.source, ignored);
      if (!documents || documents->empty()) return context;
      for (const char* list : {"rules", "hunts"}) {
        const yaml::Node* rules = documents->front().Find(list);
        for (size_t i = 0; rules && i < rules->items.size(); ++i) {
          const yaml::Node& rule = rules->items[i];
          if (rule.TextOf("file") != inside) continue;
          context.found = true;
          context.hunt = rule.TextOf("kind") == "hunt" || std::string_view(list) == "hunts";
          if (const yaml::Node* attack = rule.Find("attack")) {
            for (const yaml::Node& technique : attack->items)
              context.attack.emplace_back(technique.text, technique.span);
          }
          for (const char* key : {"title", "description"}) {
            if (const yaml::Node* node = rule.Find(key); node && node->is_scalar())
              context.prose.push_back({node->text, node->span});
          }
        }
      }
      return context;
    }
    if (slash == std::string::npos || slash == 0) break;
    slash = rule_path.rfind('/', slash - 1);
  }
  return context;
}

}  // namespace quarry
