#include "index/index_writer.h"

#include <fcntl.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>

#include "index/side_index.h"

namespace quarry {

namespace {
constexpr size_t kPendingWords = (1 << 20) / 8;
constexpr size_t kMostProblems = 20;
// More columns of times than these would be no index.
constexpr uint64_t kMostTimePaths = 64;

void Append(std::string& out, const void* bytes, size_t size) {
  out.append(static_cast<const char*>(bytes), size);
}
void AppendText(std::string& out, std::string_view text) {
  const auto size = static_cast<uint32_t>(text.size());
  Append(out, &size, sizeof(size));
  out += text;
}
}  // namespace

Result<std::unique_ptr<IndexWriter>> IndexWriter::Create(const std::string& path, CommonGrams common) {
  const std::string temporary = path + "." + std::to_string(::getpid()) + ".tmp";
  const int descriptor = ::open(temporary.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) return Error{path + ": cannot be written: " + std::strerror(errno)};
  std::unique_ptr<IndexWriter> writer(new IndexWriter(path, temporary, descriptor, std::move(common)));
  // The header is written last: a file without it is no index.
  const std::vector<char> reserved(sizeof(IndexHeader), 0);
  if (Result<void> written = writer->Write(reserved.data(), reserved.size()); !written) return written.error();
  writer->filters_begin_ = writer->at_;
  return writer;
}

IndexWriter::~IndexWriter() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(temporary_.c_str());
}

Error IndexWriter::Failed(const std::string& what) const {
  return Error{path_ + ": cannot be written: " + what};
}

Result<void> IndexWriter::Write(const void* bytes, uint64_t size) {
  uint64_t done = 0;
  while (done < size) {
    const ssize_t put =
        ::pwrite(descriptor_, static_cast<const char*>(bytes) + done, size - done, static_cast<off_t>(at_ + done));
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return Failed(put == 0 ? "nothing was taken" : std::strerror(errno));
    done += static_cast<uint64_t>(put);
  }
  at_ += size;
  return {};
}

void IndexWriter::Add(BlockSummary block) {
  const uint32_t check = FilterCheck(block.filter.data(), block.filter.size());
  const std::lock_guard lock(mutex_);
  if (!outcome_) return;
  Entry entry;
  entry.block.begin = block.begin;
  entry.block.size = static_cast<uint32_t>(block.end - block.begin);
  entry.block.lines = block.lines;
  entry.block.hash = block.hash;
  entry.block.filter_word = filter_words_;
  entry.block.filter_check = check;
  entry.block.broken = block.broken;
  entry.block.empty = block.empty;
  entry.block.filter_words = static_cast<uint16_t>(block.filter.size());
  filter_words_ += block.filter.size();
  pending_.insert(pending_.end(), block.filter.begin(), block.filter.end());
  if (!(block.escapes == EscapeSet())) {
    const auto known = std::find(escape_sets_.begin(), escape_sets_.end(), block.escapes);
    const auto number = static_cast<size_t>(known - escape_sets_.begin()) + 1;
    // Sets are few in practice; beyond a few hundred the search for them would cost too much.
    entry.block.escapes = known != escape_sets_.end() || number < 512 ? static_cast<uint16_t>(number) : kAnyEscape;
    if (known == escape_sets_.end() && entry.block.escapes != kAnyEscape) escape_sets_.push_back(block.escapes);
  }
  entry.first_time = times_.size();
  entry.times = block.times.size();
  times_.insert(times_.end(), block.times.begin(), block.times.end());
  entry.first_word = presence_.size();
  uint32_t greatest = 0;
  for (const uint32_t path : block.paths) greatest = std::max(greatest, path);
  entry.words = greatest / 64 + 1;
  presence_.resize(presence_.size() + entry.words, 0);
  for (const uint32_t path : block.paths) presence_[entry.first_word + path / 64] |= uint64_t{1} << (path % 64);
  for (const uint32_t path : block.opaque) {
    if (opaque_.size() <= path) opaque_.resize(path + 1, 0);
    opaque_[path] = 1;
  }
  for (BlockSummary::Problem& problem : block.problems)
    problems_.push_back({block.begin, problem.line, std::move(problem.text)});
  if (problems_.size() > 4 * kMostProblems) {
    std::sort(problems_.begin(), problems_.end(), [](const Problem& a, const Problem& b) {
      return std::pair(a.begin, a.line) < std::pair(b.begin, b.line);
    });
    problems_.resize(kMostProblems);
  }
  entries_.push_back(entry);
  if (pending_.size() >= kPendingWords) outcome_ = FlushFilters();
}

std::optional<uint64_t> IndexWriter::first_begin() const {
  if (entries_.empty()) return std::nullopt;
  return std::min_element(entries_.begin(), entries_.end(),
                          [](const Entry& a, const Entry& b) { return a.block.begin < b.block.begin; })
      ->block.begin;
}

Result<void> IndexWriter::FlushFilters() {
  Result<void> written = Write(pending_.data(), pending_.size() * sizeof(uint64_t));
  pending_.clear();
  return written;
}

