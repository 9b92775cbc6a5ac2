// External entries: PlanRead, PlanReadOfRecords, PlanReadBehind.
//
// A block is left out when one of these holds:
//   - none of the values of a range's field lies inside (kTimes), or the block has none of its fields (kPresence)
//   - a member that must hold some text does not occur in the block
//   - the grams of the literals that a record must hold are not all there, and no `\u` escape of the block may stand
//   for
//     a character of them.
#include "index/read_plan.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <optional>
#include <thread>
#include <utility>

#include "index/gram_set.h"
#include "index/section_parts.h"
#include "scan/line_filter.h"

namespace quarry {

namespace {

using Bits = std::vector<uint64_t>;

bool Has(const Bits& bits, size_t i) {
  return (bits[i / 64] >> (i % 64) & 1) != 0;
}

// What literals need of a block's grams.
struct GramNeed {
  LiteralFilter::Kind kind = LiteralFilter::Kind::kAny;
  std::vector<uint32_t> bits;  // kLiteral
  std::vector<GramNeed> children;

  bool Met(const uint64_t* words, int power) const {
    switch (kind) {
      case LiteralFilter::Kind::kAny:
        return true;
      case LiteralFilter::Kind::kNothing:
        return false;
      case LiteralFilter::Kind::kLiteral:
        return HasGrams(words, power, bits);
      case LiteralFilter::Kind::kAnd:
        return std::all_of(children.begin(), children.end(), [&](const GramNeed& n) { return n.Met(words, power); });
      case LiteralFilter::Kind::kOr:
        return std::any_of(children.begin(), children.end(), [&](const GramNeed& n) { return n.Met(words, power); });
    }
    return true;
  }
};

// Parts that say nothing are gone: `and` ignores them, `or` says nothing with one.
GramNeed NeedOf(const LiteralFilter& filter) {
  GramNeed need;
  need.kind = filter.kind;
  if (filter.kind == LiteralFilter::Kind::kLiteral) {
    need.bits = GramBitsOf(filter.literal);
    if (need.bits.empty()) need.kind = LiteralFilter::Kind::kAny;
  } else if (filter.kind == LiteralFilter::Kind::kAnd || filter.kind == LiteralFilter::Kind::kOr) {
    const bool all = filter.kind == LiteralFilter::Kind::kAnd;
    for (const LiteralFilter& child : filter.children) {
      GramNeed part = NeedOf(child);
      if (part.kind != LiteralFilter::Kind::kAny)
        need.children.push_back(std::move(part));
      else if (!all)
        return {};
    }
    if (need.children.empty()) return {};
  }
  return need;
}

class Planner {
 public:
  Planner(const SideIndex& index, const ScanSpec& spec)
      : index_(index), spec_(spec), blocks_(index.header().blocks), needed_((blocks_ + 63) / 64, ~uint64_t{0}) {
    if (blocks_ % 64 != 0) needed_.back() = (uint64_t{1} << (blocks_ % 64)) - 1;
  }

  Result<void> Run() {
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
      if (*present) Keep(**present, by_field);
    }
    return ByText();
  }

  bool Needs(size_t block) const { return Has(needed_, block); }
  bool by_range = false, by_field = false, by_text = false;

 private:
  uint64_t Count() const {
    uint64_t count = 0;
    for (const uint64_t word : needed_) count += static_cast<uint64_t>(std::popcount(word));
    return count;
  }
  void Keep(const Bits& blocks, bool& reason) {
    const uint64_t before = Count();
    for (size_t i = 0; i < needed_.size(); ++i) needed_[i] &= blocks[i];
    reason |= Count() < before;
  }

