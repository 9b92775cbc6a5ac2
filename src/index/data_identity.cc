#include "index/data_identity.h"

#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

namespace quarry {

namespace {

int64_t Nanoseconds(const timespec& time) {
  return static_cast<int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

Result<uint64_t> HashOf(int descriptor, uint64_t offset, uint64_t size) {
  std::vector<char> bytes(size);
  size_t have = 0;
  while (have < size) {
    const ssize_t got = ::pread(descriptor, bytes.data() + have, size - have, static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Error{std::strerror(errno)};
    if (got == 0) return Error{"became shorter while it was read"};
    have += static_cast<size_t>(got);
  }
  return XXH3_64bits(bytes.data(), bytes.size());
}

}  // namespace

Result<DataIdentity> IdentityOfData(int descriptor) {
  struct stat status{};
  if (::fstat(descriptor, &status) != 0) return Error{std::strerror(errno)};
  if (!S_ISREG(status.st_mode)) return Error{"not a regular file"};
  DataIdentity identity;
  identity.size = static_cast<uint64_t>(status.st_size);
  identity.modified = Nanoseconds(status.st_mtim);
  identity.changed = Nanoseconds(status.st_ctim);
  identity.device = status.st_dev;
  identity.inode = status.st_ino;
  const uint64_t part = std::min(identity.size, kIdentityBytes);
  const Result<uint64_t> head = HashOf(descriptor, 0, part);
  if (!head) return head.error();
  const Result<uint64_t> tail = HashOf(descriptor, identity.size - part, part);
  if (!tail) return tail.error();
  identity.head_hash = *head;
  identity.tail_hash = *tail;
  return identity;
}

DataMatch CompareIdentity(const DataIdentity& indexed, const DataIdentity& now) {
  const bool same_place = indexed.device == now.device && indexed.inode == now.inode;
  const bool whole_head = indexed.size >= kIdentityBytes;
  const bool same_head = indexed.head_hash == now.head_hash;
  if (indexed.size == now.size && indexed.modified == now.modified && same_head && indexed.tail_hash == now.tail_hash)
    return same_place && indexed.changed == now.changed ? DataMatch::kSame : DataMatch::kUnproven;
  // The head of a file shorter than that has grown with it.
  if (now.size > indexed.size && (same_head || !whole_head)) return DataMatch::kGrown;
  return DataMatch::kOther;
}

std::string DescribeMatch(DataMatch match) {
  switch (match) {
    case DataMatch::kSame:
      return {};
    case DataMatch::kUnproven:
      return "the file was copied or touched after it was indexed";
    case DataMatch::kGrown:
      return "the file has grown since it was indexed";
    case DataMatch::kOther:
      return "the file is not the one that was indexed, or was changed since";
  }
  return {};
}

}  // namespace quarry
