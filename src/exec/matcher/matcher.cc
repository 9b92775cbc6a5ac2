#include "exec/matcher/matcher.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <thread>

#include "exec/matcher/candidate_index.h"
#include "exec/matcher/row_branches.h"
#include "plan/evaluator.h"

namespace quarry {
namespace {

// Prefilters of more plans than this are not worth joining: nearly every record passes their disjunction.
constexpr size_t kMostPrefilters = 32;

// Columns with the same answer have the same key; GiveSameCells decides among those.
std::string ColumnKey(const ScanColumn& column) {
  std::string key = std::to_string(static_cast<int>(column.kind)) + "/" + std::to_string(static_cast<int>(column.type));
  if (column.kind == ScanColumn::Kind::kField && !column.paths.empty() && !column.paths[0].empty())
    key += "/" + column.paths[0].back().name;
  return key;
}

// Comparisons of columns with constants, and choices of them: what log sources are made of (channel and event id).
bool IsCheap(const Expr& expr) {
  if (expr.kind != Expr::Kind::kCall) return false;
  if (expr.function->name == "and" || expr.function->name == "or") {
    return std::all_of(expr.args.begin(), expr.args.end(), [](const ExprPtr& arg) { return IsCheap(*arg); });
  }
  return expr.function->name == "equals" && expr.args[0]->kind == Expr::Kind::kColumn && expr.args[1]->is_literal();
}

// A value of the record that is made anew for each rule that asks, such as the event with its fields laid flat.
bool IsWorthKeeping(const Expr& expr) {
  return expr.kind == Expr::Kind::kCall && expr.type == Type::kDynamic && expr.function->deterministic &&
         std::all_of(expr.args.begin(), expr.args.end(),
                     [](const ExprPtr& arg) { return arg->kind == Expr::Kind::kColumn || arg->is_literal(); });
}

// Ids of kept values; those of scan columns count from 1.
constexpr ColumnId kFirstKept = 1u << 30;

}  // namespace

class Matcher::Pass {
 public:
  explicit Pass(std::shared_ptr<const Source> source) : source_(std::move(source)) {}
  const Source* source() const { return source_.get(); }

  void Add(size_t key, RowBranch branch, const std::vector<OutputColumn>& output);
  Result<ScanReport> Run(const MatchOptions& options, const Sink& sink, std::mutex& sink_mutex);

 private:
  struct Rule {
    size_t key;
    size_t guard = 0;
    ExprPtr rest;  // the conditions behind the guard; nullptr: none
    std::vector<ExprPtr> results;
    std::vector<Type> types;
    bool indexed = false;  // a candidate only when one of its texts occurs
  };
  class Worker;

  ColumnId Column(const ScanColumn& column);
  ExprPtr WithKeptValues(const ExprPtr& expr);
  size_t Guard(const ExprPtr& condition);

