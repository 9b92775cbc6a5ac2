// Reads rules, converts them one by one, and says what was refused and why.
#include "cli/convert_files.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <set>

#include "cli/command.h"
#include "cli/query_text.h"
#include "cli/report.h"
#include "convert/to_sigma.h"
#include "packs/files.h"
#include "syntax/sigma/parser.h"
#include "types/json.h"

namespace quarry {
namespace {

// Above this number the refused rules are counted by reason and not shown one by one.
constexpr size_t kShownRefusals = 20;

struct InputFile {
  std::string path;
  std::string name;     // below the folder that was given
  bool listed = false;  // found in a folder, not given
};

// One rule, converted or not.
struct Outcome {
  std::string file, title, id, name;
  std::string text;
  std::vector<convert::Refusal> refusals;
  std::string failure;  // of a file that holds no rule to convert
};

bool AddPath(const std::string& path, const std::string& name, bool listed, std::vector<InputFile>& files) {
  if (!IsFolder(path)) {
    files.push_back({path, name, listed});
    return true;
  }
  Result<std::vector<std::string>> names = ListFolder(path);
  if (!names) {
    PrintError(names.error().message);
    return false;
  }
  bool ok = true;
  for (const std::string& entry : *names)
    ok &= AddPath(JoinPath(path, entry), name.empty() ? entry : JoinPath(name, entry), true, files);
  return ok;
}

class Conversions {
 public:
  explicit Conversions(const ConvertJob& job) : job_(job) {}
  int Run();

 private:
  bool Wanted(const InputFile& file) const;
  void ConvertFile(const InputFile& file);
  void ConvertSigma(const InputFile& file, uint16_t source);
  void ConvertQuery(const InputFile& file, uint16_t source);
  void Add(Outcome outcome, DiagnosticList& diagnostics);
  bool Write(const Outcome& outcome);
  bool WriteFile(const Outcome& outcome);
  void PrintJson(const Outcome& outcome) const;
  void PrintSummary() const;

