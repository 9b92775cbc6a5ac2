// Texts of a batch live only until the worker's next batch. This source spoils them then, so that anything in DuckDB
// that kept a pointer instead of a copy would show. Also: queries side by side, and streams that are abandoned.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <set>
#include <thread>

#include "unit/exec/test_functions.h"

namespace quarry {
namespace {

using namespace quarry::testing;

class SpoilingSource : public Source {
 public:
  explicit SpoilingSource(int64_t rows) : rows_(rows) {}
  std::string Describe() const override { return "spoiling"; }
  uint64_t estimated_bytes() const override { return static_cast<uint64_t>(rows_) * 50; }

  static std::string TextOf(int64_t i) {
    return i % 3 ? "row " + std::to_string(i % 1000) + " with more bytes than fit inline"
                 : "s" + std::to_string(i % 1000);
  }

  Result<std::unique_ptr<Scan>> Open(const ScanSpec& spec) const override {
    return std::unique_ptr<Scan>(std::make_unique<SpoilingScan>(rows_, spec.columns));
  }

 private:
  class SpoilingScan : public Scan {
   public:
    SpoilingScan(int64_t rows, std::vector<ScanColumn> columns) : rows_(rows), columns_(std::move(columns)) {}
    class Worker : public ScanWorker {
     public:
      explicit Worker(SpoilingScan& scan) : scan_(scan) {}
      ~Worker() override { Spoil(); }
      bool Next(Batch& out) override {
        Spoil();
        out.Clear();
        const int64_t first = scan_.next_.fetch_add(kStep);
        if (first >= scan_.rows_ || scan_.cancelled_) return false;
        const int64_t last = std::min(first + kStep, scan_.rows_);
        for (int64_t i = first; i < last; ++i) {
          const std::string text = TextOf(i);
          const std::string_view copy(std::strcpy(buffer_ + (i - first) * 64, text.c_str()), text.size());
          for (size_t c = 0; c < scan_.columns_.size(); ++c)
            out.columns[c].Set(out.rows, scan_.columns_[c].type == Type::kLong ? Cell::Integer(i) : Cell::Text(copy));
          ++out.rows;
        }
        return true;
      }

     private:
      static constexpr int64_t kStep = 301;
      void Spoil() { std::memset(buffer_, '#', sizeof buffer_); }
      SpoilingScan& scan_;
      char buffer_[kStep * 64];
    };
    std::unique_ptr<ScanWorker> NewWorker() override { return std::make_unique<Worker>(*this); }
    int max_workers() const override { return 4; }
    ScanStatistics statistics() const override { return {}; }
    void Cancel() override { cancelled_ = true; }

   private:
    const int64_t rows_;
    const std::vector<ScanColumn> columns_;
    std::atomic<int64_t> next_{0};
    std::atomic<bool> cancelled_{false};
  };
  int64_t rows_;
};

RelPtr Table(int64_t rows, ColumnId first = 1) {
  ScanColumn number, text;
  number.type = Type::kLong;
  return MakeScan(std::make_shared<SpoilingSource>(rows),
                  {{first, "Id", Type::kLong}, {first + 1, "Text", Type::kString}}, {number, text});
}
ExprPtr TextColumn(ColumnId id = 2) {
  return MakeColumn(id, Type::kString);
}

// Every row "<id>|<its text>" once.
void ExpectAll(const RelPtr& plan, int64_t rows, const ExecuteOptions& options = {}) {
  const std::vector<std::string> got = RunRows(plan, options);
  ASSERT_EQ(got.size(), static_cast<size_t>(rows)) << got[0];
  std::set<int64_t> seen;
  for (const std::string& line : got) {
    const int64_t id = std::stoll(line);
    EXPECT_EQ(line.substr(line.find('|') + 1), SpoilingSource::TextOf(id));
    EXPECT_TRUE(seen.insert(id).second);
  }
}

TEST(ZeroCopy, StreamsSortsAndWindows) {
  ExecuteOptions stream;
  stream.deterministic = false;
  ExpectAll(Table(50'000), 50'000, stream);
  ExpectAll(MakeFilter(Table(50'000), Call(kGreaterSql, {LongColumn(1), Long(39'999)})), 10'000, stream);
  ExpectAll(MakeSort(Table(50'000), {{TextColumn(), true, false}}), 50'000);
  ExpectAll(MakeSort(Table(50'000), {{TextColumn(), true, false}}, 500), 500);
  RelPtr window =
      MakeWindow(Table(20'000), {{3, "n", Type::kLong, &kRowNumber, {}, {}}}, {}, {{TextColumn(), true, false}});
  ExpectAll(MakeProject(window, {{4, "Id", LongColumn(1)}, {5, "Text", TextColumn()}}), 20'000);
}

TEST(ZeroCopy, GroupsAndJoins) {
  RelPtr group =
      MakeAggregate(Table(50'000), {{3, "Text", TextColumn()}}, {{4, "N", Type::kLong, &kCount, {}, nullptr, {}}});
  std::vector<std::string> texts;
  for (const std::string& row : RunRows(group)) texts.push_back(row.substr(0, row.find('|')));
  std::set<std::string> expected;
  for (int64_t i = 0; i < 50'000; ++i) expected.insert(SpoilingSource::TextOf(i));
  EXPECT_EQ(std::set<std::string>(texts.begin(), texts.end()), expected);
  RelPtr join = MakeJoin(JoinKind::kInner, Table(9'000), Table(20'000, 11), {{LongColumn(1), LongColumn(11)}});
  ExpectAll(MakeProject(join, {{20, "Id", LongColumn(1)}, {21, "Text", TextColumn(12)}}), 9'000);
  ExpectAll(MakeProject(join, {{20, "Id", LongColumn(1)}, {21, "Text", TextColumn(2)}}), 9'000);
}

TEST(ZeroCopy, CommonTables) {
  RelPtr shared = MakeFilter(Table(20'000), Call(kGreaterSql, {LongColumn(1), Long(9'999)}));
  RelPtr left = MakeProject(shared, {{20, "L", LongColumn(1)}, {22, "T", TextColumn()}});
  RelPtr right = MakeProject(shared, {{21, "R", LongColumn(1)}});
  RelPtr join = MakeJoin(JoinKind::kInner, left, right, {{LongColumn(20), LongColumn(21)}});
  ExpectAll(MakeProject(join, {{23, "Id", LongColumn(20)}, {24, "Text", TextColumn(22)}}), 10'000);
}

TEST(Executor, RunsQueriesSideBySide) {
  auto executor = std::move(*Executor::Create());
  std::atomic<int> right{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int round = 0; round < 5; ++round) {
        RelPtr plan =
            MakeAggregate(MakeFilter(Table(5'000), Call(kGreaterNative, {LongColumn(1), Long(1'000 * t - 1)})), {},
                          {{3, "N", Type::kLong, &kCount, {}, nullptr, {}}});
        auto stream = executor->Run(plan, {});
        Batch batch;
        if (stream && (*stream)->Next(batch) && batch.rows == 1 && batch.columns[0].Get(0).integer == 5'000 - 1'000 * t)
          ++right;
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 20);
}

TEST(Executor, LetsGoOfAnAbandonedStream) {
  ExecuteOptions options;
  options.deterministic = false;
  auto executor = std::move(*Executor::Create());
  auto stream = executor->Run(Table(200'000'000), options);
  ASSERT_TRUE(stream);
  Batch batch;
  ASSERT_TRUE((*stream)->Next(batch));
  EXPECT_GT(batch.rows, 0u);
  stream->reset();  // would take minutes if it read on
}

}  // namespace
}  // namespace quarry
