// Loading and running of pack tests.
#include "packs/pack_test.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "base/ascii.h"
#include "packs/files.h"
#include "syntax/yaml/yaml.h"
#include "types/ticks.h"

namespace quarry {
namespace {

class TestReader {
 public:
  TestReader(PackTest& test, DiagnosticList& diagnostics) : test_(test), diagnostics_(diagnostics) {}
  bool Read(const yaml::Node& document);

 private:
  void Fail(Span span, std::string message) {
    diagnostics_.Add(Code::Q0501, span, std::move(message));
    ok_ = false;
  }
  void Inputs(const yaml::Node& node);
  std::vector<ExpectedFinding> Findings(const yaml::Node& node);

  PackTest& test_;
  DiagnosticList& diagnostics_;
  bool ok_ = true;
};

void TestReader::Inputs(const yaml::Node& node) {
  for (const auto& [form, value] : node.members) {
    PackTest::Input& input = test_.inputs.emplace_back();
    input.form = form.text;
    if (value.is_scalar())
      input.text = value.text;
    else
      input.file = value.TextOf("file");
    if (input.text.empty() && input.file.empty()) Fail(value.span, "an input is lines of telemetry or {file: PATH}");
  }
}

std::vector<ExpectedFinding> TestReader::Findings(const yaml::Node& node) {
  std::vector<ExpectedFinding> findings;
  if (node.kind != yaml::Node::Kind::kSequence) Fail(node.span, "a list of findings is expected here");
  for (const yaml::Node& item : node.items) {
    ExpectedFinding& finding = findings.emplace_back();
    for (const auto& [key, value] : item.members) {
      if (key.text == "host")
        finding.host = value.text;
      else if (key.text == "process")
        finding.process = value.text;
      else if (key.text == "domain")
        finding.domain = value.text;
      else if (key.text == "severity" && FindLevel(value.text))
        finding.severity = FindLevel(value.text);
      else
        Fail(key.span, "unknown member `" + key.text + "` of a finding");
    }
  }
  return findings;
}

bool TestReader::Read(const yaml::Node& document) {
  if (document.kind != yaml::Node::Kind::kMapping) return Fail(document.span, "a test must be a mapping"), false;
  for (const auto& [key, value] : document.members) {
    if (key.text == "about")
      test_.about = value.text;
    else if (key.text == "now") {
      test_.now = ParseDateTime(value.text);
      if (!test_.now) Fail(value.span, "`now` must be a time");
    } else if (key.text == "inputs")
      Inputs(value);
    else if (key.text == "expect")
      test_.expect = Findings(value);
    else if (key.text == "hunts")
      test_.hunts = Findings(value);
    else if (key.text == "rules") {
      for (const auto& [file, findings] : value.members) test_.rules[file.text] = Findings(findings);
    } else if (key.text == "languages") {
      for (const yaml::Node& language : value.items) test_.languages.push_back(language.text);
    } else if (key.text == "confidence") {
      for (const auto& [language, word] : value.members) {
        const std::optional<Confidence> confidence = FindConfidence(word.text);
        if (confidence)
          test_.confidence[language.text] = *confidence;
        else
          Fail(word.span, "unknown confidence `" + word.text + "`");
      }
    } else
      Fail(key.span, "unknown member `" + key.text + "` of a test");
  }
  if (test_.inputs.empty()) Fail(document.span, "the test has no `inputs`");
  if (!document.Find("expect")) Fail(document.span, "the test has no `expect`");
  return ok_;
}

// A folder of its own for inline telemetry, removed with the object.
class ScratchFolder {
 public:
  ScratchFolder() {
    const char* base = std::getenv("TMPDIR");
    path_ = std::string(base ? base : "/tmp") + "/quarry_test_XXXXXX";
    if (!mkdtemp(path_.data())) path_.clear();
  }
  ~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  std::string Write(const std::string& name, const std::string& text) const {
    const std::string path = path_ + "/" + name;
    std::FILE* file = path_.empty() ? nullptr : std::fopen(path.c_str(), "wb");
    if (!file) return {};
    const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    return std::fclose(file) == 0 && written ? path : std::string();
  }

