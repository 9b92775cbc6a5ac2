// Reports of lint: caret text for people, JSON, SARIF 2.1.0 for code scanning, annotations for GitHub.
// Thread rule: pure functions.
#pragma once

#include <string>

#include "lint/lint.h"

namespace quarry {

// Each with a line end behind it. "" when there is nothing to say.
std::string LintTextReport(const LintReport& report, bool color);
// {"findings":[{check, severity, message, file, line, column, ...}],"files":N,...}
std::string LintJsonReport(const LintReport& report);
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/: all checks as rules, columns in code points.
std::string LintSarifReport(const LintReport& report, std::string_view version);
// Workflow commands: ::warning file=...,line=...::message
std::string LintGithubReport(const LintReport& report);

// "3 findings (1 error, 2 warnings) in 2 files; 1 can be fixed with --fix"
std::string LintSummary(const LintReport& report);
// Where a finding stands: of a place in no source, the file's beginning.
struct LintPlace {
  std::string file;
  LineColumn start, end;
};
LintPlace PlaceOf(const LintedFile& file, Span span);

}  // namespace quarry