Result<void> IndexWriter::AddSection(SectionKind kind, uint32_t extra, const void* bytes, uint64_t size) {
  SectionEntry section;
  section.kind = static_cast<uint32_t>(kind);
  section.extra = extra;
  section.offset = at_;
  section.size = size;
  section.checksum = IsReadInParts(kind) ? 0 : XXH3_64bits(bytes, size);
  sections_.push_back(section);
  return Write(bytes, size);
}

// The blocks in their order, and their groups. REQUIRES: entries_ are in that order.
Result<void> IndexWriter::WriteBlocks() {
  std::vector<IndexedBlock> blocks;
  std::vector<BlockGroup> groups;
  blocks.reserve(entries_.size());
  for (const Entry& entry : entries_) blocks.push_back(entry.block);
  for (size_t first = 0; first < blocks.size(); first += kGroupBlocks) {
    const size_t last = std::min(first + kGroupBlocks, blocks.size());
    BlockGroup group;
    group.begin = blocks[first].begin;
    group.end = blocks[last - 1].end();
    group.gapless = 1;
    for (size_t i = first; i < last; ++i) {
      group.lines += blocks[i].lines;
      group.broken += blocks[i].broken;
      group.empty += blocks[i].empty;
      if (i > first && blocks[i].begin != blocks[i - 1].end()) group.gapless = 0;
    }
    group.checksum = XXH3_64bits(blocks.data() + first, (last - first) * sizeof(IndexedBlock));
    groups.push_back(group);
  }
  Result<void> done = AddSection(SectionKind::kBlocks, 0, blocks.data(), blocks.size() * sizeof(IndexedBlock));
  return done ? AddSection(SectionKind::kGroups, 0, groups.data(), groups.size() * sizeof(BlockGroup)) : done;
}

Result<void> IndexWriter::WriteTimes(uint32_t path, const std::vector<IndexedTime>& times) {
  std::vector<TimeGroup> groups;
  for (size_t first = 0; first < times.size(); first += kGroupBlocks) {
    const size_t last = std::min(first + kGroupBlocks, times.size());
    TimeGroup group;
    for (size_t i = first; i < last; ++i) group.time.Extend(times[i]);
    group.checksum = XXH3_64bits(times.data() + first, (last - first) * sizeof(IndexedTime));
    groups.push_back(group);
  }
  Result<void> done = AddSection(SectionKind::kTimes, path, times.data(), times.size() * sizeof(IndexedTime));
  return done ? AddSection(SectionKind::kTimeGroups, path, groups.data(), groups.size() * sizeof(TimeGroup)) : done;
}

// The paths that may be times, and how many blocks have a range of each: of too many those that most blocks have.
std::map<uint32_t, size_t> IndexWriter::PathsOfTimes() const {
  std::map<uint32_t, size_t> timed;
  for (const BlockSummary::Time& time : times_) ++timed[time.path];
  if (timed.size() <= kMostTimePaths) return timed;
  std::vector<std::pair<uint32_t, size_t>> most(timed.begin(), timed.end());
  const auto rank = [this](const std::pair<uint32_t, size_t>& path) {
    return std::pair(~path.second, paths_.Get(path.first).name);
  };
  std::sort(most.begin(), most.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  return {most.begin(), most.begin() + kMostTimePaths};
}

// `order`: the table's numbers in the order in which they are written.
Result<void> IndexWriter::WritePaths(const std::vector<uint32_t>& order) {
  std::vector<uint32_t> number_of(order.size());
  for (size_t i = 0; i < order.size(); ++i) number_of[order[i]] = static_cast<uint32_t>(i);
  opaque_.resize(order.size(), 0);
  std::string text;
  std::vector<std::vector<uint64_t>> presence;
  const auto has = [&](const Entry& entry, uint32_t path) {
    return path / 64 < entry.words && (presence_[entry.first_word + path / 64] >> (path % 64) & 1) != 0;
  };
  for (size_t i = 0; i < order.size(); ++i) {
    const uint32_t path = order[i];
    const auto present = static_cast<size_t>(
        std::count_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return has(e, path); }));
    uint8_t flags = opaque_[path] != 0 ? kOpaque : 0;
    if (i > 0 && present == entries_.size()) flags |= kEverywhere;
    const PathTable::Path about = paths_.Get(path);
    if (i > 0) Append(text, &number_of[about.parent], sizeof(uint32_t));
    Append(text, &flags, sizeof(flags));
    if (i > 0) AppendText(text, about.name);
  }
  if (Result<void> done = AddSection(SectionKind::kPaths, 0, text.data(), text.size()); !done) return done;

  const std::map<uint32_t, size_t> timed = PathsOfTimes();
  std::vector<uint64_t> bits((entries_.size() + 63) / 64);
  for (size_t i = 1; i < order.size(); ++i) {
    const uint32_t path = order[i];
    std::fill(bits.begin(), bits.end(), 0);
    size_t present = 0;
    for (size_t b = 0; b < entries_.size(); ++b) {
      if (!has(entries_[b], path)) continue;
      bits[b / 64] |= uint64_t{1} << (b % 64);
      ++present;
    }
    if (present < entries_.size()) {
      Result<void> done = AddSection(SectionKind::kPresence, static_cast<uint32_t>(i), bits.data(), bits.size() * 8);
      if (!done) return done;
    }
    // A field that is seldom a time is none.
    const auto found = timed.find(path);
    if (found == timed.end() || found->second * 2 < present) continue;
    std::vector<IndexedTime> times(entries_.size());
    for (size_t b = 0; b < entries_.size(); ++b) {
      if (!has(entries_[b], path)) continue;
      times[b] = {INT64_MIN, INT64_MAX};
      for (size_t t = 0; t < entries_[b].times; ++t) {
        const BlockSummary::Time& time = times_[entries_[b].first_time + t];
        if (time.path == path) times[b] = time.time;
      }
    }
    Result<void> done = WriteTimes(static_cast<uint32_t>(i), times);
    if (!done) return done;
  }
  return {};
}