 private:
  std::string path_;
};

std::string KeyOf(std::string_view host, std::string_view process, std::string_view domain) {
  const size_t slash = process.find_last_of("\\/");
  if (slash != std::string_view::npos) process.remove_prefix(slash + 1);
  while (domain.ends_with('.')) domain.remove_suffix(1);
  return AsciiLowered(host.substr(0, host.find('.'))) + " | " + AsciiLowered(process) + " | " + AsciiLowered(domain);
}

// What was found against what was expected; "" when they agree.
std::string Compare(const std::vector<const Finding*>& findings, const std::vector<ExpectedFinding>& expected) {
  std::map<std::string, std::set<Level>> found;
  for (const Finding* finding : findings) {
    found[FindingKey(*finding)].insert(finding->severity);
  }
  std::string failure;
  std::set<std::string> wanted;
  for (const ExpectedFinding& want : expected) {
    const std::string key = KeyOf(want.host, want.process, want.domain);
    wanted.insert(key);
    const auto at = found.find(key);
    if (at == found.end())
      failure += "  missing     " + key + "\n";
    else if (want.severity && at->second != std::set<Level>{*want.severity}) {
      failure += "  severity    " + key + ": " + std::string(LevelName(*at->second.begin())) + " instead of " +
                 std::string(LevelName(*want.severity)) + "\n";
    }
  }
  for (const auto& [key, levels] : found) {
    if (!wanted.count(key)) failure += "  unexpected  " + key + "\n";
  }
  return failure;
}

// Rules that could not be loaded, bound or run.
std::string BrokenRules(const RuleSet& rules, const HuntResult& result) {
  std::string failure;
  for (const SkippedRule& rule : rules.skipped) failure += "  not loaded  " + rule.path + ": " + rule.reason + "\n";
  for (const std::string& problem : rules.problems) failure += "  not loaded  " + problem + "\n";
  for (const RuleOutcome& outcome : result.outcomes) {
    const bool broken =
        outcome.status == RuleOutcome::Status::kRefused || outcome.status == RuleOutcome::Status::kFailed;
    if (broken)
      failure += "  not run     " + outcome.rule->info.path + ":" + std::to_string(outcome.line) + ": " +
                 outcome.reason + "\n";
  }
  return failure;
}

class TestRun {
 public:
  TestRun(const Pack& pack, const PackTest& test) : pack_(pack), test_(test) {}
  std::vector<PackCheck> Run();

 private:
  void RunInput(const PackTest::Input& input);
  void Check(const std::string& what, const std::vector<const PackRule*>& rules,
             const std::vector<ExpectedFinding>& expected, std::optional<Confidence> confidence);