  // The number of a path. `unknown`: records may have it although it has no number.
  std::optional<uint32_t> Find(const FieldPath& path, bool* unknown) const {
    uint32_t at = 0;
    *unknown = false;
    for (const JsonStep& step : path) {
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
  Result<std::optional<Bits>> PresenceOf(const FieldPath& path) const {
    bool unknown = false;
    const std::optional<uint32_t> number = Find(path, &unknown);
    if (unknown || path.empty()) return std::optional<Bits>();
    if (!number) return std::optional<Bits>(Bits(needed_.size(), 0));
    if ((paths_[*number].flags & kEverywhere) != 0) return std::optional<Bits>();
    Result<Bits> bits = index_.Presence(*number);
    if (!bits) return bits.error();
    return std::optional<Bits>(std::move(*bits));
  }

  Result<void> ByRange(const ScanRange& range) {
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
      Result<void> read =
          ForEachNumber<IndexedTime>(index_, SectionKind::kTimes, *number, [&](uint64_t i, const IndexedTime& time) {
            const bool meets = time.least <= max && time.greatest >= min && time.least <= time.greatest;
            possible[i / 64] |= uint64_t{meets} << (i % 64);
          });
      if (!read) return read;
    }
    Keep(possible, by_range);
    return {};
  }

  // Of a block that is needed so far.
  struct FilterPlace {
    uint64_t block = 0, word = 0;
    int power = 0;
    uint32_t check = 0;
    uint16_t escapes = 0;
    uint64_t words() const { return (uint64_t{1} << power) / 64; }
  };
  static constexpr size_t kGroup = 64;  // filters that are read at once
  // As many of the greatest size.
  static constexpr uint64_t kMostWordsAtOnce = kGroup << (kMostGramBits - 6);

  Result<std::vector<FilterPlace>> FilterPlaces() const {
    std::vector<FilterPlace> places(Count());
    size_t next = 0;
    Result<void> done =
        ForEachNumber<uint64_t>(index_, SectionKind::kFilterPlaces, 0, [&](uint64_t block, uint64_t place) {
          if (!Has(needed_, block)) return;
          places[next].block = block;
          places[next].word = place >> 8;
          places[next++].power = static_cast<int>(place & 0xff);
        });
    next = 0;
    if (done) {
      done = ForEachNumber<uint32_t>(index_, SectionKind::kFilterChecks, 0, [&](uint64_t block, uint32_t check) {
        if (Has(needed_, block)) places[next++].check = check;
      });
    }
    next = 0;
    if (done && index_.Find(SectionKind::kEscapes) != nullptr) {
      done = ForEachNumber<uint16_t>(index_, SectionKind::kEscapes, 0, [&](uint64_t block, uint16_t escapes) {
        if (Has(needed_, block)) places[next++].escapes = escapes;
      });
    }
    if (!done) return done.error();
    return places;
  }

  Result<void> ByText() {
    const LineFilter filter(spec_.prefilter);
    if (filter.passes_nothing()) {
      Keep(Bits(needed_.size(), 0), by_text);
      return {};
    }
    const GramNeed need = NeedOf(filter.runs());
    if (need.kind == LiteralFilter::Kind::kAny || Count() == 0) return {};
    EscapeSet minded;
    for (int code = 0; code <= 256; ++code)
      if (filter.MindsEscapeOf(code)) minded.Add(code);
    const Result<std::vector<EscapeSet>> sets = index_.EscapeSets();
    if (!sets) return sets.error();
    Result<std::vector<FilterPlace>> read_places = FilterPlaces();
    if (!read_places) return read_places.error();
    const std::vector<FilterPlace>& places = *read_places;

    // The filters of 64 blocks are read at once; many of them by several threads.
    const size_t groups = (places.size() + kGroup - 1) / kGroup;
    std::vector<uint64_t> met(groups, 0);  // of the blocks of each group
    const auto look_at = [&](size_t first, size_t last) -> Result<void> {
      std::vector<uint64_t> words;
      for (size_t group = first; group < last; ++group) {
        const size_t end = std::min((group + 1) * kGroup, places.size());
        uint64_t from = std::numeric_limits<uint64_t>::max(), to = 0;
        bool sound = true;
        for (size_t i = group * kGroup; i < end; ++i) {
          sound &= places[i].power >= kLeastGramBits && places[i].power <= kMostGramBits;
          if (!sound) break;
          from = std::min(from, places[i].word);
          to = std::max(to, places[i].word + places[i].words());
        }
        if (!sound) return Error{index_.path() + ": damaged (places of filters)"};
        // What lies far apart is read one by one; what several threads wrote lies close together, too.
        const bool at_once = to - from <= kMostWordsAtOnce;
        if (at_once) {
          words.resize(to - from);
          if (Result<void> read = index_.ReadFilters(from, to, words.data()); !read) return read;
        }
        for (size_t i = group * kGroup; i < end; ++i) {
          const FilterPlace& place = places[i];
          if (!at_once) {
            from = place.word;
            words.resize(place.words());
            if (Result<void> read = index_.ReadFilters(from, from + words.size(), words.data()); !read) return read;
          }
          const uint64_t* const set = words.data() + (place.word - from);
          sound &= FilterCheck(set, place.words()) == place.check;
          const bool may_be_escaped = place.escapes >= sets->size() || (*sets)[place.escapes].Meets(minded);
          const bool may_match = may_be_escaped || need.Met(set, place.power);
          met[group] |= uint64_t{may_match} << (i - group * kGroup);
        }
        if (!sound) return Error{index_.path() + ": damaged (checksum of a filter)"};
      }
      return {};
    };
    constexpr size_t kGroupsOfThread = 256;
    const size_t threads =
        std::clamp<size_t>(groups / kGroupsOfThread, 1, std::max(1U, std::thread::hardware_concurrency()));
    std::vector<Result<void>> outcomes(threads);
    std::vector<std::thread> others;
    const size_t share = (groups + threads - 1) / threads;
    for (size_t i = 1; i < threads; ++i) {
      others.emplace_back(
          [&, i] { outcomes[i] = look_at(std::min(i * share, groups), std::min((i + 1) * share, groups)); });
    }
    outcomes[0] = look_at(0, std::min(share, groups));
    for (std::thread& other : others) other.join();
    for (const Result<void>& outcome : outcomes)
      if (!outcome) return outcome;
    Bits possible(needed_.size(), 0);
    for (size_t i = 0; i < places.size(); ++i) {
      const uint64_t block = places[i].block;
      if ((met[i / kGroup] >> (i % kGroup) & 1) != 0) possible[block / 64] |= uint64_t{1} << (block % 64);
    }
    Keep(possible, by_text);
    return {};
  }

  const SideIndex& index_;
  const ScanSpec& spec_;
  size_t blocks_;
  Bits needed_;
  std::vector<IndexedPath> paths_;
};

// Bytes that no block has: read in parts, cut anywhere.
void AddUnindexed(uint64_t begin, uint64_t end, uint64_t extent_bytes, ReadPlan& plan) {
  while (begin < end) {
    ReadPlan::Extent extent;
    extent.begin = begin;
    extent.end = begin = end - begin > extent_bytes ? begin + extent_bytes : end;
    plan.extents.push_back(extent);
  }
}

// What the index says of a block beside what it holds.
struct BlockFacts {
  BlockPlace place;
  uint32_t lines = 0, broken = 0, empty = 0;
  uint64_t hash = 0;  // where it is asked for
};

// Calls f(block, facts), which may fail, for all blocks in their order. Error: that of f; or the index is damaged, and
// what f was told is void.
template <typename F>
Result<void> ForEachBlock(const SideIndex& index, bool with_hashes, const F& f) {
  constexpr uint64_t kPart = 4096;
  const uint64_t blocks = index.header().blocks;
  SectionParts<BlockPlace> places(index, SectionKind::kOffsets);
  SectionParts<uint32_t> lines(index, SectionKind::kLines), broken(index, SectionKind::kBroken),
      empty(index, SectionKind::kEmpty);
  SectionParts<uint64_t> hashes(index, SectionKind::kHashes);
  std::span<const BlockPlace> some_places;
  std::span<const uint32_t> some_lines, some_broken, some_empty;
  std::span<const uint64_t> some_hashes;
  const auto take = [](auto& parts, bool wanted, auto& into) -> Result<void> {
    if (!wanted) return {};
    const auto part = parts.Next(kPart);
    if (!part) return part.error();
    into = *part;
    return {};
  };
  uint64_t at = 0;
  for (uint64_t first = 0; first < blocks; first += some_places.size()) {
    Result<void> done = take(places, true, some_places);
    if (done) done = take(lines, true, some_lines);
    if (done) done = take(broken, broken.is_there(), some_broken);
    if (done) done = take(empty, empty.is_there(), some_empty);
    if (done) done = take(hashes, with_hashes, some_hashes);
    if (!done) return done;
    for (size_t i = 0; i < some_places.size(); ++i) {
      BlockFacts facts{some_places[i], some_lines[i]};
      if (!some_broken.empty()) facts.broken = some_broken[i];
      if (!some_empty.empty()) facts.empty = some_empty[i];
      if (with_hashes) facts.hash = some_hashes[i];
      if (facts.place.begin < at || facts.place.end <= facts.place.begin) return index.Damaged("places of blocks");
      at = facts.place.end;
      if (done = f(first + i, facts); !done) return done;
    }
  }
  Result<void> sound = places.Finish();
  if (sound) sound = lines.Finish();
  if (sound && broken.is_there()) sound = broken.Finish();
  if (sound && empty.is_there()) sound = empty.Finish();
  if (sound && with_hashes) sound = hashes.Finish();
  return sound;
}

void TakeReasons(const Planner& planner, ReadPlan& plan) {
  plan.by_range = planner.by_range;
  plan.by_field = planner.by_field;
  plan.by_text = planner.by_text;
}

// Broken lines of blocks before `end` that are left out.
Result<void> AddProblems(const SideIndex& index, const Planner& planner, uint64_t end, ReadPlan& plan) {
  if (plan.broken_left_out == 0) return {};
  const Result<std::vector<BlockPlace>> places = index.Places();
  if (!places) return places.error();
  const Result<std::vector<uint32_t>> lines = index.Numbers<uint32_t>(SectionKind::kLines, 1);
  if (!lines) return lines.error();
  const Result<std::vector<IndexedProblem>> problems = index.Problems();
  if (!problems) return problems.error();
  const bool is_csv = index.header().format == static_cast<uint32_t>(IndexedFormat::kCsv);
  const std::string unit = is_csv ? "row " : "line ", separator = is_csv ? ": " : ", ";
  uint64_t line = is_csv ? 2 : 1;  // the header is row 1
  size_t block = 0;
  // What is not indexed has an unknown number of lines.
  bool counted = is_csv || places->front().begin == 0;
  for (const IndexedProblem& problem : *problems) {
    if (problem.block >= plan.blocks || problem.block < block) return Error{index.path() + ": damaged (broken lines)"};
    for (; block < problem.block; ++block) {
      line += (*lines)[block];
      counted &= (*places)[block + 1].begin == (*places)[block].end;
    }
    if (block >= end || planner.Needs(block)) continue;
    plan.problems.push_back((counted ? unit + std::to_string(line + problem.line)
                                     : "in the lines from byte " + std::to_string((*places)[block].begin) + " on") +
                            separator + problem.text);
  }
  return {};
}

}  // namespace

Result<ReadPlan> PlanRead(const SideIndex& index, const ScanSpec& spec, uint64_t data_bytes, uint64_t extent_bytes,
                          bool proven) {
  ReadPlan plan;
  plan.blocks = index.header().blocks;
  if (plan.blocks == 0) {
    AddUnindexed(0, data_bytes, extent_bytes, plan);
    return plan;
  }
  Planner planner(index, spec);
  if (Result<void> planned = planner.Run(); !planned) return planned.error();
  TakeReasons(planner, plan);
  uint64_t at = 0, left_out = 0;
  Result<void> done = ForEachBlock(index, !proven, [&](uint64_t i, const BlockFacts& facts) -> Result<void> {
    const BlockPlace& block = facts.place;
    if (block.end > data_bytes) return index.Damaged("places of blocks");
    // The last line of a file that has grown may have grown with it.
    if (i + 1 == plan.blocks && block.end < data_bytes) {
      ++plan.blocks_read;
      return {};
    }
    if (block.begin > at) {
      const size_t first = plan.extents.size();
      AddUnindexed(at, block.begin, extent_bytes, plan);
      plan.extents[first].lines_left_out = left_out;
      left_out = 0;
    }
    at = block.end;
    const bool needed = planner.Needs(i);
    if (needed) ++plan.blocks_read;
    if (!needed && proven) {
      left_out += facts.lines;
      plan.lines_in_blocks_left_out += facts.lines;
      plan.broken_left_out += facts.broken;
      return {};
    }
    ReadPlan::Extent* const last = plan.extents.empty() ? nullptr : &plan.extents.back();
    const bool joins = needed && last != nullptr && !last->proof && last->whole == proven && last->end == block.begin &&
                       block.end - last->begin <= extent_bytes;
    if (joins) {
      last->end = block.end;
      last->lines += facts.lines;
      return {};
    }
    ReadPlan::Extent extent;
    extent.begin = block.begin;
    extent.end = block.end;
    extent.lines_left_out = left_out;
    left_out = 0;
    if (!needed) {
      extent.proof = true;
      extent.hash = facts.hash;
      extent.broken = facts.broken;
    }
    extent.whole = proven;
    extent.lines = facts.lines;
    plan.extents.push_back(extent);
    return {};
  });
  if (!done) return done.error();
  if (at < data_bytes) {
    const size_t first = plan.extents.size();
    AddUnindexed(at, data_bytes, extent_bytes, plan);
    plan.extents[first].lines_left_out = left_out;
    left_out = 0;
  }
  plan.lines_left_out = left_out;

  if (Result<void> added = AddProblems(index, planner, plan.blocks, plan); !added) return added.error();
  return plan;
}

Result<ReadPlan> PlanReadOfRecords(const SideIndex& index, const ScanSpec& spec, uint64_t sound_blocks,
                                   uint64_t extent_bytes) {
  ReadPlan plan;
  plan.blocks = index.header().blocks;
  plan.blocks_read = plan.blocks - sound_blocks;
  Planner planner(index, spec);
  if (Result<void> planned = planner.Run(); !planned) return planned.error();
  TakeReasons(planner, plan);
  plan.rest_record = 2;  // the header is record 1
  Result<void> done = ForEachBlock(index, false, [&](uint64_t i, const BlockFacts& facts) -> Result<void> {
    const BlockPlace& block = facts.place;
    if (i == 0) plan.rest = block.begin;
    if (i >= sound_blocks) return {};
    if (block.begin != plan.rest) return index.Damaged("places of blocks");
    const uint64_t number = std::exchange(plan.rest_record, plan.rest_record + facts.lines);
    plan.rest = block.end;
    if (!planner.Needs(i)) {
      plan.lines_in_blocks_left_out += facts.lines - facts.empty;
      plan.broken_left_out += facts.broken;
      return {};
    }
    ++plan.blocks_read;
    ReadPlan::Extent* const last = plan.extents.empty() ? nullptr : &plan.extents.back();
    if (last != nullptr && last->end == block.begin && block.end - last->begin <= extent_bytes) {
      last->end = block.end;
      last->records += facts.lines;
      return {};
    }
    ReadPlan::Extent extent;
    extent.begin = block.begin;
    extent.end = block.end;
    extent.first_record = number;
    extent.records = facts.lines;
    plan.extents.push_back(extent);
    return {};
  });
  if (!done) return done.error();
  if (Result<void> added = AddProblems(index, planner, sound_blocks, plan); !added) return added.error();
  return plan;
}

Result<ReadPlan> PlanReadBehind(const SideIndex& index, uint64_t blocks, uint64_t data_bytes, uint64_t extent_bytes) {
  ReadPlan plan;
  plan.rest_record = 2;  // the header is record 1
  Result<void> done = ForEachBlock(index, false, [&](uint64_t i, const BlockFacts& facts) -> Result<void> {
    if (i >= blocks) return {};
    plan.rest = facts.place.end;
    plan.rest_record += facts.lines;
    return {};
  });
  if (!done) return done.error();
  const bool is_csv = index.header().format == static_cast<uint32_t>(IndexedFormat::kCsv);
  if (!is_csv) AddUnindexed(plan.rest, data_bytes, extent_bytes, plan);
  return plan;
}

std::string DescribePlan(const ReadPlan& plan) {
  std::string text = std::to_string(plan.blocks_read) + " of " + std::to_string(plan.blocks) + " blocks read";
  std::string reasons;
  for (const auto& [left_out, name] :
       {std::pair(plan.by_range, "range"), std::pair(plan.by_field, "fields"), std::pair(plan.by_text, "literals")}) {
    if (left_out) reasons += (reasons.empty() ? "" : ", ") + std::string(name);
  }
  return reasons.empty() ? text : text + "; " + reasons;
}

}  // namespace quarry
