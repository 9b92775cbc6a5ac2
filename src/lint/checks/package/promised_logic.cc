// Texts against queries.
#include "base/ascii.h"
#include "lint/lint_query.h"

namespace quarry {
namespace {
struct Promise {
  std::string_view what;
  std::vector<std::string_view> words;     // of the text, lower case
  std::vector<std::string_view> evidence;  // of the query, lower case
};

const std::vector<Promise>& Promises() {
  static const std::vector<Promise> kPromises = {
      {"beaconing",
       {"beacon"},
       {"beacon", "stdev", "series_periods", "prev(", "next(", "variance", "neighbor(", "slidingtimewindow",
        "make-series", "timechart(", "bucket("}},
      {"unusual DNS queries",
       {"anomalous dns", "dns anomal", "unusual dns"},
       {"entropy", "nxdomain", "randomness", "dcount(", "count(domainname, distinct", "querystatus", "responsecode",
        "array_length(answer", "series_decompose_anomalies", "arg_min(", "selectlast"}},
  };
  return kPromises;
}

bool Any(const std::string& text, const std::vector<std::string_view>& words) {
  for (const std::string_view word : words) {
    if (text.find(word) != std::string::npos) return true;
  }
  return false;
}

// The sentence around a word promises unless it says that something is not done.
bool IsPromised(const std::string& text, const Promise& promise) {
  for (const std::string_view word : promise.words) {
    for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
      size_t from = text.rfind(". ", at), to = text.find(". ", at);
      from = from == std::string::npos ? 0 : from;
      const std::string sentence = text.substr(from, to == std::string::npos ? to : to - from);
      if (!Any(sentence, {" not ", "cannot", "n't", " no ", "without", "nor "})) return true;
    }
  }
  return false;
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const LintProse& prose : query.prose) {
    const std::string text = AsciiLowered(prose.text), logic = AsciiLowered(query.text);
    for (const Promise& promise : Promises()) {
      if (!IsPromised(text, promise) || Any(logic, promise.evidence)) continue;
      LintFinding& finding =
          reporter.Report(query.SpanOf(0, 1), "the description promises " + std::string(promise.what) +
                                                  ", the query has nothing of the kind");
      finding.label = "the text: " + std::string(query.sources->name(prose.span.source)) + ":" +
                      std::to_string(query.sources->Locate(prose.span.source, prose.span.start).line);
    }
  }
}

void CheckPack(const LintPack& pack, LintReporter& reporter) {
  std::string logic;
  for (const LintPack::File& rule : pack.rules) {
    if (rule.enabled) logic += AsciiLowered(rule.text);
  }
  for (const char* key : {"title", "goal", "abstract", "description"}) {
    const yaml::Node* node = pack.document->Find(key);
    if (!node || !node->is_scalar()) continue;
    for (const Promise& promise : Promises()) {
      if (IsPromised(AsciiLowered(node->text), promise) && !Any(logic, promise.evidence))
        reporter.Report(node->span, "`" + std::string(key) + "` promises " + std::string(promise.what) +
                                        ", and no enabled rule has anything of the kind");
    }
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kPromisedLogic) = {
    .id = "promised-logic",
    .name = "logic that the text promises and the query lacks",
    .severity = Severity::kWarning,
    .languages = kLintKql | kLintCql | kLintPackage,
    .doc =
        "The description of a rule or package promises to find beaconing or unusual DNS queries, and no "
        "query does either.",
    .rationale = "Readers believe the text. What is promised and absent is a gap that nobody looks for.",
    .bad =
        "# \"identifies beaconing behaviour\"\n"
        "DeviceNetworkEvents | where RemoteUrl has \"x\"",
    .good = "| summarize beacon_score(Timestamp) by DeviceName, RemoteUrl",
    .query = CheckQuery,
    .pack = CheckPack,
};

}  // namespace quarry
