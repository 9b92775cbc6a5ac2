// Regular expressions. RE2 runs them in linear time; KQL's dialect has nothing that RE2 lacks. Sigma's and CQL's
// may use lookaround and backreferences: those run in PCRE2, with a limit on steps.
// Ownership: Regexes of one pattern share its program, which the last of them frees; the programs that were compiled
// last stay, since binding a query compiles the same pattern again and again. Thread rule: immutable after Compile,
// which any thread may call.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "functions/function_def.h"

namespace quarry {

enum class RegexDialect : uint8_t { kKql, kPerl };

struct RegexOptions {
  RegexDialect dialect = RegexDialect::kKql;
  bool ignore_case = false;
  bool dot_matches_newline = false;
  bool multi_line = false;  // ^ and $ match at line ends
};

// One match; `groups[0]` is all of it. A group that took no part has a null data pointer.
using RegexGroups = std::vector<std::string_view>;

class Regex : public CallState {
 public:
  static Result<std::unique_ptr<const Regex>> Compile(std::string_view pattern, const RegexOptions& options);
  ~Regex() override;

  bool Matches(std::string_view text) const;  // anywhere in `text`
  // The first match at or behind byte `from`; `groups` is resized to group_count() + 1.
  bool Find(std::string_view text, size_t from, RegexGroups& groups) const;
  int group_count() const { return group_count_; }
  // Name of each group, by number; "" for those without.
  const std::vector<std::string>& group_names() const { return group_names_; }
  const std::string& pattern() const { return pattern_; }

 private:
  struct Program;
  class Programs;  // those that are known
  Regex() = default;
  static Result<std::shared_ptr<const Program>> CompileProgram(std::string_view pattern, const RegexOptions& options);
  std::string pattern_;
  std::shared_ptr<const Program> program_;  // shared by Regexes of the same pattern and options
  int group_count_ = 0;
  std::vector<std::string> group_names_;
};

// Calls `visit(groups)` for each match in turn, from left to right, without overlap; empty matches move on by one
// code point. `visit` returns false to stop.
template <typename Visit>
void ForEachMatch(const Regex& regex, std::string_view text, const Visit& visit) {
  RegexGroups groups;
  size_t from = 0;
  while (from <= text.size() && regex.Find(text, from, groups)) {
    if (!visit(groups)) return;
    const size_t begin = static_cast<size_t>(groups[0].data() - text.data());
    from = begin + groups[0].size();
    if (groups[0].empty()) {
      ++from;
      while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80) ++from;
    }
  }
}

// `text` with each match replaced by `replacement`, in which \0...\9 stand for groups and \\ for a backslash.
std::string ReplaceMatches(const Regex& regex, std::string_view text, std::string_view replacement);

// A PrepareFn for KQL functions whose pattern is argument `Argument`: the state is its Regex, nullptr when the
// pattern is not constant.
Result<std::unique_ptr<const CallState>> PrepareRegex(const PrepareCall& call, size_t argument);
// The Regex of a call: its state, or else one compiled from `pattern` and kept for this thread's next row.
// nullptr when the pattern is no regular expression.
const Regex* RegexOf(const KernelCall& call, std::string_view pattern);

}  // namespace quarry
