// From YAML documents to rules. The single entry is ParseRules.
#include "syntax/sigma/parser.h"

#include "base/ascii.h"
#include "syntax/sigma/condition.h"
#include "syntax/sigma/modifiers.h"
#include "syntax/yaml/yaml.h"

namespace quarry::sigma {
namespace {

class RuleParser {
 public:
  RuleParser(const SourceMap& sources, DiagnosticList& diagnostics) : sources_(sources), diagnostics_(diagnostics) {}

  FailureOr<Rule> Run(const yaml::Node& document);

 private:
  Failure Fail(Span span, std::string message, std::string label = {}) {
    diagnostics_.Add(Code::Q0501, span, std::move(message)).label = std::move(label);
    return Failure{};
  }
  bool ReadText(const yaml::Node& document, std::string_view key, std::string& out);
  bool ReadList(const yaml::Node& document, std::string_view key, std::vector<std::string>& out);
  bool ReadChoice(const yaml::Node& document, std::string_view key, std::initializer_list<std::string_view> choices,
                  std::string& out);
  bool ReadLogSource(const yaml::Node& document, LogSource& out);
  bool ReadDetections(const yaml::Node& detection, Rule& rule);
  bool ReadDetection(const yaml::Node& key, const yaml::Node& value, Rule& rule);
  bool ReadMap(const yaml::Node& map, std::vector<DetectionItem>& items);
  bool ReadItem(const yaml::Node& key, const yaml::Node& value, std::vector<DetectionItem>& items);
  bool ReadKeywords(const std::vector<const yaml::Node*>& nodes, Span span, std::vector<DetectionItem>& items);
  bool ReadCondition(const yaml::Node& node, Rule& rule);

