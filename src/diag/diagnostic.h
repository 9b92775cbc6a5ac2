// Diagnostics: what is wrong with a query, a rule or data, where, and what would be right.
// Codes are declared in diag/codes.def. Style: lower case, no full stop, identifiers in
// backticks, values after the fixed text; the label under the caret makes sense on its own.
// Thread rule: a DiagnosticList belongs to one thread at a time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "diag/source_map.h"
#include "diag/span.h"

namespace quarry {

enum class Severity { kError, kWarning, kNote };

enum class Code : uint16_t {
#define QUARRY_DIAGNOSTIC(code, severity, title, explanation) code,
#include "diag/codes.def"
#undef QUARRY_DIAGNOSTIC
};

std::string_view CodeName(Code code);  // "Q0203"
Severity CodeSeverity(Code code);
std::string_view CodeTitle(Code code);
std::string_view CodeExplanation(Code code);
std::optional<Code> FindCode(std::string_view name);

// A replacement of the text at `span` by `text`; `quarry lint --fix` applies it.
struct Fix {
  Span span;
  std::string text;
};

struct Diagnostic {
  Code code;
  Severity severity;
  std::string message;             // "no column `Cmdline` in table `Proc`"
  Span span;                       // primary place; may be nowhere
  std::string label;               // under the caret: "a similar column exists: `Cmd`"
  std::vector<std::string> hints;  // each rendered as "= help: ..."
  std::string platform_verdict;    // what the original platform says, with its own code when known
  std::vector<Fix> fixes;
};

class DiagnosticList {
 public:
  // Adds a diagnostic of `code` with that code's severity; returns it for further detail. The
  // reference is valid until the next call.
  Diagnostic& Add(Code code, Span span, std::string message);

  bool has_errors() const { return errors_ > 0; }
  size_t error_count() const { return errors_; }
  const std::vector<Diagnostic>& items() const { return items_; }
  void Append(const DiagnosticList& other);

  // For speculation: roll back to an earlier size().
  size_t size() const { return items_.size(); }
  void Truncate(size_t size);

 private:
  std::vector<Diagnostic> items_;
  size_t errors_ = 0;
};

// A value, or nothing because a diagnostic was already added. Carries no payload on failure.
struct Failure {};
template <typename T>
class [[nodiscard]] FailureOr {
 public:
  FailureOr(Failure) {}                             // NOLINT: implicit by design
  FailureOr(T value) : value_(std::move(value)) {}  // NOLINT
  bool ok() const { return value_.has_value(); }
  explicit operator bool() const { return ok(); }
  T& value() {
    QUARRY_CHECK(ok());
    return *value_;
  }
  const T& value() const {
    QUARRY_CHECK(ok());
    return *value_;
  }
  T& operator*() { return value(); }
  T* operator->() { return &value(); }

 private:
  std::optional<T> value_;
};

struct RenderOptions {
  bool color = false;
};
// Caret text, several lines, ending in '\n':
//   error[Q0203]: no column `Cmdline` in table `Proc`
//    --> query:1:14
//     |
//   1 | Proc | where Cmdline has "x"
//     |              ^^^^^^^ a similar column exists: `Cmd`
//     = help: ...
std::string RenderText(const Diagnostic& diagnostic, const SourceMap& sources, const RenderOptions& options = {});
// One JSON object, without a line end:
// {"code","severity","message","file","line","column","end_line","end_column","label","hints","fixes"}.
std::string RenderJson(const Diagnostic& diagnostic, const SourceMap& sources);

}  // namespace quarry
