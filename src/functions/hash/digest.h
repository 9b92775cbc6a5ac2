// Digests of values. They are for comparison with what other systems print, not for security.
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "functions/function_def.h"

namespace quarry {

// Lower-case hexadecimal.
std::string Sha256(std::string_view bytes);
std::string Sha1(std::string_view bytes);
std::string Md5(std::string_view bytes);

// Texts are hashed as they are, whole numbers and times as 8 bytes with the least first. REQUIRES: one of these types.
int64_t XxHash(Type type, const Cell& cell);
// The digest of the value as text.
Cell DigestOf(const KernelCall& call, const Cell& cell, std::string (*digest)(std::string_view));

}  // namespace quarry
