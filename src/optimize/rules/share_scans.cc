// share_scans: one pass over a source where several scans of it are kept in memory anyway. Telemetry of several kinds
// in one file is read as several tables (connections, look-ups, starts of processes), and joining them would read the
// file once for each. The scans become one with the columns of all and any of their conditions; each takes its rows out
// of it.
//
// Only scans that something above holds as a whole (a join's build side, both sides of an as-of join, a sort, a window)
// are put together, and others whose rows are among theirs already: what streams through a filter into a grouping costs
// less to read again than to keep. Scans without a condition would keep everything and stay alone.
#include <algorithm>
#include <set>
#include <unordered_map>

#include "optimize/rewrite.h"
#include "optimize/rule.h"
#include "plan/same_plan.h"

namespace quarry {

namespace {

// Which scans have their rows held by a node above.
class HeldScans {
 public:
  explicit HeldScans(const RelPtr& plan) : uses_(CountUses(*plan)) { Visit(plan, false); }
  bool Holds(const Rel* scan) const { return held_.contains(scan); }
  const std::vector<RelPtr>& scans() const { return scans_; }

 private:
  void Visit(const RelPtr& rel, bool held) {
    // What several nodes read is kept as a table; groupings are small.
    held |= uses_[rel.get()] > 1 && rel->kind != Rel::Kind::kAggregate;
    if (!seen_.emplace(rel.get(), held).second) return;
    if (rel->kind == Rel::Kind::kScan) {
      if (known_.insert(rel.get()).second) scans_.push_back(rel);
      if (held) held_.insert(rel.get());
    }
    for (size_t i = 0; i < rel->inputs.size(); ++i) Visit(rel->inputs[i], HoldsInput(*rel, i, held));
    ForEachExpr(*rel, [this](const Expr& expr) { VisitSubqueries(expr); });
  }
  void VisitSubqueries(const Expr& expr) {
    if (expr.relation) Visit(expr.relation, false);
    for (const ExprPtr& arg : expr.args) VisitSubqueries(*arg);
  }
  static bool HoldsInput(const Rel& rel, size_t input, bool held) {
    switch (rel.kind) {
      case Rel::Kind::kAggregate:
        return false;
      case Rel::Kind::kJoin:
        return held || input == 1;
      case Rel::Kind::kAsofJoin:
      case Rel::Kind::kSort:
      case Rel::Kind::kWindow:
        return true;
      default:
        return held;
    }
  }

  std::unordered_map<const Rel*, int> uses_;
  std::set<std::pair<const Rel*, bool>> seen_;
  std::set<const Rel*> known_, held_;
  std::vector<RelPtr> scans_;
};

// Scans of one source, put together.
class SharedScan {
 public:
  explicit SharedScan(ColumnIds& ids) : ids_(ids) {}

  void Add(const RelPtr& scan) {
    members_.push_back({scan, Own(*scan)});
    Cover(members_.back().predicate);
  }
  // Adds a scan whose rows are there already.
  void AddIfCovered(const RelPtr& scan) {
    const size_t columns = columns_.size();
    const ExprPtr predicate = Own(*scan);
    for (const ExprPtr& known : predicates_) {
      if (!SameExpr(*known, *predicate)) continue;
      members_.push_back({scan, predicate});
      return;
    }
    columns_.resize(columns);
    output_.resize(columns);
  }

  // What stands for each member.
  void Finish(std::unordered_map<const Rel*, RelPtr>& replaced) {
    if (members_.size() < 2) return;
    auto scan = std::make_shared<Rel>(*members_[0].scan);
    scan->output = output_;
    scan->scan_columns = columns_;
    scan->scan_predicate = predicates_[0];
    for (size_t i = 1; i < predicates_.size(); ++i)
      scan->scan_predicate = MakeCall("or", {scan->scan_predicate, predicates_[i]});
    const RelPtr shared = scan;
    for (const Member& member : members_) {
      const RelPtr rows = predicates_.size() == 1 ? shared : MakeFilter(shared, member.predicate, member.scan->span);
      std::vector<NamedExpr> own;
      for (size_t i = 0; i < member.scan->output.size(); ++i) {
        const OutputColumn& column = member.scan->output[i];
        own.push_back({column.id, column.name, MakeColumn(ColumnFor(*member.scan, i), column.type)});
      }
      replaced[member.scan.get()] = MakeProject(rows, std::move(own), member.scan->span);
    }
  }

 private:
  struct Member {
    RelPtr scan;
    ExprPtr predicate;  // over the shared columns
  };

  // The scan's predicate over the shared columns.
  ExprPtr Own(const Rel& scan) {
    std::unordered_map<ColumnId, ColumnId> ids;
    for (size_t i = 0; i < scan.output.size(); ++i) ids[scan.output[i].id] = ColumnFor(scan, i);
    return ReplaceColumns(scan.scan_predicate, [&](ColumnId id) -> ExprPtr {
      for (const OutputColumn& column : output_)
        if (column.id == ids.at(id)) return MakeColumn(column.id, column.type);
      return nullptr;
    });
  }
  // The shared column that holds column `i` of the scan; made where there is none.
  ColumnId ColumnFor(const Rel& scan, size_t i) {
    for (size_t k = 0; k < columns_.size(); ++k)
      if (SameScanColumn(columns_[k], scan.scan_columns[i])) return output_[k].id;
    columns_.push_back(scan.scan_columns[i]);
    output_.push_back({ids_.Next(), scan.output[i].name, scan.output[i].type});
    return output_.back().id;
  }
  void Cover(const ExprPtr& predicate) {
    for (const ExprPtr& known : predicates_)
      if (SameExpr(*known, *predicate)) return;
    predicates_.push_back(predicate);
  }

  ColumnIds& ids_;
  std::vector<Member> members_;
  std::vector<ScanColumn> columns_;
  std::vector<OutputColumn> output_;
  std::vector<ExprPtr> predicates_;  // different ones
};

RelPtr Apply(const RelPtr& plan, ColumnIds& ids) {
  const HeldScans held(plan);
  // Sources in the order of their first scan, so that the same query gives the same plan.
  std::vector<const Source*> sources;
  for (const RelPtr& scan : held.scans())
    if (scan->scan_predicate && std::find(sources.begin(), sources.end(), scan->source.get()) == sources.end())
      sources.push_back(scan->source.get());
  std::unordered_map<const Rel*, RelPtr> replaced;
  for (const Source* source : sources) {
    SharedScan shared(ids);
    const auto each = [&](bool of_held, const auto& visit) {
      for (const RelPtr& scan : held.scans())
        if (scan->source.get() == source && scan->scan_predicate && held.Holds(scan.get()) == of_held) visit(scan);
    };
    each(true, [&](const RelPtr& scan) { shared.Add(scan); });
    each(false, [&](const RelPtr& scan) { shared.AddIfCovered(scan); });
    shared.Finish(replaced);
  }
  if (replaced.empty()) return plan;
  return RewriteBottomUp(plan, [&](const RelPtr& rel, const SharedNodes&) {
    const auto found = replaced.find(rel.get());
    return found == replaced.end() ? rel : found->second;
  });
}

}  // namespace

QUARRY_DEFINE(RuleDef, kShareScans) = {
    .name = "share_scans",
    .doc = "Reads a source once for several scans whose rows are kept in memory anyway.",
    .order = 105,
    .apply = Apply,
};

}  // namespace quarry
