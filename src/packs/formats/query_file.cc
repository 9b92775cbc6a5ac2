// Bare query files. The single entry is AddQueryFile.
#include "base/ascii.h"
#include "packs/attack.h"
#include "packs/files.h"
#include "packs/formats/rule_formats.h"

namespace quarry {
namespace {

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && IsAsciiSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsAsciiSpace(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

void AddQueryFile(const RuleFile& file, Lang lang) {
  const std::string_view text = file.sources.text(file.source);
  RuleText& added = file.set.texts.emplace_back();
  added.lang = lang;
  added.path = file.path;
  added.text = text;
  HuntRule& rule = added.rules.emplace_back();
  rule.info.id = rule.info.title = FileStem(file.path);
  rule.info.path = file.path;
  rule.info.language = lang == Lang::kKql ? "kql" : "cql";
  for (size_t at = 0; at < text.size();) {
    size_t end = text.find('\n', at);
    if (end == std::string_view::npos) end = text.size();
    std::string_view line = Trimmed(text.substr(at, end - at));
    at = end + 1;
    if (line.empty()) continue;
    if (!line.starts_with("//")) break;
    line = Trimmed(line.substr(2));
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string key = AsciiLowered(Trimmed(line.substr(0, colon)));
    const std::string_view value = Trimmed(line.substr(colon + 1));
    if (key == "title") rule.info.title = value;
    if (key == "id") rule.info.id = value;
    if (key == "level" || key == "severity") rule.info.level = FindLevel(value).value_or(rule.info.level);
    if (key == "confidence") rule.confidence = FindConfidence(value).value_or(rule.confidence);
    if (key != "attack") continue;
    for (size_t from = 0; from < value.size();) {
      size_t to = value.find_first_of(" ,", from);
      if (to == std::string_view::npos) to = value.size();
      const std::string id = AttackId(value.substr(from, to - from));
      if (!id.empty()) rule.info.attack.push_back(id);
      from = to + 1;
    }
  }
}

}  // namespace quarry
