// Finds the platform that a host belongs to: suffixes are compared label by label from the right, through a tree whose
// branches are hashed, so that the cost does not grow with the number of platforms.
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <string_view>

#include "providers/provider.h"

namespace quarry {

struct ProviderMatch {
  const Provider* provider = nullptr;
  std::string_view suffix;  // the pattern of the row that the host ends with
  size_t suffix_start = 0;  // where the part of the host begins that the suffix stands for
};

enum class ProviderRows : uint8_t { kVerified, kAll };

// The longest suffix wins. `provider` is nullptr when no row fits. REQUIRES: `host` is normalised (lower case, no
// trailing dot, punycode).
ProviderMatch FindProvider(std::string_view host, ProviderRows rows = ProviderRows::kVerified);

}  // namespace quarry
