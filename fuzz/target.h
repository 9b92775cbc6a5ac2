// A fuzz target: one parser or reader fed with any bytes. It may refuse them; it may not crash, hang or leak.
// The same file serves libFuzzer (`./dev fuzz NAME`, clang) and a seeded replay that runs with the tests (replay.cc).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace quarry::fuzz {
// Valid inputs to start from, rich in syntax.
std::span<const std::string_view> Seeds();
}  // namespace quarry::fuzz
