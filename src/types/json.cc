// The parser (ParseJson) and the writers of dynamic values. Paths and compaction, which need no nodes, stand in
// json_text.cc.
#include "types/json.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <vector>

#include "base/ascii.h"
#include "types/number.h"

namespace quarry {

namespace {

constexpr int kMaximumDepth = 512;

void AppendUtf8(uint32_t code, std::string& out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | code >> 18);
    out += static_cast<char>(0x80 | (code >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

class Parser {
 public:
  Parser(std::string_view text, Arena& arena, JsonSyntax syntax)
      : at_(text.data()), end_(text.data() + text.size()), arena_(arena), relaxed_(syntax == JsonSyntax::kRelaxed) {}

  bool Document(JsonNode& out) {
    SkipSpaces();
    if (!ParseValue(out, 0)) return false;
    SkipSpaces();
    return at_ == end_;
  }

 private:
  void SkipSpaces() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  }
  bool Word(std::string_view word) {
    if (static_cast<size_t>(end_ - at_) < word.size() || std::string_view(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  bool ParseValue(JsonNode& out, int depth) {
    if (at_ == end_ || depth > kMaximumDepth) return false;
    switch (*at_) {
      case '{':
        return ParseObject(out, depth);
      case '[':
        return ParseArray(out, depth);
      case '"':
        out.kind = JsonNode::Kind::kString;
        return ParseString(out.text);
      case '\'':
        out.kind = JsonNode::Kind::kString;
        return relaxed_ && ParseString(out.text);
      case 't':
        out.kind = JsonNode::Kind::kBool;
        out.boolean = true;
        return Word("true");
      case 'f':
        out.kind = JsonNode::Kind::kBool;
        return Word("false");
      case 'n':
        return Word("null");
      default:
        return ParseNumber(out);
    }
  }

  bool ParseNumber(JsonNode& out) {
    const char* from = at_;
    bool real = false;
    if (at_ != end_ && *at_ == '-') ++at_;
    const char* digits = at_;
    while (at_ != end_ && IsAsciiDigit(*at_)) ++at_;
    if (at_ == digits || (*digits == '0' && at_ - digits > 1)) return false;
    if (at_ != end_ && *at_ == '.') {
      real = true;
      const char* fraction = ++at_;
      while (at_ != end_ && IsAsciiDigit(*at_)) ++at_;
      if (at_ == fraction) return false;
    }
    if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
      real = true;
      ++at_;
      if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
      const char* exponent = at_;
      while (at_ != end_ && IsAsciiDigit(*at_)) ++at_;
      if (at_ == exponent) return false;
    }
    if (!real) {
      const auto [end, error] = std::from_chars(from, at_, out.integer);
      if (error == std::errc()) {
        out.kind = JsonNode::Kind::kInteger;
        out.real = static_cast<double>(out.integer);
        return true;
      }
      out.integer = 0;
    }
    out.kind = JsonNode::Kind::kReal;
    out.real = ParseReal(std::string_view(from, static_cast<size_t>(at_ - from))).value_or(0);
    return true;
  }

  // Goes on while the next eight characters are neither `quote` nor a backslash nor a control character.
  void PassPlainEights(char quote) {
    constexpr uint64_t kOnes = 0x0101010101010101u, kHighs = 0x8080808080808080u;
    // The high bit of each byte that is zero; where there is none, nothing.
    const auto zeros = [](uint64_t word) { return (word - kOnes) & ~word & kHighs; };
    const uint64_t quotes = kOnes * static_cast<unsigned char>(quote), slashes = kOnes * '\\';
    for (; end_ - at_ >= 8; at_ += 8) {
      uint64_t word;
      std::memcpy(&word, at_, sizeof word);
      const uint64_t controls = (word - kOnes * 0x20) & ~word & kHighs;  // also of what a control borrows from
      if ((zeros(word ^ quotes) | zeros(word ^ slashes) | controls) != 0) return;
    }
  }

  bool ParseString(std::string_view& out) {
    const char quote = *at_++;
    const char* from = at_;
    PassPlainEights(quote);
    while (at_ != end_ && *at_ != quote && *at_ != '\\') {
      if (static_cast<unsigned char>(*at_) < 0x20 && !relaxed_) return false;
      ++at_;
    }
    if (at_ == end_) return false;
    if (*at_ == quote) {
      out = {from, static_cast<size_t>(at_ - from)};
      ++at_;
      return true;
    }
    decoded_.assign(from, at_);
    while (at_ != end_ && *at_ != quote) {
      if (static_cast<unsigned char>(*at_) < 0x20 && !relaxed_) return false;
      if (*at_ != '\\') {
        decoded_ += *at_++;
      } else if (!Escape()) {
        return false;
      }
    }
    if (at_ == end_) return false;
    ++at_;
    out = arena_.Copy(decoded_);
    return true;
  }

  bool Escape() {
    if (++at_ == end_) return false;
    const char c = *at_++;
    switch (c) {
      case '"':
      case '\\':
      case '/':
        decoded_ += c;
        return true;
      case '\'':
        decoded_ += c;
        return relaxed_;
      case 'b':
        decoded_ += '\b';
        return true;
      case 'f':
        decoded_ += '\f';
        return true;
      case 'n':
        decoded_ += '\n';
        return true;
      case 'r':
        decoded_ += '\r';
        return true;
      case 't':
        decoded_ += '\t';
        return true;
      case 'u':
        break;
      default:
        return false;
    }
    uint32_t code = 0;
    if (!FourHex(&code)) return false;
    if (code >= 0xD800 && code < 0xDC00 && end_ - at_ >= 6 && at_[0] == '\\' && at_[1] == 'u') {
      const char* before = at_;
      at_ += 2;
      uint32_t low = 0;
      if (FourHex(&low) && low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      } else {
        at_ = before;
      }
    }
    // Half a surrogate pair has no UTF-8 form.
    AppendUtf8(code >= 0xD800 && code < 0xE000 ? 0xFFFD : code, decoded_);
    return true;
  }

  bool FourHex(uint32_t* code) {
    if (end_ - at_ < 4) return false;
    const auto [end, error] = std::from_chars(at_, at_ + 4, *code, 16);
    if (error != std::errc() || end != at_ + 4) return false;
    at_ += 4;
    return true;
  }

  bool ParseArray(JsonNode& out, int depth) {
    ++at_;
    std::vector<JsonNode> elements;
    SkipSpaces();
    if (at_ != end_ && *at_ == ']') {
      ++at_;
    } else {
      while (true) {
        SkipSpaces();
        if (!ParseValue(elements.emplace_back(), depth + 1)) return false;
        SkipSpaces();
        if (at_ == end_) return false;
        const char c = *at_++;
        if (c == ']') break;
        if (c != ',') return false;
      }
    }
    out.kind = JsonNode::Kind::kArray;
    out.elements = Keep(elements);
    out.size = static_cast<uint32_t>(elements.size());
    return true;
  }

  bool ParseObject(JsonNode& out, int depth) {
    ++at_;
    std::vector<JsonMember> members;
    SkipSpaces();
    if (at_ != end_ && *at_ == '}') {
      ++at_;
    } else {
      while (true) {
        SkipSpaces();
        if (at_ == end_ || !(*at_ == '"' || (relaxed_ && *at_ == '\''))) return false;
        JsonMember& member = members.emplace_back();
        if (!ParseString(member.name)) return false;
        SkipSpaces();
        if (at_ == end_ || *at_++ != ':') return false;
        SkipSpaces();
        if (!ParseValue(member.value, depth + 1)) return false;
        SkipSpaces();
        if (at_ == end_) return false;
        const char c = *at_++;
        if (c == '}') break;
        if (c != ',') return false;
      }
    }
    out.kind = JsonNode::Kind::kObject;
    out.members = Keep(members);
    out.size = static_cast<uint32_t>(members.size());
    return true;
  }

  template <typename T>
  const T* Keep(const std::vector<T>& items) {
    if (items.empty()) return nullptr;
    static_assert(std::is_trivially_copyable_v<T>);
    char* to = arena_.Allocate(items.size() * sizeof(T), alignof(T));
    std::memcpy(to, items.data(), items.size() * sizeof(T));
    return reinterpret_cast<const T*>(to);
  }

  const char* at_;
  const char* end_;
  Arena& arena_;
  const bool relaxed_;
  std::string decoded_;
};

}  // namespace

const JsonNode* JsonNode::Find(std::string_view name) const {
  const auto all = object();
  for (size_t i = all.size(); i-- > 0;)
    if (all[i].name == name) return &all[i].value;
  return nullptr;
}

const JsonNode* JsonNode::At(int64_t index) const {
  if (kind != Kind::kArray) return nullptr;
  if (index < 0) index += size;
  return index >= 0 && index < static_cast<int64_t>(size) ? elements + index : nullptr;
}

const JsonNode* ParseJson(std::string_view text, Arena& arena, JsonSyntax syntax) {
  JsonNode node;
  if (!Parser(text, arena, syntax).Document(node)) return nullptr;
  return arena.New<JsonNode>(node);
}

void AppendJsonKey(std::string_view key, std::string& out) {
  if (!out.empty() && out.back() != '{' && out.back() != '[') out += ',';
  AppendJsonString(key, out);
  out += ':';
}

void AppendJsonMember(std::string_view key, std::string_view value, std::string& out) {
  AppendJsonKey(key, out);
  AppendJsonString(value, out);
}

std::string TextMember(const JsonNode& object, std::string_view key) {
  const JsonNode* const node = object.Find(key);
  return node != nullptr && node->kind == JsonNode::Kind::kString ? std::string(node->text) : std::string();
}

bool FlagMember(const JsonNode& object, std::string_view key) {
  const JsonNode* const node = object.Find(key);
  return node != nullptr && node->kind == JsonNode::Kind::kBool && node->boolean;
}

void AppendJsonString(std::string_view text, std::string& out) {
  out += '"';
  size_t plain = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default: {
        constexpr char kHex[] = "0123456789abcdef";
        out += "\\u00";
        out += kHex[c >> 4];
        out += kHex[c & 15];
      }
    }
  }
  out.append(text, plain, text.size() - plain);
  out += '"';
}

void AppendJsonNumber(double value, std::string& out) {
  if (std::isfinite(value)) {
    out += FormatReal(value, true);
  } else {
    out += '"';
    out += FormatReal(value);
    out += '"';
  }
}

void AppendJson(const JsonNode& node, std::string& out) {
  switch (node.kind) {
    case JsonNode::Kind::kNull:
      out += "null";
      break;
    case JsonNode::Kind::kBool:
      out += node.boolean ? "true" : "false";
      break;
    case JsonNode::Kind::kInteger:
      out += std::to_string(node.integer);
      break;
    case JsonNode::Kind::kReal:
      AppendJsonNumber(node.real, out);
      break;
    case JsonNode::Kind::kString:
      AppendJsonString(node.text, out);
      break;
    case JsonNode::Kind::kArray: {
      out += '[';
      bool first = true;
      for (const JsonNode& element : node.array()) {
        if (!first) out += ',';
        first = false;
        AppendJson(element, out);
      }
      out += ']';
      break;
    }
    case JsonNode::Kind::kObject: {
      out += '{';
      bool first = true;
      for (const JsonMember& member : node.object()) {
        if (!first) out += ',';
        first = false;
        AppendJsonString(member.name, out);
        out += ':';
        AppendJson(member.value, out);
      }
      out += '}';
      break;
    }
  }
}

}  // namespace quarry