Result<void> IndexWriter::WriteSections(const About& about) {
  SectionEntry filters;
  filters.kind = static_cast<uint32_t>(SectionKind::kFilters);
  filters.offset = filters_begin_;
  filters.size = filter_words_ * sizeof(uint64_t);
  sections_.push_back(filters);

  std::sort(entries_.begin(), entries_.end(),
            [](const Entry& a, const Entry& b) { return a.block.begin < b.block.begin; });
  Result<void> done = WriteBlocks();
  const std::vector<uint32_t> common = common_.grams();
  if (done && !common.empty())
    done = AddSection(SectionKind::kCommonGrams, 0, common.data(), common.size() * sizeof(uint32_t));
  if (done && about.format == IndexedFormat::kCsv)
    done = AddSection(SectionKind::kHeadHash, 0, &about.head_hash, sizeof(about.head_hash));
  if (done && !escape_sets_.empty())
    done = AddSection(SectionKind::kEscapeSets, 0, escape_sets_.data(), escape_sets_.size() * sizeof(EscapeSet));
  if (!done) return done;

  // By name, so that the threads' order does not show; parents come before their members.
  std::vector<uint32_t> order(paths_.size());
  std::vector<std::string> names(order.size());
  for (uint32_t i = 0; i < order.size(); ++i) {
    order[i] = i;
    for (uint32_t at = i; at != PathTable::kRecord;) {
      const PathTable::Path path = paths_.Get(at);
      names[i] = '\1' + path.name + names[i];
      at = path.parent;
    }
  }
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return names[a] < names[b]; });
  done = WritePaths(order);
  if (!done) return done;

  std::sort(problems_.begin(), problems_.end(),
            [](const Problem& a, const Problem& b) { return std::pair(a.begin, a.line) < std::pair(b.begin, b.line); });
  if (problems_.size() > kMostProblems) problems_.resize(kMostProblems);
  std::string text;
  for (const Problem& problem : problems_) {
    const auto block = std::lower_bound(entries_.begin(), entries_.end(), problem.begin,
                                        [](const Entry& e, uint64_t begin) { return e.block.begin < begin; });
    const auto number = static_cast<uint32_t>(block - entries_.begin());
    Append(text, &number, sizeof(number));
    Append(text, &problem.line, sizeof(problem.line));
    AppendText(text, problem.text);
  }
  done = AddSection(SectionKind::kProblems, 0, text.data(), text.size());
  if (!done) return done;
  const std::string origin = about.version + "\n" + about.data_path;
  return AddSection(SectionKind::kOrigin, 0, origin.data(), origin.size());
}

Result<void> IndexWriter::Finish(const About& about) {
  if (outcome_) outcome_ = FlushFilters();
  if (outcome_) outcome_ = WriteSections(about);
  if (!outcome_) return outcome_;
  IndexHeader header;
  std::memcpy(header.magic, kIndexMagic, sizeof(kIndexMagic));
  header.version = kIndexVersion;
  header.section_count = static_cast<uint32_t>(sections_.size());
  header.data = about.data;
  header.format = static_cast<uint32_t>(about.format);
  header.codec = about.codec;
  header.block_bytes = about.block_bytes;
  header.blocks = entries_.size();
  header.decoded_bytes = about.decoded_bytes;
  header.table = at_;
  for (const Entry& entry : entries_) {
    header.lines += entry.block.lines;
    header.broken_lines += entry.block.broken;
  }
  header.written = about.now;
  const uint64_t head = XXH3_64bits(&header, sizeof(header));
  header.checksum = XXH3_64bits_withSeed(sections_.data(), sections_.size() * sizeof(SectionEntry), head);
  Result<void> done = Write(sections_.data(), sections_.size() * sizeof(SectionEntry));
  if (!done) return done;
  const uint64_t end = at_;
  at_ = 0;
  done = Write(&header, sizeof(header));
  at_ = end;
  if (!done) return done;
  // On disk before it gets its name: after a crash there is the old index or the new one.
  if (::fsync(descriptor_) != 0) return Failed(std::strerror(errno));
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) return Failed(std::strerror(errno));
  ::close(descriptor_);
  descriptor_ = -1;
  return {};
}

}  // namespace quarry
