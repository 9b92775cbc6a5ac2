// MemberReader: typed members of YAML files.
#include "syntax/yaml/member_reader.h"

#include "base/ascii.h"

namespace quarry::yaml {

void MemberReader::Fail(Span span, std::string message, std::string label) {
  diagnostics_.Add(Code::Q0501, span, std::move(message)).label = std::move(label);
  ok_ = false;
}

void MemberReader::Unknown(const Node& key, std::initializer_list<std::string_view> known) {
  NameSuggester suggester(key.text);
  for (const std::string_view name : known) suggester.Consider(name);
  Fail(key.span, "unknown member `" + key.text + "`",
       suggester.best().empty() ? "" : "a similar member exists: `" + std::string(suggester.best()) + "`");
}

std::string MemberReader::Text(const Node& value) {
  if (!value.is_scalar()) {
    Fail(value.span, "a text is expected here");
    return {};
  }
  std::string text = value.text;
  while (!text.empty() && IsAsciiSpace(text.back())) text.pop_back();
  return text;
}

std::vector<std::string> MemberReader::Texts(const Node& value) {
  std::vector<std::string> texts;
  if (!Sequence(value, "texts")) return texts;
  for (const Node& item : value.items) texts.push_back(Text(item));
  return texts;
}

int64_t MemberReader::Count(const Node& value) {
  const std::optional<int64_t> count = value.AsInteger();
  if (count && *count >= 0) return *count;
  Fail(value.span, "a number of 0 or more is expected here");
  return 0;
}

bool MemberReader::Bool(const Node& value) {
  if (!value.AsBool()) Fail(value.span, "true or false is expected here");
  return value.AsBool().value_or(false);
}

bool MemberReader::Mapping(const Node& value, std::string_view what) {
  if (value.kind == Node::Kind::kMapping) return true;
  Fail(value.span, "a mapping is expected here: " + std::string(what));
  return false;
}

bool MemberReader::Sequence(const Node& value, std::string_view what) {
  if (value.kind == Node::Kind::kSequence) return true;
  Fail(value.span, "a list is expected here: " + std::string(what));
  return false;
}

}  // namespace quarry::yaml
