// Reading pack.yaml, and its rules into a RuleSet.
#include "packs/pack.h"

#include <algorithm>

#include "base/ascii.h"
#include "packs/attack.h"
#include "packs/files.h"
#include "packs/formats/rule_formats.h"
#include "syntax/yaml/yaml.h"

namespace quarry {
namespace {

class PackReader {
 public:
  PackReader(Pack& pack, DiagnosticList& diagnostics) : pack_(pack), diagnostics_(diagnostics) {}
  bool Read(const yaml::Node& document);

 private:
  void Fail(Span span, std::string message, std::string label = {}) {
    diagnostics_.Add(Code::Q0501, span, std::move(message)).label = std::move(label);
    ok_ = false;
  }
  void Member(const yaml::Node& key, const yaml::Node& value);
  void RuleMember(const yaml::Node& key, const yaml::Node& value, PackRule& rule);
  void Rules(const yaml::Node& list);
  void Attack(const yaml::Node& value);
  void Text(const yaml::Node& value, std::string& out);
  void List(const yaml::Node& value, std::vector<std::string>& out);
  void AttackList(const yaml::Node& value, std::vector<std::string>& out);
  void UnknownKey(const yaml::Node& key, std::initializer_list<std::string_view> known);

  Pack& pack_;
  DiagnosticList& diagnostics_;
  bool ok_ = true;
};

void PackReader::Text(const yaml::Node& value, std::string& out) {
  if (!value.is_scalar()) return Fail(value.span, "a text is expected here");
  out = value.text;
  while (!out.empty() && IsAsciiSpace(out.back())) out.pop_back();
}

void PackReader::List(const yaml::Node& value, std::vector<std::string>& out) {
  if (value.kind != yaml::Node::Kind::kSequence) return Fail(value.span, "a list is expected here");
  for (const yaml::Node& item : value.items) Text(item, out.emplace_back());
}

void PackReader::AttackList(const yaml::Node& value, std::vector<std::string>& out) {
  std::vector<std::string> texts;
  List(value, texts);
  for (const std::string& text : texts) {
    std::string id = AttackId(text);
    if (id.empty())
      Fail(value.span, "`" + text + "` is no ATT&CK technique or tactic");
    else
      out.push_back(std::move(id));
  }
}

void PackReader::UnknownKey(const yaml::Node& key, std::initializer_list<std::string_view> known) {
  NameSuggester suggester(key.text);
  for (const std::string_view name : known) suggester.Consider(name);
  Fail(key.span, "unknown member `" + key.text + "`",
       suggester.best().empty() ? "" : "a similar member exists: `" + std::string(suggester.best()) + "`");
}

void PackReader::RuleMember(const yaml::Node& key, const yaml::Node& value, PackRule& rule) {
  std::string text;
  if (key.text == "file") return Text(value, rule.file);
  if (key.text == "id") return Text(value, rule.id);
  if (key.text == "title") return Text(value, rule.title);
  if (key.text == "attack") return AttackList(value, rule.attack);
  if (key.text == "level") {
    rule.level = FindLevel(value.text);
    if (!rule.level) Fail(value.span, "unknown level `" + value.text + "`");
  } else if (key.text == "confidence") {
    rule.confidence = FindConfidence(value.text);
    if (!rule.confidence) Fail(value.span, "unknown confidence `" + value.text + "`");
  } else if (key.text == "kind") {
    rule.hunt_only = value.text == "hunt";
    if (value.text != "hunt" && value.text != "alert") Fail(value.span, "`kind` is alert or hunt");
  } else if (key.text == "enabled") {
    rule.enabled = value.AsBool().value_or(true);
    if (!value.AsBool()) Fail(value.span, "`enabled` is true or false");
  } else {
    UnknownKey(key, {"file", "id", "title", "attack", "level", "confidence", "kind", "enabled"});
  }
}

void PackReader::Rules(const yaml::Node& list) {
  if (list.kind != yaml::Node::Kind::kSequence || list.items.empty())
    return Fail(list.span, "`rules` must be a list of rules");
  for (const yaml::Node& item : list.items) {
    PackRule& rule = pack_.rules.emplace_back();
    rule.span = item.span;
    for (const auto& [key, value] : item.members) RuleMember(key, value, rule);
    if (rule.file.empty()) Fail(item.span, "a rule needs a `file`");
  }
}

void PackReader::Attack(const yaml::Node& value) {
  for (const auto& [key, list] : value.members) {
    if (key.text == "attributed")
      AttackList(list, pack_.attributed);
    else if (key.text == "observed")
      AttackList(list, pack_.observed);
    else
      UnknownKey(key, {"attributed", "observed"});
  }
}

void PackReader::Member(const yaml::Node& key, const yaml::Node& value) {
  const std::pair<std::string_view, std::string Pack::*> kTexts[] = {{"id", &Pack::id},
                                                                     {"title", &Pack::title},
                                                                     {"version", &Pack::version},
                                                                     {"status", &Pack::status},
                                                                     {"author", &Pack::author},
                                                                     {"date", &Pack::date},
                                                                     {"goal", &Pack::goal},
                                                                     {"description", &Pack::description},
                                                                     {"technical_context", &Pack::technical_context}};
  const std::pair<std::string_view, std::vector<std::string> Pack::*> kLists[] = {
      {"data_sources", &Pack::data_sources}, {"tables", &Pack::tables}, {"false_positives", &Pack::false_positives},
      {"blind_spots", &Pack::blind_spots},   {"triage", &Pack::triage}, {"response", &Pack::response},
      {"references", &Pack::references}};
  for (const auto& [name, member] : kTexts) {
    if (key.text == name) return Text(value, pack_.*member);
  }
  for (const auto& [name, member] : kLists) {
    if (key.text == name) return List(value, pack_.*member);
  }
  if (key.text == "rules") return Rules(value);
  if (key.text == "attack") return Attack(value);
  if (key.text == "severity") {
    const std::optional<Level> level = FindLevel(value.text);
    if (!level) return Fail(value.span, "unknown severity `" + value.text + "`");
    pack_.severity = *level;
  } else if (key.text == "confidence") {
    const std::optional<Confidence> confidence = FindConfidence(value.text);
    if (!confidence) return Fail(value.span, "unknown confidence `" + value.text + "`");
    pack_.confidence = *confidence;
  } else {
    UnknownKey(key, {"id",          "title",       "version",           "status",       "author", "date",
                     "goal",        "description", "technical_context", "data_sources", "tables", "false_positives",
                     "blind_spots", "triage",      "response",          "references",   "rules",  "attack",
                     "severity",    "confidence"});
  }
}

bool PackReader::Read(const yaml::Node& document) {
  if (document.kind != yaml::Node::Kind::kMapping) return Fail(document.span, "a pack must be a mapping"), false;
  for (const auto& [key, value] : document.members) Member(key, value);
  for (const std::string_view required :
       {"id", "title", "version", "description", "attack", "severity", "confidence", "data_sources", "tables",
        "false_positives", "blind_spots", "references", "rules"}) {
    if (!document.Find(required)) Fail(document.span, "the pack has no `" + std::string(required) + "`");
  }
  return ok_;
}

}  // namespace

bool IsPackFolder(const std::string& path) {
  return IsFolder(path) && PathExists(JoinPath(path, "pack.yaml"));
}

FailureOr<Pack> LoadPack(const std::string& folder, SourceMap& sources, DiagnosticList& diagnostics) {
  const std::string path = JoinPath(folder, "pack.yaml");
  Result<std::string> text = ReadWholeFile(path);
  if (!text) {
    diagnostics.Add(Code::Q0601, {}, text.error().message);
    return Failure{};
  }
  const uint16_t source = sources.Add(path, std::move(*text));
  FailureOr<std::vector<yaml::Node>> documents = yaml::Parse(sources, source, diagnostics);
  if (!documents) return Failure{};
  Pack pack;
  pack.folder = folder;
  if (documents->size() != 1) {
    diagnostics.Add(Code::Q0501, {0, 0, source}, "a pack.yaml holds one document");
    return Failure{};
  }
  if (!PackReader(pack, diagnostics).Read(documents->front())) return Failure{};
  return pack;
}

void AddPackRule(const Pack& pack, const PackRule& rule, RuleSet& set) {
  const std::string path = JoinPath(pack.folder, rule.file);
  const size_t before = set.texts.size();
  RuleSet one = LoadRules({path});
  for (RuleText& text : one.texts) set.texts.push_back(std::move(text));
  set.skipped.insert(set.skipped.end(), one.skipped.begin(), one.skipped.end());
  set.problems.insert(set.problems.end(), one.problems.begin(), one.problems.end());
  for (const std::string& ignored : one.ignored)
    set.skipped.push_back({ignored, 0, rule.title, "the file holds no rule"});
  for (size_t i = before; i < set.texts.size(); ++i) {
    for (HuntRule& hunt : set.texts[i].rules) {
      // Sigma rules describe themselves; the pack describes bare queries.
      const bool described = set.texts[i].lang == Lang::kSigma;
      hunt.info.pack = pack.id;
      hunt.hunt_only |= rule.hunt_only;
      if (!rule.id.empty() && !described) hunt.info.id = rule.id;
      if (!rule.title.empty() && !described) hunt.info.title = rule.title;
      if (!described) hunt.info.level = rule.level.value_or(pack.severity);
      hunt.confidence = rule.confidence.value_or(pack.confidence);
      if (!rule.attack.empty()) hunt.info.attack = rule.attack;
      if (!hunt.info.attack.empty()) continue;
      hunt.info.attack = pack.attributed;
      hunt.info.attack.insert(hunt.info.attack.end(), pack.observed.begin(), pack.observed.end());
    }
  }
}

void AddPackRules(const std::string& folder, RuleSet& set) {
  SourceMap sources;
  DiagnosticList diagnostics;
  FailureOr<Pack> pack = LoadPack(folder, sources, diagnostics);
  if (!pack) {
    const std::string path = JoinPath(folder, "pack.yaml");
    RuleFile{path, sources, 0, set}.Skip(diagnostics, "");
    return;
  }
  for (const PackRule& rule : pack->rules) {
    if (rule.enabled) AddPackRule(*pack, rule, set);
  }
}

}  // namespace quarry