  std::shared_ptr<const Source> source_;
  std::vector<ScanColumn> columns_;  // column i has the id i + 1
  std::map<std::string, std::vector<size_t>> column_index_;
  std::vector<ExprPtr> kept_;  // value i has the id kFirstKept + i; over scan columns
  std::map<std::string, size_t> kept_index_;
  std::vector<ExprPtr> guards_;  // nullptr: always
  std::map<std::string, std::vector<size_t>> guard_index_;
  std::vector<Rule> rules_;
  CandidateIndex index_;
  std::vector<LiteralFilter> prefilters_;
  std::vector<ScanRange> ranges_;  // that a record keeps if any rule may match it
  uint64_t passed_ = 0;            // rows handed to the sink, whose lock guards it
};

ColumnId Matcher::Pass::Column(const ScanColumn& column) {
  std::vector<size_t>& same_key = column_index_[ColumnKey(column)];
  for (const size_t i : same_key) {
    if (GiveSameCells(columns_[i], column)) return static_cast<ColumnId>(i + 1);
  }
  same_key.push_back(columns_.size());
  columns_.push_back(column);
  return static_cast<ColumnId>(columns_.size());
}

ExprPtr Matcher::Pass::WithKeptValues(const ExprPtr& expr) {
  if (IsWorthKeeping(*expr)) {
    const auto [at, is_new] = kept_index_.try_emplace(PrintExpr(*expr), kept_.size());
    if (is_new) kept_.push_back(expr);
    return MakeColumn(kFirstKept + static_cast<ColumnId>(at->second), expr->type, expr->span);
  }
  std::vector<ExprPtr> args;
  bool changed = false;
  for (const ExprPtr& arg : expr->args) {
    args.push_back(WithKeptValues(arg));
    changed |= args.back() != arg;
  }
  if (!changed) return expr;
  auto copy = std::make_shared<Expr>(*expr);
  copy->args = std::move(args);
  return copy;
}

size_t Matcher::Pass::Guard(const ExprPtr& condition) {
  std::vector<size_t>& same_text = guard_index_[condition ? PrintExpr(*condition) : ""];
  for (const size_t i : same_text) {
    if (!condition || SameExpr(*guards_[i], *condition)) return i;
  }
  same_text.push_back(guards_.size());
  guards_.push_back(condition);
  return guards_.size() - 1;
}

void Matcher::Pass::Add(size_t key, RowBranch branch, const std::vector<OutputColumn>& output) {
  std::map<ColumnId, ExprPtr> shared;
  for (size_t i = 0; i < branch.ids.size(); ++i) {
    const ColumnId id = Column(branch.columns[i]);
    shared[branch.ids[i]] = MakeColumn(id, branch.columns[i].type);
  }
  const auto over_shared = [&](const ExprPtr& expr) {
    return ReplaceColumns(expr, [&](ColumnId id) { return shared.at(id); });
  };
  Rule rule;
  rule.key = key;
  std::vector<ExprPtr> rest;
  for (const ExprPtr& condition : branch.conditions) rest.push_back(WithKeptValues(over_shared(condition)));
  // The leading conditions are the log source's, which many rules have.
  const auto behind_guard =
      std::find_if_not(rest.begin(), rest.end(), [](const ExprPtr& condition) { return IsCheap(*condition); });
  rule.guard = Guard(behind_guard == rest.begin() ? nullptr : MakeAnd({rest.begin(), behind_guard}));
  rest.erase(rest.begin(), behind_guard);
  if (!rest.empty()) {
    rule.rest = MakeAnd(rest);
    if (std::optional<std::vector<RequiredText>> texts = RequiredTexts(*rule.rest)) {
      rule.indexed = true;
      for (RequiredText& text : *texts)
        index_.Add(text.column - 1, std::move(text.text), static_cast<uint32_t>(rules_.size()));
    }
  }
  for (const ExprPtr& result : branch.results) rule.results.push_back(over_shared(result));
  for (const OutputColumn& column : output) rule.types.push_back(column.type);
  ranges_ = rules_.empty() ? std::move(branch.ranges) : AnyOf(ranges_, branch.ranges);
  prefilters_.push_back(std::move(branch.prefilter));
  rules_.push_back(std::move(rule));
}

// One thread's share of a pass.
class Matcher::Pass::Worker {
 public:
  Worker(Pass& pass, const Sink& sink, std::mutex& sink_mutex)
      : pass_(pass),
        sink_(sink),
        sink_mutex_(sink_mutex),
        evaluator_(Ids(pass, true)),
        keeper_(Ids(pass, false)),
        guard_rows_(pass.guards_.size()),
        candidates_(pass.rules_.size()) {}

  // `batch` has the scan's columns; it has them again afterwards.
  void Match(Batch& batch) {
    ApplyGuards(batch);
    AddKeptValues(batch);
    FindCandidates(batch);
    for (size_t i = 0; i < pass_.rules_.size(); ++i) MatchRule(i, batch);
    while (batch.columns.size() > pass_.columns_.size()) batch.columns.pop_back();
    keeper_.Reset();
  }

 private:
  static std::vector<ColumnId> Ids(const Pass& pass, bool with_kept) {
    std::vector<ColumnId> ids;
    for (size_t i = 0; i < pass.columns_.size(); ++i) ids.push_back(static_cast<ColumnId>(i + 1));
    for (size_t i = 0; with_kept && i < pass.kept_.size(); ++i) ids.push_back(kFirstKept + static_cast<ColumnId>(i));
    return ids;
  }
  void ApplyGuards(const Batch& batch);
  void AddKeptValues(Batch& batch);
  void FindCandidates(const Batch& batch);
  void MatchRule(size_t index, const Batch& batch);

