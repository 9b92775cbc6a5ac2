// Hosts and URLs as they stand in telemetry, and the serverless platforms that they belong to.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "providers/provider_match.h"

namespace quarry {

struct ServerlessHost {
  std::string host;     // normalised
  ProviderMatch match;  // only of platforms that rules alert on; provider is nullptr for other hosts
};
ServerlessHost FindServerlessHost(std::string_view host_or_url);

// The registrable domain of a host or URL by the public suffix list; "" for addresses, public suffixes and names of
// one label.
std::string RegistrableDomain(std::string_view host_or_url);

// The public suffix of a host or URL; "" for addresses.
std::string PublicSuffixOf(std::string_view host_or_url);

}  // namespace quarry
