// sort that a later operator undoes.
#include "lint/lint_query.h"

namespace quarry {
namespace {
bool UsesOrder(std::string_view name) {
  for (const std::string_view window :
       {"prev", "next", "row_number", "row_cumsum", "row_window_session", "row_rank_dense", "row_rank_min", "make_list",
        "make_list_if", "scan", "serialize", "take_any", "any"}) {
    if (name == window) return true;
  }
  return false;
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const KqlPipe& pipe : query.pipes) {
    const kql::Operator* sort = nullptr;
    for (const kql::Operator* op : pipe.operators) {
      if (op->name == "sort" || op->name == "order") {
        sort = op;
        continue;
      }
      if (!sort) continue;
      bool order = op->name == "scan" || op->name == "take" || op->name == "limit" || op->name == "serialize" ||
                   op->name == "partition" || op->name == "mv-apply" || op->name == "invoke" ||
                   op->name == "evaluate" || op->name == "as" || op->name == "mv-expand";
      for (const KqlNode& node : query.kql_nodes)
        order |= node.place.op == op && node.expr->kind == kql::Expr::Kind::kCall && UsesOrder(node.expr->text);
      if (order) break;
      if (op->name != "summarize" && op->name != "where" && op->name != "distinct" && op->name != "count" &&
          op->name != "top")
        continue;
      LintFinding& finding = reporter.Report(sort->name_span, "rows are sorted before `" + std::string(op->name) + "`");
      finding.label = op->name == "where" ? "filter first, and sort what is left" : "the order is lost";
      break;
    }
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kSortBeforeFilter) = {
    .id = "sort-before-filter",
    .name = "rows sorted and then grouped or filtered",
    .severity = Severity::kWarning,
    .languages = kLintKql | kLintCql,
    .doc = "Rows are sorted, and a later operator filters, groups or sorts them again.",
    .rationale = "The order is lost or could have been made of fewer rows; sorting is the most expensive of them.",
    .bad = "T | sort by Timestamp | summarize count() by A",
    .good = "T | summarize count() by A",
    .query = CheckQuery,
};

}  // namespace quarry
