// Entries: NumberSetReader::Next, the members of NumberSet and NumberCounts, CountOfNumberSet, MissingOfNumberSet.
// Encoded: the first number with its sign in the lowest bit, then the distances.
#include "functions/analytics/number_set.h"

#include <algorithm>
#include <limits>

namespace quarry {

namespace {

// Five bits a character, the lowest first; the sixth says that more follow.
constexpr char kFirstCharacter = '0';
constexpr uint64_t kMore = 32;
constexpr size_t kMostCharacters = 13;  // of a number

size_t WriteNumber(uint64_t number, char* to) {
  size_t count = 0;
  for (; number >= kMore; number >>= 5) to[count++] = static_cast<char>(kFirstCharacter + (kMore | (number & 31)));
  to[count++] = static_cast<char>(kFirstCharacter + number);
  return count;
}

bool ReadNumber(const char*& at, const char* end, uint64_t& number) {
  number = 0;
  for (int shift = 0; at != end && shift < 65; shift += 5) {
    const auto bits = static_cast<uint64_t>(static_cast<unsigned char>(*at++)) - kFirstCharacter;
    if (bits >= 2 * kMore || (shift == 60 && (bits & 31) > 15)) return false;
    number |= (bits & 31) << shift;
    if (bits < kMore) return true;
  }
  return false;
}

uint64_t WithSignBelow(int64_t number) {
  return static_cast<uint64_t>(number) << 1 ^ static_cast<uint64_t>(number >> 63);
}
int64_t FromSignBelow(uint64_t bits) {
  return static_cast<int64_t>(bits >> 1 ^ (0 - (bits & 1)));
}

}  // namespace

bool NumberSetReader::Next(int64_t& number) {
  if (at_ == end_ || is_damaged_) return false;
  // Most distances are one character.
  uint64_t bits = static_cast<uint64_t>(static_cast<unsigned char>(*at_)) - kFirstCharacter;
  if (bits < kMore)
    ++at_;
  else
    is_damaged_ = !ReadNumber(at_, end_, bits);
  if (is_damaged_) return false;
  if (any_) {
    const uint64_t most = static_cast<uint64_t>(std::numeric_limits<int64_t>::max()) - static_cast<uint64_t>(last_);
    is_damaged_ = bits == 0 || bits > most;
    if (is_damaged_) return false;
    last_ = static_cast<int64_t>(static_cast<uint64_t>(last_) + bits);
  } else {
    last_ = FromSignBelow(bits);
    any_ = true;
  }
  number = last_;
  return true;
}

size_t NumberSet::Append(int64_t number) {
  char text[kMostCharacters];
  const size_t size =
      WriteNumber(any_ ? static_cast<uint64_t>(number) - static_cast<uint64_t>(last_) : WithSignBelow(number), text);
  const size_t room = encoded_.capacity();
  encoded_.append(text, size);
  last_ = number;
  any_ = true;
  return encoded_.capacity() - room;
}

size_t NumberSet::AddLate(int64_t number) {
  if (!late_.empty() && late_.back() == number) return 0;
  // Settling costs as much as there are numbers: it waits for a share of them.
  constexpr size_t kLeast = 64;
  const size_t before = bytes();
  if (late_.size() >= std::max(kLeast, encoded_.size() / 4)) Settle();
  late_.push_back(number);
  const size_t after = bytes();
  return after > before ? after - before : 0;
}

void NumberSet::Settle() {
  if (late_.empty()) return;
  std::sort(late_.begin(), late_.end());
  NumberSet settled;
  settled.encoded_.reserve(encoded_.size() + late_.size());
  NumberSetReader reader(encoded_);
  auto late = late_.begin();
  for (int64_t number; reader.Next(number);) {
    for (; late != late_.end() && *late < number; ++late) settled.Add(*late);
    settled.Add(number);
  }
  encoded_.swap(settled.encoded_);
  late_.clear();
}

bool NumberSet::Merge(std::string_view encoded) {
  NumberSetReader reader(encoded);
  for (int64_t number; reader.Next(number);) Add(number);
  return !reader.is_damaged();
}

void NumberSet::Merge(const NumberSet& other) {
  Merge(other.encoded_);
  for (const int64_t number : other.late_) Add(number);
}

void NumberSet::EncodeTo(std::string& out) {
  Settle();
  out += encoded_;
}

bool NumberCounts::Add(std::string_view encoded) {
  std::vector<Count> others;
  others.reserve(encoded.size());
  NumberSetReader reader(encoded);
  for (int64_t number; reader.Next(number);) others.emplace_back(number, 1);
  if (reader.is_damaged()) return false;
  Merge(others);
  return true;
}

void NumberCounts::Merge(const NumberCounts& other) {
  Merge(other.counts_);
}

void NumberCounts::Merge(const std::vector<Count>& others) {
  merged_.clear();
  merged_.reserve(counts_.size() + others.size());
  auto mine = counts_.begin();
  for (const Count& count : others) {
    for (; mine != counts_.end() && mine->first < count.first; ++mine) merged_.push_back(*mine);
    merged_.push_back(count);
    if (mine != counts_.end() && mine->first == count.first) merged_.back().second += (mine++)->second;
  }
  merged_.insert(merged_.end(), mine, counts_.end());
  counts_.swap(merged_);
}

int64_t NumberCounts::most() const {
  int64_t most = 0;
  for (const Count& count : counts_) most = std::max(most, count.second);
  return most;
}

std::optional<int64_t> CountOfNumberSet(std::string_view encoded) {
  int64_t count = 0;
  NumberSetReader reader(encoded);
  for (int64_t number; reader.Next(number);) ++count;
  if (reader.is_damaged()) return std::nullopt;
  return count;
}

std::optional<int64_t> MissingOfNumberSet(std::string_view encoded, std::string_view others, int64_t later) {
  NumberSetReader reader(encoded), other(others);
  int64_t missing = 0, next = 0;
  bool has_next = other.Next(next);
  for (int64_t number; reader.Next(number);) {
    while (has_next && next < number) has_next = other.Next(next);
    // Distances may be more than an int64 holds.
    missing += !has_next || static_cast<uint64_t>(next) - static_cast<uint64_t>(number) > static_cast<uint64_t>(later);
  }
  // What lies behind the last number does not matter, and may be long.
  if (reader.is_damaged() || other.is_damaged()) return std::nullopt;
  return missing;
}

}  // namespace quarry
