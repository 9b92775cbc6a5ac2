// Frames of any window, with and without their size, flushed at any place: the ring that blocks are decoded to gives
// what went in, and damage is noticed.
#include <gtest/gtest.h>
#include <zstd.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>

#include "readers/codec/byte_stream.h"
#include "readers/codec/frame_checks.h"

namespace quarry {
namespace {

// Repeats itself from near and from far, so that matches reach to the window's end.
std::string Text(std::mt19937& random, size_t size) {
  std::string text;
  while (text.size() < size) {
    if (text.empty() || random() % 4 == 0) {
      for (uint32_t i = random() % 300; i-- > 0;) text += static_cast<char>('a' + random() % 26);
    } else {
      const size_t from = text.size() - 1 - random() % std::min<size_t>(text.size(), 1u << (4 + random() % 17));
      const size_t length = 1 + random() % (random() % 50 == 0 ? 200000 : 2000);
      for (size_t i = 0; i < length; ++i) text += text[from + i];
    }
  }
  text.resize(size);
  return text;
}

struct Shape {
  int window_log, level;
  bool knows_size, checked;
};

std::string Frame(std::string_view text, const Shape& shape, std::mt19937& random) {
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, shape.level);
  ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, shape.window_log);
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, shape.checked);
  if (shape.knows_size) ZSTD_CCtx_setPledgedSrcSize(context, text.size());
  std::string out(ZSTD_compressBound(text.size()) + text.size() / 4 + 1000, '\0');
  ZSTD_outBuffer to{out.data(), out.size(), 0};
  for (bool done = false; !done;) {
    ZSTD_inBuffer from{text.data(), std::min<size_t>(text.size(), 1 + random() % 400000), 0};
    const bool last = from.size == text.size();
    const ZSTD_EndDirective end = last ? ZSTD_e_end : random() % 3 == 0 ? ZSTD_e_flush : ZSTD_e_continue;
    size_t left;
    do left = ZSTD_compressStream2(context, &to, &from, end);
    while (!ZSTD_isError(left) && (from.pos < from.size || (end != ZSTD_e_continue && left > 0)));
    EXPECT_FALSE(ZSTD_isError(left));
    text.remove_prefix(from.size);
    done = last;
  }
  ZSTD_freeCCtx(context);
  out.resize(to.pos);
  return out;
}

// Encoded bytes, a few at a time.
class Pieces final : public ByteStream {
 public:
  Pieces(std::string_view bytes, uint32_t seed) : bytes_(bytes), random_(seed) {}
  Result<size_t> Read(char* to, size_t size) override {
    const size_t most = random_() % 2 == 0 ? 100 : 300000;
    const size_t got = bytes_.copy(to, std::min<size_t>(size, 1 + random_() % most), read_);
    read_ += got;
    return got;
  }
  uint64_t bytes_read() const override { return read_; }

 private:
  std::string_view bytes_;
  std::mt19937 random_;
  size_t read_ = 0;
};

struct Decoded {
  std::string text, failure;
};

Decoded Decode(std::string_view packed, std::mt19937& random) {
  const std::unique_ptr<ByteStream> stream = NewZstdStream(std::make_unique<Pieces>(packed, random()), "x");
  Decoded out;
  std::string buffer(400000, '\0');
  for (;;) {
    const size_t size = 1 + random() % buffer.size();
    Result<std::string_view> got = std::string_view();
    if (random() % 2 == 0) {
      got = stream->ReadInPlace(size);
    } else {
      const Result<size_t> bytes = stream->Read(buffer.data(), size);
      got = bytes ? Result<std::string_view>(std::string_view(buffer.data(), *bytes)) : bytes.error();
    }
    if (!got) out.failure = got.error().message;
    if (!got || got->empty()) return out;
    out.text += *got;
  }
}

