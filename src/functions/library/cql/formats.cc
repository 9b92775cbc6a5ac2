// parseXml(), parseCEF(), parseLEEF(): fields out of texts of known formats.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "functions/dynamic/xml.h"
#include "functions/function_def.h"
#include "functions/library/cql/event_fields.h"

namespace quarry {
namespace {

// Elements stand below their parents, attributes below their elements. Of several elements of one name the first has
// no index, the second is name[1].
void AppendXml(const JsonNode& node, std::string_view prefix, const std::string& name, std::string& out) {
  switch (node.kind) {
    case JsonNode::Kind::kObject:
      for (const JsonMember& member : node.object()) {
        std::string_view part = member.name;
        if (part.starts_with('@')) part.remove_prefix(1);
        const bool is_text = part == "#text";
        AppendXml(member.value, prefix,
                  is_text ? name : (name.empty() ? std::string() : name + ".") + std::string(part), out);
      }
      return;
    case JsonNode::Kind::kArray:
      for (uint32_t i = 0; i < node.size; ++i)
        AppendXml(node.array()[i], prefix, i == 0 ? name : name + "[" + std::to_string(i) + "]", out);
      return;
    default:
      return AppendJsonMember(std::string(prefix) + name, node.kind == JsonNode::Kind::kNull ? "" : node.text, out);
  }
}

void XmlFields(const KernelCall& call, const Cell* args, Cell& result) {
  thread_local Arena arena;
  arena.Reset();
  std::optional<std::string> json = XmlAsJson(args[0].text);
  const JsonNode* root = json ? ParseJson(*json, arena) : nullptr;
  if (!root) return;
  std::string out = "{";
  AppendXml(*root, args[1].text, "", out);
  result = Cell::Text(call.arena.Copy(out + "}"));
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && IsAsciiSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsAsciiSpace(text.back())) text.remove_suffix(1);
  return text;
}

// The parts before `count` bars that no backslash precedes, without backslashes; the rest in `text`. False: too few.
bool TakeHeader(std::string_view& text, size_t count, std::vector<std::string>& parts) {
  std::string part;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '|' || text[i + 1] == '\\')) {
      part += text[++i];
    } else if (text[i] == '|') {
      parts.emplace_back(Trimmed(part));
      part.clear();
      if (parts.size() < count) continue;
      text.remove_prefix(i + 1);
      return true;
    } else {
      part += text[i];
    }
  }
  // The last part may end with the text.
  parts.emplace_back(Trimmed(part));
  text = {};
  return parts.size() == count;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

// key=value pairs: a value ends at the blank before the next key. `\=`, `\\`, `\n` and `\r` are escapes.
Pairs CefPairs(std::string_view text) {
  Pairs pairs;
  auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  auto is_key = [](char c) { return IsAsciiAlnum(c) || c == '_' || c == '.' || c == '-' || c == '[' || c == ']'; };
  // The places of `=` behind a key.
  std::vector<std::pair<size_t, size_t>> keys;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
      continue;
    }
    if (text[i] != '=') continue;
    size_t from = i;
    while (from > 0 && is_key(text[from - 1])) --from;
    if (from < i && (from == 0 || is_blank(text[from - 1]))) keys.emplace_back(from, i);
  }
  for (size_t k = 0; k < keys.size(); ++k) {
    const size_t end = k + 1 < keys.size() ? keys[k + 1].first : text.size();
    const std::string_view raw = Trimmed(text.substr(keys[k].second + 1, end - keys[k].second - 1));
    std::string value;
    for (size_t i = 0; i < raw.size(); ++i) {
      if (raw[i] != '\\' || i + 1 == raw.size()) {
        value += raw[i];
        continue;
      }
      const char next = raw[i + 1];
      if (next == 'n' || next == 'r')
        value += next == 'n' ? '\n' : '\r';
      else if (next == '=' || next == '\\' || next == '|')
        value += next;
      else
        value.append({'\\', next});
      ++i;
    }
    pairs.emplace_back(text.substr(keys[k].first, keys[k].second - keys[k].first), std::move(value));
  }
  return pairs;
}

// With `label_prefix` the value of `cs1` stands under the text of `cs1Label`; without `keep` these two are no fields.
void AppendPairs(const Pairs& pairs, std::string_view prefix, std::string_view label_prefix, bool keep,
                 std::string& out) {
  constexpr std::string_view kLabel = "Label";
  auto find = [&](const std::string& key) -> const std::string* {
    for (const auto& [known, value] : pairs) {
      if (known == key) return &value;
    }
    return nullptr;
  };
  for (const auto& [key, value] : pairs) {
    const std::string* label = find(key + std::string(kLabel));
    const bool is_label = key.size() > kLabel.size() && key.ends_with(kLabel) &&
                          find(key.substr(0, key.size() - kLabel.size())) != nullptr;
    if (label) AppendJsonMember(std::string(label_prefix) + *label, value, out);
    if (keep || (!label && !is_label)) AppendJsonMember(std::string(prefix) + key, value, out);
  }
}

