// Reads the values of a pack.yaml. Types, names and required members were checked before, so that nothing fails here.
#include "packs/pack_reader.h"

#include "base/ascii.h"
#include "packs/attack.h"

namespace quarry {
namespace {

std::string Trimmed(std::string_view text) {
  while (!text.empty() && IsAsciiSpace(text.back())) text.remove_suffix(1);
  return std::string(text);
}

std::string TextOf(const yaml::Node& node, std::string_view key) {
  return Trimmed(node.TextOf(key));
}

PlacedText PlacedOf(const yaml::Node& node, std::string_view key) {
  const yaml::Node* value = node.Find(key);
  return value ? PlacedText{Trimmed(value->text), value->span} : PlacedText{};
}

std::vector<std::string> TextsOf(const yaml::Node& node, std::string_view key) {
  std::vector<std::string> texts;
  if (const yaml::Node* list = node.Find(key)) {
    for (const yaml::Node& item : list->items) texts.push_back(Trimmed(item.text));
  }
  return texts;
}

std::vector<PlacedText> PlacedTextsOf(const yaml::Node& node, std::string_view key) {
  std::vector<PlacedText> texts;
  if (const yaml::Node* list = node.Find(key)) {
    for (const yaml::Node& item : list->items) texts.push_back({Trimmed(item.text), item.span});
  }
  return texts;
}

std::vector<std::string> AttackIdsOf(const yaml::Node& node, std::string_view key) {
  std::vector<std::string> ids = TextsOf(node, key);
  for (std::string& id : ids) id = AttackId(id);
  return ids;
}

// Calls `read(item, value)` for each item of the list `key`.
template <typename Item, typename Read>
void ReadList(const yaml::Node& node, std::string_view key, std::vector<Item>& out, Read read) {
  const yaml::Node* list = node.Find(key);
  for (size_t i = 0; list && i < list->items.size(); ++i) read(list->items[i], out.emplace_back());
}

void ReadTechniques(const yaml::Node& attack, std::string_view key, std::vector<AttackTechnique>& out) {
  ReadList(attack, key, out, [](const yaml::Node& node, AttackTechnique& technique) {
    technique.id = AttackId(node.TextOf("id"));
    technique.name = TextOf(node, "name");
    technique.tactics = AttackIdsOf(node, "tactics");
    technique.note = TextOf(node, "note");
    technique.span = node.Find("id")->span;
  });
}

void ReadRule(const yaml::Node& node, PackRule& rule) {
  rule.span = node.span;
  rule.file = TextOf(node, "file");
  rule.file_span = node.Find("file")->span;
  const PlacedText id = PlacedOf(node, "id");
  rule.id = id.text;
  rule.id_span = id.span;
  rule.title = TextOf(node, "title");
  rule.description = TextOf(node, "description");
  rule.level = FindLevel(node.TextOf("level"));
  rule.confidence = FindConfidence(node.TextOf("confidence"));
  rule.attack = AttackIdsOf(node, "attack");
  rule.platforms = TextsOf(node, "platforms");
  rule.hunt_only = node.TextOf("kind") == "hunt";
  const yaml::Node* enabled = node.Find("enabled");
  rule.enabled = !enabled || enabled->AsBool().value_or(true);
  if (const yaml::Node* schedule = node.Find("schedule")) {
    rule.schedule = {TextOf(*schedule, "frequency"), TextOf(*schedule, "lookback"), TextOf(*schedule, "trigger"),
                     schedule->Find("lookback")->span};
  }
  ReadList(node, "entities", rule.entities, [](const yaml::Node& item, RuleEntity& entity) {
    entity.type = item.TextOf("type");
    entity.columns = PlacedTextsOf(item, "columns");
  });
  if (const yaml::Node* alert = node.Find("alert")) {
    rule.alert_title = PlacedOf(*alert, "title");
    rule.alert_description = PlacedOf(*alert, "description");
  }
  rule.hypothesis = TextOf(node, "hypothesis");
  rule.interpretation = TextOf(node, "interpretation");
}

void ReadLists(const yaml::Node& document, Pack& pack) {
  ReadList(document, "data_needs", pack.data_needs, [](const yaml::Node& node, DataNeed& need) {
    need.table = TextOf(node, "table");
    need.product = TextOf(node, "product");
    need.connector = TextOf(node, "connector");
    need.collection = TextOf(node, "collection");
    need.columns = TextsOf(node, "columns");
    need.platforms = TextsOf(node, "platforms");
    need.components = TextsOf(node, "components");
    need.caveats = TextsOf(node, "caveats");
  });
  ReadList(document, "rules", pack.rules, ReadRule);
  ReadList(document, "false_positives", pack.false_positives, [](const yaml::Node& node, FalsePositive& benign) {
    benign = {TextOf(node, "category"), TextOf(node, "description"), TextOf(node, "tuning"),
              PlacedTextsOf(node, "exclusions")};
  });
  ReadList(document, "validation", pack.validation, [](const yaml::Node& node, ValidationTest& test) {
    test.id = TextOf(node, "id");
    test.title = TextOf(node, "title");
    test.outcome = TextOf(node, "outcome");
    test.notes = TextOf(node, "notes");
    test.atomic = PlacedOf(node, "atomic");
    test.tests = PlacedTextsOf(node, "tests");
    test.span = node.Find("id")->span;
    ReadList(node, "signals", test.signals, [](const yaml::Node& item, std::pair<std::string, std::string>& signal) {
      signal = {TextOf(item, "source"), TextOf(item, "expect")};
    });
  });
  ReadList(document, "references", pack.references, [](const yaml::Node& node, Reference& reference) {
    reference = {TextOf(node, "url"), TextOf(node, "title"), TextOf(node, "note")};
  });
  ReadList(document, "changes", pack.changes, [](const yaml::Node& node, PackChange& change) {
    change = {TextOf(node, "version"), TextOf(node, "date"), TextsOf(node, "changes"), node.Find("version")->span};
  });
}

}  // namespace

void ReadPack(const yaml::Node& document, Pack& pack) {
  pack.span = document.members.front().first.span;
  const std::pair<std::string_view, std::string Pack::*> kTexts[] = {{"id", &Pack::id},
                                                                     {"title", &Pack::title},
                                                                     {"version", &Pack::version},
                                                                     {"status", &Pack::status},
                                                                     {"created", &Pack::created},
                                                                     {"modified", &Pack::modified},
                                                                     {"story", &Pack::story},
                                                                     {"goal", &Pack::goal},
                                                                     {"abstract", &Pack::abstract},
                                                                     {"impact", &Pack::impact},
                                                                     {"technical_context", &Pack::technical_context}};
  for (const auto& [name, member] : kTexts) pack.*member = TextOf(document, name);
  pack.id_span = document.Find("id")->span;
  pack.version_span = document.Find("version")->span;
  pack.created_span = document.Find("created")->span;
  pack.modified_span = document.Find("modified")->span;
  pack.authors = TextsOf(document, "authors");
  pack.blind_spots = TextsOf(document, "blind_spots");
  const yaml::Node& attack = *document.Find("attack");
  ReadTechniques(attack, "attributed", pack.attributed);
  ReadTechniques(attack, "observed", pack.observed);
  pack.severity = *FindLevel(document.TextOf("severity"));
  pack.confidence = *FindConfidence(document.TextOf("confidence"));
  const yaml::Node& risk = *document.Find("risk");
  pack.risk_level = TextOf(risk, "level");
  pack.risk_score = *risk.Find("score")->AsInteger();
  pack.risk_rationale = TextOf(risk, "rationale");
  const yaml::Node& priority = *document.Find("priority");
  pack.priority_level = TextOf(priority, "level");
  pack.priority_rationale = TextOf(priority, "rationale");
  if (const yaml::Node* guides = document.Find("guides")) {
    pack.investigation_guide = PlacedOf(*guides, "investigation");
    pack.response_guide = PlacedOf(*guides, "response");
    pack.tuning_guide = PlacedOf(*guides, "tuning");
  }
  pack.atomics = PlacedTextsOf(document, "atomics");
  ReadLists(document, pack);
}

}  // namespace quarry
