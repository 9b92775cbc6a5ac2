// `quarry providers check`: the provider list against a public suffix list.
// Thread rule: one thread.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "providers/provider.h"
#include "providers/public_suffix_list.h"

namespace quarry {

struct ProviderGaps {
  std::vector<PublicSuffixRule> unlisted;     // rules whose names speak of compute and that no row covers
  std::vector<const Provider*> without_rule;  // rows whose public suffix the list lacks
  size_t rules = 0;                           // of the list's private section
};

// The list that the system keeps beside libpsl's compiled one; "" when libpsl knows of none.
std::string SystemPublicSuffixFile();
Result<ProviderGaps> FindProviderGaps(const std::string& public_suffix_file);

}  // namespace quarry