// (text, prefix, header_prefix, label_prefix, keep_labels)
void CefFields(const KernelCall& call, const Cell* args, Cell& result) {
  std::string_view text = args[0].text;
  const size_t start = text.find("CEF:0");
  if (start == text.npos) return;
  text.remove_prefix(start + 4);
  std::vector<std::string> header;
  if (!TakeHeader(text, 7, header)) return;
  static constexpr std::string_view kNames[] = {"version",        "device.vendor", "device.product", "device.version",
                                                "event_class_id", "name",          "severity"};
  std::string out = "{";
  for (size_t i = 0; i < 7; ++i) AppendJsonMember(std::string(args[2].text) + std::string(kNames[i]), header[i], out);
  AppendPairs(CefPairs(text), args[1].text, args[3].text, args[4].boolean, out);
  result = Cell::Text(call.arena.Copy(out + "}"));
}

Pairs DelimitedPairs(std::string_view text, std::string_view delimiter) {
  Pairs pairs;
  while (!text.empty()) {
    const size_t end = text.find(delimiter);
    const std::string_view pair = text.substr(0, end);
    if (const size_t equals = pair.find('='); equals != pair.npos && equals > 0)
      pairs.emplace_back(Trimmed(pair.substr(0, equals)), pair.substr(equals + 1));
    text = end == text.npos ? std::string_view() : text.substr(end + delimiter.size());
  }
  return pairs;
}

// `^`, `0x5E`, `x5E`: a character or its code.
std::string DelimiterOf(std::string_view text) {
  std::string_view digits = text;
  if (digits.starts_with("0x"))
    digits.remove_prefix(2);
  else if (digits.size() > 1 && digits.starts_with('x'))
    digits.remove_prefix(1);
  if (digits.size() == text.size() || digits.empty() || digits.size() > 2) return std::string(text);
  for (char c : digits) {
    if (std::string_view("0123456789abcdefABCDEF").find(c) == std::string_view::npos) return std::string(text);
  }
  return std::string(1, static_cast<char>(std::stoi(std::string(digits), nullptr, 16)));
}

// (text, prefix, header_prefix, label_prefix, keep_labels, delimiter)
void LeefFields(const KernelCall& call, const Cell* args, Cell& result) {
  std::string_view text = args[0].text;
  size_t start = text.npos;
  bool second = false;
  for (std::string_view marker : {"LEEF:1.0", "LEEF:2.0"}) {
    const size_t found = text.find(marker);
    if (found >= start) continue;
    start = found;
    second = marker == "LEEF:2.0";
  }
  if (start == text.npos) return;
  text.remove_prefix(start + 5);
  std::vector<std::string> header;
  if (!TakeHeader(text, 5, header)) return;
  std::string delimiter = args[5].text.empty() ? "\t" : std::string(args[5].text);
  if (second) {
    // The delimiter is a part of the header; it may be missing, and then it is a tab.
    delimiter = "\t";
    const size_t bar = text.find('|');
    if (bar != text.npos && text.substr(0, bar).find('=') == text.npos) {
      std::string stated = DelimiterOf(text.substr(0, bar));
      if (!Trimmed(stated).empty()) stated = std::string(Trimmed(stated));
      if (!stated.empty()) delimiter = std::move(stated);
      text.remove_prefix(bar + 1);
    }
  }
  static constexpr std::string_view kNames[] = {"version", "device.vendor", "device.product", "device.version",
                                                "event_id"};
  std::string out = "{";
  for (size_t i = 0; i < 5; ++i) AppendJsonMember(std::string(args[2].text) + std::string(kNames[i]), header[i], out);
  // Texts without the tab that they should have are read as those of CEF are.
  const bool as_cef = !second && args[5].text.empty() && text.find('\t') == text.npos;
  Pairs pairs = as_cef ? CefPairs(text) : DelimitedPairs(Trimmed(text), delimiter);
  if (second) {
    for (const auto& [key, value] : pairs) AppendJsonMember(std::string(args[1].text) + key, value, out);
  } else {
    AppendPairs(pairs, args[1].text, args[3].text, args[4].boolean, out);
  }
  result = Cell::Text(call.arena.Copy(out + "}"));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlXmlFieldsFunction) = {
    .name = "cql_xml_fields",
    .signature = "(xml: string, prefix: string) -> dynamic",
    .doc =
        "The elements and attributes of XML as fields, by the names of the elements around them: `a.b`, and `a.b[1]` "
        "for a second one. Absent when the text is no XML.",
    .example = "parseXml(TaskXml)",
    .kernel = XmlFields,
};
QUARRY_DEFINE(FunctionDef, kCqlCefFieldsFunction) = {
    .name = "cql_cef_fields",
    .signature =
        "(text: string, prefix: string, header_prefix: string, label_prefix: string, keep_labels: bool) -> dynamic",
    .doc = "The header and the extension of a Common Event Format message as fields; absent when the text is none.",
    .example = "parseCEF()",
    .kernel = CefFields,
};
QUARRY_DEFINE(FunctionDef, kCqlLeefFieldsFunction) = {
    .name = "cql_leef_fields",
    .signature =
        "(text: string, prefix: string, header_prefix: string, label_prefix: string, keep_labels: bool, delimiter: "
        "string) -> dynamic",
    .doc = "The header and the attributes of a Log Event Extended Format message as fields; absent when it is none.",
    .example = "parseLEEF()",
    .kernel = LeefFields,
};

}  // namespace quarry
