#include "providers/tenant_form.h"

#include <algorithm>

#include "base/ascii.h"

namespace quarry {

Result<TenantForm::Pattern> TenantForm::ParsePattern(std::string_view text) {
  using Kind = Part::Kind;
  Pattern pattern;
  size_t star = std::string_view::npos, tenant = std::string_view::npos, last = std::string_view::npos;
  for (size_t at = 0; at < text.size();) {
    Part part{Kind::kText, {}};
    if (text[at] == '*') {
      part.kind = Kind::kAny;
      if (star != std::string_view::npos) return Error{"`" + std::string(text) + "` has two `*`"};
      star = pattern.parts.size();
      ++at;
    } else if (text[at] == '<') {
      const size_t close = text.find('>', at);
      if (close == std::string_view::npos) return Error{"`" + std::string(text) + "` does not close its `<`"};
      const std::string_view name = text.substr(at + 1, close - at - 1);
      part.kind = name == "tenant" ? Kind::kTenant : name == "number" ? Kind::kNumber : Kind::kAny;
      if (part.kind == Kind::kTenant) tenant = pattern.parts.size();
      at = close + 1;
    } else {
      const size_t end = std::min(text.find_first_of("*<", at), text.size());
      part.text = text.substr(at, end - at);
      at = end;
    }
    const bool is_text = part.kind == Kind::kText;
    if (!is_text && last != std::string_view::npos && last + 1 == pattern.parts.size())
      return Error{"`" + std::string(text) + "` has nothing between two placeholders"};
    if (!is_text) last = pattern.parts.size();
    pattern.parts.push_back(std::move(part));
  }
  if (pattern.parts.empty()) return Error{"an empty label or path segment"};
  pattern.greedy = star != std::string_view::npos     ? star
                   : tenant != std::string_view::npos ? tenant
                   : last != std::string_view::npos   ? last
                                                      : pattern.parts.size();
  return pattern;
}

Result<TenantForm> TenantForm::Parse(std::string_view text) {
  TenantForm form;
  const size_t slash = std::min(text.find('/'), text.size());
  const auto add = [&form](std::string_view list, char separator, std::vector<Pattern>& patterns) -> Result<void> {
    while (true) {
      const size_t end = std::min(list.find(separator), list.size());
      Result<Pattern> pattern = ParsePattern(list.substr(0, end));
      if (!pattern) return pattern.error();
      for (const Part& part : pattern->parts) form.names_tenant_ |= part.kind == Part::Kind::kTenant;
      patterns.push_back(std::move(*pattern));
      if (end == list.size()) return {};
      list.remove_prefix(end + 1);
    }
  };
  if (Result<void> added = add(text.substr(0, slash), '.', form.labels_); !added) return added.error();
  if (slash < text.size()) {
    if (Result<void> added = add(text.substr(slash + 1), '/', form.segments_); !added) return added.error();
  }
  return form;
}

bool TenantForm::Pattern::Match(std::string_view text, std::string_view& tenant) const {
  const auto take = [&tenant](const Part& part, std::string_view run) {
    if (run.empty()) return false;
    if (part.kind == Part::Kind::kNumber && !std::all_of(run.begin(), run.end(), IsAsciiDigit)) return false;
    if (part.kind == Part::Kind::kTenant) tenant = run;
    return true;
  };
  if (greedy == parts.size()) return parts.size() == 1 && text == parts[0].text;
  for (size_t i = 0; i < greedy; ++i) {
    if (parts[i].kind == Part::Kind::kText) {
      if (!text.starts_with(parts[i].text)) return false;
      text.remove_prefix(parts[i].text.size());
      continue;
    }
    const size_t end = text.find(parts[i + 1].text, 1);  // a text follows every placeholder that is not the last
    if (end == std::string_view::npos || !take(parts[i], text.substr(0, end))) return false;
    text.remove_prefix(end);
  }
  for (size_t i = parts.size() - 1; i > greedy; --i) {
    if (parts[i].kind == Part::Kind::kText) {
      if (!text.ends_with(parts[i].text)) return false;
      text.remove_suffix(parts[i].text.size());
      continue;
    }
    const size_t start = text.rfind(parts[i - 1].text);
    if (start == std::string_view::npos) return false;
    const size_t begin = start + parts[i - 1].text.size();
    if (!take(parts[i], text.substr(begin))) return false;
    text.remove_suffix(text.size() - begin);
  }
  return take(parts[greedy], text);
}

std::optional<std::string_view> TenantForm::Match(std::string_view host, std::string_view path) const {
  std::string_view tenant;
  for (size_t i = labels_.size(); i-- > 0;) {
    const size_t dot = host.rfind('.');
    const bool last = dot == std::string_view::npos;
    if (!labels_[i].Match(last ? host : host.substr(dot + 1), tenant) || (last && i > 0)) return std::nullopt;
    host = last ? std::string_view() : host.substr(0, dot);
  }
  for (const Pattern& segment : segments_) {
    if (!path.starts_with('/')) return std::nullopt;
    path.remove_prefix(1);
    const size_t end = std::min(path.find('/'), path.size());
    if (!segment.Match(path.substr(0, end), tenant)) return std::nullopt;
    path.remove_prefix(end);
  }
  return tenant;
}

}  // namespace quarry
