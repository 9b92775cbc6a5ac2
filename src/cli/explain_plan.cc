// Prints the stages of a query. Entry: ExplainQuery.
#include "cli/explain_plan.h"

#include <cstdio>
#include <set>

#include "cli/command.h"
#include "cli/report.h"
#include "engine/engine.h"
#include "plan/rel.h"

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

void CollectScans(const Rel& rel, std::set<const Rel*>& seen, std::string& out);

void CollectScans(const Expr& expr, std::set<const Rel*>& seen, std::string& out) {
  if (expr.relation) CollectScans(*expr.relation, seen, out);
  for (const ExprPtr& arg : expr.args) CollectScans(*arg, seen, out);
}

void CollectScans(const Rel& rel, std::set<const Rel*>& seen, std::string& out) {
  if (!seen.insert(&rel).second) return;
  if (rel.kind == Rel::Kind::kScan) {
    out += "scan " + rel.source->Describe() + "\n";
    out += "  columns\n";
    for (const ScanColumn& column : rel.scan_columns) out += "    " + ColumnText(column) + "\n";
    if (rel.scan_predicate) out += "  predicate\n    " + PrintExpr(*rel.scan_predicate, &rel) + "\n";
    out += "  prefilter\n    ";
    out += rel.prefilter.kind == LiteralFilter::Kind::kAny ? "none: every record is parsed" : rel.prefilter.ToString();
    out += "\n";
    if (!rel.ranges.empty()) out += "  ranges\n";
    for (const ScanRange& range : rel.ranges) out += "    " + DescribeRange(range) + "\n";
    ScanSpec spec;
    spec.prefilter = rel.prefilter;
    spec.key_filters = rel.key_filters;
    spec.ranges = rel.ranges;
    if (const std::string way = rel.source->ExplainWay(spec); !way.empty()) out += "  way\n    " + way + "\n";
  }
  for (const RelPtr& input : rel.inputs) CollectScans(*input, seen, out);
  if (rel.predicate) CollectScans(*rel.predicate, seen, out);
  for (const NamedExpr& projection : rel.projections) CollectScans(*projection.expr, seen, out);
  if (rel.residual) CollectScans(*rel.residual, seen, out);
}

}  // namespace

std::string DescribeScans(const Rel& plan) {
  std::set<const Rel*> seen;
  std::string out;
  CollectScans(plan, seen, out);
  return out;
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
