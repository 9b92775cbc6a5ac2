// Whether rows repeat is told by the second half of some thousand rows, and by the columns that count alone.
#include "exec/grouping/repeat_trial.h"

#include <gtest/gtest.h>

namespace quarry {
namespace {

using Verdict = RepeatTrial::Verdict;

// Batches of a number that has `different` values in turn, and one that never comes again.
class RepeatTrialTest : public ::testing::Test {
 protected:
  RepeatTrialTest() {
    for (int i = 0; i < 2; ++i) {
      batch_.columns.emplace_back(Type::kLong);
      batch_.columns.back().Clear();
    }
  }
  Verdict After(RepeatTrial trial, int64_t different, int rows) {
    for (; rows > 0; rows -= 500) {
      batch_.rows = 0;
      for (; batch_.rows < 500; ++batch_.rows, ++next_) {
        batch_.columns[0].Set(batch_.rows, Cell::Integer(next_ % different));
        batch_.columns[1].Set(batch_.rows, Cell::Integer(next_));
      }
      trial.Add(batch_);
    }
    return trial.verdict();
  }
  Batch batch_;
  int64_t next_ = 0;
};

TEST_F(RepeatTrialTest, NothingIsSaidBeforeItsEnd) {
  EXPECT_EQ(After(RepeatTrial({0}, 4000), 100, 3500), Verdict::kNotYet);
  EXPECT_EQ(After(RepeatTrial({0}, 4000), 100, 4000), Verdict::kRepeat);
}

TEST_F(RepeatTrialTest, TheFirstHalfFillsTheMemoryAlone) {
  EXPECT_EQ(After(RepeatTrial({0}, 4000), 2000, 4000), Verdict::kRepeat);
  next_ = 0;
  EXPECT_EQ(After(RepeatTrial({0}, 4000), 3200, 4000), Verdict::kSometimes);
  next_ = 0;
  EXPECT_EQ(After(RepeatTrial({0}, 4000), 3800, 4000), Verdict::kHardly);
}

TEST_F(RepeatTrialTest, OtherColumnsDoNotCount) {
  EXPECT_EQ(After(RepeatTrial({0, 1}, 4000), 10, 4000), Verdict::kHardly);
}

TEST_F(RepeatTrialTest, WithoutRowsItIsTried) {
  EXPECT_EQ(RepeatTrial({0}, 0).verdict(), Verdict::kRepeat);
}

}  // namespace
}  // namespace quarry
