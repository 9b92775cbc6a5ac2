// Hunt binds every rule first. Queries of single records share one pass over the inputs; the others (summarize, joins,
// groupBy) run one after the other.
#include "packs/hunt.h"

#include <algorithm>
#include <chrono>
#include <iterator>

#include "engine/row_matching.h"
#include "packs/result_findings.h"
#include "types/ticks.h"

namespace quarry {
namespace {

// Beyond so many rules the optimizer costs more than its prefilters save: the matcher has an index of its own.
constexpr size_t kMostOptimized = 64;

class Hunter {
 public:
  Hunter(Engine& engine, const RuleSet& rules, const HuntOptions& options, HuntResult& result)
      : engine_(engine), rules_(rules), options_(options), result_(result), optimize_(rules.size() <= kMostOptimized) {}
  void Run();

 private:
  // A query of a rule, by the rule's outcome.
  struct Query {
    size_t outcome;
    BoundQuery bound;
    bool matched = false;  // in the shared pass
  };

  bool Cancelled() const { return options_.cancelled && options_.cancelled->load(); }
  void Progress() {
    if (options_.progress) options_.progress(++steps_, rules_.texts.size() + alone_ + 1);
  }
  void Bind(const RuleText& text);
  void Report(const RuleText& text, size_t first, bool refused, const DiagnosticList& diagnostics);
  void RunShared();
  void RunAlone(Query& query);
  void Fail(size_t outcome, const std::string& reason) {
    result_.outcomes[outcome].status = RuleOutcome::Status::kFailed;
    result_.outcomes[outcome].reason = reason;
  }
  // `rules`: for whom it was read.
  void AddScans(std::vector<ScanReport> scans, const std::string& rules);
  void Conclude();
  void Exclude();

