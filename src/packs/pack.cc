// Loading of pack.yaml, and its rules into a RuleSet.
#include "packs/pack.h"

#include <filesystem>
#include <map>

#include "base/ascii.h"
#include "packs/files.h"
#include "packs/formats/rule_formats.h"
#include "packs/pack_reader.h"
#include "packs/schema/file_schemas.h"
#include "syntax/yaml/yaml.h"

namespace quarry {
namespace {

constexpr int kMaxFolderDepth = 64;

void FindBelow(const std::string& path, int depth, std::vector<std::string>& folders) {
  if (IsPackFolder(path)) {
    folders.push_back(path);
    return;
  }
  if (depth > kMaxFolderDepth) return;
  Result<std::vector<std::string>> names = ListFolder(path);
  for (size_t i = 0; names && i < names->size(); ++i) {
    const std::string entry = JoinPath(path, (*names)[i]);
    if (IsFolder(entry)) FindBelow(entry, depth + 1, folders);
  }
}

// What pack.yaml names must be there, once.
class NameCheck {
 public:
  NameCheck(const Pack& pack, DiagnosticList& diagnostics) : pack_(pack), diagnostics_(diagnostics) {}
  bool Run();

 private:
  void File(const std::string& file, Span span);
  void Once(std::map<std::string, Span>& seen, const std::string& name, Span span, std::string_view what);

