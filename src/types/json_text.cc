// Work on JSON text without nodes: CompactJson and FindJsonPath.
#include <cstring>

#include "types/json.h"

namespace quarry {

namespace {

bool IsSpace(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

// Walks over JSON text by structure alone. Members give the position behind what they passed, or nullptr
// when the text ends too early or is not what was asked for.
class Skipper {
 public:
  explicit Skipper(const char* end) : end_(end) {}

  const char* Spaces(const char* at) const {
    while (at != end_ && IsSpace(*at)) ++at;
    return at;
  }
  // REQUIRES: *at == '"'.
  const char* String(const char* at) const {
    ++at;
    while (at < end_) {
      const char* quote = static_cast<const char*>(std::memchr(at, '"', static_cast<size_t>(end_ - at)));
      if (!quote) return nullptr;
      // The quote is escaped when an odd number of backslashes stands before it.
      const char* before = quote;
      while (before > at && before[-1] == '\\') --before;
      if ((quote - before) % 2 == 0) return quote + 1;
      at = quote + 1;
    }
    return nullptr;
  }
  const char* Value(const char* at) const {
    if (at == end_) return nullptr;
    if (*at == '"') return String(at);
    if (*at == '{' || *at == '[') {
      size_t depth = 0;
      while (at != end_) {
        switch (*at) {
          case '"':
            at = String(at);
            if (!at) return nullptr;
            continue;
          case '{':
          case '[':
            ++depth;
            break;
          case '}':
          case ']':
            if (--depth == 0) return at + 1;
            break;
          default:
            break;
        }
        ++at;
      }
      return nullptr;
    }
    const char* from = at;
    while (at != end_ && *at != ',' && *at != '}' && *at != ']' && !IsSpace(*at)) ++at;
    return at == from ? nullptr : at;
  }
  // Steps into the element or member `step` of the container at `at`; the start of its value. Of equal names
  // the last one counts.
  const char* Into(const char* at, const JsonStep& step) const {
    at = Spaces(at);
    if (at == end_ || *at != (step.is_index ? '[' : '{')) return nullptr;
    if (step.is_index && step.index < 0) return FromEnd(at, step);
    ++at;
    const char* found = nullptr;
    for (int64_t i = 0;; ++i) {
      at = Spaces(at);
      if (at == end_ || *at == ']' || *at == '}') return found;
      bool wanted = step.is_index && i == step.index;
      if (!step.is_index) {
        if (*at != '"') return nullptr;
        const char* behind = String(at);
        if (!behind) return nullptr;
        wanted = SameName({at + 1, static_cast<size_t>(behind - at - 2)}, step.name);
        at = Spaces(behind);
        if (at == end_ || *at++ != ':') return nullptr;
        at = Spaces(at);
      }
      if (wanted) found = at;
      if (wanted && step.is_index) return found;
      at = Value(at);
      if (!at) return nullptr;
      at = Spaces(at);
      if (at == end_) return nullptr;
      if (*at == ',')
        ++at;
      else if (*at != ']' && *at != '}')
        return nullptr;
    }
  }

 private:
  const char* FromEnd(const char* array, const JsonStep& step) const {
    int64_t count = 0;
    for (const char* at = array + 1;;) {
      at = Spaces(at);
      if (at == end_) return nullptr;
      if (*at == ']') break;
      at = Value(at);
      if (!at) return nullptr;
      ++count;
      at = Spaces(at);
      if (at != end_ && *at == ',') ++at;
    }
    if (count + step.index < 0) return nullptr;
    JsonStep forward;
    forward.is_index = true;
    forward.index = count + step.index;
    return Into(array, forward);
  }
  static bool SameName(std::string_view raw, std::string_view name) {
    if (raw.find('\\') == std::string_view::npos) return raw == name;
    Arena arena;
    std::string quoted = "\"" + std::string(raw) + "\"";
    const JsonNode* node = ParseJson(quoted, arena);
    return node && node->text == name;
  }

  const char* end_;
};

}  // namespace

std::optional<std::string_view> FindJsonPath(std::string_view json, std::span<const JsonStep> path) {
  const char* end = json.data() + json.size();
  const Skipper skip(end);
  const char* at = skip.Spaces(json.data());
  for (const JsonStep& step : path) {
    at = skip.Into(at, step);
    if (!at) return std::nullopt;
  }
  const char* behind = skip.Value(at);
  if (!behind) return std::nullopt;
  return std::string_view(at, static_cast<size_t>(behind - at));
}

std::optional<std::string> CompactJson(std::string_view text) {
  Arena arena;
  if (!ParseJson(text, arena)) return std::nullopt;
  std::string out;
  out.reserve(text.size());
  const Skipper skip(text.data() + text.size());
  for (const char *at = text.data(), *end = at + text.size(); at != end;) {
    if (*at == '"') {
      const char* behind = skip.String(at);
      out.append(at, behind);
      at = behind;
    } else {
      if (!IsSpace(*at)) out += *at;
      ++at;
    }
  }
  return out;
}

}  // namespace quarry
