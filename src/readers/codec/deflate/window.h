// Window: makes bytes of symbols, once the 32 KiB before them are known.
// Thread rule: Resolve from several threads at once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "readers/codec/deflate/symbols.h"

namespace quarry {

class Window {
 public:
  // REQUIRES: window.size() == kWindowBytes.
  void Set(std::string_view window);
  // `count` symbols, each below kFirstReference + kWindowBytes, as bytes.
  void Resolve(const Symbol* symbols, size_t count, char* to) const;

 private:
  std::array<char, kFirstReference + kWindowBytes> meanings_;
};

}  // namespace quarry
