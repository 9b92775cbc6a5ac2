#include "functions/network/serverless_host.h"

#include "functions/network/host_name.h"
#include "functions/network/ip_address.h"
#include "providers/public_suffix_list.h"

namespace quarry {

ServerlessHost FindServerlessHost(std::string_view host_or_url) {
  ServerlessHost found{NormalizeHost(host_or_url), {}};
  found.match = FindProvider(found.host);
  if (found.match.provider && !found.match.provider->alertable()) found.match = {};
  return found;
}

namespace {

// The normalised host; "" for addresses, of which the list knows nothing.
std::string NameOf(std::string_view host_or_url) {
  std::string host = NormalizeHost(host_or_url);
  if (host.find(':') != std::string::npos || ParseIpv4(host)) host.clear();
  return host;
}

}  // namespace

std::string RegistrableDomain(std::string_view host_or_url) {
  return std::string(PublicSuffixList::BuiltIn().RegistrableDomain(NameOf(host_or_url)));
}

std::string PublicSuffixOf(std::string_view host_or_url) {
  return std::string(PublicSuffixList::BuiltIn().SuffixOf(NameOf(host_or_url)));
}

}  // namespace quarry
