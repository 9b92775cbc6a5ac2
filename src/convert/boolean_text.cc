// Lines longer than kLineLength are broken before each operand.
#include "convert/boolean_text.h"

#include <algorithm>

namespace quarry::convert {
namespace {

constexpr size_t kLineLength = 110;

// Tests that may share a list: whole texts of one column.
bool SameList(const Filter& a, const Filter& b) {
  return a.is_pattern() && b.is_pattern() && a.matcher.pattern.is_literal() && b.matcher.pattern.is_literal() &&
         a.column.name == b.column.name && a.column.type == b.column.type && a.matcher.cased == b.matcher.cased;
}

}  // namespace

std::optional<std::string> BooleanText::Write(const Filter& filter, bool negated, bool outermost, size_t indent) {
  if (filter.is_leaf()) return test_(filter, negated);
  if (filter.kind == Filter::Kind::kNot) {
    const std::optional<std::string> inner = Write(filter.operands[0], !negated, true, indent + 2);
    if (!inner) return std::nullopt;
    return std::string(spelling_.not_open) + *inner + std::string(spelling_.not_close);
  }
  const bool is_or = filter.kind == Filter::Kind::kOr;
  std::vector<std::string> texts;
  std::vector<bool> done(filter.operands.size());
  bool ok = true;
  const size_t inner_indent = outermost ? indent : indent + 2;
  for (size_t i = 0; i < filter.operands.size(); ++i) {
    if (done[i]) continue;
    std::vector<const Filter*> alike{&filter.operands[i]};
    if (is_or && list_) {
      for (size_t j = i + 1; j < filter.operands.size(); ++j) {
        if (done[j] || !SameList(filter.operands[i], filter.operands[j])) continue;
        alike.push_back(&filter.operands[j]);
        done[j] = true;
      }
    }
    std::optional<std::string> text;
    if (alike.size() > 1) text = list_(alike);
    if (!text && alike.size() > 1) {
      for (const Filter* one : alike) {
        std::optional<std::string> single = Write(*one, negated, false, inner_indent);
        ok &= single.has_value();
        if (single) texts.push_back(std::move(*single));
      }
      continue;
    }
    if (!text) text = Write(filter.operands[i], negated, false, inner_indent);
    ok &= text.has_value();
    if (text) texts.push_back(std::move(*text));
  }
  if (!ok || texts.empty()) return std::nullopt;
  if (texts.size() == 1) return texts[0];
  size_t length = 0;
  bool lines = false;
  for (const std::string& text : texts) {
    length += text.size() + 5;
    lines |= text.find('\n') != std::string::npos;
  }
  const std::string word(is_or ? spelling_.or_word : spelling_.and_word);
  const std::string between =
      lines || length > kLineLength ? "\n" + std::string(inner_indent, ' ') + word + " " : " " + word + " ";
  std::string joined;
  for (const std::string& text : texts) joined += (joined.empty() ? "" : between) + text;
  return outermost ? joined : "(" + joined + ")";
}

std::optional<std::vector<std::string>> BooleanText::Conjuncts(const Filter& filter, size_t indent) {
  const bool several = filter.kind == Filter::Kind::kAnd;
  std::vector<std::string> texts;
  bool ok = true;
  const size_t count = several ? filter.operands.size() : 1;
  for (size_t i = 0; i < count; ++i) {
    std::optional<std::string> text = Write(several ? filter.operands[i] : filter, false, true, indent);
    ok &= text.has_value();
    if (text) texts.push_back(std::move(*text));
  }
  if (!ok) return std::nullopt;
  return texts;
}

}  // namespace quarry::convert