  const SourceMap& sources_;
  DiagnosticList& diagnostics_;
};

bool RuleParser::ReadText(const yaml::Node& document, std::string_view key, std::string& out) {
  const yaml::Node* node = document.Find(key);
  if (!node || node->IsNull()) return true;
  if (!node->is_scalar()) return Fail(node->span, "`" + std::string(key) + "` must be a text"), false;
  out = node->text;
  while (!out.empty() && IsAsciiSpace(out.back())) out.pop_back();
  return true;
}

bool RuleParser::ReadList(const yaml::Node& document, std::string_view key, std::vector<std::string>& out) {
  const yaml::Node* node = document.Find(key);
  if (!node || node->IsNull()) return true;
  if (node->is_scalar()) {
    out.push_back(node->text);
    return true;
  }
  if (node->kind != yaml::Node::Kind::kSequence)
    return Fail(node->span, "`" + std::string(key) + "` must be a list"), false;
  for (const yaml::Node& item : node->items) {
    if (item.is_scalar()) out.push_back(item.text);
  }
  return true;
}

bool RuleParser::ReadChoice(const yaml::Node& document, std::string_view key,
                            std::initializer_list<std::string_view> choices, std::string& out) {
  if (!ReadText(document, key, out)) return false;
  if (out.empty()) return true;
  NameSuggester suggester(out);
  for (const std::string_view choice : choices) {
    if (out == choice) return true;
    suggester.Consider(choice);
  }
  Fail(document.Find(key)->span, "`" + out + "` is not a " + std::string(key),
       suggester.best().empty() ? "" : "did the rule mean `" + std::string(suggester.best()) + "`?");
  return false;
}

bool RuleParser::ReadLogSource(const yaml::Node& document, LogSource& out) {
  const yaml::Node* node = document.Find("logsource");
  if (!node) return true;
  out.span = node->span;
  if (node->kind != yaml::Node::Kind::kMapping) return Fail(node->span, "`logsource` must be a mapping"), false;
  return ReadText(*node, "category", out.category) && ReadText(*node, "product", out.product) &&
         ReadText(*node, "service", out.service) && ReadText(*node, "definition", out.definition);
}

bool RuleParser::ReadItem(const yaml::Node& key, const yaml::Node& value, std::vector<DetectionItem>& items) {
  DetectionItem item;
  item.span = Span::Cover(key.span, value.span);
  const std::string_view text = key.text;
  const size_t field_end = text.find('|');
  for (const char c : text.substr(0, field_end)) {
    if (c != ' ') item.field += c;
  }
  const bool same_offsets = sources_.TextOf(key.span).find(text) != std::string_view::npos;
  const uint32_t base = key.span.start + (key.quoted ? 1 : 0);
  const auto span_of = [&](size_t from, size_t to) {
    if (!same_offsets) return key.span;
    return Span{base + static_cast<uint32_t>(from), base + static_cast<uint32_t>(to), key.span.source};
  };
  item.field_span = span_of(0, field_end == std::string_view::npos ? text.size() : field_end);

  std::vector<ModifierUse> modifiers;
  for (size_t from = field_end; from != std::string_view::npos && from < text.size();) {
    size_t to = text.find('|', ++from);
    if (to == std::string_view::npos) to = text.size();
    const std::string_view name = text.substr(from, to - from);
    const std::optional<Modifier> modifier = FindModifier(name);
    if (!modifier) {
      const std::string_view nearest = SuggestModifier(name);
      Fail(span_of(from, to), "unknown modifier `" + std::string(name) + "`",
           nearest.empty() ? "" : "a similar modifier exists: `" + std::string(nearest) + "`");
      return false;
    }
    modifiers.push_back({*modifier, name, span_of(from, to)});
    from = to;
  }
  ApplyToItem(modifiers, item);

  std::vector<const yaml::Node*> nodes;
  if (value.kind == yaml::Node::Kind::kSequence) {
    for (const yaml::Node& node : value.items) nodes.push_back(&node);
    if (nodes.empty()) return Fail(value.span, "the list of values is empty"), false;
  } else {
    nodes.push_back(&value);
  }
  bool ok = true;
  for (const yaml::Node* node : nodes) {
    FailureOr<DetectionValue> made = MakeValue(*node, modifiers, item.field.empty(), diagnostics_);
    if (made)
      item.values.push_back(std::move(*made));
    else
      ok = false;
  }
  items.push_back(std::move(item));
  return ok;
}

bool RuleParser::ReadMap(const yaml::Node& map, std::vector<DetectionItem>& items) {
  bool ok = true;
  for (const auto& [key, value] : map.members) ok &= ReadItem(key, value, items);
  return ok;
}

bool RuleParser::ReadKeywords(const std::vector<const yaml::Node*>& nodes, Span span,
                              std::vector<DetectionItem>& items) {
  DetectionItem item;
  item.span = item.field_span = span;
  bool ok = true;
  for (const yaml::Node* node : nodes) {
    FailureOr<DetectionValue> made = MakeValue(*node, {}, true, diagnostics_);
    if (made)
      item.values.push_back(std::move(*made));
    else
      ok = false;
  }
  items.push_back(std::move(item));
  return ok;
}

bool RuleParser::ReadDetection(const yaml::Node& key, const yaml::Node& value, Rule& rule) {
  Detection detection;
  detection.name = key.text;
  detection.span = key.span;
  bool ok = true;
  if (value.kind == yaml::Node::Kind::kMapping) {
    ok = ReadMap(value, detection.alternatives.emplace_back());
  } else if (value.kind == yaml::Node::Kind::kSequence) {
    std::vector<const yaml::Node*> keywords;
    for (const yaml::Node& item : value.items) {
      if (item.kind == yaml::Node::Kind::kMapping)
        ok &= ReadMap(item, detection.alternatives.emplace_back());
      else
        keywords.push_back(&item);
    }
    if (!keywords.empty()) ok &= ReadKeywords(keywords, value.span, detection.alternatives.emplace_back());
  } else if (value.is_scalar()) {
    ok = ReadKeywords({&value}, value.span, detection.alternatives.emplace_back());
  }
  for (const std::vector<DetectionItem>& items : detection.alternatives) {
    if (items.empty()) return Fail(value.span, "`" + key.text + "` holds an empty mapping"), false;
  }
  if (detection.alternatives.empty()) return Fail(key.span, "`" + key.text + "` looks for nothing"), false;
  rule.detections.push_back(std::move(detection));
  return ok;
}

bool RuleParser::ReadCondition(const yaml::Node& node, Rule& rule) {
  std::vector<const yaml::Node*> nodes;
  if (node.kind == yaml::Node::Kind::kSequence) {
    for (const yaml::Node& item : node.items) nodes.push_back(&item);
  } else {
    nodes.push_back(&node);
  }
  Condition any;
  any.kind = Condition::Kind::kOr;
  any.span = node.span;
  for (const yaml::Node* text : nodes) {
    if (!text->is_scalar()) return Fail(text->span, "a condition must be a text"), false;
    FailureOr<Condition> condition = ParseCondition(*text, rule.detections, sources_, diagnostics_);
    if (!condition) return false;
    any.operands.push_back(std::move(*condition));
  }
  if (any.operands.empty()) return Fail(node.span, "the list of conditions is empty"), false;
  if (any.operands.size() > 1) {
    rule.condition = std::move(any);
  } else {
    Condition only = std::move(any.operands[0]);
    rule.condition = std::move(only);
  }
  return true;
}

bool RuleParser::ReadDetections(const yaml::Node& detection, Rule& rule) {
  if (detection.kind != yaml::Node::Kind::kMapping) return Fail(detection.span, "`detection` must be a mapping"), false;
  const yaml::Node* condition = nullptr;
  bool ok = true;
  for (const auto& [key, value] : detection.members) {
    if (key.text == "condition") {
      condition = &value;
    } else if (key.text == "timeframe") {
      diagnostics_.Add(Code::Q0301, key.span, "`timeframe` is not supported").label =
          "Sigma replaced it by correlation rules";
      ok = false;
    } else {
      ok &= ReadDetection(key, value, rule);
    }
  }
  if (!condition) return Fail(detection.span, "`detection` has no `condition`"), false;
  // Conditions name identifiers: errors in those come first.
  return ok && ReadCondition(*condition, rule);
}

FailureOr<Rule> RuleParser::Run(const yaml::Node& document) {
  Rule rule;
  rule.span = document.span;
  if (document.kind != yaml::Node::Kind::kMapping) return Fail(document.span, "a rule must be a mapping");
  for (const std::string_view kind : {"correlation", "filter"}) {
    const yaml::Node* node = document.Find(kind);
    if (!node) continue;
    const bool correlation = kind == "correlation";
    diagnostics_.Add(Code::Q0301, node->span,
                     correlation ? "correlation rules are not supported" : "Sigma filters are not supported");
    return Failure{};
  }
  bool ok = ReadText(document, "title", rule.title) && ReadText(document, "id", rule.id) &&
            ReadText(document, "name", rule.name);
  ok &= ReadText(document, "description", rule.description) && ReadText(document, "author", rule.author);
  ok &= ReadText(document, "date", rule.date) && ReadText(document, "modified", rule.modified);
  ok &= ReadChoice(document, "status", {"stable", "test", "experimental", "deprecated", "unsupported"}, rule.status);
  ok &= ReadChoice(document, "level", {"informational", "low", "medium", "high", "critical"}, rule.level);
  ok &= ReadList(document, "references", rule.references) && ReadList(document, "tags", rule.tags);
  ok &= ReadList(document, "falsepositives", rule.falsepositives) && ReadList(document, "fields", rule.fields);
  ok &= ReadLogSource(document, rule.logsource);
  const yaml::Node* detection = document.Find("detection");
  if (!detection) return Fail(document.span, "the rule has no `detection`");
  ok &= ReadDetections(*detection, rule);
  if (!ok) return Failure{};
  return rule;
}

// Adds the members of `over` to `base`; mappings are merged, everything else is replaced.
void MergeInto(yaml::Node& base, const yaml::Node& over) {
  for (const auto& [key, value] : over.members) {
    yaml::Node* found = nullptr;
    for (auto& [base_key, base_value] : base.members) {
      if (base_key.text == key.text) found = &base_value;
    }
    if (!found)
      base.members.emplace_back(key, value);
    else if (found->kind == yaml::Node::Kind::kMapping && value.kind == yaml::Node::Kind::kMapping)
      MergeInto(*found, value);
    else
      *found = value;
  }
  base.span = over.span;
}

}  // namespace

RuleFile ParseRules(const SourceMap& sources, uint16_t source, DiagnosticList& diagnostics) {
  RuleFile file;
  FailureOr<std::vector<yaml::Node>> documents = yaml::Parse(sources, source, diagnostics);
  if (!documents) {
    file.refused = 1;
    return file;
  }
  std::optional<yaml::Node> global, previous;
  for (const yaml::Node& document : *documents) {
    if (document.IsNull()) continue;  // a trailing `---`
    const std::string_view action = document.TextOf("action");
    if (action == "reset") {
      global.reset();
      continue;
    }
    if (action == "global") {
      if (global)
        MergeInto(*global, document);
      else
        global = document;
      continue;
    }
    if (!action.empty() && action != "repeat") {
      diagnostics.Add(Code::Q0501, document.Find("action")->span,
                      "unknown collection action `" + std::string(action) + "`");
      ++file.refused;
      continue;
    }
    yaml::Node merged = document;
    const std::optional<yaml::Node>& base = action == "repeat" ? previous : global;
    if (base && document.kind == yaml::Node::Kind::kMapping) {
      merged = *base;
      MergeInto(merged, document);
    }
    FailureOr<Rule> rule = RuleParser(sources, diagnostics).Run(merged);
    if (rule)
      file.rules.push_back(std::move(*rule));
    else
      ++file.refused;
    previous = std::move(merged);
  }
  return file;
}

}  // namespace quarry::sigma
