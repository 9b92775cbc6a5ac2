// Microsoft Sentinel's analytics rules and hunting queries in YAML. The single entry is AddSentinelRule.
// queryFrequency and queryPeriod say how the platform schedules the query; a hunt runs it once, over all the data.
#include "base/ascii.h"
#include "packs/attack.h"
#include "packs/files.h"
#include "packs/formats/rule_formats.h"

namespace quarry {
namespace {

void AddAttack(const yaml::Node& document, std::string_view key, std::vector<std::string>& out) {
  const yaml::Node* list = document.Find(key);
  if (!list) return;
  for (const yaml::Node& item : list->items) {
    std::string id = AttackId(item.text);
    if (!id.empty()) out.push_back(std::move(id));
  }
}

bool ReadThreshold(const RuleFile& file, const yaml::Node& document, HuntRule& rule) {
  const yaml::Node* op = document.Find("triggerOperator");
  const yaml::Node* count = document.Find("triggerThreshold");
  if (!op && !count) return true;
  RowThreshold threshold;
  const std::string name = op ? AsciiLowered(op->text) : "gt";
  if (name == "gt" || name == "greaterthan")
    threshold.op = RowThreshold::Op::kGreater;
  else if (name == "lt" || name == "lessthan")
    threshold.op = RowThreshold::Op::kLess;
  else if (name == "eq" || name == "equal")
    threshold.op = RowThreshold::Op::kEqual;
  else if (name == "ne" || name == "notequal")
    threshold.op = RowThreshold::Op::kNotEqual;
  else
    return file.Skip(op->span, rule.info.title, "unknown triggerOperator `" + op->text + "`"), false;
  const std::optional<int64_t> rows = count ? count->AsInteger() : 0;
  if (!rows || *rows < 0) return file.Skip(count->span, rule.info.title, "triggerThreshold must be a number"), false;
  threshold.rows = static_cast<uint64_t>(*rows);
  // A rule that fires because there is no row has no row to show.
  if (threshold.Reached(0)) {
    file.Skip((op ? op : count)->span, rule.info.title, "a trigger on missing rows is not supported");
    return false;
  }
  rule.threshold = threshold;
  return true;
}

}  // namespace

bool AddSentinelRule(const RuleFile& file, const yaml::Node& document) {
  const yaml::Node* query = document.Find("query");
  if (!query || !query->is_scalar()) return false;
  HuntRule rule;
  rule.info.title = document.TextOf("name");
  if (rule.info.title.empty()) rule.info.title = document.TextOf("displayName");
  if (rule.info.title.empty()) rule.info.title = FileStem(file.path);
  rule.info.id = document.TextOf("id");
  if (rule.info.id.empty()) rule.info.id = FileStem(file.path);
  rule.info.language = "kql";
  rule.info.path = file.path;
  const yaml::Node* severity = document.Find("severity");
  if (severity && severity->is_scalar()) {
    const std::optional<Level> level = FindLevel(severity->text);
    if (!level) return file.Skip(severity->span, rule.info.title, "unknown severity `" + severity->text + "`"), true;
    rule.info.level = *level;
  }
  // Hunting queries have no severity: they are leads, not alerts.
  if (!severity) rule.info.level = Level::kInformational;
  rule.hunt_only = !severity;
  AddAttack(document, "tactics", rule.info.attack);
  AddAttack(document, "relevantTechniques", rule.info.attack);
  if (!ReadThreshold(file, document, rule)) return true;
  RuleText& added = file.set.texts.emplace_back();
  added.lang = Lang::kKql;
  added.path = file.path;
  added.text = query->text;
  added.first_line = file.sources.Locate(file.source, query->span.start).line;
  added.rules.push_back(std::move(rule));
  return true;
}

}  // namespace quarry
