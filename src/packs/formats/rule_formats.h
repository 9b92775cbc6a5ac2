// The rule formats that files hold. Each function adds what it finds to a RuleSet; what is wrong becomes a SkippedRule.
// Thread rule: one thread a RuleSet.
#pragma once

#include <string>

#include "packs/rule_set.h"
#include "syntax/yaml/yaml.h"

namespace quarry {

// A rule file on its way into a set: its text is a source, so that spans have places.
struct RuleFile {
  std::string path;
  const SourceMap& sources;
  uint16_t source;
  RuleSet& set;
  void Skip(Span span, std::string title, std::string reason) const;
  // The first error of `diagnostics`.
  void Skip(const DiagnosticList& diagnostics, std::string title) const;
};

void AddSigmaFile(const RuleFile& file);
// One document each. False when the document is no rule of that kind.
bool AddSentinelRule(const RuleFile& file, const yaml::Node& document);
bool AddLogScaleRule(const RuleFile& file, const yaml::Node& document);
// A .kql or .cql file; `// title: ...`, `id`, `level`, `confidence`, `attack` in the comment at its top describe it.
void AddQueryFile(const RuleFile& file, Lang lang);

}  // namespace quarry
