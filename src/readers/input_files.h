// What a source says of its files. Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "readers/reader.h"

namespace quarry {

// Bytes on disk.
inline uint64_t BytesOf(const std::vector<InputFile>& files) {
  uint64_t sum = 0;
  for (const InputFile& file : files) sum += file.bytes;
  return sum;
}

// "ndjson a.ndjson and 2 more (12000 bytes)"
inline std::string DescribeFiles(std::string_view format, const std::vector<InputFile>& files) {
  std::string out = std::string(format) + " " + (files.empty() ? std::string("nothing") : files.front().path);
  if (files.size() > 1) out += " and " + std::to_string(files.size() - 1) + " more";
  return out + " (" + std::to_string(BytesOf(files)) + " bytes)";
}

}  // namespace quarry
