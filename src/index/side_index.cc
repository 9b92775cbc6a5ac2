#include "index/side_index.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace quarry {

namespace {
constexpr uint32_t kMostSections = 20'000;

// Takes numbers and texts out of a section; a length that leads beyond its end ends the reading.
class Cursor {
 public:
  explicit Cursor(const std::string& bytes) : bytes_(bytes) {}
  bool at_end() const { return at_ == bytes_.size(); }
  template <typename T>
  bool Take(T& value) {
    if (bytes_.size() - at_ < sizeof(T)) return false;
    std::memcpy(&value, bytes_.data() + at_, sizeof(T));
    at_ += sizeof(T);
    return true;
  }
  bool Take(std::string& text) {
    uint32_t size = 0;
    if (!Take(size) || bytes_.size() - at_ < size) return false;
    text.assign(bytes_, at_, size);
    at_ += size;
    return true;
  }

 private:
  const std::string& bytes_;
  size_t at_ = 0;
};
}  // namespace

uint32_t FilterCheck(const uint64_t* words, uint64_t count) {
  return static_cast<uint32_t>(XXH3_64bits(words, count * sizeof(uint64_t)));
}

Result<std::shared_ptr<const SideIndex>> SideIndex::Open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return Error{path + ": " + std::strerror(errno)};
  std::shared_ptr<SideIndex> index(new SideIndex(path, descriptor));
  Result<void> loaded = index->Load();
  if (!loaded) return loaded.error();
  return std::shared_ptr<const SideIndex>(std::move(index));
}

SideIndex::~SideIndex() {
  ::close(descriptor_);
}

Error SideIndex::Damaged(const char* what) const {
  return Error{path_ + ": damaged (" + what + ")"};
}

Result<void> SideIndex::Load() {
  struct stat status{};
  if (::fstat(descriptor_, &status) != 0) return Error{path_ + ": " + std::strerror(errno)};
  if (!S_ISREG(status.st_mode)) return Error{path_ + ": not a regular file"};
  size_ = static_cast<uint64_t>(status.st_size);
  if (size_ < sizeof(header_)) return Damaged("shorter than its header");
  if (Result<void> read = ReadAt(0, &header_, sizeof(header_)); !read) return read;
  if (std::memcmp(header_.magic, kIndexMagic, sizeof(kIndexMagic)) != 0) return Error{path_ + ": not a side index"};
  if (header_.version != kIndexVersion) {
    return Error{path_ + ": written in version " + std::to_string(header_.version) +
                 " of the format, this is version " + std::to_string(kIndexVersion)};
  }
  if (header_.section_count > kMostSections) return Damaged("table of sections");
  if (header_.table > size_ || size_ - header_.table < header_.section_count * sizeof(SectionEntry))
    return Damaged("cut short");
  sections_.resize(header_.section_count);
  if (Result<void> read = ReadAt(header_.table, sections_.data(), sections_.size() * sizeof(SectionEntry)); !read)
    return read;
  IndexHeader unsigned_header = header_;
  unsigned_header.checksum = 0;
  const uint64_t head = XXH3_64bits(&unsigned_header, sizeof(unsigned_header));
  if (XXH3_64bits_withSeed(sections_.data(), sections_.size() * sizeof(SectionEntry), head) != header_.checksum)
    return Damaged("checksum of the header");
  // So that a count of blocks never asks for more memory than the file has.
  if (header_.blocks > size_ / sizeof(IndexedBlock)) return Damaged("number of blocks");
  for (const SectionEntry& section : sections_) {
    if (section.offset > size_ || section.size > size_ - section.offset) return Damaged("cut short");
  }
  return {};
}

const SectionEntry* SideIndex::Find(SectionKind kind, uint32_t extra) const {
  for (const SectionEntry& section : sections_)
    if (section.kind == static_cast<uint32_t>(kind) && section.extra == extra) return &section;
  return nullptr;
}

