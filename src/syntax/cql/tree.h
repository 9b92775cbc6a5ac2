// The syntax tree of CQL (CrowdStrike LogScale). It says what was written, not what it means: arguments of functions
// are untyped, because whether `foo` is a field, a text or an expression depends on the parameter's type, which the
// binder knows.
// Ownership: everything lives in the Arena that was handed to Parse; undecoded texts point into the SourceMap.
// Thread rule: immutable after parsing.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "diag/span.h"

namespace quarry::cql {

struct Call;
struct Expr;
struct Filter;
struct Pipeline;

// A piece of text as filters, guards and names have it.
struct Text {
  enum class Form : uint8_t {
    kBare,       // a run of pattern characters: foo*bar, ip[0].name, 4*
    kQuoted,     // "..." decoded
    kRegex,      // /text/flags
    kParameter,  // ?text, ?{text=fallback}
    kBacktick,   // `text`
  };
  Form form = Form::kBare;
  Span span;
  std::string_view text;
  std::string_view flags;     // kRegex
  bool has_default = false;   // kParameter
  std::string_view fallback;  // kParameter
};

enum class CompareOp : uint8_t {
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kLike,
  kNotLike,
  kLink
};
std::string_view CompareOpText(CompareOp op);  // "!="

struct Filter {
  enum class Kind : uint8_t {
    kAnd,         // operands; `spelled` when an `and` is written
    kOr,          // operands
    kNot,         // operands[0]
    kCompare,     // field op value; op `value_call` where a call stands on the right of `<`, as the platform refuses it
    kFreeText,    // value
    kEverything,  // *
    kConstant,    // true, false
    kCall,        // fn(...), f =~ fn(...), $saved()
  };
  Kind kind = Kind::kEverything;
  Span span;
  bool parenthesised = false;
  bool spelled = false;
  bool constant = false;
  CompareOp op = CompareOp::kEqual;
  Span op_span;
  Text field;
  Text value;
  const Call* call = nullptr;
  const Call* value_call = nullptr;
  std::span<const Filter* const> operands;
};

// An argument or the right side of `:=`. Every node's span covers its raw text, which is what a parameter of type
// string takes when the argument is not quoted (`timezone=Europe/Oslo`, `span=1day`).
struct Expr {
  enum class Kind : uint8_t {
    kWord,       // text: a field name or a number or a bare text, by context
    kString,     // text: decoded
    kParameter,  // parameter
    kRegex,      // text, parameter.flags
    kCall,       // call
    kUnary,      // op operands[0]
    kBinary,     // operands[0] op operands[1]
    kArray,      // [operands...]
    kPipeline,   // { pipeline }
    kAssign,     // text := operands[0], inside arrays of aggregates
    kPattern,    // text: a bare text that is no expression: *h*rse*, C:\x
    kFilter,     // filter: a filter where an expression stands (`/re/`, a = b), as the platform refuses it
  };
  Kind kind = Kind::kWord;
  Span span;
  std::string_view text;
  std::string_view op;
  bool parenthesised = false;
  Text parameter;
  const Call* call = nullptr;
  const Pipeline* pipeline = nullptr;
  const Filter* filter = nullptr;
  std::span<const Expr* const> operands;
};

struct Argument {
  Span span;
  std::string_view name;  // "" when given without a name
  Span name_span;
  const Expr* value = nullptr;
  std::span<const Argument> attributes;  // correlate: `Name: {...} include: [...]`
};

struct Call {
  Span span;
  std::string_view name;  // as written: "groupby", "array:contains", "falcon/helper:enrich"
  Span name_span;
  bool saved_query = false;  // $name()
  bool negated = false;      // f =~ !in(...)
  bool has_subject = false;  // f =~ fn(...): `subject` is f
  Text subject;
  std::span<const Argument> args;
};

struct Branch {
  Span span;
  // Match only. `guard` is a pattern or a regex, unless `guard_call` is set.
  Text guard;
  const Call* guard_call = nullptr;
  const Pipeline* body = nullptr;
};

struct Stage {
  enum class Kind : uint8_t {
    kFilter,
    kCall,       // a function or saved query that is a whole stage, also f =~ fn(...)
    kAssign,     // field := value
    kCase,       // branches
    kMatch,      // field match { guard => body; ... }
    kStats,      // [aggregate, ...]
    kParameter,  // ?{name=default}: declares a default
  };
  Kind kind = Kind::kFilter;
  Span span;
  const Filter* filter = nullptr;
  const Call* call = nullptr;
  Text field;                   // kAssign, kMatch, kParameter
  const Expr* value = nullptr;  // kAssign; kStats: the array
  std::span<const Branch> branches;
};

struct Pipeline {
  Span span;
  std::span<const Stage> stages;
};

}  // namespace quarry::cql
