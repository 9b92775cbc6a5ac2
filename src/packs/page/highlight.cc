// Syntax colouring. It follows the outside of each language (comments, strings, words) and not its grammar: a broken
// text is coloured as far as it goes. The single entry is Highlighted.
#include <algorithm>
#include <span>

#include "base/ascii.h"
#include "packs/page/html.h"

namespace quarry {
namespace {

constexpr std::string_view kKqlWords[] = {"and",
                                          "as",
                                          "asc",
                                          "between",
                                          "by",
                                          "case",
                                          "consume",
                                          "contains",
                                          "count",
                                          "datatable",
                                          "desc",
                                          "distinct",
                                          "dynamic",
                                          "endswith",
                                          "evaluate",
                                          "extend",
                                          "externaldata",
                                          "false",
                                          "find",
                                          "fork",
                                          "getschema",
                                          "has",
                                          "has_all",
                                          "has_any",
                                          "has_cs",
                                          "hasprefix",
                                          "hassuffix",
                                          "in",
                                          "invoke",
                                          "join",
                                          "kind",
                                          "let",
                                          "limit",
                                          "lookup",
                                          "make-series",
                                          "materialize",
                                          "matches",
                                          "mv-apply",
                                          "mv-expand",
                                          "not",
                                          "null",
                                          "nulls",
                                          "on",
                                          "or",
                                          "order",
                                          "parse",
                                          "parse-where",
                                          "partition",
                                          "print",
                                          "project",
                                          "project-away",
                                          "project-rename",
                                          "project-reorder",
                                          "range",
                                          "regex",
                                          "render",
                                          "sample",
                                          "scan",
                                          "search",
                                          "serialize",
                                          "sort",
                                          "startswith",
                                          "summarize",
                                          "take",
                                          "to",
                                          "top",
                                          "true",
                                          "typeof",
                                          "union",
                                          "where",
                                          "with"};
constexpr std::string_view kCqlWords[] = {"and", "as", "case", "false", "in", "like", "not", "or", "true"};
constexpr std::string_view kPowerShellWords[] = {"catch",    "else", "exit", "finally", "for", "foreach",
                                                 "function", "if",   "in",   "return",  "try", "while"};
constexpr std::string_view kCommandPromptWords[] = {"copy", "del", "do", "echo", "for", "if", "in", "set"};
constexpr std::string_view kShellWords[] = {"do", "done", "else", "esac", "fi", "for", "if", "in", "then", "while"};

class Highlighter {
 public:
  Highlighter(std::string_view text, CodeLanguage language) : text_(text), language_(language) {}
  std::string Run();

 private:
  bool At(std::string_view prefix) const { return text_.substr(at_).starts_with(prefix); }
  char Before() const { return at_ == 0 ? '\n' : text_[at_ - 1]; }
  void Take(size_t end, std::string_view type);
  bool Comment();
  bool String();
  bool Regex();
  bool Word();
  void YamlLine();
  std::span<const std::string_view> Words() const;
  size_t LineEnd() const { return std::min(text_.find('\n', at_), text_.size()); }

