// What the package's reader refuses.
#include "lint/lint_query.h"
#include "packs/pack.h"

namespace quarry {
namespace {

void CheckPack(const LintPack& pack, LintReporter& reporter) {
  SourceMap sources;
  DiagnosticList diagnostics;
  (void)LoadPack(pack.folder, sources, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    LintFinding& finding = reporter.Report(diagnostic);
    // The package's own file is the first of both source maps.
    if (finding.span.known() && finding.span.source != 0) finding.span = {0, 0, pack.source};
    finding.severity = diagnostic.severity;
    finding.fixes.clear();
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kInvalidPackage) = {
    .id = "invalid-package",
    .name = "package that breaks its format",
    .severity = Severity::kError,
    .languages = kLintPackage,
    .doc =
        "A pack.yaml that `quarry pack check` refuses: unknown or missing members, files that do not "
        "exist, ids given twice.",
    .rationale = "It is not loaded, and its rules do not run.",
    .bad =
        "id: x\n"
        "rulez: []",
    .good =
        "id: x\n"
        "rules:\n"
        "  - file: rules/x.kql",
    .pack = CheckPack,
};

}  // namespace quarry
