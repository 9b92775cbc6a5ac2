// Finds the files below the paths and lints them on several threads. The single entry is Linter::Create.
#include "lint/lint.h"

#include <atomic>
#include <thread>

#include "lint/file_linter.h"
#include "packs/files.h"

namespace quarry {
namespace {

constexpr int kMaxFolderDepth = 64;

bool IsRuleFile(const std::string& path) {
  const std::string extension = FileExtension(path);
  for (const char* known : {"yml", "yaml", "kql", "csl", "kusto", "cql", "logscale"}) {
    if (extension == known) return true;
  }
  return false;
}

void FindFiles(const std::string& path, int depth, std::vector<std::string>& files,
               std::vector<std::string>& problems) {
  Result<std::vector<std::string>> names = ListFolder(path);
  if (!names) return problems.push_back(names.error().message);
  const bool package = PathExists(JoinPath(path, "pack.yaml"));
  for (const std::string& name : *names) {
    const std::string entry = JoinPath(path, name);
    if (!IsFolder(entry)) {
      if (IsRuleFile(entry)) files.push_back(entry);
    } else if (package && (name == "tests" || name == "fixtures")) {
      continue;  // stories of telemetry, not rules
    } else if (depth < kMaxFolderDepth) {
      FindFiles(entry, depth + 1, files, problems);
    } else {
      problems.push_back(entry + ": folders are nested too deeply");
    }
  }
}

class LinterImpl : public Linter {
 public:
  explicit LinterImpl(Engine& engine) : files_(engine) {}

  LintReport Run(const std::vector<std::string>& paths, const LintOptions& options) override {
    LintReport report;
    std::vector<std::string> files;
    std::set<std::string> named;
    for (const std::string& path : paths) {
      if (!PathExists(path)) {
        report.problems.push_back(path + ": no such file or folder");
      } else if (IsFolder(path)) {
        FindFiles(path, 0, files, report.problems);
      } else if (IsRuleFile(path)) {
        files.push_back(path);
        named.insert(path);
      } else {
        report.problems.push_back(path + ": not a rule file (.yml, .yaml, .kql, .cql)");
      }
    }
    std::vector<std::unique_ptr<LintedFile>> linted(files.size());
    std::vector<std::string> failures(files.size());
    std::atomic<size_t> next = 0;
    const auto worker = [&] {
      for (size_t i = next++; i < files.size(); i = next++) {
        Result<std::string> text = ReadWholeFile(files[i]);
        if (!text)
          failures[i] = text.error().message;
        else if (!(linted[i] = LintText(files[i], std::move(*text), options)) && named.contains(files[i]))
          failures[i] = files[i] + ": the file holds no rule";
      }
    };
    std::vector<std::thread> pool;
    for (int i = 1; i < options.threads; ++i) pool.emplace_back(worker);
    worker();
    for (std::thread& thread : pool) thread.join();
    for (size_t i = 0; i < files.size(); ++i) {
      if (!failures[i].empty()) report.problems.push_back(std::move(failures[i]));
      if (linted[i]) report.files.push_back(std::move(linted[i]));
    }
    return report;
  }

  std::unique_ptr<LintedFile> LintText(const std::string& path, std::string text, const LintOptions& options) override {
    auto file = std::make_unique<LintedFile>();
    file->path = path;
    file->sources.Add(path, std::move(text));
    if (!files_.Lint(*file, options)) return nullptr;
    return file;
  }

 private:
  FileLinter files_;
};

}  // namespace

size_t LintReport::Count(Severity severity) const {
  size_t count = 0;
  for (const std::unique_ptr<LintedFile>& file : files) {
    for (const LintFinding& finding : file->findings) count += finding.severity == severity;
  }
  return count;
}

bool LintReport::broken() const {
  for (const std::unique_ptr<LintedFile>& file : files) {
    if (file->broken) return true;
  }
  return false;
}

std::unique_ptr<Linter> Linter::Create(Engine& engine) {
  return std::make_unique<LinterImpl>(engine);
}

}  // namespace quarry
