// External entry: NeededBlocks::Run.
#include "index/needed_blocks.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <thread>
#include <utility>

#include "index/gram_set.h"
#include "scan/flat_name.h"
#include "scan/line_filter.h"

namespace quarry {

namespace {

// What literals need of a block's grams.
struct GramNeed {
  LiteralFilter::Kind kind = LiteralFilter::Kind::kAny;
  std::vector<uint32_t> grams;  // kLiteral
  std::vector<GramNeed> children;

  bool Met(const uint64_t* set, uint64_t words) const {
    switch (kind) {
      case LiteralFilter::Kind::kAny:
        return true;
      case LiteralFilter::Kind::kNothing:
        return false;
      case LiteralFilter::Kind::kLiteral:
        return HasGrams(set, words, grams);
      case LiteralFilter::Kind::kAnd:
        return std::all_of(children.begin(), children.end(), [&](const GramNeed& n) { return n.Met(set, words); });
      case LiteralFilter::Kind::kOr:
        return std::any_of(children.begin(), children.end(), [&](const GramNeed& n) { return n.Met(set, words); });
    }
    return true;
  }
};

// Parts that say nothing are gone: `and` ignores them, `or` says nothing with one.
GramNeed NeedOf(const LiteralFilter& filter, const CommonGrams& common) {
  GramNeed need;
  need.kind = filter.kind;
  if (filter.kind == LiteralFilter::Kind::kLiteral) {
    need.grams = GramsOf(filter.literal);
    std::erase_if(need.grams, [&](uint32_t gram) { return common.Has(gram); });
    if (need.grams.empty()) need.kind = LiteralFilter::Kind::kAny;
  } else if (filter.kind == LiteralFilter::Kind::kAnd || filter.kind == LiteralFilter::Kind::kOr) {
    const bool all = filter.kind == LiteralFilter::Kind::kAnd;
    for (const LiteralFilter& child : filter.children) {
      GramNeed part = NeedOf(child, common);
      if (part.kind != LiteralFilter::Kind::kAny)
        need.children.push_back(std::move(part));
      else if (!all)
        return {};
    }
    if (need.children.empty()) return {};
  }
  return need;
}

// The filters of the blocks of one group, as far as they are asked for.
class GroupFilters {
 public:
  explicit GroupFilters(const SideIndex& index) : index_(index) {}

  // Calls f(i, block, filter) for each block i of the group that `wanted` has.
  template <typename F>
  Result<void> ForEach(uint64_t number, const BlockGroup& group, uint64_t wanted, const F& f) {
    if (Result<void> read = index_.ReadBlocks(number, group, blocks_.data()); !read) return read;
    uint64_t from = std::numeric_limits<uint64_t>::max(), to = 0;
    for (uint64_t left = wanted; left != 0; left &= left - 1) {
      const IndexedBlock& block = blocks_[static_cast<size_t>(std::countr_zero(left))];
      from = std::min(from, block.filter_word);
      to = std::max(to, block.filter_word + block.filter_words);
    }
    // What lies far apart is read one by one; what several threads wrote lies close together, too.
    constexpr uint64_t kMostWordsAtOnce = kGroupBlocks * kMostFilterWords;
    const bool at_once = to - from <= kMostWordsAtOnce;
    if (at_once) {
      words_.resize(std::max<size_t>(words_.size(), to - from));
      if (Result<void> read = index_.ReadFilters(from, to, words_.data()); !read) return read;
    }
    for (uint64_t left = wanted; left != 0; left &= left - 1) {
      const auto i = static_cast<size_t>(std::countr_zero(left));
      const IndexedBlock& block = blocks_[i];
      if (!at_once) {
        from = block.filter_word;
        words_.resize(std::max<size_t>(words_.size(), block.filter_words));
        if (Result<void> read = index_.ReadFilters(from, from + block.filter_words, words_.data()); !read) return read;
      }
      const uint64_t* const filter = words_.data() + (block.filter_word - from);
      if (FilterCheck(filter, block.filter_words) != block.filter_check) return index_.Damaged("checksum of a filter");
      f(i, block, filter);
    }
    return {};
  }