  Engine& engine_;
  const RuleSet& rules_;
  const HuntOptions& options_;
  HuntResult& result_;
  bool optimize_;
  std::vector<Query> queries_;
  RowMatching matching_;
  size_t alone_ = 0;
  size_t steps_ = 0;
  std::vector<std::vector<Finding>> findings_;  // by outcome
};

void Hunter::AddScans(std::vector<ScanReport> scans, const std::string& rules) {
  const ScanStatistics statistics = SumOf(scans);
  // Every pass reads the same files: what is said about the input is what the largest one saw.
  ScanStatistics& all = result_.statistics;
  all.records_skipped = std::max(all.records_skipped, statistics.records_skipped);
  all.records_seen = std::max(all.records_seen, statistics.records_seen);
  all.bytes_read = std::max(all.bytes_read, statistics.bytes_read);
  all.index_blocks += statistics.index_blocks;
  all.index_blocks_read += statistics.index_blocks_read;
  for (const std::string& note : statistics.index_notes) {
    if (std::find(all.index_notes.begin(), all.index_notes.end(), note) == all.index_notes.end())
      all.index_notes.push_back(note);
  }
  for (const std::string& problem : statistics.problems) {
    if (std::find(all.problems.begin(), all.problems.end(), problem) == all.problems.end())
      all.problems.push_back(problem);
  }
  for (ScanReport& scan : scans) {
    scan.source += " for " + rules;
    result_.scans.push_back(std::move(scan));
  }
}

void Hunter::Report(const RuleText& text, size_t first, bool refused, const DiagnosticList& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    const bool refuses = refused && diagnostic.severity == Severity::kError;
    for (size_t i = 0; i < text.rules.size(); ++i) {
      RuleOutcome& outcome = result_.outcomes[first + i];
      if (!outcome.reason.empty() || (!refuses && (refused || diagnostic.code != Code::Q0502))) continue;
      outcome.status = refuses ? RuleOutcome::Status::kRefused : RuleOutcome::Status::kNoData;
      outcome.reason = diagnostic.message;
      if (diagnostic.span.known())
        outcome.line = engine_.sources().Locate(diagnostic.span.source, diagnostic.span.start).line;
    }
    // A rule without data is counted, not warned about: most rules of a large set have none.
    if (diagnostic.severity != Severity::kError && diagnostic.code != Code::Q0502) {
      result_.warnings.Add(diagnostic.code, diagnostic.span, diagnostic.message) = diagnostic;
    }
  }
}

void Hunter::Bind(const RuleText& text) {
  const size_t first = result_.outcomes.size();
  for (const HuntRule& rule : text.rules) result_.outcomes.emplace_back().rule = &rule;
  DiagnosticList diagnostics;
  const uint16_t source = engine_.sources().Add(text.path, text.text, text.first_line);
  FailureOr<std::vector<BoundQuery>> bound = optimize_ ? engine_.Bind(text.lang, source, {}, diagnostics)
                                                       : engine_.BindUnoptimized(text.lang, source, {}, diagnostics);
  Report(text, first, !bound.ok(), diagnostics);
  if (!bound) return;
  for (BoundQuery& query : *bound) {
    if (query.rule >= text.rules.size()) continue;
    RuleOutcome& outcome = result_.outcomes[first + query.rule];
    if (outcome.status == RuleOutcome::Status::kNoData) outcome = {outcome.rule, RuleOutcome::Status::kQuiet, 0, 0, ""};
    queries_.push_back({first + query.rule, std::move(query)});
  }
}

void Hunter::RunShared() {
  for (size_t i = 0; i < queries_.size(); ++i) {
    queries_[i].matched = matching_.Add(i, queries_[i].bound);
    if (!queries_[i].matched) ++alone_;
  }
  if (matching_.size() == 0 || Cancelled()) return;
  std::vector<std::unique_ptr<ResultFindings>> rows(queries_.size());
  Result<std::vector<ScanReport>> scans = matching_.Run(
      {.threads = options_.threads, .cancelled = options_.cancelled}, [&](size_t key, const Batch& batch) {
        const Query& query = queries_[key];
        if (!rows[key])
          rows[key] = std::make_unique<ResultFindings>(*result_.outcomes[query.outcome].rule, query.bound,
                                                       query.bound.plan->output);
        rows[key]->Add(batch, findings_[query.outcome]);
      });
  Progress();
  if (scans)
    return AddScans(std::move(*scans),
                    matching_.size() == 1 ? "one query" : std::to_string(matching_.size()) + " queries at once");
  for (const Query& query : queries_) {
    if (query.matched) Fail(query.outcome, scans.error().message);
  }
}

void Hunter::RunAlone(Query& query) {
  if (!optimize_) query.bound.plan = engine_.Optimized(query.bound.plan);
  Result<std::unique_ptr<ResultStream>> stream = engine_.Run(query.bound);
  if (!stream) return Fail(query.outcome, stream.error().message);
  ResultFindings rows(*result_.outcomes[query.outcome].rule, query.bound, (*stream)->columns());
  Batch batch;
  while (true) {
    const Result<void> next = (*stream)->Next(batch);
    if (!next) return Fail(query.outcome, next.error().message);
    if (batch.rows == 0) break;
    rows.Add(batch, findings_[query.outcome]);
  }
  const FindingRule& rule = result_.outcomes[query.outcome].rule->info;
  AddScans((*stream)->scans(), rule.id.empty() ? rule.title : rule.id);
}

void Hunter::Conclude() {
  for (size_t i = 0; i < result_.outcomes.size(); ++i) {
    RuleOutcome& outcome = result_.outcomes[i];
    const std::optional<RowThreshold>& threshold = outcome.rule->threshold;
    if (threshold && !threshold->Reached(findings_[i].size())) continue;
    outcome.findings = findings_[i].size();
    if (outcome.findings > 0 && outcome.status == RuleOutcome::Status::kQuiet)
      outcome.status = RuleOutcome::Status::kFired;
    std::move(findings_[i].begin(), findings_[i].end(), std::back_inserter(result_.findings));
  }
  SortFindings(result_.findings);
  if (options_.exclude && !rules_.exclusions.empty()) Exclude();
  result_.interrupted = Cancelled();
}

void Hunter::Exclude() {
  std::vector<const ExclusionSet*> sets;
  for (const ExclusionSet& set : rules_.exclusions) sets.push_back(&set);
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  const int64_t wall_clock =
      kUnixEpochTicks + std::chrono::duration_cast<std::chrono::seconds>(since_1970).count() * kTicksPerSecond;
  result_.exclusions = MatchExclusions(engine_, sets, result_.findings, {.now = options_.now.value_or(wall_clock)});
  if (options_.apply) ApplyExclusions(result_.exclusions, result_.findings, result_.excluded);
}

void Hunter::Run() {
  for (const RuleText& text : rules_.texts) {
    if (Cancelled()) break;
    if (options_.only && !options_.only(text)) continue;
    Bind(text);
    Progress();
  }
  findings_.resize(result_.outcomes.size());
  RunShared();
  for (Query& query : queries_) {
    if (query.matched || Cancelled()) continue;
    RunAlone(query);
    Progress();
  }
  Conclude();
}

}  // namespace

HuntResult Hunt(Engine& engine, const RuleSet& rules, const HuntOptions& options) {
  HuntResult result;
  Hunter(engine, rules, options, result).Run();
  return result;
}

}  // namespace quarry
