// Names that do not resolve.
#include "base/ascii.h"
#include "lint/lint_query.h"
#include "lint/misspelling.h"

namespace quarry {
namespace {

// Columns that every table of a workspace has beside its own, and those that AzureDiagnostics makes of what resources
// send.
bool IsOfAnyTable(const LintQuery& query, const Diagnostic& diagnostic) {
  std::string_view name = query.sources->TextOf(diagnostic.span);
  name.remove_prefix(name.rfind('.') == std::string_view::npos ? 0 : name.rfind('.') + 1);  // $right.TenantId
  for (const std::string_view common : {"TenantId", "Type", "SourceSystem", "MG", "ManagementGroupName"}) {
    if (name == common) return true;
  }
  if (name.starts_with("_")) return true;
  if (!query.tables.contains("AzureDiagnostics")) return false;
  for (const std::string_view ending : {"_s", "_d", "_b", "_g", "_t"}) {
    if (name.ends_with(ending)) return true;
  }
  return false;
}

// Columns and functions that the schemas do not know may be newer than they are; a misspelling or a known mistake is
// beyond doubt.
// Columns of Microsoft's tables begin with a capital: other names are what a function around the text would be given.
bool LooksLikeParameter(std::string_view name) {
  for (const char c : name) {
    if (IsAsciiUpper(c)) return false;
  }
  return !name.empty();
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const Diagnostic& diagnostic : query.diagnostics->items()) {
    const bool mistake = diagnostic.code == Code::Q0401 && diagnostic.message.starts_with("no column");
    const bool table = diagnostic.code == Code::Q0201 && IsMisspelling(diagnostic);
    const bool name = diagnostic.code == Code::Q0202 || diagnostic.code == Code::Q0203;
    if (!mistake && !table && !name) continue;
    if (name && query.lang == Lang::kKql && IsOfAnyTable(query, diagnostic)) continue;
    LintFinding& finding = reporter.Report(diagnostic);
    if (!name || IsMisspelling(diagnostic)) continue;
    finding.severity = Severity::kWarning;
    if (query.lang != Lang::kKql || diagnostic.code != Code::Q0203) continue;
    if (!LooksLikeParameter(query.sources->TextOf(diagnostic.span))) continue;
    finding.severity = Severity::kNote;
    finding.hints.emplace_back("the parameter of a function around this text is not known to it");
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kUnknownName) = {
    .id = "unknown-name",
    .name = "name that does not resolve",
    .severity = Severity::kError,
    .languages = kLintKql | kLintCql | kLintSigma,
    .doc =
        "A column, function or table that does not exist: a table does not have the column, a language "
        "does not have the function, or the name is a misspelling of a table.",
    .rationale = "The platform refuses the whole query, so the detection never runs.",
    .bad = "DeviceNetworkEvents | project AccountName",
    .good = "DeviceNetworkEvents | project InitiatingProcessAccountName",
    .fix = "replaces the name where only one can be meant",
    .query = CheckQuery,
};

}  // namespace quarry