 private:
  const SideIndex& index_;
  std::array<IndexedBlock, kGroupBlocks> blocks_;
  std::vector<uint64_t> words_;
};

}  // namespace

Result<void> NeededBlocks::Run() {
  Result<std::vector<BlockGroup>> groups = index_.Groups();
  if (!groups) return groups.error();
  groups_ = std::move(*groups);
  needed_.assign(groups_.size(), ~uint64_t{0});
  if (const uint64_t rest = index_.header().blocks % 64; rest != 0) needed_.back() = (uint64_t{1} << rest) - 1;
  Result<std::vector<IndexedPath>> paths = index_.Paths();
  if (!paths) return paths.error();
  paths_ = std::move(*paths);
  for (const ScanRange& range : spec_.ranges) {
    if (Result<void> done = ByRange(range); !done) return done;
  }
  for (const KeyFilter& filter : spec_.key_filters) {
    JsonStep step;
    step.name = filter.key;
    Result<std::optional<Bits>> present = PresenceOf({step});
    if (!present) return present.error();
    if (*present) Keep(**present, by_field_);
  }
  return ByText();
}

void NeededBlocks::Keep(const Bits& blocks, bool& reason) {
  for (size_t i = 0; i < needed_.size(); ++i) {
    reason |= (needed_[i] & ~blocks[i]) != 0;
    needed_[i] &= blocks[i];
  }
}

// The number of a path. `unknown`: records may have it although it has no number.
std::optional<uint32_t> NeededBlocks::Find(const FieldPath& path, bool* unknown) const {
  uint32_t at = 0;
  *unknown = false;
  FieldPath flat;
  if (index_.header().format == static_cast<uint32_t>(IndexedFormat::kEvtx)) flat.push_back({false, 0, FlatName(path)});
  for (const JsonStep& step : flat.empty() ? path : flat) {
    // What lies in arrays, or in text that holds JSON, is not indexed.
    if (step.is_index || (paths_[at].flags & kOpaque) != 0) *unknown = true;
    if (step.is_index) return std::nullopt;
    uint32_t next = 0;
    for (uint32_t i = 1; i < paths_.size() && next == 0; ++i)
      if (paths_[i].parent == at && paths_[i].name == step.name) next = i;
    if (next == 0) return std::nullopt;
    at = next;
  }
  return at;
}

// Which blocks have a value at `path`; nullopt: any may.
Result<std::optional<NeededBlocks::Bits>> NeededBlocks::PresenceOf(const FieldPath& path) const {
  bool unknown = false;
  const std::optional<uint32_t> number = Find(path, &unknown);
  if (unknown || path.empty()) return std::optional<Bits>();
  if (!number) return std::optional<Bits>(Bits(needed_.size(), 0));
  if ((paths_[*number].flags & kEverywhere) != 0) return std::optional<Bits>();
  Result<Bits> bits = index_.Presence(*number);
  if (!bits) return bits.error();
  return std::optional<Bits>(std::move(*bits));
}

Result<void> NeededBlocks::ByRange(const ScanRange& range) {
  Bits possible(needed_.size(), 0);
  for (const FieldPath& path : range.paths) {
    bool unknown = false;
    const std::optional<uint32_t> number = Find(path, &unknown);
    if (unknown || path.empty()) return {};
    if (!number) continue;
    if (range.type != Type::kDateTime || index_.Find(SectionKind::kTimes, *number) == nullptr) {
      Result<std::optional<Bits>> present = PresenceOf(path);
      if (!present) return present.error();
      if (!*present) return {};
      for (size_t i = 0; i < possible.size(); ++i) possible[i] |= (**present)[i];
      continue;
    }
    const int64_t min = range.min.is_null() ? std::numeric_limits<int64_t>::min() : range.min.integer();
    const int64_t max = range.max.is_null() ? std::numeric_limits<int64_t>::max() : range.max.integer();
    const Result<std::vector<TimeGroup>> groups = index_.TimeGroups(*number);
    if (!groups) return groups.error();
    std::array<IndexedTime, kGroupBlocks> times;
    for (uint64_t group = 0; group < groups->size(); ++group) {
      if (needed_[group] == 0 || !(*groups)[group].time.Meets(min, max)) continue;
      if (Result<void> read = index_.ReadTimes(*number, group, (*groups)[group], times.data()); !read) return read;
      for (uint64_t i = 0; i < index_.BlocksOf(group); ++i) possible[group] |= uint64_t{times[i].Meets(min, max)} << i;
    }
  }
  Keep(possible, by_range_);
  return {};
}

Result<void> NeededBlocks::ByText() {
  const LineFilter filter(spec_.prefilter);
  if (filter.passes_nothing()) {
    Keep(Bits(needed_.size(), 0), by_text_);
    return {};
  }
  if (filter.passes_all()) return {};
  const Result<CommonGrams> common = index_.Common();
  if (!common) return common.error();
  const GramNeed need = NeedOf(filter.runs(), *common);
  if (need.kind == LiteralFilter::Kind::kAny) return {};
  EscapeSet minded;
  for (int code = 0; code <= 256; ++code)
    if (filter.MindsEscapeOf(code)) minded.Add(code);
  const Result<std::vector<EscapeSet>> sets = index_.EscapeSets();
  if (!sets) return sets.error();
  std::vector<uint64_t> groups;  // that have a block which is needed so far
  for (uint64_t group = 0; group < needed_.size(); ++group)
    if (needed_[group] != 0) groups.push_back(group);

  // Many of them are looked at by several threads.
  Bits possible(needed_.size(), 0);
  const auto look_at = [&](size_t first, size_t last) -> Result<void> {
    GroupFilters filters(index_);
    for (size_t at = first; at < last; ++at) {
      const uint64_t group = groups[at];
      Result<void> done = filters.ForEach(
          group, groups_[group], needed_[group], [&](size_t i, const IndexedBlock& block, const uint64_t* set) {
            const bool may_be_escaped = block.escapes >= sets->size() || (*sets)[block.escapes].Meets(minded);
            const bool may_match = may_be_escaped || need.Met(set, block.filter_words);
            possible[group] |= uint64_t{may_match} << i;
          });
      if (!done) return done;
    }
    return {};
  };
  constexpr size_t kGroupsOfThread = 32;
  const size_t threads =
      std::clamp<size_t>(groups.size() / kGroupsOfThread, 1, std::max(1U, std::thread::hardware_concurrency()));
  std::vector<Result<void>> outcomes(threads);
  std::vector<std::thread> others;
  const size_t share = (groups.size() + threads - 1) / threads;
  for (size_t i = 1; i < threads; ++i) {
    others.emplace_back([&, i] {
      outcomes[i] = look_at(std::min(i * share, groups.size()), std::min((i + 1) * share, groups.size()));
    });
  }
  outcomes[0] = look_at(0, std::min(share, groups.size()));
  for (std::thread& other : others) other.join();
  for (const Result<void>& outcome : outcomes)
    if (!outcome) return outcome;
  Keep(possible, by_text_);
  return {};
}

}  // namespace quarry
