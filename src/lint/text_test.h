// TextTest: a comparison of a field with texts, in one form for all languages: `RemoteUrl has "x"` of KQL,
// `regex("x", field=DomainName)` of CQL and `QueryName|contains: x` of Sigma. Checks of matching read these.
// Ownership: values; spans point into the query's text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diag/span.h"

namespace quarry {

enum class FieldKind : uint8_t { kOther, kHost, kProcessName, kProcessPath, kCommandLine, kPath };
// What a field holds, by its name in the schemas of Defender, Sentinel, Falcon, Sysmon and Sigma.
FieldKind FieldKindOf(std::string_view field);

struct TextValue {
  std::string text;
  Span span;
};

struct TextTest {
  enum class Kind : uint8_t { kEquals, kTerm, kContains, kStartsWith, kEndsWith, kRegex };
  Kind kind = Kind::kEquals;
  std::string field;
  FieldKind field_kind = FieldKind::kOther;
  Span field_span;
  std::string op;  // as written: "has_any", "regex", "|contains"
  Span op_span;
  std::vector<TextValue> values;
  bool negated = false;      // rows that match are left out
  bool ignore_case = false;  // of KQL's and Sigma's operators and of `(?i)` and flags
  bool filters = false;      // it decides about rows; else it only labels them
  bool leading_wildcard = false;
  // The table or event type whose rows it sees, "" when unknown; the operator or stage it stands in.
  std::string table;
  Span stage_span;
  Span span;
};

// One alternative of a regular expression, its alternation multiplied out: `(a|b)\.exe$` gives `a\.exe` and `b\.exe`,
// anchored at the end.
struct RegexAlternative {
  std::string text;
  bool start_anchored = false;
  bool end_anchored = false;
  // `text` with escapes resolved; only when it holds no other operator than `.*` at its sides.
  std::string literal;
  bool is_literal = false;
};
// `*ignore_case` says whether the text itself starts with `(?i)`. At most 256 alternatives.
std::vector<RegexAlternative> RegexAlternatives(std::string_view regex, bool* ignore_case);

// A text that can only be a host name or the end of one: "workers.dev", ".on.aws".
bool LooksLikeDomain(std::string_view text);

}  // namespace quarry
