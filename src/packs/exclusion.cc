// Loading of exclusions: members, their checks, and lists.
#include "packs/exclusion.h"

#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "packs/files.h"
#include "types/json.h"
#include "types/ticks.h"

namespace quarry {
namespace {

bool IsNameCharacter(char c) {
  return IsAsciiAlnum(c) || c == '_';
}

// The names in an expression, outside of its strings.
std::set<std::string> NamesIn(std::string_view text) {
  std::set<std::string> names;
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      const bool verbatim = i > 0 && text[i - 1] == '@';
      for (++i; i < text.size() && text[i] != c; ++i) {
        if (text[i] == '\\' && !verbatim) ++i;
      }
      ++i;
    } else if (IsAsciiAlpha(c) || c == '_') {
      const size_t start = i;
      while (i < text.size() && IsNameCharacter(text[i])) ++i;
      names.emplace(text.substr(start, i - start));
    } else {
      ++i;
    }
  }
  return names;
}

// The %names% in a text of CQL or Sigma.
std::set<std::string> PlaceholdersIn(std::string_view text) {
  std::set<std::string> names;
  for (size_t i = text.find('%'); i != std::string_view::npos; i = text.find('%', i + 1)) {
    size_t end = i + 1;
    while (end < text.size() && IsNameCharacter(text[end])) ++end;
    if (end > i + 1 && end < text.size() && text[end] == '%') {
      names.emplace(text.substr(i + 1, end - i - 1));
      i = end;
    }
  }
  return names;
}

// A YAML node as JSON, which is YAML too.
void AppendAsJson(const yaml::Node& node, std::string& out) {
  switch (node.kind) {
    case yaml::Node::Kind::kMapping:
      out += '{';
      for (const auto& [key, value] : node.members) {
        if (&key != &node.members.front().first) out += ", ";
        AppendJsonString(key.text, out);
        out += ": ";
        AppendAsJson(value, out);
      }
      out += '}';
      return;
    case yaml::Node::Kind::kSequence:
      out += '[';
      for (const yaml::Node& item : node.items) {
        if (&item != &node.items.front()) out += ", ";
        AppendAsJson(item, out);
      }
      out += ']';
      return;
    case yaml::Node::Kind::kNull:
      out += "null";
      return;
    case yaml::Node::Kind::kScalar:
      if (node.quoted || (!node.IsNull() && !node.AsBool() && !node.AsReal()))
        AppendJsonString(node.text, out);
      else
        out += node.text;
  }
}

class ExclusionReader {
 public:
  ExclusionReader(const std::string& path, ExclusionSet& set, SourceMap& sources, DiagnosticList& diagnostics)
      : path_(path), set_(set), sources_(sources), reader_(diagnostics) {}
  void Read(const yaml::Node& document);

 private:
  void ReadExclusion(const yaml::Node& node);
  void Member(const yaml::Node& key, const yaml::Node& value, Exclusion& exclusion);
  void When(const yaml::Node& value, Exclusion& exclusion);
  void Scope(const yaml::Node& value, Exclusion& exclusion);
  void ReadTest(const yaml::Node& node, Exclusion& exclusion);
  void Check(const yaml::Node& node, const Exclusion& exclusion);
  void CheckSpecific(const yaml::Node& node, const Exclusion& exclusion);

  const std::string& path_;
  ExclusionSet& set_;
  SourceMap& sources_;
  yaml::MemberReader reader_;
};

void ExclusionReader::When(const yaml::Node& value, Exclusion& exclusion) {
  const yaml::Node* text = &value;
  if (value.kind == yaml::Node::Kind::kMapping && value.members.size() == 1) {
    const std::string& language = value.members.front().first.text;
    text = &value.members.front().second;
    if (language == "cql")
      exclusion.lang = Lang::kCql;
    else if (language == "sigma")
      exclusion.lang = Lang::kSigma;
    else if (language != "kql")
      return reader_.Unknown(value.members.front().first, {"kql", "cql", "sigma"});
  }
  exclusion.when_span = text->span;
  exclusion.when_line = sources_.Locate(text->span.source, text->span.start).line;
  if (exclusion.lang != Lang::kSigma) {
    exclusion.when = reader_.Text(*text);
    return;
  }
  if (!reader_.Mapping(*text, "a Sigma detection: selections and a condition")) return;
  if (!text->Find("condition")) reader_.Fail(text->span, "the Sigma detection has no `condition`");
  AppendAsJson(*text, exclusion.when);
}

