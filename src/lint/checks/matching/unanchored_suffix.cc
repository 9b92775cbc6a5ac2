// Suffixes without their dot.
#include "lint/host_pattern.h"
#include "lint/lint_query.h"
#include "providers/public_suffix_list.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const TextTest& test : query.tests) {
    if (test.kind != TextTest::Kind::kEndsWith && test.kind != TextTest::Kind::kRegex) continue;
    bool any = false;
    for (const HostPattern& pattern : HostPatternsOf(test)) {
      if (!pattern.at_end || pattern.at_label || any || !LooksLikeDomain(pattern.text)) continue;
      // A name below one that has an owner already cannot be registered by others.
      const std::string_view owned = PublicSuffixList::BuiltIn().RegistrableDomain(pattern.text);
      if (!owned.empty() && owned != pattern.text) continue;
      any = true;
      LintFinding& finding = reporter.Report(pattern.span, "`" + pattern.text + "` does not begin at a dot");
      finding.label = "`not" + pattern.text + "` ends so too";
    }
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kUnanchoredSuffix) = {
    .id = "unanchored-suffix",
    .name = "host suffix that begins in a label",
    .severity = Severity::kWarning,
    .languages = kLintKql | kLintCql | kLintSigma,
    .doc = "A comparison of the end of a host name that does not begin at a dot.",
    .rationale = "`notworkers.dev` ends with `workers.dev` and can be registered by anyone.",
    .bad = "| where RemoteUrl endswith \"workers.dev\"",
    .good = "| where RemoteUrl endswith \".workers.dev\" or RemoteUrl =~ \"workers.dev\"",
    .query = CheckQuery,
};

}  // namespace quarry
