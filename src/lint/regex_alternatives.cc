// Multiplies the alternation of a regular expression out, as far as rules use it: one level of groups.
// The single entry is RegexAlternatives.
#include <algorithm>

#include "base/ascii.h"
#include "lint/text_test.h"

namespace quarry {
namespace {

constexpr size_t kMaxAlternatives = 256;

// The end of the class, escape or character at `at`.
size_t AtomEnd(std::string_view text, size_t at) {
  if (text[at] == '\\') return std::min(at + 2, text.size());
  if (text[at] != '[') return at + 1;
  for (size_t i = at + 2; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == ']')
      return i + 1;
  }
  return text.size();
}

// The place behind the `)` of the group that opens at `at`.
size_t GroupEnd(std::string_view text, size_t at) {
  int depth = 0;
  for (size_t i = at; i < text.size(); i = AtomEnd(text, i)) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) return i + 1;
  }
  return text.size();
}

std::vector<std::string_view> SplitBars(std::string_view text) {
  std::vector<std::string_view> parts;
  size_t from = 0;
  for (size_t i = 0; i < text.size();) {
    if (text[i] == '(') {
      i = GroupEnd(text, i);
    } else if (text[i] == '|') {
      parts.push_back(text.substr(from, i - from));
      from = ++i;
    } else {
      i = AtomEnd(text, i);
    }
  }
  parts.push_back(text.substr(from));
  return parts;
}

std::string_view GroupBody(std::string_view group) {
  group = group.substr(1, group.size() - (group.ends_with(')') ? 2 : 1));
  if (group.starts_with("?:")) group.remove_prefix(2);
  return group;
}

void Expand(const std::string& text, std::vector<std::string>& out, int depth) {
  for (const std::string_view part : SplitBars(text)) {
    size_t at = 0;
    while (at < part.size() && part[at] != '(') at = AtomEnd(part, at);
    const size_t end = at < part.size() ? GroupEnd(part, at) : part.size();
    // A repeated group, a look-around or a flag group stays as it is.
    const bool repeated = end < part.size() && std::string_view("*+?{").find(part[end]) != std::string_view::npos;
    const std::string_view inside = at < part.size() ? part.substr(at + 1) : std::string_view();
    if (at >= part.size() || repeated || depth == 0 || (inside.starts_with("?") && !inside.starts_with("?:"))) {
      out.emplace_back(part);
      continue;
    }
    for (const std::string_view choice : SplitBars(GroupBody(part.substr(at, end - at)))) {
      if (out.size() >= kMaxAlternatives) return;
      Expand(std::string(part.substr(0, at)) + std::string(choice) + std::string(part.substr(end)), out, depth - 1);
    }
  }
}

void ReadLiteral(RegexAlternative& alternative) {
  std::string_view text = alternative.text;
  while (text.starts_with(".*")) text.remove_prefix(2);
  while (text.ends_with(".*") && !text.ends_with("\\.*")) text.remove_suffix(2);
  alternative.is_literal = true;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && !IsAsciiAlnum(text[i + 1])) {
      alternative.literal += text[++i];
    } else if (text[i] == '.') {
      alternative.literal += '.';  // any character, in practice meant as the dot
    } else if (std::string_view("\\[](){}*+?|^$").find(text[i]) != std::string_view::npos) {
      alternative.is_literal = false;
      return;
    } else {
      alternative.literal += text[i];
    }
  }
}

}  // namespace

std::vector<RegexAlternative> RegexAlternatives(std::string_view regex, bool* ignore_case) {
  if (regex.starts_with("(?")) {
    size_t end = 2;
    while (end < regex.size() && IsAsciiAlpha(regex[end])) ++end;
    if (end < regex.size() && regex[end] == ')') {
      if (regex.substr(2, end - 2).find('i') != std::string_view::npos) *ignore_case = true;
      regex.remove_prefix(end + 1);
    }
  }
  std::vector<std::string> texts;
  Expand(std::string(regex), texts, 3);
  std::vector<RegexAlternative> out;
  for (std::string& text : texts) {
    RegexAlternative& alternative = out.emplace_back();
    if (text.starts_with("^")) {
      alternative.start_anchored = true;
      text.erase(0, 1);
    }
    if (text.ends_with("$") && !text.ends_with("\\$")) {
      alternative.end_anchored = true;
      text.pop_back();
    }
    alternative.text = std::move(text);
    ReadLiteral(alternative);
  }
  return out;
}

}  // namespace quarry
