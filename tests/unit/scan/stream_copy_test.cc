#include "scan/kernels/stream_copy.h"

#include <gtest/gtest.h>

#include <string>

namespace quarry {
namespace {

TEST(CopyPastCaches, CopiesWhatItIsAskedTo) {
  std::string from(700, ' ');
  for (size_t i = 0; i < from.size(); ++i) from[i] = static_cast<char>(i * 31);
  for (size_t start = 0; start < 70; ++start) {
    for (const size_t size : {0, 1, 15, 16, 63, 64, 65, 127, 128, 200, 511}) {
      std::string to(700, '#');
      CopyPastCaches(to.data() + start, from.data() + 3, size);
      EXPECT_EQ(to, std::string(start, '#') + from.substr(3, size) + std::string(700 - start - size, '#'));
    }
  }
}

}  // namespace
}  // namespace quarry
