// Rows that repeat are told by all of their cells, whatever their hashes do, and where rows do not repeat, looking them
// up is given up.
#include "exec/grouping/known_rows.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace quarry {
namespace {

// Batches of two texts and a number.
class KnownRowsTest : public ::testing::Test {
 protected:
  KnownRowsTest() {
    for (const Type type : {Type::kString, Type::kString, Type::kLong}) {
      batch_.columns.emplace_back(type);
      batch_.columns.back().Clear();
    }
  }
  void Row(const Cell& a, const Cell& b, const Cell& c) {
    batch_.columns[0].Set(batch_.rows, a);
    batch_.columns[1].Set(batch_.rows, b);
    batch_.columns[2].Set(batch_.rows, c);
    ++batch_.rows;
  }
  std::vector<uint32_t> GroupsOf(KnownRows& known) {
    known.Find(batch_);
    std::vector<uint32_t> groups;
    for (uint32_t row = 0; row < batch_.rows; ++row) groups.push_back(known.fate(row).group);
    return groups;
  }
  Batch batch_;
  static constexpr uint32_t kUnknown = KnownRows::Fate::kUnknown;
};

TEST_F(KnownRowsTest, CellsOfEveryKindTellRows) {
  const std::string long_text(100, 'x'), other(99, 'x');
  const std::vector<Cell> texts = {Cell::Null(),
                                   Cell::Text(""),
                                   Cell::Text("a"),
                                   Cell::Text("b"),
                                   Cell::Text("1234567"),
                                   Cell::Text("12345678"),
                                   Cell::Text(other),
                                   Cell::Text(long_text),
                                   Cell::Text("12345678901234567"),
                                   Cell::Text("ab12345678901234")};
  const std::vector<Cell> numbers = {Cell::Null(), Cell::Integer(0), Cell::Integer(-1), Cell::Integer(4294967295)};
  for (const Cell& a : texts)
    for (const Cell& b : texts)
      for (const Cell& c : numbers) Row(a, b, c);
  KnownRows known({0, 1, 2});
  EXPECT_EQ(GroupsOf(known), std::vector<uint32_t>(batch_.rows, kUnknown));
  std::vector<uint32_t> expected;
  for (uint32_t row = 0; row < batch_.rows; ++row) {
    known.Keep(row, {row, row});
    expected.push_back(row);
  }
  EXPECT_EQ(GroupsOf(known), expected);
  for (uint32_t row = 0; row < batch_.rows; ++row) EXPECT_EQ(known.fate(row).truths, row);
  // One that is kept again changes its fate.
  known.Keep(7, {KnownRows::Fate::kLeftOut, 0});
  expected[7] = KnownRows::Fate::kLeftOut;
  EXPECT_EQ(GroupsOf(known), expected);
  // Groups are numbered anew; a row that is left out stays so.
  known.ForgetGroups();
  std::fill(expected.begin(), expected.end(), kUnknown);
  expected[7] = KnownRows::Fate::kLeftOut;
  EXPECT_EQ(GroupsOf(known), expected);
  known.Forget();
  EXPECT_EQ(GroupsOf(known), std::vector<uint32_t>(batch_.rows, kUnknown));
}

// Texts that differ where the hash does not look: none is taken for another, and no more than some are kept.
TEST_F(KnownRowsTest, RowsOfOneHashAreToldApart) {
  std::vector<std::string> texts;
  for (int i = 0; i < 40; ++i) {
    texts.emplace_back(100, 'x');
    texts.back()[20] = static_cast<char>('0' + i);
  }
  for (const std::string& text : texts) Row(Cell::Text(text), Cell::Text(""), Cell::Integer(1));
  KnownRows known({0, 1, 2});
  known.Find(batch_);
  for (uint32_t row = 0; row < batch_.rows; ++row) known.Keep(row, {row, 0});
  size_t kept = 0;
  const std::vector<uint32_t> groups = GroupsOf(known);
  for (uint32_t row = 0; row < batch_.rows; ++row) {
    EXPECT_TRUE(groups[row] == row || groups[row] == kUnknown) << row;
    kept += groups[row] == row;
  }
  EXPECT_GT(kept, 0U);
  EXPECT_LT(kept, batch_.rows);
}

TEST_F(KnownRowsTest, LookingUpIsGivenUpWhereRowsDoNotRepeat) {
  for (const bool repeats : {true, false}) {
    KnownRows known({0, 1, 2});
    int64_t number = 0;
    for (int i = 0; i < 400; ++i) {
      batch_.rows = 0;
      for (size_t row = 0; row < kBatchRows; ++row)
        Row(Cell::Text("a"), Cell::Text("b"), Cell::Integer(repeats ? static_cast<int64_t>(row) : number++));
      known.Find(batch_);
      for (uint32_t row = 0; row < batch_.rows; ++row)
        if (known.fate(row).group == kUnknown) known.Keep(row, {row, 0});
    }
    EXPECT_EQ(known.pays(), repeats);
    EXPECT_EQ(known.is_hopeless(), !repeats);
  }
  // The same when memory is full.
  for (const bool repeats : {true, false}) {
    KnownRows known({0, 1, 2});
    for (int i = 0; i < 12; ++i) {
      known.Find(batch_);
      if (i == 0 || repeats)
        for (uint32_t row = 0; row < batch_.rows; ++row) known.Keep(row, {row, 0});
      if (!repeats) break;
    }
    known.Forget();
    EXPECT_EQ(known.pays(), repeats);
    EXPECT_EQ(GroupsOf(known)[0], kUnknown);
  }
}

}  // namespace
}  // namespace quarry