void ExclusionReader::Scope(const yaml::Node& value, Exclusion& exclusion) {
  if (!reader_.Mapping(value, "{rules: [...], hosts: [...]}")) return;
  for (const auto& [key, list] : value.members) {
    if (key.text == "rules")
      exclusion.rules = reader_.Texts(list);
    else if (key.text == "hosts")
      exclusion.hosts = reader_.Texts(list);
    else
      reader_.Unknown(key, {"rules", "hosts"});
  }
}

void ExclusionReader::ReadTest(const yaml::Node& node, Exclusion& exclusion) {
  ExclusionTest& test = exclusion.tests.emplace_back();
  test.span = node.span;
  if (!reader_.Mapping(node, "a test")) return;
  for (const auto& [key, value] : node.members) {
    if (key.text == "about")
      test.about = reader_.Text(value);
    else if (key.text == "lists")
      test.lists = ReadLists(value, reader_);
    else if (key.text == "simulation")
      test.simulation = simulate::ReadSimulation(value, reader_);
    else if (key.text == "forms")
      test.forms = reader_.Texts(value);
    else if (key.text == "matches")
      test.matches = ReadExpectedFindings(value, reader_);
    else if (key.text == "keeps")
      test.keeps = ReadExpectedFindings(value, reader_);
    else
      reader_.Unknown(key, {"about", "lists", "simulation", "forms", "matches", "keeps"});
  }
  for (const char* required : {"simulation", "matches", "keeps"}) {
    if (!node.Find(required)) reader_.Fail(node.span, "the test has no `" + std::string(required) + "`");
  }
  if (test.matches.empty() || test.keeps.empty())
    reader_.Fail(node.span, "the test of an exclusion names what it `matches` and what it `keeps`");
}

void ExclusionReader::Member(const yaml::Node& key, const yaml::Node& value, Exclusion& exclusion) {
  if (key.text == "id") {
    exclusion.id = reader_.Text(value);
  } else if (key.text == "owner") {
    exclusion.owner = reader_.Text(value);
  } else if (key.text == "reason") {
    exclusion.reason = reader_.Text(value);
  } else if (key.text == "tag") {
    exclusion.tag = reader_.Text(value);
  } else if (key.text == "expires") {
    const std::optional<int64_t> time = ParseDateTime(reader_.Text(value));
    if (!time) reader_.Fail(value.span, "`expires` must be a date: 2027-06-30");
    exclusion.expires = time.value_or(0);
  } else if (key.text == "scope") {
    Scope(value, exclusion);
  } else if (key.text == "when") {
    When(value, exclusion);
  } else if (key.text == "keep_if") {
    exclusion.keep_if = reader_.Text(value);
    exclusion.keep_if_span = value.span;
    if (exclusion.keep_if == "none") exclusion.keep_if.clear();
  } else if (key.text == "effect") {
    const std::string effect = reader_.Text(value);
    if (effect == "lower")
      exclusion.effect = Exclusion::Effect::kLower;
    else if (effect == "tag")
      exclusion.effect = Exclusion::Effect::kTag;
    else if (effect != "suppress")
      reader_.Fail(value.span, "`effect` is suppress, lower or tag");
  } else if (key.text == "tests") {
    if (!reader_.Sequence(value, "tests")) return;
    for (const yaml::Node& test : value.items) ReadTest(test, exclusion);
  } else {
    reader_.Unknown(key, {"id", "owner", "reason", "tag", "expires", "scope", "when", "keep_if", "effect", "tests"});
  }
}

