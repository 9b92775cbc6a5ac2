// What the operator parse-kv matches. The binder writes the settings; conversions of the texts to types stand above
// the call.
#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/arena.h"
#include "functions/function_def.h"
#include "types/json.h"

namespace quarry {
namespace {

struct Settings : CallState {
  std::vector<std::string> keys;
  std::string pair, kv, escapes;
  std::vector<std::string> quotes;  // opening and closing character
  bool greedy = false;
  std::unique_ptr<RE2> regex;
};

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  if (call.constants[1] == nullptr || call.constants[2] == nullptr) return Error{"the keys are not constant"};
  Arena arena;
  const JsonNode* keys = ParseJson(call.constants[1]->text(), arena);
  const JsonNode* given = ParseJson(call.constants[2]->text(), arena);
  if (keys == nullptr || given == nullptr) return Error{"the settings are not JSON"};
  auto settings = std::make_unique<Settings>();
  for (const JsonNode& key : keys->array()) settings->keys.emplace_back(key.text);
  const auto text = [&](std::string_view name) {
    const JsonNode* node = given->Find(name);
    return node ? std::string(node->text) : std::string();
  };
  settings->pair = text("pair");
  settings->kv = text("kv");
  settings->escapes = text("escapes");
  if (const JsonNode* quotes = given->Find("quotes"))
    for (const JsonNode& quote : quotes->array()) settings->quotes.push_back({quote.text.front(), quote.text.back()});
  const JsonNode* greedy = given->Find("greedy");
  settings->greedy = greedy != nullptr && greedy->boolean;
  if (const JsonNode* regex = given->Find("regex")) {
    RE2::Options options;
    options.set_log_errors(false);
    settings->regex = std::make_unique<RE2>(re2::StringPiece(regex->text.data(), regex->text.size()), options);
    if (!settings->regex->ok()) return Error{"the pattern is not a regular expression: " + settings->regex->error()};
    if (settings->regex->NumberOfCapturingGroups() != 2)
      return Error{"the pattern needs two groups: the key and the value"};
  }
  return std::unique_ptr<const CallState>(std::move(settings));
}

bool IsSpace(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

class Reader {
 public:
  Reader(const Settings& settings, std::string_view text) : settings_(settings), text_(text) {}

  // The next pair; false at the end.
  bool Next(std::string* key, std::string* value) {
    while (at_ < text_.size()) {
      if (At(settings_.pair, at_))
        at_ += settings_.pair.size();
      else if (IsSpace(text_[at_]) && !At(settings_.kv, at_))
        at_++;
      else if (ReadKey(key))
        return ReadValue(value), true;
    }
    return false;
  }

 private:
  bool At(std::string_view what, size_t at) const { return text_.compare(at, what.size(), what) == 0; }

  // The text in quotes at `at`, which moves behind them. Without its end a quote is a character like others.
  std::optional<std::string> Quoted(size_t* at) const {
    for (const std::string& quote : settings_.quotes) {
      if (*at >= text_.size() || text_[*at] != quote[0]) continue;
      std::string inside;
      for (size_t i = *at + 1; i < text_.size(); i++) {
        if (settings_.escapes.find(text_[i]) != std::string::npos && i + 1 < text_.size()) {
          inside += text_[++i];
          continue;
        }
        if (text_[i] == quote[1]) {
          *at = i + 1;
          return inside;
        }
        inside += text_[i];
      }
    }
    return std::nullopt;
  }

  // False for a piece without a value, which is passed over.
  bool ReadKey(std::string* key) {
    size_t at = at_;
    std::optional<std::string> quoted = Quoted(&at);
    const size_t from = at;
    while (at < text_.size() && !At(settings_.kv, at) && !At(settings_.pair, at)) at++;
    if (at >= text_.size() || !At(settings_.kv, at)) {
      at_ = at;
      return false;
    }
    *key = quoted ? *quoted : std::string(Trimmed(text_.substr(from, at - from)));
    at_ = at + settings_.kv.size();
    return true;
  }

  void ReadValue(std::string* value) {
    size_t at = at_;
    while (at < text_.size() && IsSpace(text_[at]) && !At(settings_.pair, at)) at++;
    if (std::optional<std::string> quoted = Quoted(&at)) {
      *value = *quoted;
      at_ = at;
      return;
    }
    const size_t end = settings_.greedy ? GreedyEnd() : std::min(text_.find(settings_.pair, at_), text_.size());
    *value = Trimmed(text_.substr(at_, end - at_));
    at_ = end;
  }

  // A greedy value ends at the last pair delimiter before the next key.
  size_t GreedyEnd() const {
    size_t last = std::string_view::npos;
    for (size_t at = at_; at < text_.size();) {
      if (At(settings_.pair, at)) {
        last = at;
        at += settings_.pair.size();
        Quoted(&at);
      } else if (At(settings_.kv, at) && last != std::string_view::npos) {
        return last;
      } else {
        at++;
      }
    }
    return text_.size();
  }

  const Settings& settings_;
  std::string_view text_;
  size_t at_ = 0;
};

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto& settings = static_cast<const Settings&>(*call.state);
  std::vector<std::optional<std::string>> found(settings.keys.size());
  // The first value of a key counts.
  const auto keep = [&](std::string_view key, std::string_view value) {
    for (size_t i = 0; i < found.size(); i++)
      if (!found[i] && settings.keys[i] == key) found[i] = std::string(value);
  };
  if (settings.regex) {
    re2::StringPiece rest(args[0].text.data(), args[0].text.size()), key, value;
    for (const char* before = rest.data(); RE2::FindAndConsume(&rest, *settings.regex, &key, &value);
         before = rest.data()) {
      keep(Trimmed({key.data(), key.size()}), Trimmed({value.data(), value.size()}));
      // An empty match at its own place does not move on by itself.
      if (rest.data() != before) continue;
      if (rest.empty()) break;
      rest.remove_prefix(1);
    }
  } else {
    Reader reader(settings, args[0].text);
    std::string key, value;
    while (reader.Next(&key, &value)) keep(key, value);
  }
  std::string json = "[";
  for (const std::optional<std::string>& value : found) {
    if (json.size() > 1) json += ',';
    if (value)
      AppendJsonString(*value, json);
    else
      json += "null";
  }
  json += ']';
  result = Cell::Text(call.arena.Copy(json));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kParseKeyValues) = {
    .name = "parse_key_values",
    .signature = "(text: string, keys: dynamic, settings: dynamic) -> dynamic",
    .doc =
        "The values of `keys` in a text of keys and values, as an array of texts; null for a key that the text does "
        "not have.",
    .example = "T | parse-kv Message as (user:string) with (pair_delimiter=\",\", kv_delimiter=\"=\")",
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry
