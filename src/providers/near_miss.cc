#include "providers/near_miss.h"

#include "base/ascii.h"
#include "providers/provider_match.h"

namespace quarry {
namespace {

// "`workers.dev` of Cloudflare Workers"
std::string Named(std::string_view suffix, const Provider& provider) {
  return "`" + std::string(suffix) + "` of " + std::string(provider.platform);
}

// The labels at the end of a pattern that hold no `*`: "on.aws" of "lambda-url.*.on.aws".
std::string_view FixedEnd(std::string_view suffix) {
  const size_t star = suffix.rfind('*');
  return star == std::string_view::npos ? suffix : suffix.substr(star + 2);
}
// And those at its beginning: "lambda-url".
std::string_view FixedBeginning(std::string_view suffix) {
  const size_t star = suffix.find('*');
  return star == std::string_view::npos || star == 0 ? std::string_view() : suffix.substr(0, star - 1);
}

// Where `part` stands in `host` with label boundaries on both sides.
bool HasLabels(std::string_view host, std::string_view part) {
  for (size_t at = host.find(part); at != std::string_view::npos; at = host.find(part, at + 1)) {
    const size_t end = at + part.size();
    if ((at == 0 || host[at - 1] == '.') && (end == host.size() || host[end] == '.')) return true;
  }
  return false;
}

std::string_view LastTwoLabels(std::string_view host) {
  const size_t last = host.rfind('.');
  if (last == std::string_view::npos || last == 0) return host;
  const size_t second = host.rfind('.', last - 1);
  return second == std::string_view::npos ? host : host.substr(second + 1);
}

}  // namespace

std::string NearMiss(std::string_view host) {
  if (host.empty()) return "nothing is left of a host";
  if (host.find(':') != std::string_view::npos || host.find_first_not_of("0123456789.") == std::string_view::npos)
    return "an address; only names tell platforms";
  if (const ProviderMatch match = FindProvider(host, ProviderRows::kAll); match.provider)
    return Named(match.suffix, *match.provider) + " is unverified, so rules and functions leave it out";
  for (const Provider& provider : AllProviders()) {
    for (const std::string_view suffix : provider.suffixes) {
      const std::string_view end = FixedEnd(suffix), beginning = FixedBeginning(suffix);
      if (host.ends_with(end) && !HasLabels(host, end))
        return "it ends in the letters of " + Named(suffix, provider) + ", but labels are compared whole";
      if (suffix == end && HasLabels(host, end))
        return Named(suffix, provider) + " stands in it, but only the end of a host counts";
      if (beginning.find('-') != std::string_view::npos && HasLabels(host, beginning))
        return "hosts of " + std::string(provider.platform) + " end in `" + std::string(suffix) + "`";
    }
  }
  NameSuggester suggester(LastTwoLabels(host));
  for (const Provider& provider : AllProviders()) {
    for (const std::string_view suffix : provider.suffixes) {
      if (LastTwoLabels(suffix) == LastTwoLabels(host) && suffix.find('.') != suffix.rfind('.'))
        return "of `" + std::string(LastTwoLabels(host)) + "` the list has " + Named(suffix, provider);
      suggester.Consider(suffix);
    }
  }
  if (!suggester.best().empty()) return "a similar suffix exists: `" + std::string(suggester.best()) + "`";
  return "no row of the list comes near";
}

}  // namespace quarry