  Pass& pass_;
  const Sink& sink_;
  std::mutex& sink_mutex_;
  Evaluator evaluator_;
  Evaluator keeper_;                               // its arena holds the kept values until the batch is done
  std::vector<std::vector<uint32_t>> guard_rows_;  // by guard, ascending
  std::vector<uint8_t> wanted_;                    // rows that some guard lets through
  std::vector<std::vector<uint32_t>> candidates_;  // by rule
  std::vector<uint32_t> touched_;                  // rules with candidates
  std::vector<uint32_t> rows_;
  CandidateIndex::Scratch scratch_;
};

void Matcher::Pass::Worker::ApplyGuards(const Batch& batch) {
  wanted_.assign(batch.rows, 0);
  for (size_t g = 0; g < pass_.guards_.size(); ++g) {
    std::vector<uint32_t>& rows = guard_rows_[g];
    rows.resize(batch.rows);
    for (size_t row = 0; row < batch.rows; ++row) rows[row] = static_cast<uint32_t>(row);
    if (pass_.guards_[g]) evaluator_.Filter(*pass_.guards_[g], batch, rows);
    for (const uint32_t row : rows) wanted_[row] = 1;
  }
}

void Matcher::Pass::Worker::AddKeptValues(Batch& batch) {
  std::vector<ColumnVector> kept;
  for (const ExprPtr& expr : pass_.kept_) {
    kept.emplace_back(expr->type);
    kept.back().Clear(batch.rows);
    for (size_t row = 0; row < batch.rows; ++row) {
      if (wanted_[row]) kept.back().Set(row, keeper_.Evaluate(*expr, batch, row));
    }
  }
  for (ColumnVector& column : kept) batch.columns.push_back(std::move(column));
}

void Matcher::Pass::Worker::FindCandidates(const Batch& batch) {
  for (const uint32_t rule : touched_) candidates_[rule].clear();
  touched_.clear();
  for (const size_t column : pass_.index_.columns()) {
    const ColumnVector& texts = batch.columns[column];
    for (size_t row = 0; row < batch.rows; ++row) {
      if (!wanted_[row] || !texts.valid()[row]) continue;
      pass_.index_.Search(column, texts.texts()[row], scratch_, [&](uint32_t rule) {
        std::vector<uint32_t>& rows = candidates_[rule];
        if (rows.empty()) touched_.push_back(rule);
        if (rows.empty() || rows.back() != row) rows.push_back(static_cast<uint32_t>(row));
      });
    }
  }
}

void Matcher::Pass::Worker::MatchRule(size_t index, const Batch& batch) {
  const Rule& rule = pass_.rules_[index];
  const std::vector<uint32_t>& guarded = guard_rows_[rule.guard];
  if (guarded.empty()) return;
  if (rule.indexed) {
    std::vector<uint32_t>& candidates = candidates_[index];
    if (candidates.empty()) return;
    std::sort(candidates.begin(), candidates.end());  // several columns add rows in turn, some of them twice
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    rows_.clear();
    std::set_intersection(candidates.begin(), candidates.end(), guarded.begin(), guarded.end(),
                          std::back_inserter(rows_));
  } else {
    rows_ = guarded;
  }
  if (rule.rest && !rows_.empty()) evaluator_.Filter(*rule.rest, batch, rows_);
  if (rows_.empty()) return;
  Batch out;
  for (const Type type : rule.types) {
    out.columns.emplace_back(type);
    out.columns.back().Clear(rows_.size());
  }
  out.rows = rows_.size();
  for (size_t r = 0; r < rows_.size(); ++r) {
    for (size_t c = 0; c < rule.results.size(); ++c)
      out.columns[c].Set(r, evaluator_.Evaluate(*rule.results[c], batch, rows_[r]));
  }
  const std::lock_guard<std::mutex> lock(sink_mutex_);
  pass_.passed_ += out.rows;
  sink_(rule.key, out);
  evaluator_.Reset();
}

Result<ScanReport> Matcher::Pass::Run(const MatchOptions& options, const Sink& sink, std::mutex& sink_mutex) {
  index_.Build();
  ScanSpec spec;
  spec.columns = columns_;
  spec.use_prefilter = options.use_prefilter;
  if (prefilters_.size() <= kMostPrefilters) spec.prefilter = LiteralFilter::Or(std::move(prefilters_));
  spec.ranges = std::move(ranges_);
  Result<std::unique_ptr<Scan>> scan = source_->Open(spec);
  if (!scan) return scan.error();
  const auto work = [&] {
    Worker worker(*this, sink, sink_mutex);
    const std::unique_ptr<ScanWorker> records = (*scan)->NewWorker();
    Batch batch;
    for (const ScanColumn& column : columns_) batch.columns.emplace_back(column.type);
    while (!(options.cancelled && options.cancelled->load())) {
      batch.Clear();
      if (!records->Next(batch) || batch.rows == 0) return;
      worker.Match(batch);
    }
    (*scan)->Cancel();
  };
  const unsigned cores = std::thread::hardware_concurrency();
  const int wanted = options.threads > 0 ? options.threads : static_cast<int>(cores > 0 ? cores : 1);
  std::vector<std::thread> threads;
  for (int i = 1; i < std::min(wanted, (*scan)->max_workers()); ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  return ScanReport{source_->Describe(), (*scan)->statistics(), passed_};
}

Matcher::Matcher() = default;
Matcher::~Matcher() = default;

bool Matcher::Add(size_t key, const RelPtr& plan) {
  std::optional<std::vector<RowBranch>> branches = TakeApart(plan);
  if (!branches) return false;
  for (RowBranch& branch : *branches) {
    const Source* source = branch.source.get();
    auto pass = std::find_if(passes_.begin(), passes_.end(), [&](const auto& p) { return p->source() == source; });
    if (pass == passes_.end()) {
      passes_.push_back(std::make_unique<Pass>(branch.source));
      pass = passes_.end() - 1;
    }
    (*pass)->Add(key, std::move(branch), plan->output);
  }
  ++plans_;
  return true;
}

Result<std::vector<ScanReport>> Matcher::Run(const MatchOptions& options, const Sink& sink) {
  std::vector<ScanReport> all;
  std::mutex sink_mutex;
  for (const std::unique_ptr<Pass>& pass : passes_) {
    if (options.cancelled && options.cancelled->load()) break;
    Result<ScanReport> one = pass->Run(options, sink, sink_mutex);
    if (!one) return one.error();
    all.push_back(std::move(*one));
  }
  return all;
}

}  // namespace quarry
