// SideIndex: an opened index file. Nothing in it is believed before its checksum was compared; sections, or their
// parts, are read when they are asked for. Files are read, not mapped: somebody may cut them short meanwhile.
// Ownership: holds the file open.
// Thread rule: immutable; all members may be used from several threads at once.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "index/format.h"
#include "index/gram_set.h"

namespace quarry {

struct IndexedPath {
  uint32_t parent = 0;
  uint8_t flags = 0;  // PathFlags
  std::string name;
};

struct IndexedProblem {
  uint32_t block = 0;
  uint32_t line = 0;  // in the block, from 0
  std::string text;   // "column 17: ..."
};

class SideIndex {
 public:
  // Checks header and table. The error says what is wrong with the file.
  static Result<std::shared_ptr<const SideIndex>> Open(const std::string& path);
  ~SideIndex();
  SideIndex(const SideIndex&) = delete;
  SideIndex& operator=(const SideIndex&) = delete;

  const std::string& path() const { return path_; }
  uint64_t size() const { return size_; }
  const IndexHeader& header() const { return header_; }
  const SectionEntry* Find(SectionKind kind, uint32_t extra = 0) const;
  const std::vector<SectionEntry>& sections() const { return sections_; }

  // Their parts of the file ascend, and together they have the header's blocks.
  Result<std::vector<BlockGroup>> Groups() const;
  // How many blocks a group has; all but the last have kGroupBlocks.
  uint64_t BlocksOf(uint64_t group) const;
  // The facts of a group's blocks, ascending and within the group, to `blocks`, which has room for kGroupBlocks.
  Result<void> ReadBlocks(uint64_t number, const BlockGroup& group, IndexedBlock* blocks) const;
  // Of all blocks.
  Result<std::vector<IndexedBlock>> Blocks() const;
  // Of a path that has times (Find); all groups.
  Result<std::vector<TimeGroup>> TimeGroups(uint32_t path) const;
  // The times of a group's blocks to `times`, which has room for kGroupBlocks.
  Result<void> ReadTimes(uint32_t path, uint64_t number, const TimeGroup& group, IndexedTime* times) const;
  Result<std::vector<IndexedTime>> Times(uint32_t path) const;
  Result<CommonGrams> Common() const;
  Result<uint64_t> HeadHash() const;
  Result<std::vector<IndexedPath>> Paths() const;  // 0: the record
  Result<std::vector<uint64_t>> Presence(uint32_t path) const;
  Result<std::vector<EscapeSet>> EscapeSets() const;  // 0: none
  Result<std::vector<IndexedProblem>> Problems() const;
  Result<std::string> Origin() const;
  // Reads everything and compares all checksums.
  Result<void> Check() const;
  // Words [from, to) of the filters, unchecked: see IndexedBlock.
  Result<void> ReadFilters(uint64_t from, uint64_t to, uint64_t* words) const;
  Error Damaged(const char* what) const;

 private:
  SideIndex(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  Result<void> Load();
  // Bytes of the file, unchecked. Error: it does not have so many.
  Result<void> ReadAt(uint64_t offset, void* to, uint64_t size) const;
  // A group's part of a section that has `size` bytes a block.
  Result<void> ReadPart(SectionKind kind, uint32_t extra, uint64_t group, uint64_t size, uint64_t checksum,
                        void* to) const;
  template <typename T>
  Result<std::vector<T>> Items(SectionKind kind, uint32_t extra, uint64_t count) const {
    std::vector<T> items(count);
    Result<void> read = ReadSection(kind, extra, items.data(), items.size() * sizeof(T));
    if (!read) return read.error();
    return items;
  }
  uint64_t CountGroups() const { return (header_.blocks + kGroupBlocks - 1) / kGroupBlocks; }
  // REQUIRES of the file: the section has exactly `size` bytes
  Result<void> ReadSection(SectionKind kind, uint32_t extra, void* to, uint64_t size) const;
  Result<std::string> Text(SectionKind kind) const;  // a whole section; "" when it is left out

  std::string path_;
  int descriptor_;
  uint64_t size_ = 0;
  IndexHeader header_;
  std::vector<SectionEntry> sections_;
};

// Checksum of one block's filter.
uint32_t FilterCheck(const uint64_t* words, uint64_t count);

}  // namespace quarry
