// Infers column types from sampled values. A type is given only when every sampled value has it; anything else is
// text, which loses nothing.
#include "bind/mappings/discover_columns.h"

#include <utility>

#include "base/ascii.h"
#include "types/number.h"
#include "types/ticks.h"

namespace quarry {
namespace {

enum ValueKind : unsigned { kBoolean = 1, kInteger = 2, kReal = 4, kDateTime = 8, kText = 16, kStructure = 32 };

bool LooksLikeJson(std::string_view text) {
  return text.size() >= 2 &&
         ((text.front() == '{' && text.back() == '}') || (text.front() == '[' && text.back() == ']'));
}

// Only full dates count as times: "2024" or "12:30" in a text column are not.
bool LooksLikeTime(std::string_view text) {
  return text.size() >= 19 && IsAsciiDigit(text[0]) && text[4] == '-' && ParseIsoDateTime(text).has_value();
}

unsigned KindOfText(std::string_view text, bool untyped) {
  if (text.empty()) return 0;
  if (LooksLikeTime(text)) return kDateTime;
  if (!untyped) return kText;
  if (LooksLikeJson(text)) return kStructure;
  if (EqualsIgnoreAsciiCase(text, "true") || EqualsIgnoreAsciiCase(text, "false")) return kBoolean;
  // A leading zero means an identifier ("007"), which a number would lose.
  const bool leading_zero = text.size() > 1 && text[0] == '0' && text[1] != '.';
  if (!leading_zero && text[0] != '+' && !text.starts_with("0x")) {
    if (ParseInteger(text)) return kInteger;
    if ((IsAsciiDigit(text[0]) || text[0] == '-') && ParseReal(text)) return kReal;
  }
  return ParseDateTime(text) && text.size() >= 8 && !ParseReal(text) ? kDateTime : kText;
}

unsigned KindOf(const JsonNode& value, bool untyped) {
  switch (value.kind) {
    case JsonNode::Kind::kNull:
      return 0;
    case JsonNode::Kind::kBool:
      return kBoolean;
    case JsonNode::Kind::kInteger:
      return kInteger;
    case JsonNode::Kind::kReal:
      return kReal;
    case JsonNode::Kind::kString:
      return KindOfText(value.text, untyped);
    case JsonNode::Kind::kArray:
    case JsonNode::Kind::kObject:
      return kStructure;
  }
  return kText;
}

Type TypeOf(unsigned kinds) {
  if (kinds == kBoolean) return Type::kBool;
  if (kinds == kInteger) return Type::kLong;
  if (kinds == kReal || kinds == (kInteger | kReal)) return Type::kReal;
  if (kinds == kDateTime) return Type::kDateTime;
  if ((kinds & kStructure) != 0) return Type::kDynamic;
  return Type::kString;
}

}  // namespace

void ColumnCollector::Add(const JsonNode& object, const FieldPrefix& prefix) {
  for (const JsonMember& member : object.object()) {
    std::string_view name = member.name;
    if (!prefix.glued.empty()) {
      if (!name.starts_with(prefix.glued)) continue;
      name.remove_prefix(prefix.glued.size());
    }
    const auto [at, is_new] = index_.try_emplace(std::string(name), seen_.size());
    if (is_new) {
      Seen seen;
      seen.column.name = name;
      seen.column.path = prefix.PathOf(name);
      seen_.push_back(std::move(seen));
    }
    Seen& seen = seen_[at->second];
    seen.kinds |= KindOf(member.value, untyped_);
    if (member.value.kind == JsonNode::Kind::kString && LooksLikeJson(member.value.text)) seen.json_text = true;
  }
}

std::vector<DiscoveredColumn> ColumnCollector::Columns() const {
  std::vector<DiscoveredColumn> columns;
  columns.reserve(seen_.size());
  for (const Seen& seen : seen_) {
    DiscoveredColumn column = seen.column;
    column.type = TypeOf(seen.kinds);
    // In a sample without types a structure is always text that holds JSON.
    column.json_in_text = seen.json_text;
    columns.push_back(std::move(column));
  }
  return columns;
}

}  // namespace quarry
