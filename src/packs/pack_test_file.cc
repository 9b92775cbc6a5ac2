// Loading of pack tests: members and their checks.
#include <algorithm>

#include "packs/files.h"
#include "packs/pack_test.h"
#include "simulate/background.h"
#include "simulate/telemetry_writers.h"
#include "syntax/yaml/member_reader.h"
#include "types/ticks.h"

namespace quarry {
namespace {

class TestReader {
 public:
  TestReader(PackTest& test, DiagnosticList& diagnostics) : test_(test), reader_(diagnostics) {}
  bool Read(const yaml::Node& document);

 private:
  void Member(const yaml::Node& key, const yaml::Node& value);
  std::optional<int64_t> Time(const yaml::Node& value);
  void Inputs(const yaml::Node& node);
  void Background(const yaml::Node& node);
  void Forms(const yaml::Node& node);
  void ConfidenceByLanguage(const yaml::Node& node);
  void AtMost(const yaml::Node& node);
  void Rules(const yaml::Node& node);

  PackTest& test_;
  yaml::MemberReader reader_;
};

std::optional<int64_t> TestReader::Time(const yaml::Node& value) {
  const std::optional<int64_t> time = ParseDateTime(reader_.Text(value));
  if (!time) reader_.Fail(value.span, "a time is expected here: 2026-03-02T12:00:00Z");
  return time;
}

void TestReader::Inputs(const yaml::Node& node) {
  if (!reader_.Mapping(node, "telemetry by form")) return;
  for (const auto& [form, value] : node.members) {
    PackTest::Input& input = test_.inputs.emplace_back();
    input.form = form.text;
    if (value.is_scalar())
      input.text = value.text;
    else
      input.file = value.TextOf("file");
    if (input.text.empty() && input.file.empty())
      reader_.Fail(value.span, "an input is lines of telemetry or {file: PATH}");
  }
}

void TestReader::Background(const yaml::Node& node) {
  if (!reader_.Mapping(node, "{events: N, seed: N}")) return;
  for (const auto& [key, value] : node.members) {
    if (key.text == "events") {
      test_.background_events = static_cast<size_t>(reader_.Count(value));
      if (test_.background_events > simulate::kMostBackgroundEvents)
        reader_.Fail(value.span,
                     "a background has at most " + std::to_string(simulate::kMostBackgroundEvents) + " events");
    } else if (key.text == "seed") {
      test_.background_seed = static_cast<uint64_t>(reader_.Count(value));
    } else {
      reader_.Unknown(key, {"events", "seed"});
    }
  }
}

void TestReader::Forms(const yaml::Node& node) {
  test_.forms = reader_.Texts(node);
  for (const std::string& form : test_.forms) {
    if (simulate::FindTelemetryForm(form) == nullptr)
      reader_.Fail(node.span, "no form of telemetry `" + form + "`; there are sysmon, defender, falcon");
  }
}

void TestReader::ConfidenceByLanguage(const yaml::Node& node) {
  if (!reader_.Mapping(node, "confidence by language")) return;
  for (const auto& [language, word] : node.members) {
    const std::optional<Confidence> confidence = FindConfidence(word.text);
    if (confidence)
      test_.confidence[language.text] = *confidence;
    else
      reader_.Fail(word.span, "unknown confidence `" + word.text + "`");
  }
}

void TestReader::AtMost(const yaml::Node& node) {
  if (node.is_scalar()) {
    test_.at_most["default"] = static_cast<size_t>(reader_.Count(node));
    return;
  }
  if (!reader_.Mapping(node, "a number, or numbers by rule file")) return;
  for (const auto& [file, count] : node.members) test_.at_most[file.text] = static_cast<size_t>(reader_.Count(count));
}

void TestReader::Rules(const yaml::Node& node) {
  if (!reader_.Mapping(node, "findings by rule file")) return;
  for (const auto& [file, findings] : node.members) test_.rules[file.text] = ReadExpectedFindings(findings, reader_);
}

void TestReader::Member(const yaml::Node& key, const yaml::Node& value) {
  if (key.text == "about")
    test_.about = reader_.Text(value);
  else if (key.text == "todo")
    test_.todo = reader_.Text(value);
  else if (key.text == "now")
    test_.now = Time(value);
  else if (key.text == "start")
    test_.start = Time(value);
  else if (key.text == "inputs")
    Inputs(value);
  else if (key.text == "simulation")
    test_.simulation = simulate::ReadSimulation(value, reader_);
  else if (key.text == "corpus")
    test_.corpus = reader_.Texts(value);
  else if (key.text == "background")
    Background(value);
  else if (key.text == "forms")
    Forms(value);
  else if (key.text == "expect_signals")
    test_.signals = simulate::ReadSignals(value, reader_);
  else if (key.text == "expect")
    test_.expect = ReadExpectedFindings(value, reader_);
  else if (key.text == "hunts")
    test_.hunts = ReadExpectedFindings(value, reader_);
  else if (key.text == "rules")
    Rules(value);
  else if (key.text == "languages")
    test_.languages = reader_.Texts(value);
  else if (key.text == "confidence")
    ConfidenceByLanguage(value);
  else if (key.text == "at_most")
    AtMost(value);
  else if (key.text == "lists")
    test_.lists = ReadLists(value, reader_);
  else
    reader_.Unknown(key, {"about", "todo", "now", "start", "inputs", "simulation", "corpus", "background", "forms",
                          "expect_signals", "expect", "hunts", "rules", "languages", "confidence", "at_most", "lists"});
}

bool TestReader::Read(const yaml::Node& document) {
  if (!reader_.Mapping(document, "a test")) return false;
  for (const auto& [key, value] : document.members) Member(key, value);
  const bool any_input =
      !test_.inputs.empty() || test_.simulation || !test_.corpus.empty() || test_.background_events > 0;
  if (!any_input) reader_.Fail(document.span, "the test has none of `inputs`, `simulation`, `corpus` and `background`");
  if (!document.Find("expect") && test_.at_most.empty())
    reader_.Fail(document.span, "the test has neither `expect` nor `at_most`");
  if (document.Find("todo") && test_.todo.empty()) reader_.Fail(document.span, "`todo` needs a reason");
  return reader_.ok();
}

}  // namespace

std::vector<PackTest> LoadPackTests(const std::string& pack_folder, SourceMap& sources, DiagnosticList& diagnostics) {
  std::vector<PackTest> tests;
  const std::string folder = JoinPath(pack_folder, std::string(kTestsFolder));
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
    test.span = documents->front().span;
    if (TestReader(test, diagnostics).Read(documents->front())) tests.push_back(std::move(test));
  }
  return tests;
}

}  // namespace quarry
