// not registered: the regular expression dialect behind the functions of this folder
#include "functions/library/cql/regex_dialect.h"

#include <algorithm>

#include "base/ascii.h"
#include "functions/text/required_literals.h"

namespace quarry {
namespace {

struct Rewritten {
  std::string pattern;
  std::vector<std::pair<int, std::string>> names;
};

// Gives named groups numbers instead of names, and a leading (?i) its reach.
Rewritten Rewrite(std::string_view pattern, std::string_view flags) {
  Rewritten out;
  int groups = 0, depth = 0;
  bool in_class = false;
  size_t first_bar = std::string_view::npos;
  for (size_t i = 0; i < pattern.size(); ++i) {
    char c = pattern[i];
    if (c == '\\' && i + 1 < pattern.size()) {
      (out.pattern += c) += pattern[++i];
      continue;
    }
    if (in_class) {
      in_class = c != ']';
      out.pattern += c;
      continue;
    }
    if (c == '[') {
      in_class = true;
      out.pattern += c;
      // A bracket that comes first belongs to the class.
      size_t next = i + 1;
      if (next < pattern.size() && pattern[next] == '^') out.pattern += pattern[next++];
      if (next < pattern.size() && pattern[next] == ']') out.pattern += pattern[next++];
      i = next - 1;
      continue;
    }
    if (c == ')') --depth;
    if (c == '|' && depth == 0 && first_bar == std::string_view::npos) first_bar = out.pattern.size();
    if (c != '(') {
      out.pattern += c;
      continue;
    }
    ++depth;
    out.pattern += c;
    std::string_view rest = pattern.substr(i + 1);
    size_t skip = rest.starts_with("?P<")                                                          ? 3
                  : rest.starts_with("?<") && !rest.starts_with("?<=") && !rest.starts_with("?<!") ? 2
                                                                                                   : 0;
    if (skip > 0) {
      size_t end = rest.find('>', skip);
      ++groups;
      if (end == std::string_view::npos) continue;
      out.names.emplace_back(groups, std::string(rest.substr(skip, end - skip)));
      i += end + 1;
    } else if (!rest.starts_with("?")) {
      ++groups;
    }
  }
  const bool all_alternatives = flags.find('F') != std::string_view::npos;
  if (!all_alternatives && first_bar != std::string_view::npos && out.pattern.starts_with("(?")) {
    size_t close = out.pattern.find(')');
    bool only_flags = close != std::string::npos && close > 2;
    for (size_t i = 2; i < close && only_flags; ++i) only_flags = IsAsciiAlpha(out.pattern[i]);
    if (only_flags && close < first_bar)
      out.pattern = "(?:" + out.pattern.substr(0, first_bar) + ")" + out.pattern.substr(first_bar);
  }
  return out;
}

Result<RegexOptions> OptionsOf(std::string_view flags) {
  RegexOptions options;
  options.dialect = RegexDialect::kPerl;
  for (char flag : flags) {
    if (flag == 'i')
      options.ignore_case = true;
    else if (flag == 'd' || flag == 's')
      options.dot_matches_newline = true;
    else if (flag == 'm')
      options.multi_line = true;
    else if (flag != 'g' && flag != 'F')
      return Error{"unknown flag `" + std::string(1, flag) + "` of a regular expression; flags are i, d, m, g and F"};
  }
  return options;
}

}  // namespace

Result<std::unique_ptr<const CqlRegex>> CqlRegex::Compile(std::string_view pattern, std::string_view flags) {
  Result<RegexOptions> options = OptionsOf(flags);
  if (!options) return options.error();
  Rewritten rewritten = Rewrite(pattern, flags);
  auto regex = Regex::Compile(rewritten.pattern, *options);
  if (!regex) return regex.error();
  auto compiled = std::make_unique<CqlRegex>();
  compiled->regex_ = std::move(regex.value());
  compiled->names_ = std::move(rewritten.names);
  return std::unique_ptr<const CqlRegex>(std::move(compiled));
}

std::vector<int> CqlRegex::Groups(std::string_view name) const {
  std::vector<int> numbers;
  for (const auto& [number, known] : names_) {
    if (known == name) numbers.push_back(number);
  }
  return numbers;
}

Result<void> CheckCqlRegex(std::string_view pattern, std::string_view flags, std::vector<std::string>* names) {
  auto regex = CqlRegex::Compile(pattern, flags);
  if (!regex) return regex.error();
  for (const auto& [number, name] : (*regex)->names()) {
    if (std::find(names->begin(), names->end(), name) == names->end()) names->push_back(name);
  }
  return {};
}

Result<std::unique_ptr<const CallState>> PrepareCqlRegex(const PrepareCall& call) {
  for (size_t i : {size_t{1}, size_t{2}}) {
    if (i < call.constants.size() && !call.constants[i])
      return Error{"a regular expression and its flags are constants"};
  }
  std::string_view flags = call.constants.size() > 2 ? std::string_view(call.constants[2]->text()) : std::string_view();
  auto regex = CqlRegex::Compile(call.constants[1]->text(), flags);
  if (!regex) return regex.error();
  return std::unique_ptr<const CallState>(std::move(regex.value()));
}

LiteralFilter CqlRegexLiterals(std::span<const Value* const> constants) {
  if (constants.size() < 2 || !constants[1]) return LiteralFilter::Any();
  std::string_view flags =
      constants.size() > 2 && constants[2] ? std::string_view(constants[2]->text()) : std::string_view();
  Rewritten rewritten = Rewrite(constants[1]->text(), flags);
  return RequiredByRegex(rewritten.pattern, flags.find('i') != std::string_view::npos);
}

}  // namespace quarry
