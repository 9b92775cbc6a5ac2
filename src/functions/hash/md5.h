// MD5 (RFC 1321): identifiers and file hashes, never security.
#pragma once

#include <string>
#include <string_view>

namespace quarry {

// The digest in lower-case hexadecimal.
std::string Md5Hex(std::string_view text);

}  // namespace quarry
