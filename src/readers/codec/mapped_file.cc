// External entry: MappedFile::Map.
#include "readers/codec/mapped_file.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <mutex>

namespace quarry {

namespace {
// What the signal handler may look at: lock-free atomics only.
struct Range {
  std::atomic<bool> taken{false};
  std::atomic<uintptr_t> begin{0}, end{0};  // end 0: not in use
  std::atomic<bool> lost{false};
};
std::array<Range, MappedFile::kMaxMappings> ranges;
struct sigaction before;
uintptr_t page_bytes = 4096;

void OnLostBytes(int number, siginfo_t* info, void* context) {
  const uintptr_t at = reinterpret_cast<uintptr_t>(info->si_addr);
  for (Range& range : ranges) {
    const uintptr_t begin = range.begin.load(), end = range.end.load();
    if (at < begin || at >= end) continue;
    // From here on all is gone: zeros to the end of the mapping, in one piece.
    const uintptr_t page = at & ~(page_bytes - 1);
    void* const zeros = ::mmap(reinterpret_cast<void*>(page), end - page, PROT_READ,
                               MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);
    if (zeros == MAP_FAILED) break;
    range.lost.store(true);
    return;
  }
  // None of ours.
  if ((before.sa_flags & SA_SIGINFO) != 0 && before.sa_sigaction != nullptr)
    return before.sa_sigaction(number, info, context);
  if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) return before.sa_handler(number);
  ::sigaction(number, &before, nullptr);  // the same access fails again and ends the process as it would have
}

void InstallHandler() {
  static std::once_flag once;
  std::call_once(once, [] {
    page_bytes = static_cast<uintptr_t>(::sysconf(_SC_PAGESIZE));
    struct sigaction action{};
    action.sa_sigaction = OnLostBytes;
    action.sa_flags = SA_SIGINFO;
    sigemptyset(&action.sa_mask);
    ::sigaction(SIGBUS, &action, &before);
  });
}
}  // namespace

std::unique_ptr<MappedFile> MappedFile::Map(int descriptor, uint64_t size) {
  if (size == 0) return nullptr;
  size_t slot = 0;
  while (slot < kMaxMappings && ranges[slot].taken.exchange(true)) ++slot;
  if (slot == kMaxMappings) return nullptr;
  InstallHandler();
  void* const data = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0);
  if (data == MAP_FAILED) {
    ranges[slot].taken = false;
    return nullptr;
  }
  ::madvise(data, size, MADV_SEQUENTIAL);
  Range& range = ranges[slot];
  range.lost = false;
  range.begin = reinterpret_cast<uintptr_t>(data);
  range.end = reinterpret_cast<uintptr_t>(data) + (size + page_bytes - 1) / page_bytes * page_bytes;
  return std::unique_ptr<MappedFile>(new MappedFile(static_cast<const char*>(data), size, slot));
}

MappedFile::~MappedFile() {
  ranges[slot_].end = 0;
  ::munmap(const_cast<char*>(data_), size_);
  ranges[slot_].taken = false;
}

bool MappedFile::has_lost_bytes() const {
  return ranges[slot_].lost;
}

void MappedFile::Release(uint64_t from, uint64_t to) const {
  // Whole pages only; after a loss the zeros cost nothing.
  from = (from + page_bytes - 1) / page_bytes * page_bytes;
  to = std::min(to, size_) / page_bytes * page_bytes;
  if (from < to && !has_lost_bytes()) ::madvise(const_cast<char*>(data_) + from, to - from, MADV_DONTNEED);
}

}  // namespace quarry
