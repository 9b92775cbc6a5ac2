// GroupingWorker: a scan's worker that delivers parts of groups instead of rows. Several parts may have the same keys:
// each worker has its own, and hands them on before they take too much memory. Where hardly any two rows meet in a
// group, it goes on with a part for each row. Ownership: owns the worker that it reads. Thread rule: one thread at a
// time. Texts live until the next call of Next.
#pragma once

#include <memory>
#include <vector>

#include "exec/grouping/fold.h"
#include "exec/grouping/group_keys.h"
#include "exec/grouping/grouping_spec.h"
#include "exec/grouping/known_rows.h"
#include "exec/grouping/remembered_values.h"
#include "exec/grouping/repeat_trial.h"
#include "exec/grouping/row_repeats.h"
#include "plan/evaluator.h"
#include "scan/scan.h"

namespace quarry {

class GroupingWorker final : public ScanWorker {
 public:
  GroupingWorker(std::shared_ptr<const GroupingSpec> spec, std::unique_ptr<ScanWorker> rows);
  // `out` has the columns of spec.OutputTypes().
  bool Next(Batch& out) override;
  // Rows so far that the conditions left.
  uint64_t rows_passed() const { return rows_passed_; }

 private:
  struct Part {
    std::unique_ptr<Fold> fold;
    size_t column = 0;  // the first of its own of the output
  };
  // What rows of one arm need.
  struct Arm {
    std::vector<std::unique_ptr<RememberedValues>> remembered;  // one an operation; nullptr: it is evaluated
    std::vector<const ColumnVector*> keys;
    std::vector<Fold::Values> values;  // one a part
    std::vector<TextOrigin> origins;   // of the first values of each part
    // Whether rows repeat; nullptr when that is known, or does not matter.
    std::unique_ptr<RepeatTrial> trial;
    // Rows that were seen before; nullptr: they are not looked up.
    std::unique_ptr<KnownRows> known;
    RowRepeats repeats;
    DecidedBy decided_by = DecidedBy::kTextsAndNumbers;
  };

  void RememberValues(size_t arm);
  TextOrigin OriginOf(size_t column) const;
  void FindReaders(size_t arm);
  void PlanRepeats(size_t arm);
  void TryRepeats(Arm& arm);
  // Rows told by fewer columns may repeat where these did not.
  void PlanRepeatsByLess(size_t arm);
  bool Read();  // the next rows of an arm into columns_ and rows_
  void StartRemembering();
  void RunOperations();
  void RunOperation(size_t i);
  // The same where rows are looked up: the operations of those that are not known, then what the others need.
  void RunOperationsOfNew();
  void RunOperationsOfKnown();
  void KeepLeftOut(const std::vector<uint32_t>& rows);
  void MarkVarying(size_t operation, const std::vector<uint32_t>& rows);
  void FindGroupsOfNew();
  // Cells that were not filled, since numbers of texts or the fate of rows tell. REQUIRES: each_row_
  void FillAll();
  bool IsExact();  // of all folds, for these rows
  void Add();      // these rows to their groups
  void StartWriting();
  bool Write(Batch& out);  // false: all is written, and forgotten
  bool IsFull() const;
  size_t bytes() const;
  // The rows of columns_ that count for an aggregate.
  void Select(size_t condition, const std::vector<uint32_t>& rows, const std::vector<uint32_t>* groups);

  const std::shared_ptr<const GroupingSpec> spec_;
  const std::unique_ptr<ScanWorker> input_;
  Evaluator conditions_, values_;  // of their own: a filter forgets what was computed before it
  Batch batch_;                    // as the input delivers it
  Batch columns_;                  // the spec's
  std::vector<uint32_t> rows_, groups_;
  // Where rows are looked up: those among rows_ that were not known, their groups, and those that were.
  std::vector<uint32_t> new_rows_, new_groups_, known_rows_;
  std::vector<uint8_t> varies_;  // by row of the batch: what repeats it may fare otherwise
  std::vector<std::unique_ptr<NumberedTexts>> texts_;
  RememberedValues::IsOfText of_text_;  // one a column
  std::vector<uint32_t> selected_rows_, selected_groups_;
  std::vector<Arm> arms_;
  size_t arm_ = 0;  // that the rows belong to
  GroupKeys keys_;
  std::vector<Part> parts_;

  uint64_t rows_passed_ = 0;
  uint64_t rows_read_ = 0;  // since parts were written last
  bool each_row_ = false;   // a part for each row
  bool is_read_ = false;    // rows wait to be added
  bool at_end_ = false;
  bool writing_ = false;
  size_t written_ = 0;  // of the groups, or of the further parts of a fold
  size_t writing_part_ = 0;
};

}  // namespace quarry
