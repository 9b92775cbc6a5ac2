// What a scan's worker remembers of expressions over texts: the rows of telemetry name the same few hosts, programs and
// users again and again, and what is made of such a text (lower case, the tenant of a host, a condition) is made once.
//
// NumberedTexts gives the different texts of one column of the scan numbers; RememberedValues keeps the value of one
// expression for each number. An expression may read other columns too: what is remembered is the value of those texts
// for which its evaluation looked at nothing else (`iff(isempty(Host), Address, Host)` is the host wherever there is
// one), the others are evaluated for each row.
//
// A column that only others remembered by the same texts read, and keys told by their numbers, need not be filled where
// all of these know the text: FillForReaders.
//
// Where texts hardly repeat, nothing is remembered any more; who owns these bounds their memory by Forget. Ownership:
// copies texts. Thread rule: one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "exec/grouping/text_ids.h"
#include "plan/evaluator.h"
#include "types/batch.h"

namespace quarry {

class NumberedTexts {
 public:
  explicit NumberedTexts(size_t column) : column_(column) {}

  size_t column() const { return column_; }
  // Whether texts repeat so often that their numbers are worth finding.
  bool pays() const { return pays_; }
  // To be called before other rows are numbered: those of another batch, or more of the same.
  void StartRows();
  // Numbers are given anew from here on. To be called before rows are numbered.
  void Forget();
  // Numbers `rows` of the batch's column, once. REQUIRES: later calls until StartRows or ContinueRows name no further
  // rows.
  void Number(const Batch& batch, const std::vector<uint32_t>& rows);
  // To be called before further rows of the batch are numbered; those that have numbers keep them.
  void ContinueRows() { has_all_ = false; }
  // So many rows came whose numbers nobody needed.
  void CountRows(uint64_t rows) { rows_ += rows; }

  // Whether the rows have numbers.
  bool is_numbered() const { return is_numbered_; }
  const uint32_t* of_rows() const { return of_rows_.data(); }
  size_t size() const { return texts_.size(); }
  // How often Forget was called.
  uint64_t generation() const { return generation_; }
  size_t bytes() const { return texts_.bytes(); }

 private:
  static constexpr uint64_t kTrialRows = 8192;

  const size_t column_;
  TextIds texts_;
  std::vector<uint64_t> found_;
  std::vector<uint32_t> of_rows_;
  bool is_numbered_ = false, pays_ = true;
  bool has_all_ = false;  // the rows that the next call of Number names
  uint64_t rows_ = 0;     // since the numbers began
  uint64_t generation_ = 0;
};

class RememberedValues {
 public:
  // The columns that an evaluation may look at without looking at anything but the text: those remembered by it.
  using IsOfText = std::vector<const RememberedValues*>;  // by column; nullptr: no

  // `expr` is evaluated; `by` outlives this.
  RememberedValues(const Expr& expr, NumberedTexts& by) : expr_(expr), by_(by) {}

  NumberedTexts& by() const { return by_; }
  bool pays() const { return pays_ && by_.pays(); }
  // The values of `rows` into `out`. REQUIRES: pays().
  void Fill(Evaluator& evaluator, const Batch& batch, const std::vector<uint32_t>& rows, const IsOfText& of_text,
            ColumnVector& out);
  // Whoever reads the column that Fill fills: what remembers by the same texts, and keys.
  struct Readers {
    std::vector<const RememberedValues*> values;
    // Whether a key is known by the number of its text.
    std::vector<std::function<bool(uint32_t)>> keys;
  };
  // There are no other readers than these.
  void SetReaders(Readers readers) {
    readers_ = std::move(readers);
    has_readers_ = true;
  }
  bool has_readers() const { return has_readers_; }
  // Fill for those of `rows` whose text a reader does not know; the cells of the others are left as they are. REQUIRES:
  // pays(), has_readers().
  void FillForReaders(Evaluator& evaluator, const Batch& batch, const std::vector<uint32_t>& rows,
                      const IsOfText& of_text, ColumnVector& out);
  // To be called when keys were forgotten.
  void AskReadersAgain() { settled_.clear(); }
  // So many rows came whose values nobody needed.
  void CountRows(uint64_t rows) { rows_ += rows; }
  // Keeps those of `rows` for which the value is true. REQUIRES: pays().
  void Filter(Evaluator& evaluator, const Batch& batch, std::vector<uint32_t>& rows, const IsOfText& of_text);

  // Is the value of this number the same in all rows?
  bool knows(uint32_t number) const {
    return number < states_.size() && (states_[number] == State::kKnown || states_[number] == State::kNull);
  }
  // The generation of the numbers that it knows values of.
  uint64_t generation() const { return generation_; }
  size_t bytes() const {
    return states_.size() + settled_.size() + numbers_.size() * sizeof(int64_t) +
           texts_.size() * sizeof(std::string_view) + kept_.allocated_bytes();
  }

 private:
  enum class State : uint8_t { kNew, kKnown, kNull, kVaries };
  static constexpr uint64_t kTrialRows = 8192;

  Cell Get(uint32_t number) const;
  bool IsSettled(uint32_t number) const;
  void Start(const Batch& batch, const std::vector<uint32_t>& rows);
  Cell Evaluate(Evaluator& evaluator, const Batch& batch, uint32_t row, uint32_t number, const IsOfText& of_text);

  const Expr& expr_;
  NumberedTexts& by_;
  uint64_t generation_ = 0;
  // By number; one of the two has the values.
  std::vector<State> states_;
  std::vector<int64_t> numbers_;  // of a real: its bits
  std::vector<std::string_view> texts_;
  Arena kept_;  // the texts
  Readers readers_;
  bool has_readers_ = false;
  std::vector<uint8_t> settled_;  // by number: all readers know the text
  bool pays_ = true;
  uint64_t rows_ = 0, evaluated_ = 0;
};

// Where the texts of a column come from: each is a text that has a number, or is made of one. Both outlive who keeps
// this.
struct TextOrigin {
  const NumberedTexts* texts = nullptr;      // nullptr: nothing is known
  const RememberedValues* values = nullptr;  // nullptr: the column is the numbered one

  // Whether the rows at hand have numbers.
  bool is_numbered() const { return texts != nullptr && texts->is_numbered(); }
  // Whether all rows of this number have the same text.
  bool tells(uint32_t number) const {
    return values == nullptr || (values->generation() == texts->generation() && values->knows(number));
  }
};

}  // namespace quarry
