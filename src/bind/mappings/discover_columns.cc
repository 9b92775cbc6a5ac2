// Infers column types from sampled values. A type is given only when every sampled value has it; anything else is
// text, which loses nothing.
#include "bind/mappings/discover_columns.h"

#include <utility>

#include "base/ascii.h"
#include "types/number.h"
#include "types/ticks.h"

namespace quarry {
namespace {

bool LooksLikeJson(std::string_view text) {
  return text.size() >= 2 &&
         ((text.front() == '{' && text.back() == '}') || (text.front() == '[' && text.back() == ']'));
}

}  // namespace

bool LooksLikeTime(std::string_view text) {
  return text.size() >= 19 && IsAsciiDigit(text[0]) && text[4] == '-' && ParseIsoDateTime(text).has_value();
}

unsigned ColumnKindsOfText(std::string_view text, bool untyped) {
  if (text.empty()) return 0;
  if (LooksLikeTime(text)) return kDateTimeKind;
  if (!untyped) return kTextKind;
  if (LooksLikeJson(text)) return kStructureKind;
  if (EqualsIgnoreAsciiCase(text, "true") || EqualsIgnoreAsciiCase(text, "false")) return kBooleanKind;
  // A leading zero means an identifier ("007"), which a number would lose.
  const bool leading_zero = text.size() > 1 && text[0] == '0' && text[1] != '.';
  if (!leading_zero && text[0] != '+' && !text.starts_with("0x")) {
    if (ParseInteger(text)) return kIntegerKind;
    if ((IsAsciiDigit(text[0]) || text[0] == '-') && ParseReal(text)) return kRealKind;
  }
  return ParseDateTime(text) && text.size() >= 8 && !ParseReal(text) ? kDateTimeKind : kTextKind;
}

namespace {

unsigned KindOf(const JsonNode& value, bool untyped) {
  switch (value.kind) {
    case JsonNode::Kind::kNull:
      return 0;
    case JsonNode::Kind::kBool:
      return kBooleanKind;
    case JsonNode::Kind::kInteger:
      return kIntegerKind;
    case JsonNode::Kind::kReal:
      return kRealKind;
    case JsonNode::Kind::kString:
      return ColumnKindsOfText(value.text, untyped);
    case JsonNode::Kind::kArray:
    case JsonNode::Kind::kObject:
      return kStructureKind;
  }
  return kTextKind;
}

}  // namespace

Type ColumnTypeOf(unsigned kinds) {
  if (kinds == kBooleanKind) return Type::kBool;
  if (kinds == kIntegerKind) return Type::kLong;
  if (kinds == kRealKind || kinds == (kIntegerKind | kRealKind)) return Type::kReal;
  if (kinds == kDateTimeKind) return Type::kDateTime;
  if ((kinds & kStructureKind) != 0) return Type::kDynamic;
  return Type::kString;
}

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

void ColumnCollector::Declare(const DiscoveredColumn& column) {
  const auto [at, is_new] = index_.try_emplace(column.name, seen_.size());
  if (is_new) seen_.emplace_back();
  Seen& seen = seen_[at->second];
  seen.column = column;
  seen.declared = true;
}

std::vector<DiscoveredColumn> ColumnCollector::Columns() const {
  std::vector<DiscoveredColumn> columns;
  columns.reserve(seen_.size());
  for (const Seen& seen : seen_) {
    DiscoveredColumn column = seen.column;
    if (seen.declared) {
      columns.push_back(std::move(column));
      continue;
    }
    column.type = ColumnTypeOf(seen.kinds);
    // In a sample without types a structure is always text that holds JSON.
    column.json_in_text = seen.json_text;
    columns.push_back(std::move(column));
  }
  return columns;
}

}  // namespace quarry