// Whatever an implant can take for itself, its name or a tenant of the same platform, must not be all that is asked.
void ExclusionReader::CheckSpecific(const yaml::Node& node, const Exclusion& exclusion) {
  if (exclusion.when.empty() || !exclusion.hosts.empty()) return;
  static const std::set<std::string, std::less<>> kSpecific = {"Host", "Account", "Tenant", "Ancestors", "Parent"};
  std::set<std::string> names = NamesIn(exclusion.when);
  if (exclusion.lang == Lang::kSigma) {
    names.clear();
    for (const std::string_view name : kSpecific) {
      const std::string member = "\"" + std::string(name);
      if (exclusion.when.find(member + "\"") != std::string::npos ||
          exclusion.when.find(member + "|") != std::string::npos)
        names.emplace(name);
    }
  }
  const bool specific =
      std::any_of(names.begin(), names.end(), [](const std::string& name) { return kSpecific.count(name) > 0; });
  if (specific) return;
  reader_.Fail(node.span, "exclusion `" + exclusion.id + "` asks for nothing but what an implant can take for itself",
               "add a tenant, host, account or ancestor");
}

void ExclusionReader::Check(const yaml::Node& node, const Exclusion& exclusion) {
  for (const char* required : {"id", "owner", "reason", "expires", "when", "effect"}) {
    if (!node.Find(required)) reader_.Fail(node.span, "the exclusion has no `" + std::string(required) + "`");
  }
  if ((exclusion.effect == Exclusion::Effect::kTag) == exclusion.tag.empty())
    reader_.Fail(node.span, exclusion.tag.empty() ? "the effect tag needs a `tag`" : "`tag` belongs to the effect tag");
  CheckSpecific(node, exclusion);
  for (const Exclusion& other : set_.exclusions) {
    if (other.id == exclusion.id)
      reader_.Fail(node.span,
                   "there is an exclusion `" + other.id + "` in " + other.path + ":" + std::to_string(other.line));
    else if (other.lang == exclusion.lang && other.when == exclusion.when && other.rules == exclusion.rules &&
             other.hosts == exclusion.hosts)
      reader_.Fail(node.span,
                   "exclusion `" + exclusion.id + "` overlaps `" + other.id + "`: scope and condition are the same");
  }
}

void ExclusionReader::ReadExclusion(const yaml::Node& node) {
  Exclusion exclusion;
  exclusion.path = path_;
  exclusion.span = node.span;
  exclusion.line = sources_.Locate(node.span.source, node.span.start).line;
  exclusion.keep_if = kDefaultKeepIf;
  if (!reader_.Mapping(node, "an exclusion")) return;
  for (const auto& [key, value] : node.members) Member(key, value, exclusion);
  Check(node, exclusion);
  set_.exclusions.push_back(std::move(exclusion));
}

void ExclusionReader::Read(const yaml::Node& document) {
  if (!reader_.Mapping(document, "{lists: ..., exclusions: [...]}")) return;
  for (const auto& [key, value] : document.members) {
    if (key.text == "lists") {
      for (auto& [name, values] : ReadLists(value, reader_)) set_.lists[name] = values;
    } else if (key.text == "exclusions") {
      if (!reader_.Sequence(value, "exclusions")) continue;
      for (const yaml::Node& item : value.items) ReadExclusion(item);
    } else {
      reader_.Unknown(key, {"lists", "exclusions"});
    }
  }
}

std::optional<yaml::Node> ReadDocument(const std::string& path, SourceMap& sources, DiagnosticList& diagnostics) {
  Result<std::string> text = ReadWholeFile(path);
  if (!text) {
    diagnostics.Add(Code::Q0601, {}, text.error().message);
    return std::nullopt;
  }
  const uint16_t source = sources.Add(path, std::move(*text));
  FailureOr<std::vector<yaml::Node>> documents = yaml::Parse(sources, source, diagnostics);
  if (!documents) return std::nullopt;
  if (documents->size() != 1) {
    diagnostics.Add(Code::Q0501, {0, 0, source}, "the file holds one document");
    return std::nullopt;
  }
  return std::move(documents->front());
}

