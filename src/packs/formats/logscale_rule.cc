// LogScale alerts and scheduled searches (https://schemas.humio.com), and the community's form with a `cql` member.
// The single entry is AddLogScaleRule.
#include "packs/attack.h"
#include "packs/files.h"
#include "packs/formats/rule_formats.h"

namespace quarry {
namespace {

const yaml::Node* FindQuery(const yaml::Node& document) {
  for (const std::string_view key : {"queryString", "cql"}) {
    const yaml::Node* node = document.Find(key);
    if (node && node->is_scalar()) return node;
  }
  for (const auto& [outer, inner] : {std::pair{"query", "queryString"}, std::pair{"search", "filter"}}) {
    const yaml::Node* node = document.Find(outer);
    node = node ? node->Find(inner) : nullptr;
    if (node && node->is_scalar()) return node;
  }
  return nullptr;
}

// CrowdStrike's severities are numbers from 10 to 90.
std::optional<Level> SeverityLevel(const yaml::Node& node) {
  const std::optional<int64_t> number = node.AsInteger();
  if (!number) return FindLevel(node.text);
  return *number >= 90   ? Level::kCritical
         : *number >= 70 ? Level::kHigh
         : *number >= 50 ? Level::kMedium
         : *number >= 30 ? Level::kLow
                         : Level::kInformational;
}

void AddAttack(const yaml::Node* node, std::vector<std::string>& out) {
  if (!node) return;
  if (node->is_scalar()) {
    std::string id = AttackId(node->text);
    if (!id.empty()) out.push_back(std::move(id));
  }
  for (const yaml::Node& item : node->items) AddAttack(&item, out);
}

}  // namespace

bool AddLogScaleRule(const RuleFile& file, const yaml::Node& document) {
  const yaml::Node* query = FindQuery(document);
  if (!query) return false;
  HuntRule rule;
  rule.info.title = document.TextOf("name");
  if (rule.info.title.empty()) rule.info.title = FileStem(file.path);
  rule.info.id = document.TextOf("id");
  if (rule.info.id.empty()) rule.info.id = FileStem(file.path);
  rule.info.language = "cql";
  rule.info.path = file.path;
  if (const yaml::Node* severity = document.Find("severity")) {
    const std::optional<Level> level = SeverityLevel(*severity);
    if (!level) return file.Skip(severity->span, rule.info.title, "unknown severity `" + severity->text + "`"), true;
    rule.info.level = *level;
  }
  for (const std::string_view key : {"tactic", "technique", "mitre_ids", "labels"})
    AddAttack(document.Find(key), rule.info.attack);
  RuleText& added = file.set.texts.emplace_back();
  added.lang = Lang::kCql;
  added.path = file.path;
  added.text = query->text;
  added.first_line = file.sources.Locate(file.source, query->span.start).line;
  added.rules.push_back(std::move(rule));
  return true;
}

}  // namespace quarry
