// The check of a YAML tree against a shape. The entry is CheckShape.
#include <algorithm>

#include "base/ascii.h"
#include "packs/attack.h"
#include "packs/files.h"
#include "packs/schema/shape.h"
#include "types/ticks.h"

namespace quarry {
namespace {

bool AllOf(std::string_view text, bool (*accept)(char)) {
  return std::all_of(text.begin(), text.end(), accept);
}

bool IsId(std::string_view text) {
  return !text.empty() && IsAsciiAlnum(text.front()) &&
         AllOf(text, [](char c) { return IsAsciiAlnum(c) || c == '.' || c == '_' || c == '-'; });
}

bool IsVersion(std::string_view text) {
  int dots = 0;
  bool digit = false;
  for (const char c : text) {
    if (c == '.') {
      if (!digit) return false;
      ++dots;
      digit = false;
    } else if (IsAsciiDigit(c)) {
      digit = true;
    } else {
      return false;
    }
  }
  return digit && dots == 2;
}

bool IsGuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = AsciiLower(text[i]);
    if (dash ? c != '-' : !(IsAsciiDigit(c) || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

// Relative, with "/", without steps that leave the folder.
bool IsPathInside(std::string_view text) {
  if (text.empty() || text.front() == '/' || text.find('\\') != std::string_view::npos) return false;
  for (size_t at = 0; at <= text.size();) {
    size_t end = text.find('/', at);
    if (end == std::string_view::npos) end = text.size();
    const std::string_view step = text.substr(at, end - at);
    if (step.empty() || step == "." || step == "..") return false;
    at = end + 1;
  }
  return true;
}

class ShapeCheck {
 public:
  explicit ShapeCheck(DiagnosticList& diagnostics) : diagnostics_(diagnostics) {}
  void Check(const yaml::Node& node, const Shape& shape);
  bool ok() const { return ok_; }

 private:
  void Fail(Span span, std::string message, std::string label = {}) {
    diagnostics_.Add(Code::Q0503, span, std::move(message)).label = std::move(label);
    ok_ = false;
  }
  void Scalar(const yaml::Node& node, const Shape& shape);
  void Word(const yaml::Node& node, std::span<const std::string_view> words);
  void Mapping(const yaml::Node& node, std::span<const Member> members);
  void Items(const yaml::Node& node, const Shape& shape);

  DiagnosticList& diagnostics_;
  bool ok_ = true;
};

std::string Suggestion(std::string_view name, auto&& candidates, std::string_view what) {
  NameSuggester suggester(name);
  for (const std::string_view candidate : candidates) suggester.Consider(candidate);
  return suggester.best().empty()
             ? ""
             : "a similar " + std::string(what) + " exists: `" + std::string(suggester.best()) + "`";
}

std::string Listed(std::span<const std::string_view> words) {
  std::string text;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

void ShapeCheck::Word(const yaml::Node& node, std::span<const std::string_view> words) {
  if (std::find(words.begin(), words.end(), node.text) != words.end()) return;
  Fail(node.span, "`" + node.text + "` is none of the values here: " + Listed(words),
       Suggestion(node.text, words, "value"));
}

void ShapeCheck::Scalar(const yaml::Node& node, const Shape& shape) {
  const std::string& text = node.text;
  const auto expect = [&](bool right, std::string_view what, std::string_view example) {
    if (!right) Fail(node.span, "`" + text + "` is no " + std::string(what), "such as `" + std::string(example) + "`");
  };
  switch (shape.kind) {
    case Shape::Kind::kWord:
      return Word(node, shape.words);
    case Shape::Kind::kBoolean:
      return expect(node.AsBool().has_value(), "truth value", "true");
    case Shape::Kind::kInteger: {
      const std::optional<int64_t> number = node.AsInteger();
      if (!number || *number < shape.least || *number > shape.most)
        Fail(node.span, "`" + text + "` is no whole number from " + std::to_string(shape.least) + " to " +
                            std::to_string(shape.most));
      return;
    }
    case Shape::Kind::kFormat:
      if (node.AsInteger() != shape.most)
        Fail(node.span, "format `" + text + "` is not known",
             "this version reads format " + std::to_string(shape.most));
      return;
    case Shape::Kind::kDate:
      return expect(IsDate(text), "date", "2026-03-02");
    case Shape::Kind::kTime:
      return expect(ParseDateTime(text).has_value(), "time", "2026-03-02T12:00:00Z");
    case Shape::Kind::kVersion:
      return expect(IsVersion(text), "version", "1.0.0");
    case Shape::Kind::kDuration:
      return expect(DurationSeconds(text) > 0, "duration", "5m, 1h or 14d");
    case Shape::Kind::kId:
      return expect(IsId(text), "id (letters, digits, `.`, `_` and `-`)", "T1583.007-serverless");
    case Shape::Kind::kGuid:
      return expect(IsGuid(text), "GUID", "6f0c2a43-8a5e-4b1b-9c55-3f4b7ad1e701");
    case Shape::Kind::kUrl:
      return expect(IsUrl(text), "URL", "https://attack.mitre.org/techniques/T1583/007/");
    case Shape::Kind::kPath:
      return expect(IsPathInside(text), "path below the package's folder", "rules/beacon.kql");
    case Shape::Kind::kTactic:
      return expect(AttackId(text).starts_with("TA"), "tactic of ATT&CK", "command-and-control");
    case Shape::Kind::kTechnique: {
      const std::string id = AttackId(text);
      return expect(id.starts_with("T") && !id.starts_with("TA"), "technique of ATT&CK", "T1583.007");
    }
    default:
      if (text.empty() && !shape.may_be_empty) Fail(node.span, "a text is expected here");
  }
}

void ShapeCheck::Mapping(const yaml::Node& node, std::span<const Member> members) {
  for (const auto& [key, value] : node.members) {
    const auto known =
        std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.name == key.text; });
    if (known != members.end()) {
      Check(value, *known->shape);
      continue;
    }
    std::vector<std::string_view> names;
    for (const Member& member : members) names.push_back(member.name);
    std::string label = Suggestion(key.text, names, "member");
    if (label.empty() && names.size() <= 12) label = "known members: " + Listed(names);
    Fail(key.span, "unknown member `" + key.text + "`", std::move(label));
  }
  for (const Member& member : members) {
    if (!member.required || node.Find(member.name)) continue;
    // The place is the first member's key: the span of a whole mapping would underline the file.
    const Span place = node.members.empty() ? node.span : node.members.front().first.span;
    Fail(place, "`" + std::string(member.name) + "` is missing", std::string(member.doc));
  }
}

void ShapeCheck::Items(const yaml::Node& node, const Shape& shape) {
  if (node.items.empty() && !shape.may_be_empty) Fail(node.span, "the list is empty");
  for (const yaml::Node& item : node.items) Check(item, *shape.item);
}

void ShapeCheck::Check(const yaml::Node& node, const Shape& shape) {
  using Kind = yaml::Node::Kind;
  switch (shape.kind) {
    case Shape::Kind::kAny:
      return;
    case Shape::Kind::kList:
      if (node.kind != Kind::kSequence) return Fail(node.span, "a list is expected here");
      return Items(node, shape);
    case Shape::Kind::kMap:
      if (node.kind != Kind::kMapping) return Fail(node.span, "a mapping of names to values is expected here");
      for (const auto& [key, value] : node.members) Check(value, *shape.item);
      return;
    case Shape::Kind::kMapping:
      if (node.kind != Kind::kMapping) return Fail(node.span, "a mapping is expected here");
      return Mapping(node, shape.members);
    case Shape::Kind::kEither:
      return node.kind == Kind::kSequence ? Items(node, shape) : Check(node, *shape.item);
    case Shape::Kind::kTextOr:
      if (!node.is_scalar()) return Check(node, *shape.item);
      break;
    default:
      break;
  }
  const bool empty_text = node.kind == Kind::kNull && shape.kind == Shape::Kind::kText && shape.may_be_empty;
  if (empty_text) return;
  if (!node.is_scalar())
    return Fail(node.span, node.kind == Kind::kNull ? "a value is missing here" : "a single value is expected here");
  Scalar(node, shape);
}

}  // namespace

bool CheckShape(const yaml::Node& node, const Shape& shape, DiagnosticList& diagnostics) {
  ShapeCheck check(diagnostics);
  check.Check(node, shape);
  return check.ok();
}

FailureOr<yaml::Node> LoadDocument(const std::string& path, const Shape& shape, SourceMap& sources,
                                   DiagnosticList& diagnostics) {
  Result<std::string> text = ReadWholeFile(path);
  if (!text) {
    diagnostics.Add(Code::Q0601, {}, text.error().message);
    return Failure{};
  }
  const uint16_t source = sources.Add(path, std::move(*text));
  FailureOr<std::vector<yaml::Node>> documents = yaml::Parse(sources, source, diagnostics);
  if (!documents) return Failure{};
  if (documents->size() != 1) {
    diagnostics.Add(Code::Q0503, {0, 0, source}, "the file must hold one document");
    return Failure{};
  }
  if (!CheckShape(documents->front(), shape, diagnostics)) return Failure{};
  return std::move(documents->front());
}

int64_t DurationSeconds(std::string_view text) {
  const bool unit = text.size() >= 2 && std::string_view("smhd").find(text.back()) != std::string_view::npos;
  if (!unit || !AllOf(text.substr(0, text.size() - 1), IsAsciiDigit)) return 0;
  return ParseTimeSpan(text).value_or(0) / kTicksPerSecond;
}

bool IsDate(std::string_view text) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-' && ParseDateTime(text).has_value();
}

bool IsUrl(std::string_view text) {
  const size_t scheme = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
  if (scheme == 0 || text.size() == scheme || !IsAsciiAlnum(text[scheme])) return false;
  return AllOf(text, [](char c) { return c > ' ' && c < 0x7f && c != '"' && c != '<' && c != '>'; });
}

}  // namespace quarry