  const Pack& pack_;
  const PackTest& test_;
  ScratchFolder scratch_;
  std::unique_ptr<Engine> engine_;
  std::string form_;
  std::vector<PackCheck> checks_;
};

void TestRun::Check(const std::string& what, const std::vector<const PackRule*>& pack_rules,
                    const std::vector<ExpectedFinding>& expected, std::optional<Confidence> confidence) {
  RuleSet rules;
  for (const PackRule* rule : pack_rules) AddPackRule(pack_, *rule, rules);
  const HuntResult result = Hunt(*engine_, rules, {.threads = 1});
  std::vector<const Finding*> findings;
  std::string failure = BrokenRules(rules, result);
  for (const Finding& finding : result.findings) {
    findings.push_back(&finding);
    if (confidence && finding.confidence != *confidence) {
      failure += "  confidence  " + std::string(ConfidenceName(finding.confidence)) + " instead of " +
                 std::string(ConfidenceName(*confidence)) + "\n";
    }
  }
  checks_.push_back({test_.name, form_, what, failure + Compare(findings, expected)});
}

void TestRun::RunInput(const PackTest::Input& input) {
  form_ = input.form;
  EngineOptions options;
  options.now = test_.now;
  options.threads = 1;
  Result<std::unique_ptr<Engine>> engine = Engine::Create(options);
  const std::string path = input.file.empty() ? scratch_.Write(input.form + ".ndjson", input.text)
                                              : JoinPath(JoinPath(pack_.folder, std::string(kTestsFolder)), input.file);
  const auto broken = [&](const std::string& reason) {
    checks_.push_back({test_.name, form_, "input", "  " + reason + "\n"});
  };
  if (!engine) return broken(engine.error().message);
  if (path.empty()) return broken("the telemetry cannot be written to a temporary file");
  engine_ = std::move(*engine);
  DiagnosticList diagnostics;
  engine_->AddInput({.path = path}, diagnostics);
  if (diagnostics.has_errors()) return broken(diagnostics.items().front().message);

  std::map<std::string, std::vector<const PackRule*>> alerts;
  std::vector<const PackRule*> hunts;
  for (const PackRule& rule : pack_.rules) {
    if (!rule.enabled) continue;
    if (rule.hunt_only)
      hunts.push_back(&rule);
    else
      alerts[std::string(RuleLanguage(rule))].push_back(&rule);
  }
  for (const auto& [language, rules] : alerts) {
    const bool wanted = test_.languages.empty() ||
                        std::find(test_.languages.begin(), test_.languages.end(), language) != test_.languages.end();
    if (!wanted) continue;
    const auto confidence = test_.confidence.find(language);
    Check(language, rules, test_.expect,
          confidence == test_.confidence.end() ? std::nullopt : std::optional(confidence->second));
  }
  if (test_.hunts) Check("hunts", hunts, *test_.hunts, std::nullopt);
  for (const auto& [file, expected] : test_.rules) {
    const auto rule =
        std::find_if(pack_.rules.begin(), pack_.rules.end(), [&](const PackRule& r) { return r.file == file; });
    if (rule == pack_.rules.end())
      broken("the pack has no rule " + file);
    else
      Check(file, {&*rule}, expected, std::nullopt);
  }
  engine_.reset();
}

std::vector<PackCheck> TestRun::Run() {
  for (const PackTest::Input& input : test_.inputs) RunInput(input);
  return std::move(checks_);
}

}  // namespace

std::vector<PackTest> LoadPackTests(const std::string& pack_folder, SourceMap& sources, DiagnosticList& diagnostics) {
  std::vector<PackTest> tests;
  const std::string folder = JoinPath(pack_folder, "tests");
  if (!IsFolder(folder)) return tests;
  Result<std::vector<std::string>> names = ListFolder(folder);
  if (!names) {
    diagnostics.Add(Code::Q0601, {}, names.error().message);
    return tests;
  }
  for (const std::string& name : *names) {
    const std::string extension = FileExtension(name);
    if (extension != "yaml" && extension != "yml") continue;
    PackTest test;
    test.path = JoinPath(folder, name);
    test.name = FileStem(name);
    Result<std::string> text = ReadWholeFile(test.path);
    if (!text) {
      diagnostics.Add(Code::Q0601, {}, text.error().message);
      continue;
    }
    const uint16_t source = sources.Add(test.path, std::move(*text));
    FailureOr<std::vector<yaml::Node>> documents = yaml::Parse(sources, source, diagnostics);
    if (!documents) continue;
    if (documents->size() != 1) {
      diagnostics.Add(Code::Q0501, {0, 0, source}, "a test file holds one document");
      continue;
    }
    if (TestReader(test, diagnostics).Read(documents->front())) tests.push_back(std::move(test));
  }
  return tests;
}

std::string FindingKey(const Finding& finding) {
  return KeyOf(EntityValue(finding, "host"), EntityValue(finding, "process"), EntityValue(finding, "domain"));
}

std::vector<PackCheck> RunPackTest(const Pack& pack, const PackTest& test) {
  return TestRun(pack, test).Run();
}

}  // namespace quarry
