// What the operators parse and parse-where match: one regular expression with a named group p0, p1, ... for each
// column. The binder writes the expression; conversions of the texts to types stand above the call.
#include <re2/re2.h>

#include <map>
#include <string>
#include <vector>

#include "functions/function_def.h"
#include "types/json.h"

namespace quarry {
namespace {

struct Pattern : CallState {
  explicit Pattern(const std::string& text, const RE2::Options& options) : regex(text, options) {}
  RE2 regex;
  std::vector<int> groups;  // of p0, p1, ...
};

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  if (call.constants[1] == nullptr) return Error{"the pattern is not a constant"};
  RE2::Options options;
  options.set_log_errors(false);
  auto pattern = std::make_unique<Pattern>(call.constants[1]->text(), options);
  if (!pattern->regex.ok()) return Error{"the pattern is not a regular expression: " + pattern->regex.error()};
  const std::map<std::string, int>& named = pattern->regex.NamedCapturingGroups();
  for (size_t i = 0;; i++) {
    auto group = named.find("p" + std::to_string(i));
    if (group == named.end()) break;
    pattern->groups.push_back(group->second);
  }
  return std::unique_ptr<const CallState>(std::move(pattern));
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto& pattern = static_cast<const Pattern&>(*call.state);
  std::vector<re2::StringPiece> found(static_cast<size_t>(pattern.regex.NumberOfCapturingGroups()) + 1);
  re2::StringPiece text(args[0].text.data(), args[0].text.size());
  if (!pattern.regex.Match(text, 0, text.size(), RE2::ANCHOR_BOTH, found.data(), static_cast<int>(found.size())))
    return;
  std::string json = "[";
  for (int group : pattern.groups) {
    if (json.size() > 1) json += ',';
    const re2::StringPiece& piece = found[static_cast<size_t>(group)];
    AppendJsonString(std::string_view(piece.data(), piece.size()), json);
  }
  json += ']';
  result = Cell::Text(call.arena.Copy(json));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kParsePattern) = {
    .name = "parse_pattern",
    .signature = "(text: string, pattern: string) -> dynamic",
    .doc =
        "The texts of the named groups `p0`, `p1`, ... where `pattern` matches the whole text, as an array; null where "
        "it does not.",
    .example = "T | parse Message with * \"user=\" User \" ip=\" Ip",
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry
