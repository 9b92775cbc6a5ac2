// Platforms that a rule about platforms lacks.
#include "lint/host_pattern.h"
#include "lint/lint_query.h"
#include "providers/provider.h"

namespace quarry {
namespace {
bool Covers(const std::vector<HostPattern>& patterns, std::string_view suffix) {
  for (const HostPattern& pattern : patterns) {
    if (NamesSuffix(pattern.text, suffix)) return true;
    // A label alone, as `has "lambda-url"` searches it.
    if (pattern.text.find('.') == std::string::npos && suffix.starts_with(pattern.text + ".")) return true;
  }
  return false;
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  std::vector<HostPattern> patterns;
  Span place;
  for (const TextTest& test : query.tests) {
    if (test.negated) continue;
    for (HostPattern& pattern : HostPatternsOf(test)) {
      if (!place.known()) place = test.span;
      patterns.push_back(std::move(pattern));
    }
  }
  size_t known = 0;
  std::vector<std::string_view> missing;
  for (const Provider& provider : AllProviders()) {
    if (!provider.alertable()) continue;
    bool covered = false;
    for (const std::string_view suffix : provider.suffixes) covered |= Covers(patterns, suffix);
    if (covered)
      ++known;
    else
      missing.push_back(provider.suffixes[0]);
  }
  // A rule that names other services too is not about such platforms.
  size_t others = 0;
  for (const HostPattern& pattern : patterns) {
    bool platform = false;
    for (const Provider& provider : AllProviders()) {
      for (const std::string_view suffix : provider.suffixes)
        platform |= NamesSuffix(pattern.text, suffix) || suffix.starts_with(pattern.text + ".");
    }
    others += !platform;
  }
  if (known < 3 || missing.empty() || others > known) return;
  LintFinding& finding =
      reporter.Report(place, "the list has " + std::to_string(known) + " serverless platforms and lacks " +
                                 std::to_string(missing.size()));
  std::string names;
  for (size_t i = 0; i < missing.size(); ++i) names += (i ? ", " : "") + std::string(missing[i]);
  finding.label = "names of platforms are compared here";
  finding.hints.push_back("missing: " + names);
}

}  // namespace

QUARRY_DEFINE(LintCheck, kProviderListGap) = {
    .id = "provider-list-gap",
    .name = "list of platforms with gaps",
    .severity = Severity::kNote,
    .languages = kLintKql | kLintCql | kLintSigma,
    .doc =
        "The query lists the host names of three or more serverless platforms and lacks others that "
        "Quarry's reviewed list has.",
    .rationale =
        "An adversary takes the platform that nobody watches. The list is `data/providers.yaml`; `quarry "
        "providers` shows it.",
    .bad =
        "| where Host endswith \".workers.dev\" or Host endswith \".vercel.app\" or Host endswith "
        "\".netlify.app\"",
    .good = "| where isnotempty(serverless_provider(Host))",
    .query = CheckQuery,
};

}  // namespace quarry
