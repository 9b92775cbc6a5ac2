// Sorting outside of memory: the same order whether one run holds everything or many are merged.
#include "import/sorted_records.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace quarry {
namespace {

std::vector<std::pair<int64_t, int64_t>> TimesAndNumbers(size_t records, size_t padding,
                                                         const std::vector<RecordOrder>& by, uint64_t* bytes) {
  const std::string folder = testing::TempDir();
  RecordSpool spool(folder + "/sorted-records-spool-" + std::to_string(getpid()));
  std::atomic<uint64_t> waiting{0};
  std::mt19937 random(5);
  for (size_t i = 0; i < records; ++i) {
    const std::string json = "{\"host\":" + (i % 7 == 0 ? std::string("null") : "\"h" + std::to_string(i % 5) + "\"") +
                             ",\"pad\":\"" + std::string(padding, 'x') + "\"}";
    SpooledRecord record;
    record.record = static_cast<int64_t>(i);
    record.time = i % 11 == 0 ? kNoTime : static_cast<int64_t>(random() % 1000) - 500;
    record.json = json;
    EXPECT_TRUE(spool.Append(record, waiting));
  }
  EXPECT_TRUE(spool.Flush(waiting));
  EXPECT_EQ(waiting, 0u);
  *bytes = spool.bytes();
  Result<std::unique_ptr<SortedRecords>> sorted = SortedRecords::Sort(spool, by, spool.path() + "-runs");
  std::vector<std::pair<int64_t, int64_t>> out;
  if (!sorted) {
    ADD_FAILURE() << sorted.error().message;
    return out;
  }
  SpooledRecord record;
  for (;;) {
    Result<bool> more = (*sorted)->Next(record);
    if (!more || !*more) {
      EXPECT_TRUE(more);
      break;
    }
    EXPECT_TRUE(record.json.ends_with("x\"}"));
    out.emplace_back(record.time, record.record);
  }
  return out;
}

TEST(SortedRecords, OneRunAndManyGiveTheSameOrder) {
  uint64_t small_bytes = 0, large_bytes = 0;
  const auto small = TimesAndNumbers(9000, 10, {}, &small_bytes);
  const auto large = TimesAndNumbers(9000, 9000, {}, &large_bytes);
  ASSERT_LT(small_bytes, 32u << 20);
  ASSERT_GT(large_bytes, 64u << 20);  // several runs
  ASSERT_EQ(small.size(), 9000u);
  EXPECT_EQ(small, large);
  // Records without a time come last.
  EXPECT_TRUE(std::is_sorted(small.begin(), small.end(), [](const auto& a, const auto& b) {
    return std::make_tuple(a.first == kNoTime, a) < std::make_tuple(b.first == kNoTime, b);
  }));
}

TEST(SortedRecords, ColumnsComeBeforeTheTime) {
  RecordOrder host;
  host.column.paths = {{JsonStep{false, 0, "host"}}};
  const auto host_of = [](int64_t i) { return i % 7 == 0 ? 99 : i % 5; };
  for (const bool descending : {false, true}) {
    host.descending = descending;
    uint64_t bytes = 0;
    const auto sorted = TimesAndNumbers(2000, 10, {host}, &bytes);
    ASSERT_EQ(sorted.size(), 2000u);
    const auto rank = [&](int64_t i) { return descending && host_of(i) != 99 ? -host_of(i) : host_of(i); };
    EXPECT_TRUE(std::is_sorted(sorted.begin(), sorted.end(), [&](const auto& a, const auto& b) {
      return std::make_tuple(rank(a.second), a.first == kNoTime, a) <
             std::make_tuple(rank(b.second), b.first == kNoTime, b);
    }));
  }
}

}  // namespace
}  // namespace quarry
