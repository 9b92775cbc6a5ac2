// Prints the stages of a query. Entry: ExplainQuery.
#include "cli/explain_plan.h"

#include <cstdio>
#include <map>
#include <set>

#include "cli/command.h"
#include "cli/report.h"
#include "engine/engine.h"
#include "plan/rel.h"
#include "plan/scan_grouping.h"

namespace quarry {
namespace {

void Heading(const std::string& text) {
  if (ColorOnStdout())
    std::printf("\x1b[1m%s\x1b[0m\n", text.c_str());
  else
    std::printf("%s\n", text.c_str());
}

void Section(const std::string& title, const std::string& body) {
  Heading(title);
  size_t at = 0;
  while (at < body.size()) {
    size_t end = body.find('\n', at);
    if (end == std::string::npos) end = body.size();
    std::printf("  %s\n", body.substr(at, end - at).c_str());
    at = end + 1;
  }
  std::printf("\n");
}

std::string PathText(const FieldPath& path) {
  std::string text;
  for (const JsonStep& step : path) {
    if (step.is_index)
      text += "[" + std::to_string(step.index) + "]";
    else
      text += (text.empty() ? "" : ".") + step.name;
  }
  return text;
}

std::string ColumnText(const ScanColumn& column) {
  std::string text = column.name;
  switch (column.kind) {
    case ScanColumn::Kind::kEvent:
      text += " (whole record)";
      break;
    case ScanColumn::Kind::kRecord:
      text += " (position)";
      break;
    case ScanColumn::Kind::kFile:
      text += " (path)";
      break;
    case ScanColumn::Kind::kField: {
      std::string paths;
      for (const FieldPath& path : column.paths) paths += (paths.empty() ? "" : " | ") + PathText(path);
      if (paths != column.name) text += " <- " + paths;
      break;
    }
  }
  return text + ": " + std::string(TypeName(column.type));
}

class ScanTexts {
 public:
  std::string Of(const Rel& plan) {
    CountUses(plan);
    Visit(plan);
    return std::move(out_);
  }

 private:
  void CountUses(const Rel& rel) {
    if (++uses_[&rel] > 1) return;
    for (const RelPtr& input : rel.inputs) CountUses(*input);
  }
  void Visit(const Expr& expr) {
    if (expr.relation) Visit(*expr.relation);
    for (const ExprPtr& arg : expr.args) Visit(*arg);
  }

  void Visit(const Rel& rel) {
    if (!seen_.insert(&rel).second) return;
    if (rel.kind == Rel::Kind::kScan) Describe(rel);
    if (rel.kind == Rel::Kind::kAggregate)
      for (const std::vector<ScanArm>& arms :
           ArmsBySource(ScanArmsOf(rel, [this](const RelPtr& node) { return uses_[node.get()] > 1; })))
        for (const ScanArm& arm : arms) groupings_[arm.scan.get()] = {&rel, arms};
    for (const RelPtr& input : rel.inputs) Visit(*input);
    if (rel.predicate) Visit(*rel.predicate);
    for (const NamedExpr& projection : rel.projections) Visit(*projection.expr);
    if (rel.residual) Visit(*rel.residual);
  }

  void Describe(const Rel& scan) {
    out_ += "scan " + scan.source->Describe() + "\n";
    out_ += "  columns\n";
    for (const ScanColumn& column : scan.scan_columns) out_ += "    " + ColumnText(column) + "\n";
    if (scan.scan_predicate) out_ += "  predicate\n    " + PrintExpr(*scan.scan_predicate, &scan) + "\n";
    out_ += "  prefilter\n    ";
    out_ +=
        scan.prefilter.kind == LiteralFilter::Kind::kAny ? "none: every record is parsed" : scan.prefilter.ToString();
    out_ += "\n";
    if (!scan.ranges.empty()) out_ += "  ranges\n";
    for (const ScanRange& range : scan.ranges) out_ += "    " + DescribeRange(range) + "\n";
    if (const auto found = groupings_.find(&scan); found != groupings_.end()) {
      // The line of the plan, without its depth and its inputs.
      const std::string plan = PrintPlan(*found->second.aggregate);
      constexpr std::string_view kName = "aggregate";
      std::string line = plan.substr(0, plan.find('\n'));
      line.erase(0, line.find(kName) + kName.size());
      out_ += "  groups\n   " + (line.empty() ? std::string(" all rows") : line) + "\n";
    }
    ScanSpec spec;
    spec.prefilter = scan.prefilter;
    spec.key_filters = scan.key_filters;
    spec.ranges = scan.ranges;
    if (const auto found = groupings_.find(&scan); found != groupings_.end() && found->second.arms.size() > 1) {
      const std::vector<ScanArm>& arms = found->second.arms;
      if (arms[0].scan.get() != &scan) {
        out_ += "  one pass\n    with the first of these scans\n";
        return;
      }
      out_ += "  one pass\n    for this scan and " + std::to_string(arms.size() - 1) + " more of the union\n";
      spec = SpecOfArms(arms);
    }
    if (const std::string way = scan.source->ExplainWay(spec); !way.empty()) out_ += "  way\n    " + way + "\n";
  }

  std::set<const Rel*> seen_;
  std::map<const Rel*, int> uses_;
  struct Grouping {
    const Rel* aggregate = nullptr;
    std::vector<ScanArm> arms;  // that read the source together
  };
  std::map<const Rel*, Grouping> groupings_;  // of scans that keep one
  std::string out_;
};

}  // namespace

std::string DescribeScans(const Rel& plan) {
  return ScanTexts().Of(plan);
}

int ExplainQuery(Engine& engine, Lang lang, uint16_t source, const std::map<std::string, std::string>& parameters,
                 DiagnosticList& diagnostics) {
  FailureOr<std::vector<BoundQuery>> bound = engine.BindUnoptimized(lang, source, parameters, diagnostics);
  if (!bound) return kExitQuery;
  const bool several = bound->size() > 1;
  for (size_t i = 0; i < bound->size(); ++i) {
    BoundQuery query = (*bound)[i];
    std::string number = several ? " " + std::to_string(i + 1) : "";
    Section("bound plan" + number, PrintPlan(*query.plan));
    query.plan = engine.Optimized(query.plan);
    Section("optimized plan" + number, PrintPlan(*query.plan));
    std::string scans = DescribeScans(*query.plan);
    Section("pushed into scans" + number, scans.empty() ? "no scan\n" : scans);
    Result<std::string> sql = engine.ExplainSql(query);
    if (!sql) {
      PrintError(sql.error().message);
      return kExitUsage;
    }
    Section("DuckDB SQL" + number, *sql);
  }
  if (bound->empty()) std::printf("no data source delivers what the query asks for\n");
  return kExitOk;
}

}  // namespace quarry
