// The tree of a Sigma rule. Modifiers are applied while parsing: a detection item holds what is to be compared,
// not how it was written.
// Ownership: plain values; spans point into the SourceMap that was parsed from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "diag/span.h"
#include "syntax/sigma/pattern.h"

namespace quarry::sigma {

// Part of a time that `|hour` and its like compare.
enum class TimePart : uint8_t { kMinute, kHour, kDay, kWeek, kMonth, kYear };
// What `|serverless_provider` and its like compare instead of a host or URL; absent for hosts of no such platform.
enum class HostPart : uint8_t { kServerlessProvider, kServerlessTenant, kServerlessClass };
enum class CompareOp : uint8_t { kEqual, kLess, kLessEqual, kGreater, kGreaterEqual };

// One comparison of a field (or, for keywords, of the whole event).
struct Matcher {
  enum class Kind : uint8_t {
    kPattern,   // pattern, cased
    kRegex,     // text, regex_flags; unanchored
    kCidr,      // text
    kCompare,   // compare, number; numeric
    kNull,      // the field is absent
    kExists,    // the field is there (exists) or not
    kFieldRef,  // text names the other field; open_start / open_end as startswith, endswith, contains ask
  };
  Kind kind = Kind::kPattern;
  Pattern pattern;
  std::string text;
  std::string regex_flags;  // of "ims", sorted
  CompareOp compare = CompareOp::kEqual;
  double number = 0;
  bool cased = false;
  bool exists = true;
  bool open_start = false, open_end = false;  // kFieldRef
  Span span;
};

// A value as written. `windash`, `base64offset` and their like make several comparisons of one value: any may hold.
struct DetectionValue {
  std::vector<Matcher> any_of;
  Span span;
};

struct DetectionItem {
  std::string field;  // "": keywords, which search the whole event
  Span field_span;
  bool all = false;      // every value must match, else any
  bool negated = false;  // `neq`
  std::optional<TimePart> part;
  std::optional<HostPart> host_part;
  std::vector<DetectionValue> values;
  Span span;
};

// A search identifier: any of `alternatives`, each of which needs all its items.
struct Detection {
  std::string name;
  Span span;
  std::vector<std::vector<DetectionItem>> alternatives;
};

struct Condition {
  enum class Kind : uint8_t { kIdentifier, kNot, kAnd, kOr };
  Kind kind = Kind::kIdentifier;
  size_t detection = 0;             // kIdentifier: index into Rule::detections
  std::vector<Condition> operands;  // kNot: one; kAnd, kOr: one or more
  Span span;
};

struct LogSource {
  std::string category, product, service, definition;
  Span span;
};

struct Rule {
  std::string title, id, name, status, level, description, author, date, modified;
  std::vector<std::string> references, tags, falsepositives, fields;
  LogSource logsource;
  std::vector<Detection> detections;
  Condition condition;  // `x of` is resolved to and / or; a list of conditions to or
  Span span;
};

}  // namespace quarry::sigma
