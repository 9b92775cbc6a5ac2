#include "lint/reference.h"

#include <algorithm>

namespace quarry {
namespace {

// A code span or, for several lines, a block.
std::string CodeBlock(std::string_view text) {
  return "\n```\n" + std::string(text) + "\n```\n";
}

}  // namespace

std::string LintLanguages(const LintCheck& check) {
  std::string out;
  for (const auto& [bit, name] :
       {std::pair{kLintKql, "kql"}, {kLintCql, "cql"}, {kLintSigma, "sigma"}, {kLintPackage, "package"}}) {
    if (check.languages & bit) out += (out.empty() ? "" : ", ") + std::string(name);
  }
  return out;
}

std::string LintReferencePage() {
  std::vector<const LintCheck*> checks(AllLintChecks().begin(), AllLintChecks().end());
  std::sort(checks.begin(), checks.end(), [](const LintCheck* a, const LintCheck* b) { return a->id < b->id; });
  std::string out =
      "# Checks of `quarry lint`\n\nWritten by `quarry lint --list --markdown` from the definitions.\n\n"
      "| check | severity | languages | finds |\n|---|---|---|---|\n";
  for (const LintCheck* check : checks) {
    out += "| [`" + std::string(check->id) + "`](#" + std::string(check->id) + ") | " +
           std::string(SeverityText(check->severity)) + " | " + LintLanguages(*check) + " | " +
           std::string(check->name) + " |\n";
  }
  for (const LintCheck* check : checks) {
    out += "\n## " + std::string(check->id) + "\n\n" + std::string(check->doc) + "\n\n" +
           std::string(check->rationale) + "\n\nFound:\n" + CodeBlock(check->bad) + "\nNot found:\n" +
           CodeBlock(check->good);
    if (!check->fix.empty()) out += "\n`--fix` " + std::string(check->fix) + ".\n";
  }
  return out;
}

std::string ExplainLintCheck(const LintCheck& check) {
  std::string out = std::string(check.id) + ": " + std::string(check.name) + " (" +
                    std::string(SeverityText(check.severity)) + "; " + LintLanguages(check) + ")\n\n" +
                    std::string(check.doc) + "\n\n" + std::string(check.rationale) + "\n";
  for (const auto& [title, text] : {std::pair{"found", check.bad}, {"not found", check.good}}) {
    out += "\n" + std::string(title) + ":\n";
    for (size_t at = 0; at <= text.size();) {
      size_t end = text.find('\n', at);
      if (end == std::string_view::npos) end = text.size();
      out += "  " + std::string(text.substr(at, end - at)) + "\n";
      at = end + 1;
    }
  }
  if (!check.fix.empty()) out += "\n--fix " + std::string(check.fix) + "\n";
  return out;
}

}  // namespace quarry
