// The escape rules of Sigma strings, as the specification's appendix on values states them.
#include "syntax/sigma/pattern.h"

namespace quarry::sigma {

void Pattern::AppendText(std::string_view text) {
  if (text.empty()) return;
  if (parts.empty() || parts.back().kind != Part::Kind::kText) parts.push_back({Part::Kind::kText, {}});
  parts.back().text += text;
}

void Pattern::AppendPart(Part::Kind kind) {
  // `**` says what `*` says.
  if (kind == Part::Kind::kMany && !parts.empty() && parts.back().kind == kind) return;
  parts.push_back({kind, {}});
}

Pattern Pattern::Parse(std::string_view value) {
  Pattern pattern;
  for (size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    const char next = i + 1 < value.size() ? value[i + 1] : '\0';
    if (c == '\\' && (next == '*' || next == '?' || next == '\\')) {
      pattern.AppendText(value.substr(++i, 1));
    } else if (c == '*') {
      pattern.AppendPart(Part::Kind::kMany);
    } else if (c == '?') {
      pattern.AppendPart(Part::Kind::kOne);
    } else {
      pattern.AppendText(value.substr(i, 1));
    }
  }
  return pattern;
}

Pattern Pattern::Literal(std::string_view text) {
  Pattern pattern;
  pattern.AppendText(text);
  return pattern;
}

void Pattern::OpenStart() {
  if (!starts_open()) parts.insert(parts.begin(), {Part::Kind::kMany, {}});
}

void Pattern::OpenEnd() {
  AppendPart(Part::Kind::kMany);
}

std::string Pattern::ToText() const {
  std::string text;
  for (const Part& part : parts) {
    if (part.kind == Part::Kind::kMany) text += '*';
    if (part.kind == Part::Kind::kOne) text += '?';
    for (const char c : part.text) {
      if (c == '*' || c == '?' || c == '\\') text += '\\';
      text += c;
    }
  }
  return text;
}

}  // namespace quarry::sigma
