// Any bits as deflate data: what is decoded without the bytes before it is what isa-l makes of it, and what is found as
// the beginning of a block is one.
#include <algorithm>
#include <memory>
#include <string>

#include "base/check.h"
#include "readers/codec/deflate/find_block.h"
#include "readers/codec/deflate/symbol_decoder.h"
#include "readers/codec/deflate/window.h"
#include "readers/codec/isal_library.h"
#include "target.h"

namespace quarry::fuzz {
std::span<const std::string_view> Seeds() {
  using namespace std::string_view_literals;
  static constexpr std::string_view kSeeds[] = {
      // A stored block, one with the fixed codes, and one with codes of its own, as zlib writes them.
      "\x00\x05\x00\xfa\xffhello\x02\x00\x00\x00\xff\xff"
      "\x4a\xcc\x81\x01\x00\x00\x00\x00\xff\xff"
      "\x05\xc1\x01\x0d\x00\x00\x0c\xc2\xa0\x6e\xe4\x8f\xf6\x1c\x40\x92\x91\x64\x07\x92\x18\x7d\x92\x00"
      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"sv,
      // The beginning of a block with codes of its own.
      "\x1c\xc9\xb1\x0d\x00\x20\x0c\x03\xc1\x9e\x29\x98\x86\x35\x5c\x24\x22\x11\x28\x0a\x25\x62\x7b\x10\xdd"
      "\xe9\xaf\x0d\x37\x19\xc5\x25\x6c\x4a\x97\x37\x60\x1e\x19\x00\x00\x00\xff\xff\x00\x00\x00\x00\x00\x00"
      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"sv,
  };
  return kSeeds;
}
}  // namespace quarry::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace quarry;
  constexpr size_t kMost = 1 << 17;
  static const auto symbols = std::make_unique<Symbol[]>(SymbolDecoder::kBefore + kMost + SymbolDecoder::kBehind);
  static const auto window = std::make_unique<Window>();
  static const auto state = std::make_unique<inflate_state>();
  QUARRY_CHECK(LoadIsal());
  const auto decode = [&](uint64_t bit) {
    SymbolDecoder decoder(data, size, bit, symbols.get(), kMost);
    while (decoder.Next() == SymbolDecoder::Step::kBlock) QUARRY_CHECK(decoder.position() <= size * 8);
    return decoder.decoded();
  };

  std::string before(kWindowBytes, '\0');
  for (size_t i = 0; i < before.size(); ++i) before[i] = static_cast<char>(i * 31 >> 3);
  window->Set(before);
  const size_t decoded = decode(0);
  std::string made(decoded, '\0'), expected(kMost + 1000, '\0');
  window->Resolve(symbols.get() + SymbolDecoder::kBefore, decoded, made.data());
  quarry::isal_inflate_init(state.get());
  quarry::isal_inflate_set_dict(state.get(), reinterpret_cast<uint8_t*>(before.data()), kWindowBytes);
  state->next_in = const_cast<uint8_t*>(data);
  state->avail_in = static_cast<uint32_t>(size);
  state->next_out = reinterpret_cast<uint8_t*>(expected.data());
  state->avail_out = static_cast<uint32_t>(expected.size());
  quarry::isal_inflate(state.get());
  QUARRY_CHECK(std::string_view(expected).starts_with(made));

  for (uint64_t from = 0; from < size * 8;) {
    const std::optional<uint64_t> found = FindBlock(data, size, from, size * 8);
    if (!found) break;
    QUARRY_CHECK(*found >= from && *found < size * 8);
    decode(*found);
    from = *found + 1;
  }
  return 0;
}
