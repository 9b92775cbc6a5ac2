#include "packs/hunt.h"

#include <algorithm>
#include <iterator>

#include "packs/result_findings.h"

namespace quarry {
namespace {

class Hunter {
 public:
  Hunter(Engine& engine, const HuntOptions& options, HuntResult& result) : engine_(engine), options_(options), result_(result) {}
  void Run(const RuleText& text);

 private:
  bool Cancelled() const { return options_.cancelled && options_.cancelled->load(); }
  void RunQuery(const HuntRule& rule, const BoundQuery& query, RuleOutcome& outcome, std::vector<Finding>& findings);
  void AddStatistics(const ScanStatistics& statistics);

  Engine& engine_;
  const HuntOptions& options_;
  HuntResult& result_;
};

void Hunter::AddStatistics(const ScanStatistics& statistics) {
  // Each rule reads the same files: what is said about the input is what the largest scan saw.
  ScanStatistics& all = result_.statistics;
  all.records_skipped = std::max(all.records_skipped, statistics.records_skipped);
  all.records_seen = std::max(all.records_seen, statistics.records_seen);
  all.bytes_read = std::max(all.bytes_read, statistics.bytes_read);
  for (const std::string& problem : statistics.problems) {
    if (std::find(all.problems.begin(), all.problems.end(), problem) == all.problems.end()) all.problems.push_back(problem);
  }
}

void Hunter::RunQuery(const HuntRule& rule, const BoundQuery& query, RuleOutcome& outcome, std::vector<Finding>& findings) {
  Result<std::unique_ptr<ResultStream>> stream = engine_.Run(query);
  const auto fail = [&](const std::string& reason) {
    outcome.status = RuleOutcome::Status::kFailed;
    outcome.reason = reason;
  };
  if (!stream) return fail(stream.error().message);
  ResultFindings rows(rule, query, (*stream)->columns());
  Batch batch;
  while (true) {
    const Result<void> next = (*stream)->Next(batch);
    if (!next) return fail(next.error().message);
    if (batch.rows == 0) break;
    rows.Add(batch, findings);
  }
  AddStatistics((*stream)->statistics());
}

void Hunter::Run(const RuleText& text) {
  const size_t first = result_.outcomes.size();
  for (const HuntRule& rule : text.rules) result_.outcomes.emplace_back().rule = &rule;
  const auto outcome_of = [&](size_t i) -> RuleOutcome& { return result_.outcomes[first + i]; };

  DiagnosticList diagnostics;
  const uint16_t source = engine_.sources().Add(text.path, text.text, text.first_line);
  FailureOr<std::vector<BoundQuery>> queries = engine_.Bind(text.lang, source, {}, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    for (size_t i = 0; i < text.rules.size(); ++i) {
      RuleOutcome& outcome = outcome_of(i);
      const bool refuses = !queries && diagnostic.severity == Severity::kError;
      if (!outcome.reason.empty() || (!refuses && diagnostic.code != Code::Q0502)) continue;
      outcome.status = refuses ? RuleOutcome::Status::kRefused : RuleOutcome::Status::kNoData;
      outcome.reason = diagnostic.message;
      if (diagnostic.span.known()) outcome.line = engine_.sources().Locate(diagnostic.span.source, diagnostic.span.start).line;
    }
    // A rule without data is counted, not warned about: most rules of a large set have none.
    if (diagnostic.severity != Severity::kError && diagnostic.code != Code::Q0502) {
      result_.warnings.Add(diagnostic.code, diagnostic.span, diagnostic.message) = diagnostic;
    }
  }
  if (!queries) return;

  std::vector<std::vector<Finding>> findings(text.rules.size());
  for (const BoundQuery& query : *queries) {
    if (Cancelled()) break;
    if (query.rule >= text.rules.size()) continue;
    RuleOutcome& outcome = outcome_of(query.rule);
    if (outcome.status == RuleOutcome::Status::kNoData) outcome.status = RuleOutcome::Status::kQuiet;
    RunQuery(text.rules[query.rule], query, outcome, findings[query.rule]);
  }
  for (size_t i = 0; i < text.rules.size(); ++i) {
    RuleOutcome& outcome = outcome_of(i);
    const std::optional<RowThreshold>& threshold = text.rules[i].threshold;
    if (threshold && !threshold->Reached(findings[i].size())) continue;
    outcome.findings = findings[i].size();
    if (outcome.findings > 0 && outcome.status == RuleOutcome::Status::kQuiet) outcome.status = RuleOutcome::Status::kFired;
    std::move(findings[i].begin(), findings[i].end(), std::back_inserter(result_.findings));
  }
}

}  // namespace

HuntResult Hunt(Engine& engine, const RuleSet& rules, const HuntOptions& options) {
  HuntResult result;
  Hunter hunter(engine, options, result);
  size_t done = 0;
  for (const RuleText& text : rules.texts) {
    if (options.cancelled && options.cancelled->load()) break;
    hunter.Run(text);
    if (options.progress) options.progress(++done, rules.texts.size());
  }
  result.interrupted = options.cancelled && options.cancelled->load();
  SortFindings(result.findings);
  return result;
}

}  // namespace quarry
