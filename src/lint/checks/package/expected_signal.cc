// Expectations of tests that telemetry does not keep.
#include <set>

#include "base/ascii.h"
#include "lint/lint_query.h"

namespace quarry {
namespace {
struct Expectation {
  std::vector<std::string_view> all;  // words of one sentence, lower case
  std::string_view message, label;
};

const std::vector<Expectation>& Expectations() {
  static const std::vector<Expectation> kExpectations = {
      {{"dns query event", "beat"},
       "one DNS query for each beat is expected",
       "answers and idle connections are kept: five beats 30 s apart leave one or two"},
      {{"connection", "refused"},
       "a refused connection is expected",
       "a host that does not exist has DNS status 9003 and no connection at all"},
      {{"destinationhostname=script.google.com"},
       "the service's name is expected in `DestinationHostname`",
       "Sysmon writes the reverse look-up: a name below 1e100.net"},
      {{"destinationhostname", "script.google.com"},
       "the service's name is expected in `DestinationHostname`",
       "Sysmon writes the reverse look-up: a name below 1e100.net"},
      {{"spawned", "times", "curl"},
       "a series of contacts is expected from processes that live for one",
       "each `curl.exe` has its own ProcessGuid: a key by process never sees a series"},
      {{"networkconnectip4", "computername"},
       "connections are to be joined by `ComputerName`",
       "process ids are unique for `aid`; and `NetworkConnectIP4` has no IPv6"},
      {{"lambda-url", "amazonaws.com"},
       "the test uses a suffix that AWS Lambda does not have",
       "function URLs end in `lambda-url.REGION.on.aws`: the rule passes its own test and misses the service"},
  };
  return kExpectations;
}

template <typename Found>
void Find(std::string_view text, const Found& found) {
  std::string lower = AsciiLowered(text);
  for (char& c : lower) c = c == '\n' ? ' ' : c;
  std::set<std::string_view> said;
  for (size_t at = 0; at < lower.size();) {
    size_t end = lower.find(". ", at);
    if (end == std::string::npos) end = lower.size();
    const std::string sentence = lower.substr(at, end - at);
    at = end + 2;
    if (sentence.find(" not ") != std::string::npos || sentence.find(" no ") != std::string::npos) continue;
    for (const Expectation& expectation : Expectations()) {
      bool all = true;
      for (const std::string_view word : expectation.all) all &= sentence.find(word) != std::string::npos;
      if (all && said.insert(expectation.message).second) found(expectation);
    }
  }
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const LintProse& prose : query.prose) {
    Find(prose.text, [&](const Expectation& expectation) {
      LintFinding& finding = reporter.Report(query.SpanOf(0, 1), std::string(expectation.message));
      finding.label = std::string(expectation.label);
      finding.hints.push_back("the text: " + std::string(query.sources->name(prose.span.source)) + ":" +
                              std::to_string(query.sources->Locate(prose.span.source, prose.span.start).line));
    });
  }
}

void CheckPack(const LintPack& pack, LintReporter& reporter) {
  const yaml::Node* validation = pack.document->Find("validation");
  if (!validation) return;
  for (const yaml::Node& test : validation->items) {
    const yaml::Node* signals = test.Find("signals");
    if (!signals) continue;
    for (const auto& [source, text] : signals->members)
      Find(text.text, [&](const Expectation& expectation) {
        reporter.Report(text.span, std::string(expectation.message)).label = std::string(expectation.label);
      });
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kExpectedSignal) = {
    .id = "expected-signal",
    .name = "signal that the test cannot leave",
    .severity = Severity::kWarning,
    .languages = kLintKql | kLintCql | kLintPackage,
    .doc =
        "A text expects telemetry that its test does not leave: one DNS query and one connection for each"
        " beat of one process, a refused connection to a host that does not exist, the name of a service "
        "in `DestinationHostname`, or a series in processes that live for one request.",
    .rationale =
        "Windows keeps answers and idle connections (120 s and 100 s in PowerShell 5.1), so that five "
        "beats 30 s apart leave one or two of each. A host that does not exist has no address (status "
        "9003), so that there is no connection to refuse. Sysmon fills `DestinationHostname` from the "
        "reverse zone.",
    .bad = "Expected: 5 DNS query events, connection refused",
    .good = "Expected: one or two DNS queries; status 9003 and no event 3",
    .query = CheckQuery,
    .pack = CheckPack,
};

}  // namespace quarry
