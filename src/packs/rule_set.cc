// LoadRules: walks the paths and hands each file to its format.
#include "packs/rule_set.h"

#include "packs/files.h"
#include "packs/formats/rule_formats.h"
#include "packs/pack.h"

namespace quarry {
namespace {

constexpr int kMaxFolderDepth = 64;

class Loader {
 public:
  explicit Loader(RuleSet& set) : set_(set) {}

  void AddPath(const std::string& path) {
    if (!PathExists(path))
      set_.problems.push_back(path + ": no such file or folder");
    else if (IsFolder(path))
      AddFolder(path, 0);
    else if (!AddFile(path))
      set_.skipped.push_back({path, 0, "", "not a rule file (.yml, .yaml, .kql, .cql)"});
  }

 private:
  void AddFolder(const std::string& path, int depth);
  bool AddFile(const std::string& path);
  void AddYaml(const RuleFile& file);

  RuleSet& set_;
};

void Loader::AddFolder(const std::string& path, int depth) {
  if (PathExists(JoinPath(path, "pack.yaml"))) return AddPackRules(path, set_);
  if (depth > kMaxFolderDepth) return set_.problems.push_back(path + ": folders are nested too deeply");
  Result<std::vector<std::string>> names = ListFolder(path);
  if (!names) return set_.problems.push_back(names.error().message);
  for (const std::string& name : *names) {
    const std::string entry = JoinPath(path, name);
    if (IsFolder(entry))
      AddFolder(entry, depth + 1);
    else
      AddFile(entry);
  }
}

// False when the name is none of a rule file.
bool Loader::AddFile(const std::string& path) {
  const std::string extension = FileExtension(path);
  const bool is_yaml = extension == "yml" || extension == "yaml";
  const bool is_kql = extension == "kql" || extension == "csl" || extension == "kusto";
  const bool is_cql = extension == "cql" || extension == "logscale";
  if (!is_yaml && !is_kql && !is_cql) return false;
  Result<std::string> text = ReadWholeFile(path);
  if (!text) {
    set_.problems.push_back(text.error().message);
    return true;
  }
  SourceMap sources;
  const uint16_t source = sources.Add(path, std::move(*text));
  const RuleFile file{path, sources, source, set_};
  if (is_yaml)
    AddYaml(file);
  else
    AddQueryFile(file, is_kql ? Lang::kKql : Lang::kCql);
  return true;
}

bool IsSigma(const yaml::Node& document) {
  return document.Find("detection") || document.Find("correlation") ||
         (document.Find("logsource") && document.Find("filter"));
}

void Loader::AddYaml(const RuleFile& file) {
  DiagnosticList diagnostics;
  FailureOr<std::vector<yaml::Node>> documents = yaml::Parse(file.sources, file.source, diagnostics);
  if (!documents) return file.Skip(diagnostics, "");
  for (const yaml::Node& document : *documents) {
    if (IsSigma(document)) return AddSigmaFile(file);
  }
  bool any = false;
  for (const yaml::Node& document : *documents) {
    any |= AddLogScaleRule(file, document) || AddSentinelRule(file, document);
  }
  if (!any) set_.ignored.push_back(file.path);
}

}  // namespace

bool RowThreshold::Reached(uint64_t count) const {
  switch (op) {
    case Op::kGreater:
      return count > rows;
    case Op::kLess:
      return count < rows;
    case Op::kEqual:
      return count == rows;
    case Op::kNotEqual:
      return count != rows;
  }
  return false;
}

size_t RuleSet::size() const {
  size_t count = 0;
  for (const RuleText& text : texts) count += text.rules.size();
  return count;
}

void RuleFile::Skip(Span span, std::string title, std::string reason) const {
  const uint32_t line = span.known() ? sources.Locate(span.source, span.start).line : 0;
  set.skipped.push_back({path, line, std::move(title), std::move(reason)});
}

void RuleFile::Skip(const DiagnosticList& diagnostics, std::string title) const {
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    if (diagnostic.severity != Severity::kError) continue;
    std::string reason = diagnostic.message;
    if (diagnostic.label.starts_with("a similar") || diagnostic.label.starts_with("did "))
      reason += "; " + diagnostic.label;
    return Skip(diagnostic.span, std::move(title), std::move(reason));
  }
  Skip(Span{}, std::move(title), "it could not be loaded");
}

RuleSet LoadRules(const std::vector<std::string>& paths) {
  RuleSet set;
  Loader loader(set);
  for (const std::string& path : paths) loader.AddPath(path);
  return set;
}

void AddExclusions(ExclusionSet exclusions, const DiagnosticList& diagnostics, const SourceMap& sources, RuleSet& set) {
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    std::string place;
    if (diagnostic.span.known()) {
      place = std::string(sources.name(diagnostic.span.source)) + ":" +
              std::to_string(sources.Locate(diagnostic.span.source, diagnostic.span.start).line) + ": ";
    }
    set.problems.push_back(place + diagnostic.message +
                           (diagnostic.label.empty() ? std::string() : "; " + diagnostic.label));
  }
  if (!exclusions.empty()) set.exclusions.push_back(std::move(exclusions));
}

std::string ReasonGroup(std::string_view reason) {
  std::string group;
  bool quoted = false;
  for (const char c : reason) {
    if (c == '`') {
      if (!quoted) group += "`…`";
      quoted = !quoted;
    } else if (!quoted) {
      group += c;
    }
  }
  return group;
}

}  // namespace quarry
