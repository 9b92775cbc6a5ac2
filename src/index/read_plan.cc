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
      const Result<std::vector<IndexedTime>> times = index_.Numbers<IndexedTime>(SectionKind::kTimes, 1, *number);
      if (!times) return times.error();
      const int64_t min = range.min.is_null() ? std::numeric_limits<int64_t>::min() : range.min.integer();
      const int64_t max = range.max.is_null() ? std::numeric_limits<int64_t>::max() : range.max.integer();
      for (size_t i = 0; i < blocks_; ++i) {
        const IndexedTime& time = (*times)[i];
        if (time.least <= max && time.greatest >= min && time.least <= time.greatest)
          possible[i / 64] |= uint64_t{1} << (i % 64);
      }
    }
    Keep(possible, by_range);
    return {};
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
    std::vector<uint16_t> escapes(blocks_, 0);
    if (index_.Find(SectionKind::kEscapes) != nullptr) {
      Result<std::vector<uint16_t>> numbers = index_.Numbers<uint16_t>(SectionKind::kEscapes, 1);
      if (!numbers) return numbers.error();
      escapes = std::move(*numbers);
    }
    const Result<std::vector<uint64_t>> places = index_.Numbers<uint64_t>(SectionKind::kFilterPlaces, 1);
    if (!places) return places.error();
    const Result<std::vector<uint32_t>> checks = index_.Numbers<uint32_t>(SectionKind::kFilterChecks, 1);
    if (!checks) return checks.error();

    // The filters of 64 blocks are read at once; many of them by several threads.
    Bits met(needed_.size(), 0);
    const auto look_at = [&](size_t first, size_t last) -> Result<void> {
      std::vector<uint64_t> words;
      for (size_t group = first; group < last; ++group) {
        if (needed_[group] == 0) continue;
        uint64_t from = std::numeric_limits<uint64_t>::max(), to = 0;
        const auto each = [&](const auto& f) {
          for (uint64_t left = needed_[group]; left != 0; left &= left - 1)
            f(group * 64 + static_cast<size_t>(std::countr_zero(left)));
        };
        bool sound = true;
        each([&](size_t block) {
          const uint64_t power = (*places)[block] & 0xff;
          sound &= power >= kLeastGramBits && power <= kMostGramBits;
          if (!sound) return;
          from = std::min(from, (*places)[block] >> 8);
          to = std::max(to, ((*places)[block] >> 8) + (uint64_t{1} << power) / 64);
        });
        // 64 filters of the greatest size; what several threads wrote lies close together, too.
        constexpr uint64_t kMostWords = uint64_t{64 * 16} << (kMostGramBits - 6);
        if (!sound || to - from > kMostWords) return Error{index_.path() + ": damaged (places of filters)"};
        words.resize(to - from);
        if (Result<void> read = index_.ReadFilters(from, to, words.data()); !read) return read;
        each([&](size_t block) {
          const int power = static_cast<int>((*places)[block] & 0xff);
          const uint64_t* const set = words.data() + (((*places)[block] >> 8) - from);
          sound &= FilterCheck(set, (uint64_t{1} << power) / 64) == (*checks)[block];
          const uint16_t escape = escapes[block];
          const bool may_be_escaped = escape >= sets->size() || (*sets)[escape].Meets(minded);
          if (may_be_escaped || need.Met(set, power)) met[group] |= uint64_t{1} << (block % 64);
        });
        if (!sound) return Error{index_.path() + ": damaged (checksum of a filter)"};
      }
      return {};
    };
    constexpr size_t kGroupsOfThread = 256;
    const size_t threads =
        std::clamp<size_t>(Count() / (kGroupsOfThread * 64), 1, std::max(1U, std::thread::hardware_concurrency()));
    std::vector<Result<void>> outcomes(threads);
    std::vector<std::thread> others;
    const size_t share = (needed_.size() + threads - 1) / threads;
    for (size_t i = 1; i < threads; ++i) {
      others.emplace_back([&, i] {
        outcomes[i] = look_at(std::min(i * share, needed_.size()), std::min((i + 1) * share, needed_.size()));
      });
    }
    outcomes[0] = look_at(0, std::min(share, needed_.size()));
    for (std::thread& other : others) other.join();
    for (const Result<void>& outcome : outcomes)
      if (!outcome) return outcome;
    Keep(met, by_text);
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

