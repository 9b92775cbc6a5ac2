// Filter: what a Sigma rule asks of one event, as a tree of field tests after all modifiers. It is what conversions
// read: `exists`, `*` and absent values are one test (kNull), and a field that may be absent or empty is one test
// (kBlank), since many platforms cannot tell the two apart.
// A test is false when its field is absent (kNull and kBlank are true), so nothing in the tree is ever unknown.
// Ownership: values. Thread rule: none needed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "convert/column.h"
#include "diag/span.h"
#include "syntax/sigma/rule.h"

namespace quarry::convert {

struct Filter {
  enum class Kind : uint8_t {
    kAnd,
    kOr,
    kNot,
    kTest,   // `matcher` of `field`; no field: a keyword, which searches the whole event
    kNull,   // the field is absent
    kBlank,  // the field is absent or empty
  };
  Kind kind = Kind::kAnd;
  std::vector<Filter> operands;  // kAnd, kOr: two or more, or none (true, false); kNot: one
  std::string field;
  Span field_span;
  sigma::Matcher matcher;               // kTest; never kNull or kExists
  std::optional<sigma::TimePart> part;  // kTest: of the field's time
  Span span;
  // Where the target keeps the field; set by MapFields. `other` for kFieldRef.
  Column column;
  Column other;

  bool is_leaf() const { return kind == Kind::kTest || kind == Kind::kNull || kind == Kind::kBlank; }
  bool is_pattern() const { return kind == Kind::kTest && matcher.kind == sigma::Matcher::Kind::kPattern; }

  static Filter And(std::vector<Filter> operands);
  static Filter Or(std::vector<Filter> operands);
  static Filter Not(Filter operand);
  // An equality of a field with a text, that counts case.
  static Filter Equals(std::string field, std::string_view text);
};

// The rule's condition. Nested conjunctions and disjunctions are one, double negations none.
Filter FilterOf(const sigma::Rule& rule);

}  // namespace quarry::convert
