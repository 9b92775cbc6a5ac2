// Names of products that the host does not tell.
#include "base/ascii.h"
#include "lint/lint_query.h"

namespace quarry {
namespace {
struct Claim {
  std::string_view suffix, wrong, right;
};
constexpr Claim kClaims[] = {
    {"azurewebsites.net", "azure functions", "all of Azure App Service, which Functions cannot be told from by name"},
    {"azurecontainerapps.io", "azure functions", "Azure Container Apps: containers, not functions"},
    {"pages.dev", "cloudflare workers", "Cloudflare Pages"},
    {"execute-api", "aws lambda", "AWS API Gateway, which may stand before something else"},
};

void Compare(std::string_view condition, std::string_view label, Span span, LintReporter& reporter) {
  const std::string text = AsciiLowered(label);
  for (const Claim& claim : kClaims) {
    std::string plain;
    for (const char c : condition) {
      if (c != '\\') plain += c;
    }
    if (text != claim.wrong || plain.find(claim.suffix) == std::string::npos) continue;
    reporter.Report(span, "`" + std::string(label) + "` is said of hosts below `" + std::string(claim.suffix) + "`")
        .label = std::string(claim.right);
  }
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const KqlNode& node : query.kql_nodes) {
    const kql::Expr& expr = *node.expr;
    if (expr.kind != kql::Expr::Kind::kCall || (expr.text != "case" && expr.text != "iff" && expr.text != "iif"))
      continue;
    for (size_t i = 0; i + 1 < expr.args.size(); i += 2) {
      const kql::Expr& label = *expr.args[i + 1];
      if (label.kind == kql::Expr::Kind::kLiteral)
        Compare(query.sources->TextOf(expr.args[i]->span), label.text, label.span, reporter);
    }
  }
  for (const CqlNode& node : query.cql_calls) {
    if (!EqualsIgnoreAsciiCase(node.call->name, "case")) continue;
    for (size_t i = 0; i + 1 < node.call->args.size(); i += 2) {
      const cql::Expr* label = node.call->args[i + 1].value;
      if (label && label->kind == cql::Expr::Kind::kString)
        Compare(query.sources->TextOf(node.call->args[i].span), label->text, label->span, reporter);
    }
  }
  if (!query.cql) return;
  for (const cql::Stage& stage : query.cql->stages) {
    if (stage.kind != cql::Stage::Kind::kCase) continue;
    for (const cql::Branch& branch : stage.branches) {
      if (!branch.body || branch.body->stages.size() < 2) continue;
      const cql::Stage& assign = branch.body->stages.back();
      if (assign.kind == cql::Stage::Kind::kAssign && assign.value && assign.value->kind == cql::Expr::Kind::kString)
        Compare(query.sources->TextOf(branch.body->stages.front().span), assign.value->text, assign.value->span,
                reporter);
    }
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kPlatformLabel) = {
    .id = "platform-label",
    .name = "host called by a wrong platform",
    .severity = Severity::kWarning,
    .languages = kLintKql | kLintCql,
    .doc =
        "A branch calls hosts by the name of a product that they need not belong to: `azurewebsites.net` "
        "is all of Azure App Service, of which Functions are a part, and `azurecontainerapps.io` is Azure"
        " Container Apps.",
    .rationale = "Who triages the finding looks for a function and finds a web site.",
    .bad = "case(RemoteUrl has \"azurewebsites.net\", \"Azure Functions\", \"\")",
    .good = "case(RemoteUrl has \"azurewebsites.net\", \"Azure App Service / Functions\", \"\")",
    .query = CheckQuery,
};

}  // namespace quarry
