// Why a host belongs to no platform although it looks as if: for people who ask.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace quarry {

// One line: the row that comes nearest and what keeps the host from it, or that none comes near.
// REQUIRES: `host` is normalised, and FindProvider(host) finds nothing.
std::string NearMiss(std::string_view host);

}  // namespace quarry
