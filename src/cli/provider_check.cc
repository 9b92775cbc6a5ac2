#include "cli/provider_check.h"

#include <algorithm>

#include "packs/files.h"
#include "providers/provider_match.h"

namespace quarry {
namespace {

// Words that platforms for running code put into their names.
constexpr std::string_view kWords[] = {"run",     "fn",     "fnc",  "func",       "function", "functions", "worker",
                                       "workers", "lambda", "edge", "serverless", "faas",     "deploy",    "compute"};
// And what longer labels begin or end with.
constexpr std::string_view kBeginnings[] = {"edge", "worker", "lambda", "function", "serverless", "faas"};
constexpr std::string_view kEnds[] = {"worker", "workers", "lambda", "functions", "serverless", "edge", "faas"};

bool SpeaksOfCompute(std::string_view rule) {
  while (!rule.empty()) {
    const size_t end = std::min(rule.find('.'), rule.size());
    std::string_view label = rule.substr(0, end);
    rule.remove_prefix(std::min(end + 1, rule.size()));
    while (!label.empty()) {
      const size_t dash = std::min(label.find('-'), label.size());
      const std::string_view word = label.substr(0, dash);
      label.remove_prefix(std::min(dash + 1, label.size()));
      if (std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords)) return true;
      for (const std::string_view beginning : kBeginnings)
        if (word.starts_with(beginning)) return true;
      for (const std::string_view ending : kEnds)
        if (word.ends_with(ending)) return true;
    }
  }
  return false;
}

// Is `rule` the end of the pattern, with `*` for any label?
bool Above(std::string_view pattern, std::string_view rule) {
  while (!rule.empty()) {
    if (pattern.empty()) return false;
    const size_t dot = rule.rfind('.'), pattern_dot = pattern.rfind('.');
    const std::string_view label = rule.substr(dot + 1), wanted = pattern.substr(pattern_dot + 1);
    if (wanted != "*" && wanted != label) return false;
    rule = dot == std::string_view::npos ? std::string_view() : rule.substr(0, dot);
    pattern = pattern_dot == std::string_view::npos ? std::string_view() : pattern.substr(0, pattern_dot);
  }
  return true;
}

// Does a row speak of the names below this rule?
bool Covered(const std::string& rule) {
  std::string host = "x." + rule;
  for (size_t star = host.find('*'); star != std::string::npos; star = host.find('*')) host[star] = 'x';
  if (FindProvider(host, ProviderRows::kAll).provider) return true;
  // A rule above a row's suffix (`r.appspot.com` and `*.r.appspot.com`) is covered by it too.
  for (const Provider& provider : AllProviders()) {
    for (const std::string_view suffix : provider.suffixes)
      if (Above(suffix, rule)) return true;
  }
  const std::span<const ReviewedSuffix> reviewed = ReviewedSuffixes();
  return std::any_of(reviewed.begin(), reviewed.end(), [&](const ReviewedSuffix& one) { return one.rule == rule; });
}

}  // namespace

std::string SystemPublicSuffixFile() {
  std::string path = PublicSuffixList::SystemFile();
  // libpsl names the compiled list; the published text lies beside it.
  if (const size_t dot = path.rfind('.'); dot != std::string::npos) path = path.substr(0, dot) + ".dat";
  return path;
}

Result<ProviderGaps> FindProviderGaps(const std::string& public_suffix_file) {
  Result<std::string> text = ReadWholeFile(public_suffix_file);
  if (!text) return text.error();
  Result<std::vector<PublicSuffixRule>> rules = ParsePublicSuffixRules(*text);
  if (!rules) return Error{public_suffix_file + " is no public suffix list: " + rules.error().message};
  Result<PublicSuffixList> list = PublicSuffixList::Load(public_suffix_file);
  if (!list) return list.error();
  ProviderGaps gaps;
  for (PublicSuffixRule& rule : *rules) {
    if (!rule.private_section) continue;
    ++gaps.rules;
    if (!rule.exception && SpeaksOfCompute(rule.name) && !Covered(rule.name)) gaps.unlisted.push_back(std::move(rule));
  }
  for (const Provider& provider : AllProviders()) {
    if (!provider.public_suffix.empty() && !list->HasRule(provider.public_suffix))
      gaps.without_rule.push_back(&provider);
  }
  return gaps;
}

}  // namespace quarry
