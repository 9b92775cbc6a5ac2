// Names searched where their end should be compared.
#include <map>

#include "lint/host_pattern.h"
#include "lint/lint_query.h"

namespace quarry {
namespace {
// A list of host names: at least one of them says so by its form.
bool IsAboutHosts(const std::vector<HostPattern>& patterns) {
  for (const HostPattern& pattern : patterns) {
    if (LooksLikeDomain(pattern.text)) return true;
  }
  return false;
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  std::map<uint32_t, LintFinding> by_stage;  // one finding a stage: a `case` of ten branches is one mistake
  for (const TextTest& test : query.tests) {
    if (test.kind == TextTest::Kind::kEquals || test.kind == TextTest::Kind::kEndsWith) continue;
    // The beginning of a host name is its owner's to choose.
    if (test.kind == TextTest::Kind::kStartsWith) continue;
    const std::vector<HostPattern> patterns = HostPatternsOf(test);
    if (!IsAboutHosts(patterns)) continue;
    for (const HostPattern& pattern : patterns) {
      if (pattern.at_end) continue;
      LintFinding& finding = by_stage[test.stage_span.start];
      if (!finding.message.empty()) {
        if (finding.also.empty() || finding.also.back().start != test.op_span.start) {
          if (finding.span.start != test.op_span.start) finding.also.push_back(test.op_span);
        }
        continue;
      }
      finding.span = test.op_span;
      finding.message = "`" + test.op + "` searches `" + test.field + "` for `" + pattern.text + "` as a part";
      finding.label = test.negated ? "an attacker's `" + pattern.text + ".evil.example` is left out as well"
                                   : "`" + pattern.text + ".evil.example` matches too";
      if (!test.filters) finding.label = "so the label of a row can be wrong";
    }
  }
  for (auto& [start, found] : by_stage) {
    LintFinding& finding = reporter.Report(found.span, found.message);
    finding.label = found.label;
    finding.also = found.also;
    finding.hints.emplace_back("compare the end of the host name, from a dot on: a suffix, not a part");
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kSubstringHost) = {
    .id = "substring-host",
    .name = "host matched by substring",
    .severity = Severity::kWarning,
    .languages = kLintKql | kLintCql | kLintSigma,
    .doc =
        "A column that holds host names is searched for a part of a name: by `has`, `contains`, a regular"
        " expression without an anchor, or a glob open at both sides.",
    .rationale =
        "Who registers `workers.dev.evil.example`, `my-workers.dev` or puts `?u=workers.dev` into a URL "
        "matches too, as attack or as exclusion. A name ends at its right side and begins at a dot: bring"
        " the host to one spelling and compare the suffix label by label.",
    .bad = "| where RemoteUrl has \"workers.dev\"",
    .good =
        "| extend Host = tolower(tostring(parse_url(RemoteUrl).Host)) | where Host == \"workers.dev\" or "
        "Host endswith \".workers.dev\"",
    .query = CheckQuery,
};

}  // namespace quarry
