// not registered: the splitter of json.cc
#include "readers/formats/json/json_splitter.h"

#include <cstring>
#include <string>

#include "readers/json/json_scanner.h"

namespace quarry {

namespace {
// Members that hold the records of a wrapper: cloud audit exports, REST pages, search results.
constexpr std::string_view kWrappers[] = {"Records", "records", "value",  "results",
                                          "Results", "events",  "Events", "logs"};

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

size_t SkipSpaces(std::string_view text, size_t at) {
  while (at < text.size() && IsSpace(text[at])) ++at;
  return at;
}

// Behind the string that starts at `at`; npos when it is cut.
size_t EndOfString(std::string_view text, size_t at) {
  for (++at; at < text.size(); ++at) {
    const void* const quote = std::memchr(text.data() + at, '"', text.size() - at);
    if (quote == nullptr) return std::string_view::npos;
    const size_t end = static_cast<size_t>(static_cast<const char*>(quote) - text.data());
    size_t backslashes = 0;
    while (end - backslashes > at && text[end - backslashes - 1] == '\\') ++backslashes;
    at = end;
    if (backslashes % 2 == 0) return end + 1;
  }
  return std::string_view::npos;
}

// Behind the bracket that closes the `depth` open ones; npos when it is cut.
size_t EndOfNesting(std::string_view text, size_t at, size_t depth) {
  while (at < text.size()) {
    switch (text[at]) {
      case '"':
        at = EndOfString(text, at);
        if (at == std::string_view::npos) return at;
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
  return std::string_view::npos;
}

struct Wrapper {
  enum class Answer { kNo, kYes, kCut } answer = Answer::kNo;
  size_t records = 0;  // behind the '[' of its records
  std::string_view name;
};

// Whether the object is a wrapper: members of plain values, then one of the names with an array of objects.
Wrapper FindWrapper(std::string_view object) {
  using Answer = Wrapper::Answer;
  const auto cut = [&](size_t at) { return at >= object.size(); };
  size_t at = SkipSpaces(object, 1);
  while (!cut(at)) {
    if (object[at] != '"') return {};
    const size_t end = EndOfString(object, at);
    if (end == std::string_view::npos) return {Answer::kCut};
    const std::string_view name = object.substr(at + 1, end - at - 2);
    at = SkipSpaces(object, end);
    if (cut(at)) return {Answer::kCut};
    if (object[at] != ':') return {};
    at = SkipSpaces(object, at + 1);
    if (cut(at)) return {Answer::kCut};
    if (object[at] == '{') return {};
    if (object[at] == '[') {
      const size_t first = SkipSpaces(object, at + 1);
      if (cut(first)) return {Answer::kCut};
      for (const std::string_view wrapper : kWrappers) {
        if (name == wrapper && (object[first] == '{' || object[first] == ']')) return {Answer::kYes, at + 1, wrapper};
      }
      return {};
    }
    const size_t value_end = EndOfJsonValue(object.substr(at));
    if (value_end == std::string_view::npos) return {Answer::kCut};
    at = SkipSpaces(object, at + value_end);
    if (cut(at)) return {Answer::kCut};
    if (object[at] != ',') return {};
    at = SkipSpaces(object, at + 1);
  }
  return {Answer::kCut};
}

class JsonSplitter final : public RecordSplitter {
 public:
  Piece Split(std::string_view data, bool at_end) override {
    Piece piece;
    size_t at = 0;
    if (at_start_ && data.starts_with("\xef\xbb\xbf")) at = 3;
    at_start_ = false;
    // `at` is behind what was understood. Bytes that belong to no record end the piece when it has records already.
    piece.skip = at;
    while (true) {
      size_t next = SkipSpaces(data, at);
      if (next < data.size() && data[next] == ',' && state_ != State::kTop) next = SkipSpaces(data, next + 1);
      if (next == data.size()) {
        if (piece.records == 0)
          piece.skip = next;
        else
          piece.size = next - piece.skip;
        return piece;
      }
      if (piece.records == 0) piece.skip = next;
      const char first = data[next];
      if (state_ == State::kBehindWrapped) {
        if (piece.records > 0) return piece;
        const size_t end = EndOfNesting(data, next, 1);
        if (end == std::string_view::npos) {
          piece.skip = at_end ? data.size() : at;
          if (at_end) piece.stop = true, piece.problem = "the object that wraps the records does not end";
          return piece;
        }
        state_ = State::kTop;
        piece.skip = at = end;
        continue;
      }
      if (state_ != State::kTop && first == ']') {
        if (piece.records > 0) return piece;
        state_ = state_ == State::kWrapped ? State::kBehindWrapped : State::kTop;
        piece.skip = at = next + 1;
        continue;
      }
      if (state_ == State::kTop && first != '{') {
        if (piece.records > 0) return piece;
        if (first == '[') {
          state_ = State::kArray;
          piece.skip = at = next + 1;
          continue;
        }
        const size_t line = data.find('\n', next);
        piece.skip = line == std::string_view::npos ? data.size() : line + 1;
        piece.problem = "neither a JSON object nor an array of them";
        return piece;
      }
      if (state_ == State::kTop) {
        const Wrapper wrapper = first_object_ || !wrapper_name_.empty() ? FindWrapper(data.substr(next)) : Wrapper{};
        if (wrapper.answer == Wrapper::Answer::kCut && !at_end) {
          if (piece.records == 0) piece.skip = at;
          return piece;
        }
        if (wrapper.answer == Wrapper::Answer::kYes && (first_object_ || wrapper.name == wrapper_name_)) {
          if (piece.records > 0) return piece;
          first_object_ = false;
          wrapper_name_ = wrapper.name;
          state_ = State::kWrapped;
          piece.skip = at = next + wrapper.records;
          continue;
        }
      }
      size_t size = EndOfJsonValue(data.substr(next));
      if (size == std::string_view::npos) {
        if (!at_end) {
          if (piece.records == 0) piece.skip = at;
          return piece;
        }
        size = data.size() - next;
      }
      first_object_ = false;
      at = next + size;
      piece.size = at - piece.skip;
      ++piece.records;
    }
  }

  // Where the record ends is not known: there is no safe place to go on from.
  Piece SkipOversized(std::string_view) override {
    Piece piece;
    piece.stop = true;
    return piece;
  }

 private:
  enum class State { kTop, kArray, kWrapped, kBehindWrapped };
  State state_ = State::kTop;
  bool at_start_ = true;
  bool first_object_ = true;
  std::string wrapper_name_;
};
}  // namespace

size_t EndOfJsonValue(std::string_view text) {
  if (text.empty()) return std::string_view::npos;
  if (text[0] == '"') return EndOfString(text, 0);
  if (text[0] == '{' || text[0] == '[') return EndOfNesting(text, 1, 1);
  const size_t end = text.find_first_of(",]} \t\r\n", 1);
  return end;
}

std::unique_ptr<RecordSplitter> NewJsonSplitter() {
  return std::make_unique<JsonSplitter>();
}

JsonForm FormOfJson(std::string_view head) {
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  head.remove_prefix(SkipSpaces(head, 0));
  if (head.empty()) return JsonForm::kNone;
  if (head[0] == '[') {
    const size_t first = SkipSpaces(head, 1);
    return first < head.size() && (head[first] == '{' || head[first] == ']') ? JsonForm::kArray : JsonForm::kNone;
  }
  if (head[0] != '{') return JsonForm::kNone;
  const size_t name = SkipSpaces(head, 1);
  if (name < head.size() && head[name] != '"' && head[name] != '}') return JsonForm::kNone;
  if (FindWrapper(head).answer == Wrapper::Answer::kYes) return JsonForm::kWrapped;
  const size_t end = EndOfJsonValue(head);
  const size_t line = head.find('\n');
  return line < (end == std::string_view::npos ? head.size() : end) ? JsonForm::kSpreadObject
                                                                    : JsonForm::kObjectInALine;
}

}  // namespace quarry
