// Damaged gzip and zstd data: decoding in parts, and ahead, gives the bytes and the failure of decoding front to back.
#include <algorithm>
#include <string>
#include <vector>

#include "base/check.h"
#include "memory_file.h"
#include "readers/codec/byte_stream.h"
#include "readers/codec/chunk_decoder.h"
#include "target.h"

namespace quarry::fuzz {
std::span<const std::string_view> Seeds() {
  using namespace std::string_view_literals;
  static constexpr std::string_view kSeeds[] = {
      // Two zstd frames (a raw block, and one of a repeated byte) around a skippable one.
      "\x28\xb5\x2f\xfd\x20\x05\x29\0\0hello\x50\x2a\x4d\x18\x02\0\0\0ab\x28\xb5\x2f\xfd\x20\x20\x03\x01\0x"sv,
      // Two BGZF members, stored and empty.
      "\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0\x22\0\x01\x02\0\xfd\xffhi\xac\x2a\x93\xd8\x02\0\0\0"
      "\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0\x1b\0\x03\0\0\0\0\0\0\0\0\0"sv,
  };
  return kSeeds;
}
}  // namespace quarry::fuzz

namespace quarry {
namespace {
// The last bytes before damage in gzip data may be blank (inflate_step.h).
void CheckSame(std::string_view actual, const std::string& failure, std::string_view expected,
               const std::string& expected_failure) {
  constexpr size_t kUnsure = 258;
  QUARRY_CHECK(failure == expected_failure && actual.size() == expected.size());
  const size_t unsure = failure.ends_with("gzip data is damaged") ? std::min(kUnsure, actual.size()) : 0;
  actual.remove_suffix(unsure);
  expected.remove_suffix(unsure);
  QUARRY_CHECK(actual == expected);
}

// Parts of a few bytes, begun whenever that is possible.
void CheckAhead(const InputFile& input, const std::string& expected, const std::string& expected_failure) {
  constexpr AheadShape kShape{
      .least_bytes = 0, .first_bytes = 0, .part_bytes = 300, .most_bytes = 5000, .least_packed = 30};
  Result<std::unique_ptr<ChunkDecoder>> decoder = OpenChunkDecoder(input, 700, /*leaves_checksums=*/true, kShape);
  QUARRY_CHECK(decoder);
  MemberChecks checks;
  std::string actual, failure;
  for (bool at_end = false; !at_end;) {
    ChunkDecoder::Task task;
    while ((*decoder)->BeginAhead(task, 3)) (*decoder)->Run(task, nullptr);
    if (!(*decoder)->Begin(task)) break;
    std::string chunk(task.most_bytes, '\0');
    const ChunkDecoder::Outcome outcome = (*decoder)->Run(task, chunk.data());
    failure = outcome.failure;
    at_end = outcome.at_end;
    if (outcome.member && !checks.Add(*outcome.member)) {
      chunk.resize(outcome.member->bytes);
      failure = input.path + ": gzip data has a wrong checksum";
      at_end = true;
    } else {
      chunk.resize(outcome.bytes);
    }
    actual += chunk;
  }
  CheckSame(actual, failure, expected, expected_failure);
}
}  // namespace
}  // namespace quarry

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace quarry;
  constexpr size_t kMost = 4u << 20;  // what a bomb holds beyond is not of interest
  static quarry::fuzz::MemoryFile file;
  const std::string_view packed(reinterpret_cast<const char*>(data), size);
  const InputFile input{file.With(data, size), size, CodecOfMagic(packed)};
  if (input.codec == Codec::kPlain) return 0;
  Result<std::unique_ptr<ByteStream>> stream = OpenByteStream(input.path, input.codec);
  Result<std::unique_ptr<ChunkDecoder>> decoder = OpenChunkDecoder(input, 1000);
  QUARRY_CHECK(stream && decoder);
  std::string expected(kMost, '\0'), expected_failure, actual, failure;
  expected.resize(ReadFully(**stream, expected.data(), expected.size(), &expected_failure));
  ChunkDecoder::Task task;
  while (actual.size() < kMost && (*decoder)->Begin(task)) {
    std::string chunk(task.most_bytes, '\0');
    const ChunkDecoder::Outcome outcome = (*decoder)->Run(task, chunk.data());
    actual.append(chunk, 0, outcome.bytes);
    failure = outcome.failure;
    if (outcome.at_end) break;
  }
  if (actual.size() >= kMost || expected.size() == kMost) return 0;
  CheckSame(actual, failure, expected, expected_failure);
  if (input.codec == Codec::kGzip) CheckAhead(input, expected, expected_failure);
  return 0;
}