  const Pack& pack_;
  DiagnosticList& diagnostics_;
  std::map<std::string, Span> files_;
  bool ok_ = true;
};

void NameCheck::Once(std::map<std::string, Span>& seen, const std::string& name, Span span, std::string_view what) {
  if (seen.emplace(name, span).second) return;
  diagnostics_.Add(Code::Q0505, span, std::string(what) + " `" + name + "` is named twice").label =
      "each is named once";
  ok_ = false;
}

void NameCheck::File(const std::string& file, Span span) {
  if (file.empty()) return;
  Once(files_, file, span, "file");
  const std::string path = JoinPath(pack_.folder, file);
  if (PathExists(path) && !IsFolder(path)) return;
  ok_ = false;
  if (IsFolder(path)) {
    diagnostics_.Add(Code::Q0504, span, "`" + file + "` is a folder").label = "the name of a file is expected";
    return;
  }
  NameSuggester suggester(file);
  const size_t slash = file.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : file.substr(0, slash);
  Result<std::vector<std::string>> names = ListFolder(folder.empty() ? pack_.folder : JoinPath(pack_.folder, folder));
  std::vector<std::string> candidates;
  for (size_t i = 0; names && i < names->size(); ++i)
    candidates.push_back(folder.empty() ? (*names)[i] : JoinPath(folder, (*names)[i]));
  for (const std::string& candidate : candidates) suggester.Consider(candidate);
  Diagnostic& diagnostic = diagnostics_.Add(Code::Q0504, span, "the package has no file `" + file + "`");
  if (!suggester.best().empty()) diagnostic.label = "a similar file exists: `" + std::string(suggester.best()) + "`";
}

bool NameCheck::Run() {
  std::map<std::string, Span> rule_ids, validation_ids, versions;
  for (const PackRule& rule : pack_.rules) {
    File(rule.file, rule.file_span);
    if (!rule.id.empty()) Once(rule_ids, rule.id, rule.id_span, "rule id");
  }
  for (const auto* list : {&pack_.attributed, &pack_.observed}) {
    std::map<std::string, Span> techniques;  // a technique may be in both lists
    for (const AttackTechnique& technique : *list) Once(techniques, technique.id, technique.span, "technique");
  }
  for (const PlacedText* guide : {&pack_.investigation_guide, &pack_.response_guide, &pack_.tuning_guide})
    File(guide->text, guide->span);
  for (const PlacedText& atomic : pack_.atomics) File(atomic.text, atomic.span);
  for (const ValidationTest& test : pack_.validation) Once(validation_ids, test.id, test.span, "validation test");
  for (const PackChange& change : pack_.changes) Once(versions, change.version, change.span, "version");
  return ok_;
}

// For files that are named from a folder inside the pack.
std::string PackFolderAboveCurrent() {
  std::error_code error;
  for (std::filesystem::path at = std::filesystem::current_path(error); at.has_relative_path();) {
    at = at.parent_path();
    if (IsPackFolder(at.string())) return at.string();
  }
  return {};
}

}  // namespace

bool IsPackFolder(const std::string& path) {
  return IsFolder(path) && PathExists(JoinPath(path, "pack.yaml"));
}

std::vector<std::string> FindPackFolders(const std::string& path) {
  std::vector<std::string> folders;
  FindBelow(path, 0, folders);
  return folders;
}

FailureOr<Pack> LoadPack(const std::string& folder, SourceMap& sources, DiagnosticList& diagnostics) {
  FailureOr<yaml::Node> document = LoadDocument(JoinPath(folder, "pack.yaml"), PackShape(), sources, diagnostics);
  if (!document) return Failure{};
  Pack pack;
  pack.folder = folder;
  ReadPack(*document, pack);
  if (!NameCheck(pack, diagnostics).Run()) return Failure{};
  return pack;
}

std::string_view RuleLanguage(const PackRule& rule) {
  const std::string extension = FileExtension(rule.file);
  return extension == "kql" ? "kql" : extension == "cql" ? "cql" : "sigma";
}

void AddPackRule(const Pack& pack, const PackRule& rule, RuleSet& set) {
  const std::string path = JoinPath(pack.folder, rule.file);
  const size_t before = set.texts.size();
  RuleSet one = LoadRules({path});
  for (RuleText& text : one.texts) set.texts.push_back(std::move(text));
  set.skipped.insert(set.skipped.end(), one.skipped.begin(), one.skipped.end());
  set.problems.insert(set.problems.end(), one.problems.begin(), one.problems.end());
  for (const std::string& ignored : one.ignored)
    set.skipped.push_back({ignored, 0, rule.title, "the file holds no rule"});
  for (size_t i = before; i < set.texts.size(); ++i) {
    for (HuntRule& hunt : set.texts[i].rules) {
      // Sigma rules describe themselves; the pack describes bare queries.
      const bool described = set.texts[i].lang == Lang::kSigma;
      hunt.info.pack = pack.id;
      hunt.hunt_only |= rule.hunt_only;
      if (!rule.id.empty() && !described) hunt.info.id = rule.id;
      if (!rule.title.empty() && !described) hunt.info.title = rule.title;
      if (!described) hunt.info.level = rule.level.value_or(pack.severity);
      hunt.confidence = rule.confidence.value_or(pack.confidence);
      if (!rule.attack.empty()) hunt.info.attack = rule.attack;
      if (!hunt.info.attack.empty()) continue;
      for (const auto* list : {&pack.attributed, &pack.observed}) {
        for (const AttackTechnique& technique : *list) hunt.info.attack.push_back(technique.id);
      }
    }
  }
}

void AddPackRules(const std::string& folder, RuleSet& set) {
  SourceMap sources;
  DiagnosticList diagnostics;
  FailureOr<Pack> pack = LoadPack(folder, sources, diagnostics);
  if (!pack) {
    const std::string path = JoinPath(folder, "pack.yaml");
    RuleFile{path, sources, 0, set}.Skip(diagnostics, "");
    return;
  }
  for (const PackRule& rule : pack->rules) {
    if (rule.enabled) AddPackRule(*pack, rule, set);
  }
  DiagnosticList of_exclusions;
  ExclusionSet exclusions =
      LoadExclusionFolder(JoinPath(folder, std::string(kExclusionsFolder)), sources, of_exclusions);
  exclusions.pack = pack->id;
  AddExclusions(std::move(exclusions), of_exclusions, sources, set);
}

std::string PackFolderOf(const std::string& path) {
  std::string folder = path;
  while (!folder.empty()) {
    if (IsPackFolder(folder)) return folder;
    const size_t slash = folder.rfind('/');
    if (slash == std::string::npos) return IsPackFolder(".") ? "." : PackFolderAboveCurrent();
    folder.resize(slash);
  }
  return {};
}

}  // namespace quarry
