// Do two texts say the same value?
#include <algorithm>
#include <cmath>

#include "base/ascii.h"
#include "conformance_runner/query_rows.h"
#include "types/number.h"
#include "types/ticks.h"

namespace quarry::conformance {
namespace {

bool SameNumber(double a, double b, double tolerance) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return a == b || std::fabs(a - b) <= tolerance * std::fmax(std::fabs(a), std::fabs(b));
}

bool IsNumber(const JsonNode& node) {
  return node.kind == JsonNode::Kind::kInteger || node.kind == JsonNode::Kind::kReal;
}

double NumberOf(const JsonNode& node) {
  return node.kind == JsonNode::Kind::kInteger ? static_cast<double>(node.integer) : node.real;
}

std::string Squeezed(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (!IsAsciiSpace(c)) out += c;
  }
  return out;
}

bool SameArray(const JsonNode& a, const JsonNode& b, const Agreement& agreement) {
  if (a.size != b.size) return false;
  if (!agreement.any_order) {
    for (uint32_t i = 0; i < a.size; ++i) {
      if (!SameJson(a.elements[i], b.elements[i], agreement)) return false;
    }
    return true;
  }
  std::vector<bool> taken(b.size, false);
  for (const JsonNode& element : a.array()) {
    bool found = false;
    for (uint32_t i = 0; i < b.size && !found; ++i) {
      if (!taken[i] && SameJson(element, b.elements[i], agreement)) taken[i] = found = true;
    }
    if (!found) return false;
  }
  return true;
}

}  // namespace

bool SameJson(const JsonNode& a, const JsonNode& b, const Agreement& agreement) {
  if (IsNumber(a) && IsNumber(b)) return SameNumber(NumberOf(a), NumberOf(b), agreement.tolerance);
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case JsonNode::Kind::kBool:
      return a.boolean == b.boolean;
    case JsonNode::Kind::kString:
      return a.text == b.text;
    case JsonNode::Kind::kArray:
      return SameArray(a, b, agreement);
    case JsonNode::Kind::kObject:
      if (a.size != b.size) return false;
      for (const JsonMember& member : a.object()) {
        const JsonNode* other = b.Find(member.name);
        if (other == nullptr || !SameJson(member.value, *other, agreement)) return false;
      }
      return true;
    default:
      return true;
  }
}

namespace {

// Documentation prints null, booleans and infinities in several ways.
std::string_view OneSpelling(std::string_view text) {
  if (text == "null" || text == "(null)") return "";
  if (text == "\xe2\x88\x9e") return "Infinity";
  if (text == "-\xe2\x88\x9e") return "-Infinity";
  if (EqualsIgnoreAsciiCase(text, "true")) return "1";
  if (EqualsIgnoreAsciiCase(text, "false")) return "0";
  return text;
}

}  // namespace

bool SameText(std::string_view a, std::string_view b, const Agreement& agreement) {
  a = OneSpelling(a);
  b = OneSpelling(b);
  if (a == b || Squeezed(a) == Squeezed(b)) return true;
  std::optional<double> x = ParseReal(a), y = ParseReal(b);
  if (x && y) return SameNumber(*x, *y, std::max(agreement.tolerance, 1e-9));
  std::optional<int64_t> span_a = ParseTimeSpan(a), span_b = ParseTimeSpan(b);
  if (span_a && span_b) return *span_a == *span_b;
  std::optional<int64_t> time_a = ParseDateTime(a), time_b = ParseDateTime(b);
  if (time_a && time_b) return *time_a == *time_b;
  Arena arena;
  const JsonNode* json_a = ParseJson(a, arena);
  const JsonNode* json_b = ParseJson(b, arena);
  return json_a != nullptr && json_b != nullptr && json_a->kind >= JsonNode::Kind::kArray &&
         SameJson(*json_a, *json_b, agreement);
}

}  // namespace quarry::conformance