  std::string_view text_;
  CodeLanguage language_;
  size_t at_ = 0;
  std::string out_;
};

void Highlighter::Take(size_t end, std::string_view type) {
  const std::string part = Escaped(text_.substr(at_, end - at_));
  out_ += type.empty() ? part : "<span class=\"" + std::string(type) + "\">" + part + "</span>";
  at_ = end;
}

std::span<const std::string_view> Highlighter::Words() const {
  switch (language_) {
    case CodeLanguage::kKql:
      return kKqlWords;
    case CodeLanguage::kCql:
      return kCqlWords;
    case CodeLanguage::kPowerShell:
      return kPowerShellWords;
    case CodeLanguage::kCommandPrompt:
      return kCommandPromptWords;
    case CodeLanguage::kShell:
      return kShellWords;
    default:
      return {};
  }
}

bool Highlighter::Comment() {
  const bool slashes = (language_ == CodeLanguage::kKql || language_ == CodeLanguage::kCql) && At("//");
  const bool hash = (language_ == CodeLanguage::kYaml || language_ == CodeLanguage::kShell ||
                     language_ == CodeLanguage::kPowerShell) &&
                    At("#") && !At("#{") && IsAsciiSpace(Before());
  if (!slashes && !hash) return false;
  Take(LineEnd(), "c");
  return true;
}

bool Highlighter::String() {
  const char quote = text_[at_] == '@' && at_ + 1 < text_.size() ? text_[at_ + 1] : text_[at_];
  const bool verbatim = text_[at_] == '@';
  if (quote != '"' && quote != '\'') return false;
  if (verbatim && language_ != CodeLanguage::kKql && language_ != CodeLanguage::kPowerShell) return false;
  const bool escapes = !verbatim && (language_ == CodeLanguage::kKql || language_ == CodeLanguage::kCql ||
                                     (language_ == CodeLanguage::kYaml && quote == '"'));
  const bool lines = language_ == CodeLanguage::kShell || language_ == CodeLanguage::kPowerShell;
  for (size_t i = at_ + (verbatim ? 2 : 1); i < text_.size(); ++i) {
    if (text_[i] == '\n' && !lines) break;
    if (text_[i] == '\\' && escapes)
      ++i;
    else if (text_[i] == quote)
      return Take(i + 1, "s"), true;
  }
  // Never closed: an apostrophe.
  Take(at_ + 1, "");
  return true;
}

bool Highlighter::Regex() {
  if (language_ != CodeLanguage::kCql || text_[at_] != '/') return false;
  if (std::string_view("=( ,").find(Before()) == std::string_view::npos) return false;
  const size_t line_end = LineEnd();
  for (size_t i = at_ + 1; i < line_end; ++i) {
    if (text_[i] == '\\')
      ++i;
    else if (text_[i] == '/') {
      size_t end = i + 1;
      while (end < line_end && IsAsciiAlpha(text_[end])) ++end;
      return Take(end, "s"), true;
    }
  }
  return false;
}

bool Highlighter::Word() {
  const char c = text_[at_];
  if (IsAsciiDigit(c)) {
    size_t end = at_;
    while (end < text_.size() && (IsAsciiAlnum(text_[end]) || text_[end] == '.')) ++end;
    return Take(end, "n"), true;
  }
  if (!IsAsciiAlpha(c) && c != '_' && c != '#') return false;
  size_t end = at_ + 1;
  while (end < text_.size()) {
    const bool dash =
        text_[end] == '-' && end + 1 < text_.size() && IsAsciiAlpha(text_[end + 1]) && language_ != CodeLanguage::kCql;
    if (!IsAsciiAlnum(text_[end]) && text_[end] != '_' && text_[end] != ':' && !dash) break;
    if (text_[end] == ':' && language_ != CodeLanguage::kCql) break;
    ++end;
  }
  while (end > at_ + 1 && text_[end - 1] == ':') --end;
  const std::string word = AsciiLowered(text_.substr(at_, end - at_));
  const std::span<const std::string_view> words = Words();
  const bool keyword = std::find(words.begin(), words.end(), word) != words.end();
  const bool call = end < text_.size() && text_[end] == '(';
  const bool cmdlet = language_ == CodeLanguage::kPowerShell && word.find('-') != std::string::npos;
  Take(end, keyword ? "k" : call || cmdlet ? "f" : "");
  return true;
}

// Indentation, dashes and the key of a line; the rest goes on as usual.
void Highlighter::YamlLine() {
  const size_t end = LineEnd();
  size_t start = at_;
  while (start < end && (text_[start] == ' ' || (text_[start] == '-' && start + 1 < end && text_[start + 1] == ' ')))
    ++start;
  Take(start, "");
  if (start == end || text_[start] == '#' || text_[start] == '"' || text_[start] == '\'') return;
  for (size_t i = start; i < end; ++i) {
    if (text_[i] == ' ') return;
    if (text_[i] == ':' && (i + 1 == end || text_[i + 1] == ' ')) return Take(i, "p");
  }
}

std::string Highlighter::Run() {
  while (at_ < text_.size()) {
    if (language_ == CodeLanguage::kPlain) {
      Take(text_.size(), "");
      break;
    }
    if (language_ == CodeLanguage::kYaml && Before() == '\n') YamlLine();
    if (at_ >= text_.size()) break;
    if (Comment() || String() || Regex() || Word()) continue;
    Take(at_ + 1 < text_.size() && static_cast<unsigned char>(text_[at_]) >= 0x80
             ? std::min(text_.find_first_of(" \n\"'#", at_ + 1), text_.size())
             : at_ + 1,
         "");
  }
  return std::move(out_);
}

}  // namespace

std::string Highlighted(std::string_view text, CodeLanguage language) {
  return Highlighter(text, language).Run();
}

}  // namespace quarry
