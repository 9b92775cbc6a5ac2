// CQL's regular expressions: what differs from the shared Regex (functions/text/regex.h).
// - Group names may hold `.`, `#`, `@`, `[0]`; they are kept here and the groups are numbered below.
// - Engine v1 applies a leading `(?i)` to the first alternative only: `(?i)a|B` is `(?:(?i)a)|B`; flag `F` (v2) to all.
// - Flags: i (case), d (dot matches a line end), m (anchors per line), g and F.
// Ownership: a CqlRegex owns its program. Thread rule: immutable after Compile.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "functions/function_def.h"
#include "functions/text/regex.h"

namespace quarry {

class CqlRegex : public CallState {
 public:
  static Result<std::unique_ptr<const CqlRegex>> Compile(std::string_view pattern, std::string_view flags);
  const Regex& regex() const { return *regex_; }
  // Numbers of the groups called `name` (several may share it), in order.
  std::vector<int> Groups(std::string_view name) const;
  // Number and name of each named group.
  const std::vector<std::pair<int, std::string>>& names() const { return names_; }

 private:
  std::unique_ptr<const Regex> regex_;
  std::vector<std::pair<int, std::string>> names_;
};

// Is it a valid pattern? Appends the names of its groups, each once.
Result<void> CheckCqlRegex(std::string_view pattern, std::string_view flags, std::vector<std::string>* names);

// PrepareFn of functions whose arguments 1 and 2 are pattern and flags, both constant.
Result<std::unique_ptr<const CallState>> PrepareCqlRegex(const PrepareCall& call);
// What every match of the pattern in argument 1 contains.
LiteralFilter CqlRegexLiterals(std::span<const Value* const> constants);

}  // namespace quarry