Result<void> SideIndex::ReadAt(uint64_t offset, void* to, uint64_t size) const {
  uint64_t have = 0;
  while (have < size) {
    const ssize_t got =
        ::pread(descriptor_, static_cast<char*>(to) + have, size - have, static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Error{path_ + ": " + std::strerror(errno)};
    if (got == 0) return Damaged("cut short");
    have += static_cast<uint64_t>(got);
  }
  return {};
}

Result<void> SideIndex::ReadSection(SectionKind kind, uint32_t extra, void* to, uint64_t size) const {
  const SectionEntry* const section = Find(kind, extra);
  if (section == nullptr || section->size != size) return Damaged("a section is missing");
  if (Result<void> read = ReadAt(section->offset, to, size); !read) return read;
  if (XXH3_64bits(to, size) != section->checksum) return Damaged("checksum of a section");
  return {};
}

Result<std::string> SideIndex::Text(SectionKind kind) const {
  const SectionEntry* const section = Find(kind);
  if (section == nullptr) return std::string();
  std::string text(section->size, '\0');
  if (Result<void> read = ReadSection(kind, 0, text.data(), text.size()); !read) return read.error();
  return text;
}

Result<void> SideIndex::ReadPart(SectionKind kind, uint32_t extra, uint64_t group, uint64_t size, uint64_t checksum,
                                 void* to) const {
  const SectionEntry* const section = Find(kind, extra);
  if (section == nullptr || section->size != header_.blocks * size) return Damaged("a section is missing");
  const uint64_t bytes = BlocksOf(group) * size;
  if (Result<void> read = ReadAt(section->offset + group * kGroupBlocks * size, to, bytes); !read) return read;
  if (XXH3_64bits(to, bytes) != checksum) return Damaged("checksum of a group of blocks");
  return {};
}

uint64_t SideIndex::BlocksOf(uint64_t group) const {
  return std::min(kGroupBlocks, header_.blocks - group * kGroupBlocks);
}

Result<std::vector<BlockGroup>> SideIndex::Groups() const {
  Result<std::vector<BlockGroup>> groups = Items<BlockGroup>(SectionKind::kGroups, 0, CountGroups());
  if (!groups) return groups;
  uint64_t at = 0;
  for (const BlockGroup& group : *groups) {
    if (group.begin < at || group.end <= group.begin) return Damaged("places of blocks");
    at = group.end;
  }
  return groups;
}

Result<void> SideIndex::ReadBlocks(uint64_t number, const BlockGroup& group, IndexedBlock* blocks) const {
  if (Result<void> read = ReadPart(SectionKind::kBlocks, 0, number, sizeof(IndexedBlock), group.checksum, blocks);
      !read)
    return read;
  const uint64_t count = BlocksOf(number);
  uint64_t at = group.begin;
  for (uint64_t i = 0; i < count; ++i) {
    if (blocks[i].begin < at || blocks[i].size == 0 || blocks[i].size > group.end - blocks[i].begin ||
        blocks[i].filter_words == 0 || blocks[i].filter_words > kMostFilterWords)
      return Damaged("places of blocks");
    at = blocks[i].end();
  }
  if (blocks[0].begin != group.begin || at != group.end) return Damaged("places of blocks");
  return {};
}

Result<std::vector<IndexedBlock>> SideIndex::Blocks() const {
  const Result<std::vector<BlockGroup>> groups = Groups();
  if (!groups) return groups.error();
  std::vector<IndexedBlock> blocks(header_.blocks);
  for (uint64_t i = 0; i < groups->size(); ++i) {
    if (Result<void> read = ReadBlocks(i, (*groups)[i], blocks.data() + i * kGroupBlocks); !read) return read.error();
  }
  return blocks;
}

Result<std::vector<TimeGroup>> SideIndex::TimeGroups(uint32_t path) const {
  return Items<TimeGroup>(SectionKind::kTimeGroups, path, CountGroups());
}

Result<void> SideIndex::ReadTimes(uint32_t path, uint64_t number, const TimeGroup& group, IndexedTime* times) const {
  return ReadPart(SectionKind::kTimes, path, number, sizeof(IndexedTime), group.checksum, times);
}

Result<std::vector<IndexedTime>> SideIndex::Times(uint32_t path) const {
  const Result<std::vector<TimeGroup>> groups = TimeGroups(path);
  if (!groups) return groups.error();
  std::vector<IndexedTime> times(header_.blocks);
  for (uint64_t i = 0; i < groups->size(); ++i) {
    if (Result<void> read = ReadTimes(path, i, (*groups)[i], times.data() + i * kGroupBlocks); !read)
      return read.error();
  }
  return times;
}

Result<CommonGrams> SideIndex::Common() const {
  const SectionEntry* const section = Find(SectionKind::kCommonGrams);
  if (section == nullptr) return CommonGrams();
  const Result<std::vector<uint32_t>> grams =
      Items<uint32_t>(SectionKind::kCommonGrams, 0, section->size / sizeof(uint32_t));
  if (!grams) return grams.error();
  for (const uint32_t gram : *grams)
    if (gram >= kGrams) return Damaged("common grams");
  return CommonGrams(*grams);
}

Result<uint64_t> SideIndex::HeadHash() const {
  uint64_t hash = 0;
  if (Result<void> read = ReadSection(SectionKind::kHeadHash, 0, &hash, sizeof(hash)); !read) return read.error();
  return hash;
}

Result<std::vector<IndexedPath>> SideIndex::Paths() const {
  const Result<std::string> text = Text(SectionKind::kPaths);
  if (!text) return text.error();
  std::vector<IndexedPath> paths(1);
  Cursor cursor(*text);
  if (!cursor.Take(paths[0].flags)) return Damaged("names of fields");
  while (!cursor.at_end()) {
    IndexedPath path;
    if (!cursor.Take(path.parent) || !cursor.Take(path.flags) || !cursor.Take(path.name) || path.parent >= paths.size())
      return Damaged("names of fields");
    paths.push_back(std::move(path));
  }
  return paths;
}

Result<std::vector<uint64_t>> SideIndex::Presence(uint32_t path) const {
  std::vector<uint64_t> bits((header_.blocks + 63) / 64);
  Result<void> read = ReadSection(SectionKind::kPresence, path, bits.data(), bits.size() * sizeof(uint64_t));
  if (!read) return read.error();
  return bits;
}

Result<std::vector<EscapeSet>> SideIndex::EscapeSets() const {
  const Result<std::string> text = Text(SectionKind::kEscapeSets);
  if (!text) return text.error();
  if (text->size() % sizeof(EscapeSet) != 0) return Damaged("escapes");
  std::vector<EscapeSet> sets(1 + text->size() / sizeof(EscapeSet));
  if (!text->empty()) std::memcpy(sets.data() + 1, text->data(), text->size());
  return sets;
}

Result<std::vector<IndexedProblem>> SideIndex::Problems() const {
  const Result<std::string> text = Text(SectionKind::kProblems);
  if (!text) return text.error();
  std::vector<IndexedProblem> problems;
  Cursor cursor(*text);
  while (!cursor.at_end()) {
    IndexedProblem problem;
    if (!cursor.Take(problem.block) || !cursor.Take(problem.line) || !cursor.Take(problem.text))
      return Damaged("broken lines");
    problems.push_back(std::move(problem));
  }
  return problems;
}

Result<std::string> SideIndex::Origin() const {
  return Text(SectionKind::kOrigin);
}

Result<void> SideIndex::Check() const {
  for (const SectionEntry& section : sections_) {
    const auto kind = static_cast<SectionKind>(section.kind);
    if (kind == SectionKind::kTimes) {
      if (const auto times = Times(section.extra); !times) return times.error();
    }
    if (IsReadInParts(kind)) continue;
    std::vector<char> bytes(section.size);
    if (Result<void> read = ReadSection(kind, section.extra, bytes.data(), bytes.size()); !read) return read;
  }
  const Result<std::vector<IndexedBlock>> blocks = Blocks();
  if (!blocks) return blocks.error();
  std::vector<uint64_t> words;
  for (const IndexedBlock& block : *blocks) {
    words.resize(block.filter_words);
    if (Result<void> read = ReadFilters(block.filter_word, block.filter_word + words.size(), words.data()); !read)
      return read;
    if (FilterCheck(words.data(), words.size()) != block.filter_check) return Damaged("checksum of a filter");
  }
  return {};
}

Result<void> SideIndex::ReadFilters(uint64_t from, uint64_t to, uint64_t* words) const {
  const SectionEntry* const section = Find(SectionKind::kFilters);
  if (section == nullptr || from > to || to > section->size / sizeof(uint64_t)) return Damaged("filters");
  return ReadAt(section->offset + from * sizeof(uint64_t), words, (to - from) * sizeof(uint64_t));
}

}  // namespace quarry
