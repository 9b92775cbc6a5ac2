// Entries: NewestEvents::Merge, EncodeTo, Times, Values. Encoded: the number of times, the first of them, their
// distances; the same for events with values, each distance followed by the value.
#include "functions/analytics/newest_events.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "analytics/beacon.h"

namespace quarry {

namespace {

// Six bits a byte, the lowest first; the seventh says that more follow.
constexpr size_t kMostBytes = 11;  // of a number
char* WriteNumber(uint64_t number, char* to) {
  for (; number >= 64; number >>= 6) *to++ = static_cast<char>(64 | (number & 63));
  *to++ = static_cast<char>(number);
  return to;
}

bool ReadNumber(const char*& at, const char* end, uint64_t& number) {
  number = 0;
  for (int shift = 0; at != end && shift < 66; shift += 6) {
    const auto byte = static_cast<unsigned char>(*at++);
    number |= static_cast<uint64_t>(byte & 63) << shift;
    if (byte < 64) return true;
    if (byte >= 128) return false;
  }
  return false;
}

// Whole numbers have many zeros at the end: turned round they are short.
uint64_t Turned(uint64_t bits) {
  uint64_t turned = 0;
  for (int i = 0; i < 8; ++i, bits >>= 8) turned = turned << 8 | (bits & 255);
  return turned;
}

int64_t TimeOf(int64_t time) {
  return time;
}
int64_t TimeOf(const NewestEvents::Sized& event) {
  return event.time;
}

template <typename Entry>
void AppendEntries(const std::vector<Entry>& entries, std::string& out) {
  const size_t size = out.size();
  out.resize(size + kMostBytes * (1 + 2 * entries.size()));
  char* to = WriteNumber(entries.size(), out.data() + size);
  uint64_t before = 0;  // distances are taken modulo 2^64
  for (const Entry& entry : entries) {
    const auto time = static_cast<uint64_t>(TimeOf(entry));
    to = WriteNumber(time - before, to);
    before = time;
    if constexpr (sizeof(Entry) > sizeof time) to = WriteNumber(Turned(std::bit_cast<uint64_t>(entry.value)), to);
  }
  out.resize(static_cast<size_t>(to - out.data()));
}

}  // namespace

template <typename Entry>
void NewestEntries<Entry>::Trim() {
  if (entries_.size() <= kBeaconSketchSize) return;
  const auto first = entries_.end() - kBeaconSketchSize;
  if (!is_sorted_) std::nth_element(entries_.begin(), first, entries_.end());
  least_ = *first;
  is_cut_ = true;
  entries_.erase(entries_.begin(), first);
}

template <typename Entry>
void NewestEntries<Entry>::Finish() {
  Trim();
  if (is_sorted_) return;
  // Mostly two sketches that were merged.
  const auto second = std::is_sorted_until(entries_.begin(), entries_.end());
  if (std::is_sorted(second, entries_.end()))
    std::inplace_merge(entries_.begin(), second, entries_.end());
  else
    std::sort(entries_.begin(), entries_.end());
  is_sorted_ = true;
}

template <typename Entry>
void NewestEntries<Entry>::Reserve(size_t count) {
  const size_t wanted = std::min(entries_.size() + count, kRoom);
  if (wanted > entries_.capacity()) entries_.reserve(std::max(wanted, std::min(2 * entries_.capacity(), kRoom)));
}

template class NewestEntries<int64_t>;
template class NewestEntries<NewestEvents::Sized>;

size_t NewestEvents::Add(int64_t time, double value) {
  // One zero: -0 + 0 is 0.
  return std::isfinite(value) ? sized_.Add({time, value + 0.0}) : times_.Add(time);
}

bool NewestEvents::Merge(std::string_view encoded) {
  const char* at = encoded.data();
  const char* const end = at + encoded.size();
  const auto read = [&](auto& entries, const auto& add) {
    uint64_t count, number, time = 0;
    if (!ReadNumber(at, end, count) || count > kBeaconSketchSize) return false;
    if (count > 0) entries.Reserve(count);
    for (; count > 0; --count) {
      if (!ReadNumber(at, end, number)) return false;
      time += number;
      if (!add(static_cast<int64_t>(time))) return false;
    }
    return true;
  };
  const auto add_time = [&](int64_t time) {
    times_.Add(time);
    return true;
  };
  const auto add_sized = [&](int64_t time) {
    uint64_t bits;
    if (!ReadNumber(at, end, bits)) return false;
    Add(time, std::bit_cast<double>(Turned(bits)));
    return true;
  };
  return read(times_, add_time) && read(sized_, add_sized) && at == end;
}

void NewestEvents::Merge(const NewestEvents& other) {
  times_.Reserve(other.times_.entries().size());
  sized_.Reserve(other.sized_.entries().size());
  for (const int64_t time : other.times_.entries()) times_.Add(time);
  for (const Sized& event : other.sized_.entries()) sized_.Add(event);
}

void NewestEvents::EncodeTo(std::string& out) {
  times_.Finish();
  sized_.Finish();
  AppendEntries(times_.entries(), out);
  AppendEntries(sized_.entries(), out);
}

std::vector<int64_t> NewestEvents::Times() {
  times_.Finish();
  sized_.Finish();
  std::vector<int64_t> times = times_.entries();
  for (const Sized& event : sized_.entries()) times.push_back(event.time);
  std::inplace_merge(times.begin(), times.begin() + static_cast<ptrdiff_t>(times_.entries().size()), times.end());
  if (times.size() > kBeaconSketchSize) times.erase(times.begin(), times.end() - kBeaconSketchSize);
  return times;
}

std::vector<double> NewestEvents::Values() {
  sized_.Finish();
  std::vector<double> values;
  values.reserve(sized_.entries().size());
  for (const Sized& event : sized_.entries()) values.push_back(event.value);
  return values;
}

}  // namespace quarry
