#include "readers/index/ndjson_summary.h"

#include <xxhash.h>

#include <cstring>
#include <utility>

#include "readers/convert_text.h"
#include "scan/kernels/kernels.h"

namespace quarry {

namespace {
// An object with more members than these has data for names.
constexpr size_t kMostMembers = 512;
}  // namespace

void NdjsonSummary::Add(const Block& records, const std::function<void(BlockSummary)>& sink) {
  const std::string_view lines = records.text;
  const uint64_t offset = records.offset;
  size_t at = 0;
  while (at < lines.size()) {
    BeginBlock();
    const size_t begin = at;
    while (at < lines.size() && at - begin < block_bytes_) {
      const void* const found = std::memchr(lines.data() + at, '\n', lines.size() - at);
      const size_t end = found ? static_cast<size_t>(static_cast<const char*>(found) - lines.data()) : lines.size();
      std::string_view line = lines.substr(at, end - at);
      if (offset + at == 0 && line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
      AddLine(line);
      ++summary_.lines;
      at = std::min(end + 1, lines.size());
    }
    summary_.begin = offset + begin;
    summary_.end = offset + at;
    summary_.hash = XXH3_64bits(lines.data() + begin, at - begin);
    sink(EndBlock());
  }
}

void NdjsonSummary::BeginBlock() {
  ++block_;
  summary_ = {};
  in_block_.clear();
}

void NdjsonSummary::AddLine(std::string_view line) {
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) return;
  const size_t words = (line.size() + 63) / 64;
  if (stops_.size() < words) stops_.resize(words);
  Kernels().mark_string_stops(line.data(), line.size(), stops_.data());
  JsonScanner scanner(line, stops_.data());
  scanner.SkipSpaces();
  const char* error = nullptr;
  if (scanner.peek() != '{') {
    error = "not a JSON object";
  } else if (!Object(0, scanner, 0)) {
    error = scanner.error();
  } else {
    scanner.SkipSpaces();
    if (!scanner.at_end()) error = "other text follows the JSON object";
  }
  arena_.Reset();
  if (error == nullptr) return;
  ++summary_.broken;
  if (summary_.problems.size() < kMostProblemsOfBlock) {
    summary_.problems.push_back(
        {summary_.lines, "column " + std::to_string(scanner.offset() + 1) + ": " + std::string(error)});
  }
}

// The place of a member, given now if need be. Records resemble each other: the order of the last one is tried first.
size_t NdjsonSummary::MemberPlace(size_t place, std::string_view name, bool escaped) {
  Place& of = places_[place];
  for (size_t tried = 0; tried < of.members.size(); ++tried) {
    const size_t i = (of.expected + tried) % of.members.size();
    if (of.members[i].name != name) continue;
    of.expected = i + 1 == of.members.size() ? 0 : i + 1;
    return of.members[i].place;
  }
  const std::string_view decoded = escaped ? UnescapeJson(name, arena_) : name;
  const bool full = of.members.size() >= kMostMembers;
  const std::optional<uint32_t> path = full ? std::nullopt : paths_.Member(of.path, decoded);
  if (!path) return 0;
  // Written otherwise it is the same member.
  for (const Place::Member& member : of.members) {
    if (places_[member.place].path != *path) continue;
    const size_t same = member.place;
    of.members.push_back({std::string(name), same});
    return same;
  }
  const size_t made = places_.size();
  of.members.push_back({std::string(name), made});
  Place& member = places_.emplace_back();
  member.path = *path;
  return made;
}

void NdjsonSummary::See(size_t place) {
  Place& at = places_[place];
  if (at.seen_in == block_) return;
  at.seen_in = block_;
  at.opaque = false;
  at.values = {};
  at.last.clear();
  in_block_.push_back(place);
}

bool NdjsonSummary::Object(size_t place, JsonScanner& scanner, int depth) {
  if (depth >= JsonScanner::kMaxDepth) return scanner.Fail("the text nests deeper than 512 levels");
  bool done;
  if (!scanner.Open('}', &done)) return false;
  places_[place].expected = 0;
  while (!done) {
    std::string_view name;
    bool escaped, more;
    if (!scanner.Key(&name, &escaped)) return false;
    const size_t member = MemberPlace(place, name, escaped);
    if (member == 0) {
      // Without a number of its own.
      See(place);
      places_[place].opaque = true;
      text_.Add(name, escaped);
      JsonSlice value;
      if (!scanner.Value(&value, depth + 1)) return false;
      text_.Add(value.raw, true);
    } else {
      if (places_[member].seen_in != block_) {
        See(member);
        text_.Add(name, escaped);
      }
      if (!ValueAt(member, scanner, depth + 1)) return false;
    }
    if (!scanner.Separator('}', &more)) return false;
    done = !more;
  }
  return true;
}

bool NdjsonSummary::ValueAt(size_t place, JsonScanner& scanner, int depth) {
  if (scanner.peek() == '{') {
    places_[place].values.only_times = false;
    return Object(place, scanner, depth);
  }
  JsonSlice value;
  if (!scanner.Value(&value, depth)) return false;
  Place& at = places_[place];
  switch (value.kind) {
    case JsonSlice::Kind::kNull:
      text_.Add(value.raw, false);
      return true;
    case JsonSlice::Kind::kString: {
      if (value.raw.empty()) return true;
      if (value.raw == at.last) return true;
      const size_t first = value.raw.find_first_not_of(" \t");
      const char lead = first == std::string_view::npos ? '\0' : value.raw[first];
      // JSON in text counts as JSON where a query goes into it.
      if (lead == '{' || lead == '[' || lead == '\\') at.opaque = true;
      break;
    }
    case JsonSlice::Kind::kNumber:
      if (value.raw == at.last) return true;
      break;
    case JsonSlice::Kind::kArray:
      at.opaque = true;
      break;
    default:
      break;
  }
  text_.Add(value.raw, value.escaped || value.kind == JsonSlice::Kind::kArray);
  const bool may_be_time =
      (value.kind == JsonSlice::Kind::kString && !value.escaped) || value.kind == JsonSlice::Kind::kNumber;
  if (may_be_time)
    at.values.Add(value.raw);
  else
    at.values.only_times = false;
  // A number and a text of the same characters are added alike.
  if (value.kind == JsonSlice::Kind::kString || value.kind == JsonSlice::Kind::kNumber) at.last = value.raw;
  return true;
}

BlockSummary NdjsonSummary::EndBlock() {
  for (const size_t i : in_block_) {
    const Place& place = places_[i];
    if (i != 0) summary_.paths.push_back(place.path);
    if (place.opaque) summary_.opaque.push_back(place.path);
    if (i != 0 && place.values.only_times) summary_.times.push_back({place.path, place.values.time});
  }
  text_.Finish(summary_);
  return std::move(summary_);
}

}  // namespace quarry
