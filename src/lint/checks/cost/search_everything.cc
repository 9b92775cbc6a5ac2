// search, find and union over all tables.
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const KqlPipe& pipe : query.pipes) {
    // Behind a table they see its rows alone.
    if (pipe.operators.empty() || !pipe.expr->args.empty()) continue;
    const kql::Operator& op = *pipe.operators[0];
    bool star = false;
    for (const kql::Expr* argument : op.args)
      star |= argument->kind == kql::Expr::Kind::kStar ||
              (argument->kind == kql::Expr::Kind::kWildcardName && argument->text == "*");
    const bool all =
        ((op.name == "search" || op.name == "find") && !op.FindClause("in")) || (op.name == "union" && star);
    if (!all || pipe.table.size() > 0) continue;
    reporter.Report(op.name_span, "`" + std::string(op.name) + "` reads every table").label = "name the tables";
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kSearchEverything) = {
    .id = "search-everything",
    .name = "every table is searched",
    .severity = Severity::kWarning,
    .languages = kLintKql,
    .doc = "`search`, `find` or `union *` without the names of tables.",
    .rationale =
        "Every table of the workspace is read, most of them for nothing; a scheduled rule that does so is"
        " refused.",
    .bad = "search \"mimikatz\"",
    .good = "search in (DeviceProcessEvents, SecurityEvent) \"mimikatz\"",
    .query = CheckQuery,
};

}  // namespace quarry
