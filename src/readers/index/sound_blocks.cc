#include "readers/index/sound_blocks.h"

#include <xxhash.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace quarry {

namespace {

constexpr uint64_t kReadBytes = 1 << 20;

// Whether so many bytes at the beginning of the file have the hash.
bool HasHash(const OpenFile& file, uint64_t size, uint64_t hash) {
  std::string bytes(size, '\0');
  const Result<size_t> got = file.ReadAt(0, bytes.data(), bytes.size());
  return got && *got == bytes.size() && XXH3_64bits(bytes.data(), bytes.size()) == hash;
}

void Lower(std::atomic<uint64_t>& bound, uint64_t value) {
  uint64_t known = bound.load();
  while (value < known && !bound.compare_exchange_weak(known, value)) {
  }
}

}  // namespace

Result<uint64_t> SoundBlocks(const SideIndex& index, const OpenFile& file) {
  const Result<std::vector<IndexedBlock>> known = index.Blocks();
  if (!known) return known.error();
  if (known->empty()) return uint64_t{0};
  // What precedes the first chunk of a log is its header, of which nothing depends.
  const bool is_evtx = index.header().format == static_cast<uint32_t>(IndexedFormat::kEvtx);
  if (index.header().format == static_cast<uint32_t>(IndexedFormat::kCsv)) {
    const Result<uint64_t> head = index.HeadHash();
    if (!head) return head.error();
    const uint64_t begin = known->front().begin;
    if (begin > file.size() || !HasHash(file, begin, *head)) return uint64_t{0};
  } else if (known->front().begin != 0 && !is_evtx) {
    return uint64_t{0};
  }
  uint64_t blocks = 1;
  while (blocks < known->size() && (*known)[blocks].begin == (*known)[blocks - 1].end()) ++blocks;
  if (blocks == known->size() && file.size() > known->back().end()) --blocks;
  while (blocks > 0 && (*known)[blocks - 1].end() > file.size()) --blocks;

  std::atomic<uint64_t> sound{blocks}, next{0};
  const auto compare = [&] {
    std::string bytes;
    for (;;) {
      // Some blocks at once, in their order: who finds that one differs ends the work of all.
      const uint64_t first = next.fetch_add(32);
      if (first >= sound.load()) return;
      const uint64_t last = std::min<uint64_t>(first + 32, blocks);
      for (uint64_t i = first; i < last;) {
        const uint64_t begin = (*known)[i].begin;
        uint64_t end = i + 1;
        while (end < last && (*known)[end].end() - begin <= kReadBytes) ++end;
        bytes.resize((*known)[end - 1].end() - begin);
        const Result<size_t> got = file.ReadAt(begin, bytes.data(), bytes.size());
        const size_t have = got ? *got : 0;
        for (; i < end; ++i) {
          const size_t at = (*known)[i].begin - begin, size = (*known)[i].size;
          if (at + size > have || XXH3_64bits(bytes.data() + at, size) != (*known)[i].hash) return Lower(sound, i);
        }
      }
    }
  };
  constexpr uint64_t kWorthAThread = 256;  // blocks
  const uint64_t threads =
      std::clamp<uint64_t>(blocks / kWorthAThread, 1, std::max(1U, std::thread::hardware_concurrency()));
  std::vector<std::thread> others;
  for (uint64_t i = 1; i < threads; ++i) others.emplace_back(compare);
  compare();
  for (std::thread& other : others) other.join();
  return sound.load();
}

}  // namespace quarry
