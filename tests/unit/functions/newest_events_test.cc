#include "functions/analytics/newest_events.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <random>

#include "analytics/beacon.h"

namespace quarry {
namespace {

struct Event {
  int64_t time;
  std::optional<double> value;
};

void Add(const Event& event, NewestEvents& to) {
  if (event.value)
    to.Add(event.time, *event.value);
  else
    to.Add(event.time);
}

// By sorting all events.
std::vector<int64_t> NewestTimes(const std::vector<Event>& events) {
  std::vector<int64_t> times;
  for (const Event& event : events) times.push_back(event.time);
  std::sort(times.begin(), times.end());
  times.erase(times.begin(), times.end() - static_cast<ptrdiff_t>(std::min(times.size(), kBeaconSketchSize)));
  return times;
}
std::vector<double> NewestValues(const std::vector<Event>& events) {
  std::vector<std::pair<int64_t, double>> sized;
  for (const Event& event : events)
    if (event.value && std::isfinite(*event.value)) sized.emplace_back(event.time, *event.value);
  std::sort(sized.begin(), sized.end());
  sized.erase(sized.begin(), sized.end() - static_cast<ptrdiff_t>(std::min(sized.size(), kBeaconSketchSize)));
  std::vector<double> values;
  for (const auto& [time, value] : sized) values.push_back(value);
  return values;
}

TEST(NewestEvents, AnyOrderAndAnySplitGiveWhatSortingGives) {
  for (uint32_t seed = 1; seed <= 300; ++seed) {
    std::mt19937 random(seed);
    const auto pick = [&](uint32_t below) { return static_cast<uint32_t>(random() % below); };
    std::vector<Event> events;
    const uint32_t count = pick(3) == 0 ? pick(4) : pick(2000), with_value = pick(4);
    const int64_t spread = pick(2) ? 50 : 1'000'000'000'000;
    for (uint32_t i = 0; i < count; ++i) {
      Event event{static_cast<int64_t>(random() % static_cast<uint64_t>(spread)) - (pick(5) == 0 ? spread : 0), {}};
      if (pick(3) < with_value)
        event.value = pick(20) == 0  ? std::numeric_limits<double>::quiet_NaN()
                      : pick(3) == 0 ? pick(1000) / 7.0
                                     : static_cast<double>(pick(5)) - 2;
      events.push_back(event);
    }
    if (pick(3) == 0)
      std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.time < b.time; });
    const std::vector<int64_t> times = NewestTimes(events);
    const std::vector<double> values = NewestValues(events);

    // Parts go to a whole encoded or as they are; parts of parts too.
    NewestEvents whole;
    std::vector<NewestEvents> parts(1 + pick(4));
    for (const Event& event : events) {
      NewestEvents& part = parts[pick(static_cast<uint32_t>(parts.size()))];
      Add(event, part);
      if (pick(400) != 0) continue;
      std::string encoded;
      part.EncodeTo(encoded);
      ASSERT_TRUE(whole.Merge(encoded));
      part = NewestEvents();
    }
    for (NewestEvents& part : parts) {
      std::string encoded;
      if (pick(2)) part.EncodeTo(encoded);
      if (encoded.empty())
        whole.Merge(part);
      else
        ASSERT_TRUE(whole.Merge(encoded));
    }
    ASSERT_EQ(whole.Times(), times) << seed;
    ASSERT_EQ(whole.Values(), values) << seed;

    std::string encoded;
    whole.EncodeTo(encoded);
    ASSERT_TRUE(
        std::all_of(encoded.begin(), encoded.end(), [](char c) { return static_cast<unsigned char>(c) < 128; }));
    NewestEvents again;
    ASSERT_TRUE(again.Merge(encoded));
    ASSERT_EQ(again.Times(), times) << seed;
    ASSERT_EQ(again.Values(), values) << seed;
    ASSERT_LE(whole.bytes(), size_t{32} << 10);
  }
}

TEST(NewestEvents, DamagedSketchesAreRefused) {
  NewestEvents events;
  for (int64_t i = 0; i < 40; ++i) {
    events.Add(i * 1'000'003);
    events.Add(i * 999'983, static_cast<double>(i) / 3);
  }
  std::string encoded;
  events.EncodeTo(encoded);
  for (size_t size = 0; size < encoded.size(); ++size) {
    NewestEvents cut;
    EXPECT_FALSE(cut.Merge(std::string_view(encoded).substr(0, size))) << size;
  }
  NewestEvents more;
  EXPECT_FALSE(more.Merge(encoded + "x"));
  EXPECT_FALSE(more.Merge("\xff\xff\xff"));
  EXPECT_FALSE(more.Merge(std::string(40, '\x7f')));
}

}  // namespace
}  // namespace quarry
