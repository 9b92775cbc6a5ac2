// Lint: reads queries, rules and packages, and says what their platform would refuse, what matches too much or too
// little, what costs, and what is missing, each with its place and, where it can, a fix.
// Thread rule: Run starts its own threads and joins them; a report is a value that owns all texts.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "diag/source_map.h"
#include "lint/lint_query.h"

namespace quarry {

struct LintOptions {
  uint8_t targets = 0;             // LintTarget bits; 0: those that a text claims or that fit
  std::set<std::string> disabled;  // ids of checks
  std::set<std::string> only;      // when not empty, these alone
  Severity level = Severity::kNote;
  int threads = 1;
};

struct LintedFile {
  std::string path;
  SourceMap sources;                  // source 0: the file
  std::vector<LintFinding> findings;  // by place
  size_t suppressed = 0;
  bool broken = false;  // a text could not be read or parsed: exit code 2
};

struct LintReport {
  std::vector<std::unique_ptr<LintedFile>> files;  // sorted as found; also those without findings
  std::vector<std::string> problems;               // paths that do not exist or cannot be read
  size_t Count(Severity severity) const;
  bool broken() const;
};

class Engine;

class Linter {
 public:
  // REQUIRES: `engine`, whose schemas queries are bound against, outlives this.
  static std::unique_ptr<Linter> Create(Engine& engine);
  virtual ~Linter() = default;

  // Files, folders (recursively; hidden entries and files that hold no rule are left out) and packages.
  virtual LintReport Run(const std::vector<std::string>& paths, const LintOptions& options) = 0;
  // One file's text, as if it stood at `path`.
  virtual std::unique_ptr<LintedFile> LintText(const std::string& path, std::string text,
                                               const LintOptions& options) = 0;
};

}  // namespace quarry
