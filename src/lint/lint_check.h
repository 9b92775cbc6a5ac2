// LintCheck: one thing that `quarry lint` looks for, declared once. The registry, `--list`, `--explain`, the reference
// page and SARIF's rule metadata all read this definition.
// A check is lint/checks/<area>/<name>.cc and tests/lint/<area>/<name>.linttest; the build collects the definitions.
// Checks are pure functions of what they are given. Thread rule: they may run on several threads at a time.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/define.h"
#include "diag/diagnostic.h"

namespace quarry {

struct LintQuery;
struct LintRule;
struct LintPack;
struct LintCheck;

// What a check found at one place. Spans point into the text that the check was given.
struct LintFinding {
  const LintCheck* check = nullptr;
  Severity severity = Severity::kWarning;
  Span span;
  std::string message;
  std::string label;
  std::string platform_verdict;
  std::vector<std::string> hints;
  std::vector<Span> also;   // further places of the same finding
  std::vector<Fix> fixes;   // applied together or not at all
  bool fix_is_safe = true;  // false: it changes what the query finds; needs --unsafe-fixes
};

// Collects the findings of one check. References are valid until the next Report.
class LintReporter {
 public:
  LintReporter(const LintCheck& check, std::vector<LintFinding>& out) : check_(check), out_(out) {}
  LintFinding& Report(Span span, std::string message);
  // The finding for a diagnostic of a parser or binder: its message, place, verdict and fixes.
  LintFinding& Report(const Diagnostic& diagnostic);

 private:
  const LintCheck& check_;
  std::vector<LintFinding>& out_;
};

// What a text is: bits, since a check may serve several.
enum LintLanguage : uint8_t { kLintKql = 1, kLintCql = 2, kLintSigma = 4, kLintPackage = 8 };

struct LintCheck {
  std::string_view id;    // "substring-host": what --disable and suppressions name
  std::string_view name;  // "host matched by substring"
  Severity severity = Severity::kWarning;
  uint8_t languages = 0;  // LintLanguage bits
  std::string_view doc;   // what it reports, one or more sentences
  std::string_view rationale;
  std::string_view bad, good;  // examples
  std::string_view fix = {};   // what `--fix` does; "": nothing
  // At least one is set. `query`: each query text; `rule`: the description around it; `pack`: a whole package.
  void (*query)(const LintQuery& query, LintReporter& reporter) = nullptr;
  void (*rule)(const LintRule& rule, LintReporter& reporter) = nullptr;
  void (*pack)(const LintPack& pack, LintReporter& reporter) = nullptr;
};

// All checks, in the order of their files. Generated.
std::span<const LintCheck* const> AllLintChecks();
// By id; nullptr when there is none.
const LintCheck* FindLintCheck(std::string_view id);
std::string_view SeverityText(Severity severity);  // "error", "warning", "note"

}  // namespace quarry