// Which of the set's lists each of its conditions names.
void FindLists(ExclusionSet& set, DiagnosticList& diagnostics) {
  for (Exclusion& exclusion : set.exclusions) {
    exclusion.lists.clear();
    std::set<std::string> names = NamesIn(exclusion.keep_if);
    if (exclusion.lang == Lang::kKql) names.merge(NamesIn(exclusion.when));
    for (const std::string& name : names) {
      if (set.lists.count(name)) exclusion.lists.push_back(name);
    }
    if (exclusion.lang == Lang::kKql) continue;
    for (const std::string& name : PlaceholdersIn(exclusion.when)) {
      if (set.lists.count(name))
        exclusion.lists.push_back(name);
      else
        diagnostics.Add(Code::Q0501, exclusion.span,
                        "exclusion `" + exclusion.id + "` names a list `" + name + "` that there is not");
    }
  }
}

}  // namespace

std::string_view EffectName(Exclusion::Effect effect) {
  return effect == Exclusion::Effect::kSuppress ? "suppress" : effect == Exclusion::Effect::kLower ? "lower" : "tag";
}

ExclusionLists ReadLists(const yaml::Node& node, yaml::MemberReader& reader) {
  ExclusionLists lists;
  if (!reader.Mapping(node, "lists by name")) return lists;
  for (const auto& [name, values] : node.members) {
    if (name.text.empty() || !std::all_of(name.text.begin(), name.text.end(), IsNameCharacter) ||
        IsAsciiDigit(name.text[0]))
      reader.Fail(name.span, "a list's name has letters, digits and `_`");
    lists[name.text] = reader.Texts(values);
  }
  return lists;
}

void LoadExclusionFile(const std::string& path, ExclusionSet& set, SourceMap& sources, DiagnosticList& diagnostics) {
  const std::optional<yaml::Node> document = ReadDocument(path, sources, diagnostics);
  if (!document) return;
  ExclusionReader(path, set, sources, diagnostics).Read(*document);
  FindLists(set, diagnostics);
}

ExclusionSet LoadExclusionFolder(const std::string& folder, SourceMap& sources, DiagnosticList& diagnostics) {
  ExclusionSet set;
  if (!IsFolder(folder)) return set;
  Result<std::vector<std::string>> names = ListFolder(folder);
  if (!names) {
    diagnostics.Add(Code::Q0601, {}, names.error().message);
    return set;
  }
  // local.yaml comes last: its lists override the others.
  std::stable_partition(names->begin(), names->end(), [](const std::string& name) { return name != "local.yaml"; });
  for (const std::string& name : *names) {
    if (FileExtension(name) != "yaml" && FileExtension(name) != "yml") continue;
    const std::optional<yaml::Node> document = ReadDocument(JoinPath(folder, name), sources, diagnostics);
    if (document) ExclusionReader(JoinPath(folder, name), set, sources, diagnostics).Read(*document);
  }
  FindLists(set, diagnostics);
  return set;
}

ExclusionLists LoadLists(const std::string& path, SourceMap& sources, DiagnosticList& diagnostics) {
  const std::optional<yaml::Node> document = ReadDocument(path, sources, diagnostics);
  if (!document) return {};
  yaml::MemberReader reader(diagnostics);
  const yaml::Node* lists = document->Find("lists");
  return ReadLists(lists != nullptr ? *lists : *document, reader);
}

void OverrideLists(const ExclusionLists& lists, ExclusionSet& set, Span span, DiagnosticList& diagnostics) {
  for (const auto& [name, values] : lists) {
    const auto own = set.lists.find(name);
    if (own != set.lists.end()) {
      own->second = values;
      continue;
    }
    NameSuggester suggester(name);
    for (const auto& [known, ignored] : set.lists) suggester.Consider(known);
    diagnostics.Add(Code::Q0501, span, "no exclusion has a list `" + name + "`").label =
        suggester.best().empty() ? "" : "a similar list exists: `" + std::string(suggester.best()) + "`";
  }
}

std::vector<std::string> EmptyLists(const Exclusion& exclusion, const ExclusionLists& lists) {
  std::vector<std::string> empty;
  for (const std::string& name : exclusion.lists) {
    const auto list = lists.find(name);
    if (list == lists.end() || list->second.empty()) empty.push_back(name);
  }
  return empty;
}

}  // namespace quarry
