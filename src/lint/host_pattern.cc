// The entries are HostPatternsOf and NamesSuffix.
#include "lint/host_pattern.h"

#include <optional>

#include "base/ascii.h"

namespace quarry {
namespace {

// Escapes resolved, `.*`, `.+`, `\S+`, `[^.]+` and their like as `*`; nullopt when there is more.
std::optional<std::string> GlobOfRegex(std::string_view regex) {
  std::string glob;
  for (size_t i = 0; i < regex.size();) {
    const char c = regex[i];
    bool any = false;
    if (c == '\\' && i + 1 < regex.size()) {
      const char next = regex[i + 1];
      i += 2;
      if (next == 'b') continue;
      any = next == 'w' || next == 'd' || next == 'S';
      if (!any) {
        if (IsAsciiAlnum(next)) return std::nullopt;
        glob += next;
        continue;
      }
    } else if (c == '[') {
      const size_t end = regex.find(']', i + 1);
      if (end == std::string_view::npos) return std::nullopt;
      i = end + 1;
      any = true;
    } else if (c == '.') {
      ++i;
      if (i >= regex.size() || (regex[i] != '*' && regex[i] != '+')) {
        glob += '.';  // a dot without its backslash
        continue;
      }
      any = true;
    } else if (std::string_view("(){}*+?|^$").find(c) != std::string_view::npos) {
      return std::nullopt;
    } else {
      glob += c;
      ++i;
      continue;
    }
    while (i < regex.size() && (regex[i] == '*' || regex[i] == '+' || regex[i] == '?')) ++i;
    if (i < regex.size() && regex[i] == '{') {
      const size_t end = regex.find('}', i);
      if (end == std::string_view::npos) return std::nullopt;
      i = end + 1;
    }
    if (any && !glob.ends_with('*')) glob += '*';
  }
  return glob;
}

HostPattern Plain(const TextTest& test, const TextValue& value) {
  HostPattern pattern;
  pattern.text = AsciiLowered(value.text);
  pattern.span = value.span;
  pattern.at_label = test.kind == TextTest::Kind::kEquals || test.kind == TextTest::Kind::kStartsWith;
  pattern.at_end = test.kind == TextTest::Kind::kEquals || test.kind == TextTest::Kind::kEndsWith;
  return pattern;
}

bool IsHostText(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    if (!IsAsciiAlnum(c) && c != '-' && c != '_' && c != '.' && c != '*') return false;
  }
  return true;
}

std::vector<std::string_view> Labels(std::string_view name) {
  std::vector<std::string_view> labels;
  for (size_t at = 0; at <= name.size();) {
    size_t dot = name.find('.', at);
    if (dot == std::string_view::npos) dot = name.size();
    labels.push_back(name.substr(at, dot - at));
    at = dot + 1;
  }
  return labels;
}

}  // namespace

std::vector<HostPattern> HostPatternsOf(const TextTest& test) {
  std::vector<HostPattern> out;
  if (test.field_kind != FieldKind::kHost) return out;
  for (const TextValue& value : test.values) {
    std::vector<HostPattern> patterns;
    if (test.kind == TextTest::Kind::kRegex) {
      bool ignored = false;
      for (const RegexAlternative& alternative : RegexAlternatives(value.text, &ignored)) {
        std::string_view text = alternative.text;
        HostPattern pattern;
        // `(?:^|\.)name` is written out as two alternatives, which start with `^` or `\.`.
        pattern.at_label = alternative.start_anchored;
        pattern.at_end = pattern.only_dollar = alternative.end_anchored;
        if (text.ends_with("\\.?")) {
          text.remove_suffix(3);
          pattern.only_dollar = false;
        }
        if (text.find(":") != std::string_view::npos || text.find("/") != std::string_view::npos)
          pattern.only_dollar = false;
        const std::optional<std::string> glob = GlobOfRegex(text);
        if (!glob) continue;
        pattern.text = AsciiLowered(*glob);
        pattern.span = value.span;
        patterns.push_back(std::move(pattern));
      }
    } else {
      patterns.push_back(Plain(test, value));
    }
    for (HostPattern& pattern : patterns) {
      while (pattern.text.starts_with("*")) pattern.text.erase(0, 1);
      while (pattern.text.ends_with("*")) {
        pattern.text.pop_back();
        pattern.at_end = pattern.only_dollar = false;
      }
      if (pattern.text.starts_with(".")) {
        pattern.text.erase(0, 1);
        pattern.at_label = true;
      }
      if (IsHostText(pattern.text)) out.push_back(std::move(pattern));
    }
  }
  return out;
}

bool NamesSuffix(std::string_view pattern, std::string_view suffix) {
  if (suffix.starts_with("*.")) suffix.remove_prefix(2);
  const std::vector<std::string_view> have = Labels(pattern), want = Labels(suffix);
  if (have.size() < want.size()) return false;
  for (size_t i = 0; i < want.size(); ++i) {
    const std::string_view a = have[have.size() - 1 - i], b = want[want.size() - 1 - i];
    if (a != b && b != "*" && a != "*") return false;
  }
  return true;
}

}  // namespace quarry
