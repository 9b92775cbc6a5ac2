// The check that a package's tests prove something. The single entry is CheckPackTests.
#include <algorithm>
#include <map>
#include <set>

#include "packs/check/parts.h"
#include "packs/files.h"
#include "packs/pack_test.h"

namespace quarry {
namespace {

bool Wants(const PackTest& test, const std::string& language) {
  return test.languages.empty() ||
         std::find(test.languages.begin(), test.languages.end(), language) != test.languages.end();
}

}  // namespace

void CheckPackTests(const Pack& pack, SourceMap& sources, DiagnosticList& diagnostics) {
  const std::vector<PackTest> tests = LoadPackTests(pack.folder, sources, diagnostics);
  std::map<std::string, Span> languages;  // of the alert rules
  for (const PackRule& rule : pack.rules) {
    if (rule.enabled && !rule.hunt_only) languages.emplace(RuleLanguage(rule), rule.file_span);
  }
  for (const auto& [language, span] : languages) {
    bool finds = false, quiet = false;
    for (const PackTest& test : tests) {
      if (!Wants(test, language)) continue;
      finds |= test.expect && !test.expect->empty();
      quiet |= !test.expect || test.expect->empty();
    }
    for (const auto& [there, what] :
         {std::pair{finds, "in which a rule finds something"}, std::pair{quiet, "in which nothing is found"}}) {
      if (!there)
        diagnostics.Add(Code::Q0506, span, "no test for rules in " + language + " " + what).label =
            "tests are files below `" + std::string(kTestsFolder) + "`";
    }
  }
  for (const ValidationTest& validation : pack.validation) {
    for (const PlacedText& file : validation.tests) {
      if (!PathExists(JoinPath(pack.folder, file.text)))
        diagnostics.Add(Code::Q0504, file.span, "the package has no file `" + file.text + "`");
    }
  }
}

}  // namespace quarry
