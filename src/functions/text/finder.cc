#include "functions/text/finder.h"

#include <cstring>

#include "base/ascii.h"
#include "functions/text/display.h"
#include "functions/text/unicode.h"
#include "types/json.h"

namespace quarry {

namespace {

// How common a byte is in logs, roughly: the anchor of a search should be rare.
int Commonness(char c) {
  const char lower = AsciiLower(c);
  constexpr std::string_view kCommon = "eitaonsrldcmpuhgfbw0123456789 ./\\-_vykxjqz";
  const size_t at = kCommon.find(lower);
  return at == std::string_view::npos ? 0 : static_cast<int>(kCommon.size() - at);
}

bool SameBytes(const char* text, std::string_view needle, bool ignore_case) {
  if (!ignore_case) return std::memcmp(text, needle.data(), needle.size()) == 0;
  for (size_t i = 0; i < needle.size(); ++i)
    if (AsciiLower(text[i]) != needle[i]) return false;
  return true;
}

}  // namespace

TextFinder::TextFinder(std::string_view needle, Case letter_case, TermEnds ends)
    : needle_(letter_case == Case::kIgnore ? Folded(needle) : std::string(needle)),
      ignore_case_(letter_case == Case::kIgnore),
      folds_text_(ignore_case_ && !IsAsciiText(needle_)),
      check_start_((static_cast<int>(ends) & 1) != 0 && IsTermAt(needle_, 0)),
      check_end_((static_cast<int>(ends) & 2) != 0 && IsTermBefore(needle_, needle_.size())) {
  for (size_t i = 1; i < needle_.size(); ++i)
    if (Commonness(needle_[i]) < Commonness(needle_[anchor_])) anchor_ = i;
}

bool TextFinder::EndsFit(std::string_view text, size_t at) const {
  return (!check_start_ || !IsTermBefore(text, at)) && (!check_end_ || !IsTermAt(text, at + needle_.size()));
}

size_t TextFinder::FindBytes(std::string_view text, size_t from) const {
  if (needle_.empty()) return from <= text.size() ? from : std::string_view::npos;
  if (text.size() < needle_.size() || from > text.size() - needle_.size()) return std::string_view::npos;
  const char* begin = text.data();
  const char* last = begin + (text.size() - needle_.size()) + anchor_ + 1;  // behind the last place of the anchor
  const char* at = begin + from + anchor_;
  const char lower = needle_[anchor_];
  const char upper = ignore_case_ ? AsciiUpper(lower) : lower;
  const auto next = [&](char c, const char* p) {
    const void* found = p < last ? std::memchr(p, c, static_cast<size_t>(last - p)) : nullptr;
    return found ? static_cast<const char*>(found) : last;
  };
  const char* next_lower = next(lower, at);
  const char* next_upper = upper == lower ? last : next(upper, at);
  while (true) {
    const char* hit = next_lower < next_upper ? next_lower : next_upper;
    if (hit == last) return std::string_view::npos;
    if (SameBytes(hit - anchor_, needle_, ignore_case_)) return static_cast<size_t>(hit - anchor_ - begin);
    if (hit == next_lower)
      next_lower = next(lower, hit + 1);
    else
      next_upper = next(upper, hit + 1);
  }
}

size_t TextFinder::Find(std::string_view text, size_t from) const {
  while (true) {
    const size_t at = FindBytes(text, from);
    if (at == std::string_view::npos || EndsFit(text, at)) return at;
    from = at + 1;
  }
}

bool TextFinder::FoundIn(std::string_view text) const {
  if (!folds_text_) return Find(text, 0) != std::string_view::npos;
  const std::string folded = Folded(text);
  return Find(folded, 0) != std::string_view::npos;
}

void AppendNeedles(Type type, const Cell& cell, Arena& arena, std::vector<std::string>& out) {
  if (cell.null) return;
  if (type != Type::kDynamic) {
    std::string text;
    AppendDisplay(type, cell, text);
    out.push_back(std::move(text));
    return;
  }
  const JsonNode* node = ParseJson(cell.text, arena);
  if (!node) return;
  if (node->kind == JsonNode::Kind::kObject) {  // a property bag stands for its keys
    for (const JsonMember& member : node->object()) out.emplace_back(member.name);
    return;
  }
  if (node->kind != JsonNode::Kind::kArray) {
    AppendDisplay(*node, out.emplace_back());
    return;
  }
  for (const JsonNode& element : node->array())
    if (element.kind != JsonNode::Kind::kNull) AppendDisplay(element, out.emplace_back());
}

std::optional<std::vector<std::string>> ConstantNeedles(const PrepareCall& call) {
  std::vector<std::string> needles;
  Arena arena;
  for (size_t i = 1; i < call.constants.size(); ++i) {
    if (!call.constants[i]) return std::nullopt;
    AppendNeedles(call.types[i], call.constants[i]->cell(), arena, needles);
  }
  return needles;
}

}  // namespace quarry