TEST(ZstdStream, GivesWhatWentIn) {
  std::mt19937 random(3);
  for (int round = 0; round < 60; ++round) {
    std::string text, packed;
    for (uint32_t frames = 1 + random() % 3; frames-- > 0;) {
      const Shape shape{10 + static_cast<int>(random() % 12), 1 + static_cast<int>(random() % 6), random() % 2 == 0,
                        random() % 2 == 0};
      const std::string part = Text(random, random() % (round % 4 == 0 ? 3000000 : 300000));
      text += part;
      packed += Frame(part, shape, random);
    }
    const Decoded out = Decode(packed, random);
    ASSERT_EQ(out.failure, "");
    ASSERT_TRUE(out.text == text) << round;
  }
}

// Checksums that are left to the caller: all of sound frames fit, and the first that does not is found at its end.
TEST(ZstdStream, ChecksumsBesideTheDecoding) {
  std::mt19937 random(5);
  for (int round = 0; round < 60; ++round) {
    std::string text, packed;
    std::vector<size_t> ends, checksums;  // of frames: in the text; in what is packed
    for (uint32_t frames = 1 + random() % 6; frames-- > 0;) {
      const bool checked = random() % 3 != 0;
      const std::string part = random() % 5 == 0 ? "" : Text(random, random() % 300000);
      text += part;
      packed += Frame(part, {12, 3, random() % 2 == 0, checked}, random);
      if (checked) ends.push_back(text.size()), checksums.push_back(packed.size() - 4);
    }
    const bool damaged = round % 2 == 1 && !ends.empty();
    const size_t which = damaged ? random() % ends.size() : 0;
    if (damaged) packed[checksums[which] + random() % 4] ^= 1;
    const std::unique_ptr<ByteStream> stream = NewZstdStream(std::make_unique<Pieces>(packed, random()), "x");
    ASSERT_TRUE(stream->LeaveChecksums());
    FrameChecks checks;
    std::string out;
    size_t sound = std::string::npos;
    std::string failure;
    for (bool at_end = false; !at_end && sound == std::string::npos;) {
      const Result<std::string_view> got = stream->ReadInPlace(1 + random() % 100000);
      if (!got) failure = got.error().message;
      at_end = !got || got->empty();
      std::vector<ByteStream::FrameEnd> frames = stream->TakeFrameEnds();
      for (ByteStream::FrameEnd& end : frames) end.at -= out.size();
      sound = checks.Add(at_end ? std::string_view() : *got, frames);
      if (sound != std::string::npos) sound += out.size();
      if (!at_end) out += *got;
    }
    if (!damaged) {
      EXPECT_EQ(sound, std::string::npos);
      EXPECT_EQ(failure, "");
      EXPECT_TRUE(out == text);
    } else {
      // Of an empty frame the decoder tells.
      EXPECT_EQ(failure.empty() ? sound : out.size(), ends[which]);
      EXPECT_TRUE(out.substr(0, ends[which]) == text.substr(0, ends[which]));
    }
  }
}

TEST(ZstdStream, NoticesDamage) {
  std::mt19937 random(4);
  int noticed = 0;
  for (int round = 0; round < 200; ++round) {
    const Shape shape{10 + static_cast<int>(random() % 8), 3, random() % 2 == 0, true};
    const std::string text = Text(random, 1000 + random() % 200000);
    std::string packed = Frame(text, shape, random);
    if (round % 3 == 0) {
      packed.resize(random() % (packed.size() - 5) + 5);
    } else {
      // Behind the magic number, whose damage makes it something else, and the header's unused bit.
      const size_t at = 6 + random() % (packed.size() - 6);
      packed[at] = static_cast<char>(packed[at] ^ (1 << random() % 8));
    }
    const Decoded out = Decode(packed, random);
    // A bit may mean nothing: padding at the end of a block's bits.
    EXPECT_TRUE(!out.failure.empty() || out.text == text) << round;
    noticed += !out.failure.empty();
    EXPECT_LE(out.text.size(), text.size() + (128u << 10));
  }
  EXPECT_GT(noticed, 180);
}

}  // namespace
}  // namespace quarry