// What the index says of single blocks beside what they hold.
struct BlockFacts {
  std::vector<BlockPlace> places;
  std::vector<uint32_t> lines, broken, empty;
};

Result<std::vector<uint32_t>> CountsOf(const SideIndex& index, SectionKind kind) {
  if (index.Find(kind) == nullptr) return std::vector<uint32_t>(index.header().blocks, 0);
  return index.Numbers<uint32_t>(kind, 1);
}

Result<BlockFacts> FactsOf(const SideIndex& index) {
  BlockFacts facts;
  Result<std::vector<BlockPlace>> places = index.Places();
  if (!places) return places.error();
  facts.places = std::move(*places);
  for (const auto& [kind, counts] :
       {std::pair(SectionKind::kLines, &facts.lines), std::pair(SectionKind::kBroken, &facts.broken),
        std::pair(SectionKind::kEmpty, &facts.empty)}) {
    Result<std::vector<uint32_t>> numbers = CountsOf(index, kind);
    if (!numbers) return numbers.error();
    *counts = std::move(*numbers);
  }
  return facts;
}

void TakeReasons(const Planner& planner, ReadPlan& plan) {
  plan.by_range = planner.by_range;
  plan.by_field = planner.by_field;
  plan.by_text = planner.by_text;
}

// Broken lines of blocks before `end` that are left out.
Result<void> AddProblems(const SideIndex& index, const Planner& planner, const BlockFacts& facts, uint64_t end,
                         ReadPlan& plan) {
  if (plan.broken_left_out == 0) return {};
  const Result<std::vector<IndexedProblem>> problems = index.Problems();
  if (!problems) return problems.error();
  const bool is_csv = index.header().format == static_cast<uint32_t>(IndexedFormat::kCsv);
  const std::string unit = is_csv ? "row " : "line ", separator = is_csv ? ": " : ", ";
  uint64_t line = is_csv ? 2 : 1;  // the header is row 1
  size_t block = 0;
  // What is not indexed has an unknown number of lines.
  bool counted = is_csv || facts.places.front().begin == 0;
  for (const IndexedProblem& problem : *problems) {
    if (problem.block >= plan.blocks || problem.block < block) return Error{index.path() + ": damaged (broken lines)"};
    for (; block < problem.block; ++block) {
      line += facts.lines[block];
      counted &= facts.places[block + 1].begin == facts.places[block].end;
    }
    if (block >= end || planner.Needs(block)) continue;
    plan.problems.push_back((counted ? unit + std::to_string(line + problem.line)
                                     : "in the lines from byte " + std::to_string(facts.places[block].begin) + " on") +
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
  if (Result<void> done = planner.Run(); !done) return done.error();
  TakeReasons(planner, plan);
  const Result<BlockFacts> facts = FactsOf(index);
  if (!facts) return facts.error();
  const std::vector<BlockPlace>& places = facts->places;
  std::vector<uint64_t> hashes;
  if (!proven) {
    Result<std::vector<uint64_t>> numbers = index.Numbers<uint64_t>(SectionKind::kHashes, 1);
    if (!numbers) return numbers.error();
    hashes = std::move(*numbers);
  }

  // The last line of a file that has grown may have grown with it.
  const bool grown = data_bytes > places.back().end;
  uint64_t at = 0, left_out = 0;
  for (size_t i = 0; i < plan.blocks; ++i) {
    if (grown && i + 1 == plan.blocks) {
      ++plan.blocks_read;
      break;
    }
    const BlockPlace& block = places[i];
    if (block.end > data_bytes) return Error{index.path() + ": damaged (places of blocks)"};
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
      left_out += facts->lines[i];
      plan.lines_in_blocks_left_out += facts->lines[i];
      plan.broken_left_out += facts->broken[i];
      continue;
    }
    ReadPlan::Extent* const last = plan.extents.empty() ? nullptr : &plan.extents.back();
    const bool joins = needed && last != nullptr && !last->proof && last->end == block.begin &&
                       block.end - last->begin <= extent_bytes;
    if (joins) {
      last->end = block.end;
      continue;
    }
    ReadPlan::Extent extent;
    extent.begin = block.begin;
    extent.end = block.end;
    extent.lines_left_out = left_out;
    left_out = 0;
    if (!needed) {
      extent.proof = true;
      extent.hash = hashes[i];
      extent.lines = facts->lines[i];
      extent.broken = facts->broken[i];
    }
    plan.extents.push_back(extent);
  }
  if (at < data_bytes) {
    const size_t first = plan.extents.size();
    AddUnindexed(at, data_bytes, extent_bytes, plan);
    plan.extents[first].lines_left_out = left_out;
    left_out = 0;
  }
  plan.lines_left_out = left_out;

  if (Result<void> added = AddProblems(index, planner, *facts, plan.blocks, plan); !added) return added.error();
  return plan;
}

Result<ReadPlan> PlanReadOfRecords(const SideIndex& index, const ScanSpec& spec, uint64_t sound_blocks,
                                   uint64_t extent_bytes) {
  ReadPlan plan;
  plan.blocks = index.header().blocks;
  plan.blocks_read = plan.blocks - sound_blocks;
  Planner planner(index, spec);
  if (Result<void> done = planner.Run(); !done) return done.error();
  TakeReasons(planner, plan);
  const Result<BlockFacts> facts = FactsOf(index);
  if (!facts) return facts.error();
  plan.rest = facts->places.front().begin;
  plan.rest_record = 2;  // the header is record 1
  for (size_t i = 0; i < sound_blocks; ++i) {
    const BlockPlace& block = facts->places[i];
    if (block.begin != plan.rest) return Error{index.path() + ": damaged (places of blocks)"};
    const uint64_t number = std::exchange(plan.rest_record, plan.rest_record + facts->lines[i]);
    plan.rest = block.end;
    if (!planner.Needs(i)) {
      plan.lines_in_blocks_left_out += facts->lines[i] - facts->empty[i];
      plan.broken_left_out += facts->broken[i];
      continue;
    }
    ++plan.blocks_read;
    ReadPlan::Extent* const last = plan.extents.empty() ? nullptr : &plan.extents.back();
    if (last != nullptr && last->end == block.begin && block.end - last->begin <= extent_bytes) {
      last->end = block.end;
      last->records += facts->lines[i];
      continue;
    }
    ReadPlan::Extent extent;
    extent.begin = block.begin;
    extent.end = block.end;
    extent.first_record = number;
    extent.records = facts->lines[i];
    plan.extents.push_back(extent);
  }
  if (Result<void> added = AddProblems(index, planner, *facts, sound_blocks, plan); !added) return added.error();
  return plan;
}

Result<ReadPlan> PlanReadBehind(const SideIndex& index, uint64_t blocks, uint64_t data_bytes, uint64_t extent_bytes) {
  const Result<BlockFacts> facts = FactsOf(index);
  if (!facts) return facts.error();
  ReadPlan plan;
  plan.rest = facts->places[blocks - 1].end;
  if (index.header().format == static_cast<uint32_t>(IndexedFormat::kCsv)) {
    plan.rest_record = 2;  // the header is record 1
    for (uint64_t i = 0; i < blocks; ++i) plan.rest_record += facts->lines[i];
  } else {
    AddUnindexed(plan.rest, data_bytes, extent_bytes, plan);
  }
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
