// NewestEvents: the newest kBeaconSketchSize times of a series, and the newest as many that have a value (a size), as
// the sketch of a group whose memory does not grow with its events. Which events are kept depends on neither the
// order in which they come nor on how they are split among sketches that are merged later: equal times are told apart
// by their values. A value that is no finite number is none; its time counts.
//
// An encoded sketch is text of 7-bit bytes (it travels through text columns). Ownership: owns what it keeps.
// Thread rule: one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace quarry {

// Events of one kind, the newest kept. An Entry is ordered by its time first.
template <typename Entry>
class NewestEntries {
 public:
  // Gives the bytes that it took.
  size_t Add(const Entry& entry) {
    if (entries_.size() == kRoom) Trim();
    if (is_cut_ && entry < least_) return 0;
    is_sorted_ &= entries_.empty() || !(entry < entries_.back());
    const size_t room = entries_.capacity();
    if (entries_.size() < room) {
      entries_.push_back(entry);
      return 0;
    }
    entries_.push_back(entry);
    return (entries_.capacity() - room) * sizeof(Entry);
  }
  // Sorts, and leaves no more than the newest kBeaconSketchSize.
  void Finish();
  // Ascending after Finish, until the next Add.
  const std::vector<Entry>& entries() const { return entries_; }
  void Reserve(size_t count);
  // Asks for the memory that the next Add will write.
  void Prefetch() const { __builtin_prefetch(entries_.data() + entries_.size(), 1); }
  size_t bytes() const { return entries_.capacity() * sizeof(Entry); }

 private:
  static constexpr size_t kRoom = 512;  // twice what is kept: it is cut once for as many events
  void Trim();

  std::vector<Entry> entries_;
  bool is_sorted_ = true, is_cut_ = false;
  Entry least_{};  // of those kept, once some were left out
};

class NewestEvents {
 public:
  struct Sized {
    int64_t time;
    double value;
    friend bool operator<(const Sized& a, const Sized& b) {
      return a.time != b.time ? a.time < b.time : a.value < b.value;
    }
  };

  // Give the bytes that they took.
  size_t Add(int64_t time) { return times_.Add(time); }
  size_t Add(int64_t time, double value);
  // Asks for the memory that the next Add of a time will write.
  void Prefetch() const { times_.Prefetch(); }
  // Adds the events of an encoded sketch. False: it is none; what came before its damage is added.
  bool Merge(std::string_view encoded);
  void Merge(const NewestEvents& other);

  // Appends the sketch. Sorts what is kept.
  void EncodeTo(std::string& out);
  size_t bytes() const { return sizeof *this + times_.bytes() + sized_.bytes(); }

  // The newest kBeaconSketchSize times of all events, and the values of the newest as many that have one, both in
  // ascending order of time.
  std::vector<int64_t> Times();
  std::vector<double> Values();

 private:
  NewestEntries<int64_t> times_;  // of events without a value
  NewestEntries<Sized> sized_;
};

}  // namespace quarry
