// FileLinter: one file through all checks: as a query, a rule in YAML, or a package.
// Thread rule: several threads may lint files at a time; binding is done by one at a time, since the engine's tables
// are made for one thread.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "engine/engine.h"
#include "lint/lint.h"

namespace quarry {

class FileLinter {
 public:
  explicit FileLinter(Engine& engine) : engine_(engine) {}
  // False when the text is no query, rule or package: then nothing was looked at.
  bool Lint(LintedFile& file, const LintOptions& options);

 private:
  struct Work;
  bool LintYaml(Work& work);
  void LintSigma(Work& work, const std::vector<yaml::Node>& documents);
  void LintPackage(Work& work, const yaml::Node& document);
  void LintEmbedded(Work& work, const yaml::Node& document, const yaml::Node& query, Lang lang);
  void LintBare(Work& work, Lang lang);
  // Parses, binds and reads the query, then runs the checks of queries.
  struct Query;
  std::unique_ptr<Query> Prepare(Work& work, Lang lang, uint16_t source);
  void Bind(Query& query);

  Engine& engine_;
  std::mutex binding_;
};

}  // namespace quarry
