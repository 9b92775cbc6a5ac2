#include "packs/atomics.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/ascii.h"
#include "packs/attack.h"
#include "packs/schema/file_schemas.h"
#include "syntax/yaml/yaml.h"

namespace quarry {
namespace {

// Calls `use(name, begin, end)` for each #{name} of the text.
template <typename Use>
void ForEachArgument(std::string_view text, Use use) {
  for (size_t at = text.find("#{"); at != std::string_view::npos; at = text.find("#{", at + 2)) {
    const size_t end = text.find('}', at);
    if (end == std::string_view::npos) return;
    use(text.substr(at + 2, end - at - 2), at, end + 1);
  }
}

class AtomicReader {
 public:
  AtomicReader(AtomicFile& file, DiagnosticList& diagnostics) : file_(file), diagnostics_(diagnostics) {}
  bool Read(const yaml::Node& document);

 private:
  Diagnostic& Fail(Span span, std::string message) {
    ok_ = false;
    return diagnostics_.Add(Code::Q0503, span, std::move(message));
  }
  void ReadTest(const yaml::Node& node, AtomicTest& test);
  void ReadExecutor(const yaml::Node& node, AtomicTest& test);
  void UseArguments(const yaml::Node* command, const AtomicTest& test, std::set<std::string, std::less<>>& used);
  void CheckArguments(const yaml::Node& node, const AtomicTest& test);

  AtomicFile& file_;
  DiagnosticList& diagnostics_;
  bool ok_ = true;
};

void AtomicReader::UseArguments(const yaml::Node* command, const AtomicTest& test,
                                std::set<std::string, std::less<>>& used) {
  if (!command) return;
  ForEachArgument(command->text, [&](std::string_view name, size_t, size_t) {
    NameSuggester suggester(name);
    bool declared = false;
    for (const AtomicArgument& argument : test.arguments) {
      declared |= argument.name == name;
      suggester.Consider(argument.name);
    }
    if (!used.emplace(name).second || declared) return;
    Diagnostic& diagnostic = Fail(command->span, "`#{" + std::string(name) + "}` is not declared in `input_arguments`");
    if (!suggester.best().empty())
      diagnostic.label = "a similar argument exists: `" + std::string(suggester.best()) + "`";
  });
}

void AtomicReader::CheckArguments(const yaml::Node& node, const AtomicTest& test) {
  std::set<std::string, std::less<>> used;
  const yaml::Node& executor = *node.Find("executor");
  for (const std::string_view member : {"command", "steps", "cleanup_command"})
    UseArguments(executor.Find(member), test, used);
  if (const yaml::Node* dependencies = node.Find("dependencies")) {
    for (const yaml::Node& dependency : dependencies->items) {
      for (const std::string_view member : {"prereq_command", "get_prereq_command", "description"})
        UseArguments(dependency.Find(member), test, used);
    }
  }
  const yaml::Node* declared = node.Find("input_arguments");
  for (size_t i = 0; declared && i < declared->members.size(); ++i) {
    const yaml::Node& name = declared->members[i].first;
    if (!used.count(name.text))
      Fail(name.span, "no command uses the argument `" + name.text + "`").label =
          "a command takes it as `#{" + name.text + "}`";
  }
}

void AtomicReader::ReadExecutor(const yaml::Node& node, AtomicTest& test) {
  test.executor = node.TextOf("name");
  test.command = node.TextOf("command");
  test.steps = node.TextOf("steps");
  test.cleanup = node.TextOf("cleanup_command");
  const yaml::Node* elevated = node.Find("elevation_required");
  test.elevated = elevated && elevated->AsBool().value_or(false);
  const bool manual = test.executor == "manual";
  const std::string_view needed = manual ? "steps" : "command";
  const std::string_view wrong = manual ? "command" : "steps";
  if (!node.Find(needed))
    Fail(node.Find("name")->span, "the executor `" + test.executor + "` needs `" + std::string(needed) + "`");
  if (const yaml::Node* found = node.Find(wrong))
    Fail(found->span, "the executor `" + test.executor + "` takes no `" + std::string(wrong) + "`");
}

void AtomicReader::ReadTest(const yaml::Node& node, AtomicTest& test) {
  test.name = node.TextOf("name");
  test.span = node.Find("name")->span;
  test.guid = AsciiLowered(node.TextOf("auto_generated_guid"));
  test.description = node.TextOf("description");
  for (const yaml::Node& platform : node.Find("supported_platforms")->items) test.platforms.push_back(platform.text);
  if (const yaml::Node* arguments = node.Find("input_arguments")) {
    for (const auto& [name, value] : arguments->members) {
      test.arguments.push_back({name.text, std::string(value.TextOf("description")), std::string(value.TextOf("type")),
                                std::string(value.TextOf("default"))});
    }
  }
  test.dependency_executor = node.TextOf("dependency_executor_name");
  if (const yaml::Node* dependencies = node.Find("dependencies")) {
    for (const yaml::Node& item : dependencies->items) {
      test.dependencies.push_back({std::string(item.TextOf("description")), std::string(item.TextOf("prereq_command")),
                                   std::string(item.TextOf("get_prereq_command"))});
    }
  }
  ReadExecutor(*node.Find("executor"), test);
  CheckArguments(node, test);
}

bool AtomicReader::Read(const yaml::Node& document) {
  file_.technique = AttackId(document.TextOf("attack_technique"));
  file_.technique_span = document.Find("attack_technique")->span;
  file_.display_name = document.TextOf("display_name");
  std::map<std::string, Span> names, guids;
  for (const yaml::Node& node : document.Find("atomic_tests")->items) {
    AtomicTest& test = file_.tests.emplace_back();
    ReadTest(node, test);
    for (const auto& [seen, text, what] :
         {std::tuple{&names, &test.name, "test"}, std::tuple{&guids, &test.guid, "GUID"}}) {
      if (seen->emplace(*text, test.span).second) continue;
      diagnostics_.Add(Code::Q0505, test.span, std::string(what) + " `" + *text + "` is named twice");
      ok_ = false;
    }
  }
  return ok_;
}

}  // namespace

FailureOr<AtomicFile> LoadAtomics(const std::string& path, SourceMap& sources, DiagnosticList& diagnostics) {
  FailureOr<yaml::Node> document = LoadDocument(path, AtomicShape(), sources, diagnostics);
  if (!document) return Failure{};
  AtomicFile file;
  file.path = path;
  if (!AtomicReader(file, diagnostics).Read(*document)) return Failure{};
  return file;
}

std::string WithDefaults(const AtomicTest& test, std::string_view command) {
  std::string text;
  size_t done = 0;
  ForEachArgument(command, [&](std::string_view name, size_t begin, size_t end) {
    const auto argument = std::find_if(test.arguments.begin(), test.arguments.end(),
                                       [&](const AtomicArgument& a) { return a.name == name; });
    if (argument == test.arguments.end()) return;
    text.append(command.substr(done, begin - done)).append(argument->default_value);
    done = end;
  });
  return text.append(command.substr(done));
}

}  // namespace quarry
