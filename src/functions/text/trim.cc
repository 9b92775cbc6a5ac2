#include "functions/text/trim.h"

#include <optional>

#include "functions/text/regex.h"

namespace quarry {

namespace {

struct TrimState : CallState {
  std::unique_ptr<const Regex> start, end;
};

Result<std::unique_ptr<TrimState>> Compile(std::string_view pattern, bool start, bool end) {
  auto state = std::make_unique<TrimState>();
  const std::string group = "(?:" + std::string(pattern) + ")";
  // The pattern alone must be valid too: "a)(b" is not.
  auto alone = Regex::Compile(pattern, {});
  if (!alone) return alone.error();
  if (start) {
    auto regex = Regex::Compile("^(?:" + group + ")+", {});
    if (!regex) return regex.error();
    state->start = std::move(*regex);
  }
  if (end) {
    auto regex = Regex::Compile("(?:" + group + ")+$", {});
    if (!regex) return regex.error();
    state->end = std::move(*regex);
  }
  return state;
}

}  // namespace

Result<std::unique_ptr<const CallState>> PrepareTrim(const PrepareCall& call, bool start, bool end) {
  if (!call.constants[0]) return std::unique_ptr<const CallState>();
  auto state = Compile(call.constants[0]->text(), start, end);
  if (!state) return state.error();
  return std::unique_ptr<const CallState>(std::move(*state));
}

Cell Trimmed(const KernelCall& call, std::string_view pattern, std::string_view text, bool start, bool end) {
  std::unique_ptr<TrimState> made;
  const auto* state = static_cast<const TrimState*>(call.state);
  if (!state) {
    auto compiled = Compile(pattern, start, end);
    if (!compiled) return Cell::Null();
    made = std::move(*compiled);
    state = made.get();
  }
  RegexGroups groups;
  if (start && state->start->Find(text, 0, groups)) text.remove_prefix(groups[0].size());
  if (end && state->end->Find(text, 0, groups)) text.remove_suffix(groups[0].size());
  return Cell::Text(text);
}

}  // namespace quarry