  const ConvertJob& job_;
  SourceMap sources_;
  std::set<std::string> written_;
  std::map<std::string, size_t> reasons_;  // rules by feature
  size_t converted_ = 0, refused_ = 0, broken_ = 0;
  bool failed_ = false;
};

bool Conversions::Wanted(const InputFile& file) const {
  const std::optional<Lang> lang = LanguageOfFile(file.path);
  if (!file.listed) return true;
  return lang && (job_.target != nullptr ? *lang == Lang::kSigma : *lang != Lang::kSigma);
}

void Conversions::Add(Outcome outcome, DiagnosticList& diagnostics) {
  if (!outcome.text.empty()) {
    ++converted_;
    failed_ |= !Write(outcome);
  } else {
    (outcome.refusals.empty() ? broken_ : refused_) += 1;
    std::set<std::string> features;
    for (const convert::Refusal& refusal : outcome.refusals) {
      features.insert(refusal.feature);
      Diagnostic& diagnostic = diagnostics.Add(Code::Q0302, refusal.span, refusal.message);
      diagnostic.label = refusal.feature;
      if (!refusal.advice.empty()) diagnostic.hints.push_back(refusal.advice);
    }
    if (outcome.refusals.empty()) features.insert("no rule that Quarry reads");
    for (const std::string& feature : features) ++reasons_[feature];
    if (job_.format == "json") PrintJson(outcome);
  }
  if (job_.format != "json" && refused_ + broken_ <= kShownRefusals) PrintDiagnostics(diagnostics, sources_);
}

void Conversions::PrintJson(const Outcome& outcome) const {
  std::string line = "{\"file\":";
  AppendJsonString(outcome.file, line);
  line += ",\"title\":";
  AppendJsonString(outcome.title, line);
  line += ",\"id\":";
  AppendJsonString(outcome.id, line);
  line += ",\"target\":\"" + std::string(job_.target == nullptr ? "sigma" : job_.target->name) + "\"";
  if (job_.pipeline != nullptr) line += ",\"pipeline\":\"" + job_.pipeline->name + "\"";
  if (!outcome.text.empty()) {
    line += ",\"query\":";
    AppendJsonString(outcome.text, line);
  }
  line += ",\"refused\":[";
  bool first = true;
  for (const convert::Refusal& refusal : outcome.refusals) {
    const LineColumn at =
        refusal.span.known() ? sources_.Locate(refusal.span.source, refusal.span.start) : LineColumn{};
    line += first ? "{\"feature\":" : ",{\"feature\":";
    first = false;
    AppendJsonString(refusal.feature, line);
    line += ",\"message\":";
    AppendJsonString(refusal.message, line);
    if (!refusal.advice.empty()) {
      line += ",\"advice\":";
      AppendJsonString(refusal.advice, line);
    }
    line += ",\"line\":" + std::to_string(at.line) + ",\"column\":" + std::to_string(at.column) + "}";
  }
  if (!outcome.failure.empty()) {
    line += "{\"feature\":\"no rule that Quarry reads\",\"message\":";
    AppendJsonString(outcome.failure, line);
    line += "}";
  }
  std::printf("%s]}\n", line.c_str());
}

bool Conversions::WriteFile(const Outcome& outcome) {
  namespace fs = std::filesystem;
  const std::string_view ending = job_.target == nullptr  ? "yml"
                                  : job_.format == "rule" ? job_.target->rule_ending
                                                          : job_.target->query_ending;
  const fs::path name(outcome.name);
  fs::path path;
  for (int n = 1;; ++n) {
    const std::string stem = name.stem().string() + (n == 1 ? "" : "-" + std::to_string(n));
    path = fs::path(job_.output) / name.parent_path() / (stem + "." + std::string(ending));
    if (written_.insert(path.string()).second) break;
  }
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "wb"), std::fclose);
  if (!file || std::fwrite(outcome.text.data(), 1, outcome.text.size(), file.get()) != outcome.text.size()) {
    PrintError(path.string() + ": cannot be written");
    return false;
  }
  return true;
}

bool Conversions::Write(const Outcome& outcome) {
  if (job_.format == "json") {
    PrintJson(outcome);
    return true;
  }
  if (!job_.output.empty()) return WriteFile(outcome);
  if (job_.paths.size() > 1 || converted_ > 1 || IsFolder(job_.paths[0])) {
    if (converted_ > 1) std::printf("\n");
    const std::string_view open = job_.target == nullptr ? "# " : job_.target->comment;
    const std::string_view end = job_.target == nullptr ? "" : job_.target->comment_end;
    std::printf("%s%s%s\n", std::string(open).c_str(), outcome.file.c_str(), std::string(end).c_str());
  }
  std::fwrite(outcome.text.data(), 1, outcome.text.size(), stdout);
  return true;
}

void Conversions::ConvertSigma(const InputFile& file, uint16_t source) {
  // Other YAML lies in folders of rules, too.
  const std::string_view text = sources_.text(source);
  const bool detects = text.starts_with("detection:") || text.find("\ndetection:") != std::string_view::npos ||
                       text.find("\ncorrelation:") != std::string_view::npos;
  if (file.listed && !detects) return;
  DiagnosticList diagnostics;
  const sigma::RuleFile rules = sigma::ParseRules(sources_, source, diagnostics);
  for (size_t i = 0; i < rules.refused || (i == 0 && rules.rules.empty()); ++i) {
    Outcome broken{file.path, "", "", file.name, "", {}, "no rule in this file"};
    for (const Diagnostic& diagnostic : diagnostics.items()) {
      if (diagnostic.severity == Severity::kError) broken.failure = diagnostic.message;
    }
    if (i == 0) {
      if (diagnostics.items().empty()) diagnostics.Add(Code::Q0501, {0, 0, source}, broken.failure);
      Add(std::move(broken), diagnostics);
    } else {
      DiagnosticList none;
      Add(std::move(broken), none);
    }
  }
  for (const sigma::Rule& rule : rules.rules) {
    const convert::Form form = job_.format == "rule" ? convert::Form::kRule : convert::Form::kQuery;
    convert::Conversion conversion = job_.converter->Convert(rule, *job_.target, *job_.pipeline, form);
    DiagnosticList none;
    Add({file.path, rule.title, rule.id, file.name, std::move(conversion.text), std::move(conversion.refusals), {}},
        none);
  }
}

void Conversions::ConvertQuery(const InputFile& file, uint16_t source) {
  DiagnosticList diagnostics;
  const std::string title = FileStem(file.path);
  const bool kql = LanguageOfFile(file.path) != Lang::kCql;
  convert::SigmaConversion conversion =
      kql ? convert::SigmaOfKql(sources_, source, title, job_.converter->pipelines(), diagnostics)
          : convert::SigmaOfCql(sources_, source, title, job_.converter->pipelines(), diagnostics);
  for (const convert::Note& note : conversion.notes) diagnostics.Add(Code::Q0704, note.span, note.message);
  Outcome outcome{file.path, title, "", file.name, std::move(conversion.text), std::move(conversion.refusals), {}};
  if (outcome.text.empty() && outcome.refusals.empty()) outcome.failure = "the query does not parse";
  Add(std::move(outcome), diagnostics);
}

void Conversions::ConvertFile(const InputFile& file) {
  Result<std::string> text = ReadWholeFile(file.path);
  if (!text) {
    PrintError(text.error().message);
    failed_ = true;
    return;
  }
  const uint16_t source = sources_.Add(file.path, std::move(*text));
  const std::optional<Lang> lang = LanguageOfFile(file.path);
  if (job_.target != nullptr && lang && *lang != Lang::kSigma) {
    PrintError(file.path + ": " + std::string(LanguageName(*lang)) + " is converted to sigma only");
    failed_ = true;
  } else if (job_.target != nullptr) {
    ConvertSigma(file, source);
  } else if (lang == Lang::kSigma) {
    PrintError(file.path + ": is a Sigma rule already");
    failed_ = true;
  } else {
    ConvertQuery(file, source);
  }
}

void Conversions::PrintSummary() const {
  const size_t all = converted_ + refused_ + broken_;
  if (all < 2) return;
  const std::string name(job_.target == nullptr ? "sigma" : job_.target->name);
  std::fprintf(stderr, "converted %zu of %zu rules to %s%s\n", converted_, all, name.c_str(),
               job_.pipeline == nullptr ? "" : (" (" + job_.pipeline->name + ")").c_str());
  std::vector<std::pair<size_t, std::string>> sorted;
  for (const auto& [reason, count] : reasons_) sorted.emplace_back(count, reason);
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [count, reason] : sorted) std::fprintf(stderr, "%7zu refused: %s\n", count, reason.c_str());
  if (refused_ + broken_ > kShownRefusals && job_.format != "json")
    std::fprintf(stderr, "the first %zu are shown above; --format json has all with their places\n", kShownRefusals);
}

int Conversions::Run() {
  std::vector<InputFile> files;
  for (const std::string& path : job_.paths) {
    const std::string name = IsFolder(path) ? "" : std::filesystem::path(path).filename().string();
    failed_ |= !AddPath(path, name, false, files);
  }
  // SourceMap counts sources in 16 bits.
  for (const InputFile& file : files) {
    if (!Wanted(file)) continue;
    if (sources_.size() >= 60000) sources_ = SourceMap();
    ConvertFile(file);
  }
  PrintSummary();
  if (failed_) return kExitUsage;
  if (converted_ + refused_ + broken_ == 0) {
    PrintError("no rules in what was given");
    return kExitUsage;
  }
  return refused_ + broken_ > 0 && !job_.allow_skipped ? kExitQuery : kExitOk;
}

}  // namespace

int ConvertFiles(const ConvertJob& job) {
  return Conversions(job).Run();
}

}  // namespace quarry
