// Deflate data decoded from any block on are what zlib and isa-l make of them from the beginning; on damaged data, too,
// as far as anything is made of them.
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "packing.h"
#include "readers/codec/deflate/codes.h"
#include "readers/codec/deflate/find_block.h"
#include "readers/codec/deflate/symbol_decoder.h"
#include "readers/codec/deflate/window.h"
#include "readers/codec/isal_library.h"

namespace quarry {
namespace {

using Bytes = const uint8_t*;

// Text of lines, runs, far repetitions and noise.
std::string Text(std::mt19937& random, size_t bytes) {
  std::string text;
  while (text.size() < bytes) {
    switch (random() % 6) {
      case 0:
        text += std::string(random() % 600, static_cast<char>(random()));
        break;
      case 1:
        for (size_t i = random() % 200; i > 0; --i) text += static_cast<char>(random());
        break;
      case 2: {  // a pattern of a few bytes
        const std::string pattern = std::to_string(random()).substr(0, 1 + random() % 9);
        for (size_t i = random() % 90; i > 0; --i) text += pattern;
        break;
      }
      case 3:
        if (!text.empty()) {
          const size_t back = 1 + random() % std::min<size_t>(text.size(), 33000);
          text += text.substr(text.size() - back, random() % 1000);
        }
        break;
      default:
        text += "{\"time\":" + std::to_string(random()) + ",\"host\":\"ws-" + std::to_string(random() % 50) + "\"}\n";
    }
  }
  text.resize(bytes);
  return text;
}

struct Packing {
  int level, memory, strategy, window;
};

Packing SomePacking(std::mt19937& random) {
  return {static_cast<int>(random() % 10), 1 + static_cast<int>(random() % 9), static_cast<int>(random() % 5),
          9 + static_cast<int>(random() % 7)};
}

// Bare deflate; sometimes flushed, sometimes with another level from some place on.
std::string Packed(const std::string& text, const Packing& how, std::mt19937& random) {
  std::string out(2 * text.size() + 5000, '\0');
  z_stream stream{};
  deflateInit2(&stream, how.level, Z_DEFLATED, -how.window, how.memory, how.strategy);
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  for (size_t at = 0; at < text.size();) {
    const size_t piece = std::min<size_t>(text.size() - at, 1 + random() % 100000);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data() + at));
    stream.avail_in = static_cast<uInt>(piece);
    constexpr int kFlushes[] = {Z_NO_FLUSH, Z_NO_FLUSH, Z_PARTIAL_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_BLOCK};
    deflate(&stream, kFlushes[random() % 6]);
    if (random() % 8 == 0) deflateParams(&stream, static_cast<int>(random() % 10), how.strategy);
    at += piece;
  }
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

struct Block {
  uint64_t bit = 0;   // where it starts
  size_t before = 0;  // bytes decoded before it
};

// Blocks as zlib sees them, and the text.
std::vector<Block> BlocksOf(const std::string& packed, std::string& text) {
  std::vector<Block> blocks = {{}};
  text.assign(1 << 22, '\0');
  z_stream stream{};
  inflateInit2(&stream, -15);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  int code;
  do {
    code = inflate(&stream, Z_BLOCK);
    const bool between = (stream.data_type & 128) != 0, last = (stream.data_type & 64) != 0;
    const uint64_t bit = stream.total_in * 8 - static_cast<uint64_t>(stream.data_type & 7);
    if (code == Z_OK && between && !last && bit != blocks.back().bit) blocks.push_back({bit, stream.total_out});
  } while (code == Z_OK && stream.avail_out > 0);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return blocks;
}

std::string ByIsal(const std::string& packed) {
  EXPECT_TRUE(LoadIsal().has_value());
  std::string out(1 << 22, '\0');
  const auto state = std::make_unique<inflate_state>();
  isal_inflate_init(state.get());
  state->next_in = reinterpret_cast<uint8_t*>(const_cast<char*>(packed.data()));
  state->avail_in = static_cast<uint32_t>(packed.size());
  state->next_out = reinterpret_cast<uint8_t*>(out.data());
  state->avail_out = static_cast<uint32_t>(out.size());
  isal_inflate(state.get());
  out.resize(out.size() - state->avail_out);
  return out;
}

struct Symbols {
  explicit Symbols(size_t most) : memory(new Symbol[SymbolDecoder::kBefore + most + SymbolDecoder::kBehind]) {}
  const Symbol* begin() const { return memory.get() + SymbolDecoder::kBefore; }
  std::unique_ptr<Symbol[]> memory;
};

// The kWindowBytes before a place of the text; zeros where there is none.
std::string WindowAt(const std::string& text, size_t at) {
  const size_t there = std::min(at, kWindowBytes);
  return std::string(kWindowBytes - there, '\0') + text.substr(at - there, there);
}

std::string Resolved(const Symbols& symbols, size_t count, const std::string& before) {
  const auto window = std::make_unique<Window>();
  window->Set(before);
  std::string text(count, '\0');
  window->Resolve(symbols.begin(), count, text.data());
  return text;
}

int Rounds(int usual) {
  const char* const asked = std::getenv("QUARRY_PROPERTY_ROUNDS");
  return asked != nullptr ? std::atoi(asked) : usual;
}

TEST(DeflateTest, DecodesFromAnyBlockOn) {
  std::mt19937 random(1);
  size_t decoded = 0, finals = 0;
  for (int round = 0; round < Rounds(60); ++round) {
    const std::string text = Text(random, random() % 600000);
    // With what the reader wants to have behind all that it reads.
    const std::string packed = Packed(text, SomePacking(random), random) + std::string(BitReader::kBehind, 'x');
    std::string unpacked;
    const std::vector<Block> blocks = BlocksOf(packed, unpacked);
    ASSERT_TRUE(unpacked == text);
    const size_t first = random() % blocks.size();
    Symbols symbols(text.size());
    SymbolDecoder decoder(reinterpret_cast<Bytes>(packed.data()), packed.size(), blocks[first].bit,
                          symbols.memory.get(), text.size());
    size_t next = first;
    SymbolDecoder::Step step;
    while ((step = decoder.Next()) == SymbolDecoder::Step::kBlock) {
      ++next;
      ASSERT_LT(next, blocks.size()) << round;
      EXPECT_EQ(decoder.position(), blocks[next].bit) << round;
      EXPECT_EQ(decoder.decoded(), blocks[next].before - blocks[first].before) << round;
    }
    EXPECT_EQ(next + 1, blocks.size()) << round;
    finals += step == SymbolDecoder::Step::kFinal;
    decoded += decoder.decoded();
    EXPECT_TRUE(Resolved(symbols, decoder.decoded(), WindowAt(text, blocks[first].before)) ==
                text.substr(blocks[first].before, decoder.decoded()))
        << round;
  }
  EXPECT_GT(decoded, 1u << 20);
  EXPECT_GT(finals, 10u);
}

TEST(DeflateTest, FindsTheNextBlockWithCodesOfItsOwn) {
  std::mt19937 random(2);
  size_t found = 0;
  for (int round = 0; round < Rounds(60); ++round) {
    const std::string text = Text(random, 100000 + random() % 300000);
    const std::string packed = Packed(text, SomePacking(random), random);
    std::string unpacked;
    const std::vector<Block> blocks = BlocksOf(packed, unpacked);
    const auto bits_at = [&](uint64_t bit) {
      return (static_cast<unsigned char>(packed[bit / 8]) | static_cast<unsigned char>(packed[bit / 8 + 1]) << 8) >>
                 bit % 8 &
             7;
    };
    for (int tries = 0; tries < 20; ++tries) {
      const uint64_t from = random() % (packed.size() * 8), to = packed.size() * 8;
      std::optional<uint64_t> expected;
      // Near the end there is no room for a header.
      for (const Block& block : blocks) {
        const bool is_dynamic = block.bit + 64 * 8 < to && bits_at(block.bit) == 4;
        if (!expected && block.bit >= from && is_dynamic) expected = block.bit;
      }
      const std::optional<uint64_t> actual = FindBlock(reinterpret_cast<Bytes>(packed.data()), packed.size(), from, to);
      if (expected || (actual && *actual + 64 * 8 < to)) {
        EXPECT_EQ(actual, expected) << round << " from " << from;
      }
      if (expected) {
        EXPECT_FALSE(FindBlock(reinterpret_cast<Bytes>(packed.data()), packed.size(), from, *expected).has_value());
        ++found;
      }
    }
  }
  EXPECT_GT(found, 200u);
}

TEST(DeflateTest, WhatIsMadeOfDamagedDataIsWhatOthersMakeOfIt) {
  std::mt19937 random(3);
  size_t stopped = 0, decoded = 0;
  for (int round = 0; round < Rounds(150); ++round) {
    const std::string text = Text(random, 1000 + random() % 200000);
    std::string packed = Packed(text, SomePacking(random), random);
    for (int changes = 1 + static_cast<int>(random() % 3); changes-- > 0;)
      packed[random() % packed.size()] ^= static_cast<char>(1 << random() % 8);
    if (random() % 4 == 0) packed.resize(random() % packed.size());
    constexpr size_t kMost = 1 << 20;
    Symbols symbols(kMost);
    SymbolDecoder decoder(reinterpret_cast<Bytes>(packed.data()), packed.size(), 0, symbols.memory.get(), kMost);
    SymbolDecoder::Step step;
    while ((step = decoder.Next()) == SymbolDecoder::Step::kBlock) {
    }
    stopped += step == SymbolDecoder::Step::kStop;
    // What refers to something before the beginning is damage for the others.
    const Symbol* const end = symbols.begin() + decoder.decoded();
    const auto size = static_cast<size_t>(
        std::find_if(symbols.begin(), end, [](Symbol symbol) { return symbol >= kFirstReference; }) - symbols.begin());
    const std::string made = Resolved(symbols, size, std::string(kWindowBytes, '\0'));
    std::string by_zlib;
    BlocksOf(packed, by_zlib);
    EXPECT_TRUE(by_zlib.starts_with(made)) << round;
    EXPECT_TRUE(ByIsal(packed).starts_with(made)) << round;
    decoded += size;
  }
  EXPECT_GT(stopped, 50u);
  EXPECT_GT(decoded, 1u << 20);
}

TEST(DeflateTest, AnyBitsAreSafeAtAnyPlace) {
  std::mt19937 random(4);
  for (int round = 0; round < Rounds(300); ++round) {
    std::string noise(random() % 3000, '\0');
    for (char& c : noise) c = static_cast<char>(random());
    const uint64_t bit = noise.empty() ? 0 : random() % (noise.size() * 8);
    if (noise.size() > 100 && random() % 2 == 0) {  // a block without codes of its own
      const size_t byte = static_cast<size_t>(bit / 8);
      noise[byte] = static_cast<char>((2 << bit % 8) | (noise[byte] & ((1 << bit % 8) - 1)));
    }
    const size_t most = random() % 5000;
    Symbols symbols(most);
    SymbolDecoder decoder(reinterpret_cast<Bytes>(noise.data()), noise.size(), bit, symbols.memory.get(), most);
    while (decoder.Next() == SymbolDecoder::Step::kBlock) EXPECT_LE(decoder.decoded(), most);
    EXPECT_LE(decoder.decoded(), most);
  }
}

TEST(DeflateTest, ABlockThatDoesNotFitIsNotBegun) {
  const std::string packed = Deflate(std::string(5 << 20, 'a'), -15);
  Symbols symbols(100000);
  SymbolDecoder decoder(reinterpret_cast<Bytes>(packed.data()), packed.size(), 0, symbols.memory.get(), 100000);
  EXPECT_EQ(decoder.Next(), SymbolDecoder::Step::kStop);
  EXPECT_EQ(decoder.decoded(), 0u);
  EXPECT_EQ(decoder.position(), 0u);
}

TEST(DeflateTest, CodesMustBeComplete) {
  LengthCodes lengths;
  DistanceCodes distances;
  const auto of = [](std::initializer_list<uint8_t> bits) { return std::vector<uint8_t>(bits); };
  EXPECT_TRUE(MakeCodes(of({1, 2, 2}), lengths));
  EXPECT_FALSE(MakeCodes(of({1, 2}), lengths));
  EXPECT_FALSE(MakeCodes(of({1, 2, 2, 2}), lengths));
  EXPECT_FALSE(MakeCodes(of({1}), lengths));
  EXPECT_FALSE(MakeCodes(of({0, 0}), lengths));
  EXPECT_TRUE(MakeCodes(of({2, 1, 2}), distances));
  EXPECT_TRUE(MakeCodes(of({0, 0}), distances));
  EXPECT_TRUE(MakeCodes(of({0, 1}), distances));
  EXPECT_FALSE(MakeCodes(of({0, 2}), distances));
  EXPECT_FALSE(MakeCodes(of({1, 1, 1}), distances));
  // The longest codes.
  std::vector<uint8_t> bits;
  for (uint8_t i = 1; i <= 15; ++i) bits.push_back(i);
  bits.push_back(15);
  EXPECT_TRUE(MakeCodes(bits, lengths));
  EXPECT_TRUE(MakeCodes(bits, distances));
}

// Every code is looked up with whatever bits behind it.
TEST(DeflateTest, TablesGiveTheSymbolsOfTheirCodes) {
  std::mt19937 random(6);
  for (int round = 0; round < 200; ++round) {
    // Split codes until there are enough symbols.
    std::vector<uint8_t> bits = {1, 1};
    for (const size_t most = 2 + random() % 284; bits.size() < most;) {
      uint8_t& some = bits[random() % bits.size()];
      if (some == 15) continue;
      bits.push_back(++some);
    }
    std::shuffle(bits.begin(), bits.end(), random);
    LengthCodes codes;
    ASSERT_TRUE(MakeCodes(bits, codes));
    uint32_t code = 0;
    for (unsigned length = 1; length <= 15; ++length, code <<= 1) {
      for (size_t symbol = 0; symbol < bits.size(); ++symbol) {
        if (bits[symbol] != length) continue;
        uint32_t next = 0;
        for (unsigned i = 0; i < length; ++i) next |= (code >> i & 1) << (length - 1 - i);
        next |= static_cast<uint32_t>(random()) << length;
        CodeEntry entry = codes.entries[next & ((1u << LengthCodes::kFirstBits) - 1)];
        unsigned used = 0;
        if (entry.is_second()) {
          used = LengthCodes::kFirstBits;
          entry = codes.entries[entry.base() + (next >> used & ((1u << entry.code_bits()) - 1))];
        }
        EXPECT_EQ(used + static_cast<unsigned>(entry.code_bits()), length);
        EXPECT_EQ(entry.is_byte(), symbol < 256);
        EXPECT_EQ(entry.is_end(), symbol == 256);
        if (entry.is_byte()) {
          EXPECT_EQ(entry.byte(), symbol);
        }
        ++code;
      }
    }
  }
}

}  // namespace
}  // namespace quarry
