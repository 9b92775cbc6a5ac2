// Suffixes that do not exist, and such that are missing.
#include <set>

#include "lint/host_pattern.h"
#include "lint/lint_query.h"
#include "providers/provider.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  bool china = false, gateway = false;
  std::set<std::string> reported;
  Span gateway_span;
  for (const TextTest& test : query.tests) {
    for (const HostPattern& pattern : HostPatternsOf(test)) {
      const bool lambda = pattern.text.find("lambda-url") != std::string::npos;
      if (lambda && pattern.text.find("amazonaws.com") != std::string::npos) {
        if (!reported.insert(pattern.text).second) continue;
        LintFinding& finding = reporter.Report(pattern.span, "`" + pattern.text + "` is no suffix of AWS Lambda");
        finding.label = "function URLs end in `lambda-url.REGION.on.aws`";
      } else if (pattern.text.starts_with("execute-api.") && pattern.text.ends_with("amazonaws.com") &&
                 pattern.at_end) {
        gateway = true;
        if (!gateway_span.known()) gateway_span = pattern.span;
      } else if (pattern.text.starts_with("execute-api") &&
                 pattern.text.find("amazonaws.com.cn") != std::string::npos) {
        china = true;
      }
    }
  }
  if (!gateway || china) return;
  LintFinding& finding = reporter.Report(gateway_span, "`execute-api` of AWS ends in `.amazonaws.com.cn` too");
  finding.severity = Severity::kWarning;
  finding.label = "hosts of the regions in China are missed";
}

}  // namespace

QUARRY_DEFINE(LintCheck, kProviderSuffix) = {
    .id = "provider-suffix",
    .name = "suffix that the platform does not use",
    .severity = Severity::kError,
    .languages = kLintKql | kLintCql | kLintSigma,
    .doc =
        "A pattern names a suffix under which no platform gives out hosts: `lambda-"
        "url.REGION.amazonaws.com`. Or a pattern of AWS's API Gateway misses its hosts in China, which "
        "end in `.amazonaws.com.cn`.",
    .rationale =
        "Function URLs of AWS Lambda end in `lambda-url.REGION.on.aws`. A rule with the other suffix "
        "passes a test that was written with the same mistake, and misses the service.",
    .bad = "| regex(\"\\\\.lambda-url\\\\..*\\\\.amazonaws\\\\.com$\", field=DomainName)",
    .good = "| regex(\"\\\\.lambda-url\\\\.[^.]+\\\\.on\\\\.aws\\\\.?$\", field=DomainName)",
    .query = CheckQuery,
};

}  // namespace quarry
