// Whole small files, compressed and back, for the generator.
#pragma once

#include <string>

namespace quarry::demo {

std::string Gzip(const std::string& content);
std::string Zstandard(const std::string& content);
// Decodes gzip, zstd or plain content; "" when it is broken.
std::string Decoded(const std::string& content);

}  // namespace quarry::demo
