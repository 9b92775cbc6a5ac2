#include "packs/providers.h"

#include <span>

namespace quarry {
namespace {

std::string QuotedList(std::span<const std::string_view> texts) {
  std::string out = "[";
  for (const std::string_view text : texts) out += (out.size() > 1 ? ", \"" : "\"") + std::string(text) + '"';
  return out + "]";
}

}  // namespace

std::string SuffixRegex(std::string_view suffix) {
  std::string regex = "(?:^|\\.)";
  if (suffix.starts_with("*.")) {  // at least one label before the rest
    regex = "\\.";
    suffix.remove_prefix(2);
  }
  for (const char c : suffix) {
    if (c == '*')
      regex += "[^.]+";
    else if (c == '.')
      regex += "\\.";
    else
      regex += c;
  }
  return regex + "$";
}

std::string ProviderBlock(Lang lang, size_t indent) {
  const std::string margin(indent, ' ');
  std::string block;
  for (const Provider& provider : AllProviders()) {
    if (!provider.alertable()) continue;
    if (lang == Lang::kKql) {
      block += margin + "isnotempty(domain_suffix_match(Host, dynamic(" + QuotedList(provider.suffixes) + "))), \"" +
               std::string(provider.platform) + "\",\n";
      continue;
    }
    for (const std::string_view suffix : provider.suffixes) {
      const std::string regex = SuffixRegex(suffix);
      if (lang == Lang::kCql)
        block += margin + "Host=/" + regex + "/ | ServerlessPlatform := \"" + std::string(provider.platform) + "\" ;\n";
      else
        block +=
            margin + "- '" + regex.substr(0, regex.size() - 1) + "\\.?$'  # " + std::string(provider.platform) + "\n";
    }
  }
  return block;
}

std::string WithProviderBlock(std::string_view rule, Lang lang) {
  const size_t begin = rule.find(kProvidersBegin);
  const size_t end = rule.find(kProvidersEnd);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return std::string(rule);
  const size_t marker_line = rule.rfind('\n', begin) + 1;
  const size_t indent = rule.find_first_not_of(' ', marker_line) - marker_line;
  const size_t block_begin = rule.find('\n', begin) + 1;
  const size_t block_end = rule.rfind('\n', end) + 1;
  return std::string(rule.substr(0, block_begin)) + ProviderBlock(lang, indent) + std::string(rule.substr(block_end));
}

}  // namespace quarry
