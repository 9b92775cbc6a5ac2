// A small recursive parser of elements; the single entry is XmlAsJson.
#include "functions/dynamic/xml.h"

#include <charconv>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "functions/text/unicode.h"
#include "types/json.h"

namespace quarry {

namespace {

constexpr int kMaximumDepth = 200;

bool IsNameCharacter(char c) {
  return IsAsciiAlnum(c) || c == '_' || c == '-' || c == '.' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}

class XmlParser {
 public:
  explicit XmlParser(std::string_view text) : text_(text) {}

  std::optional<std::string> Document() {
    if (!SkipMisc()) return std::nullopt;
    std::string name, value;
    if (!Element(name, value, 0) || !SkipMisc() || at_ != text_.size()) return std::nullopt;
    std::string out = "{";
    AppendJsonString(name, out);
    return out + ":" + value + "}";
  }

 private:
  bool Starts(std::string_view with) const { return text_.substr(at_).starts_with(with); }
  void SkipSpaces() {
    while (at_ < text_.size() && IsAsciiSpace(text_[at_])) ++at_;
  }
  bool SkipPast(std::string_view end) {
    const size_t found = text_.find(end, at_);
    if (found == std::string_view::npos) return false;
    at_ = found + end.size();
    return true;
  }
  // White space, comments, processing instructions and a document type without an inner part.
  bool SkipMisc() {
    while (true) {
      SkipSpaces();
      if (Starts("<?")) {
        if (!SkipPast("?>")) return false;
      } else if (Starts("<!--")) {
        if (!SkipPast("-->")) return false;
      } else if (Starts("<!DOCTYPE")) {
        const size_t end = text_.find_first_of("[>", at_);
        if (end == std::string_view::npos || text_[end] == '[') return false;
        at_ = end + 1;
      } else {
        return true;
      }
    }
  }
  std::string_view Name() {
    const size_t from = at_;
    while (at_ < text_.size() && IsNameCharacter(text_[at_])) ++at_;
    return text_.substr(from, at_ - from);
  }

  // Appends `raw` with its references resolved.
  static bool AppendText(std::string_view raw, std::string& out) {
    for (size_t i = 0; i < raw.size(); ++i) {
      if (raw[i] != '&') {
        out += raw[i];
        continue;
      }
      const size_t end = raw.find(';', i);
      if (end == std::string_view::npos) return false;
      const std::string_view entity = raw.substr(i + 1, end - i - 1);
      if (entity == "lt")
        out += '<';
      else if (entity == "gt")
        out += '>';
      else if (entity == "amp")
        out += '&';
      else if (entity == "quot")
        out += '"';
      else if (entity == "apos")
        out += '\'';
      else if (entity.starts_with('#')) {
        const bool hex = entity.size() > 1 && (entity[1] == 'x' || entity[1] == 'X');
        const std::string_view digits = entity.substr(hex ? 2 : 1);
        uint32_t point = 0;
        const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), point, hex ? 16 : 10);
        if (error != std::errc() || stop != digits.data() + digits.size() || point == 0 || point >= kInvalidBase)
          return false;
        AppendUtf8(point, out);
      } else {
        return false;
      }
      i = end;
    }
    return true;
  }

  using Members = std::vector<std::pair<std::string, std::vector<std::string>>>;  // name, JSON of each occurrence

  static void Add(Members& members, std::string name, std::string json) {
    for (auto& [known, values] : members) {
      if (known != name) continue;
      values.push_back(std::move(json));
      return;
    }
    members.emplace_back(std::move(name), std::vector<std::string>{std::move(json)});
  }

  bool Attributes(Members& members) {
    while (true) {
      SkipSpaces();
      if (at_ >= text_.size()) return false;
      if (text_[at_] == '>' || text_[at_] == '/') return true;
      const std::string_view name = Name();
      SkipSpaces();
      if (name.empty() || at_ >= text_.size() || text_[at_++] != '=') return false;
      SkipSpaces();
      if (at_ >= text_.size() || (text_[at_] != '"' && text_[at_] != '\'')) return false;
      const char quote = text_[at_++];
      const size_t end = text_.find(quote, at_);
      if (end == std::string_view::npos) return false;
      std::string value, json;
      if (!AppendText(text_.substr(at_, end - at_), value)) return false;
      at_ = end + 1;
      AppendJsonString(value, json);
      Add(members, "@" + std::string(name), std::move(json));
    }
  }

  bool Element(std::string& name, std::string& json, int depth) {
    if (depth > kMaximumDepth || at_ >= text_.size() || text_[at_++] != '<') return false;
    name = Name();
    Members members;
    if (name.empty() || !Attributes(members)) return false;
    std::string content;
    if (Starts("/>")) {
      at_ += 2;
    } else {
      ++at_;
      if (!Content(members, content, depth)) return false;
      if (Name() != name) return false;
      SkipSpaces();
      if (at_ >= text_.size() || text_[at_++] != '>') return false;
    }
    json.clear();
    if (members.empty()) {
      if (content.empty())
        json = "null";
      else
        AppendJsonString(content, json);
      return true;
    }
    if (!content.empty()) {
      std::string text;
      AppendJsonString(content, text);
      Add(members, "#text", std::move(text));
    }
    json = "{";
    for (const auto& [member, values] : members) {
      if (json.size() > 1) json += ',';
      AppendJsonString(member, json);
      json += ':';
      if (values.size() > 1) json += '[';
      for (size_t i = 0; i < values.size(); ++i) {
        if (i > 0) json += ',';
        json += values[i];
      }
      if (values.size() > 1) json += ']';
    }
    json += '}';
    return true;
  }

  // Up to and with the "</" of the element's end. White space between elements is no text.
  bool Content(Members& members, std::string& content, int depth) {
    while (true) {
      const size_t open = text_.find('<', at_);
      if (open == std::string_view::npos) return false;
      const std::string_view raw = text_.substr(at_, open - at_);
      bool blank = true;
      for (char c : raw) blank = blank && IsAsciiSpace(c);
      if (!blank && !AppendText(raw, content)) return false;
      at_ = open;
      if (Starts("</")) {
        at_ += 2;
        return true;
      }
      if (Starts("<!--")) {
        if (!SkipPast("-->")) return false;
      } else if (Starts("<![CDATA[")) {
        at_ += 9;
        const size_t from = at_;
        if (!SkipPast("]]>")) return false;
        content += text_.substr(from, at_ - from - 3);
      } else if (Starts("<?")) {
        if (!SkipPast("?>")) return false;
      } else {
        std::string name, json;
        if (!Element(name, json, depth + 1)) return false;
        Add(members, std::move(name), std::move(json));
      }
    }
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

std::optional<std::string> XmlAsJson(std::string_view xml) {
  return XmlParser(xml).Document();
}

}  // namespace quarry
