// Entry: GroupingWorker::Next.
#include "exec/grouping/grouping_worker.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace quarry {

namespace {
std::vector<ColumnId> IdsOf(const GroupingSpec& spec) {
  std::vector<ColumnId> ids;
  for (size_t i = 0; i < spec.columns.size(); ++i) ids.push_back(GroupingSpec::IdOf(i));
  return ids;
}
// Do two aggregates choose among the same rows by the same values?
bool AreAlike(const GroupingSpec& spec, size_t a, size_t b) {
  if (spec.aggregates[a] != spec.aggregates[b]) return false;
  return std::all_of(spec.arms.begin(), spec.arms.end(), [&](const GroupingSpec::Arm& arm) {
    const GroupingSpec::Values &one = arm.values[a], &other = arm.values[b];
    return one.condition == other.condition && !one.columns.empty() && one.columns[0] == other.columns[0];
  });
}
// The column that evaluation looks at first.
std::optional<size_t> FirstColumnOf(const Expr& expr) {
  if (expr.kind == Expr::Kind::kColumn) return static_cast<size_t>(expr.column - GroupingSpec::IdOf(0));
  for (const ExprPtr& arg : expr.args)
    if (const std::optional<size_t> column = FirstColumnOf(*arg)) return column;
  return std::nullopt;
}
}  // namespace

GroupingWorker::GroupingWorker(std::shared_ptr<const GroupingSpec> spec, std::unique_ptr<ScanWorker> rows)
    : spec_(std::move(spec)),
      input_(std::move(rows)),
      conditions_(IdsOf(*spec_)),
      values_(IdsOf(*spec_)),
      keys_(spec_->KeyTypes(), spec_->arms.size()) {
  for (size_t i = 0; i < spec_->columns.size(); ++i) {
    columns_.columns.emplace_back(spec_->columns[i]);
    columns_.columns.back().Clear();
    if (i < spec_->scanned) {
      batch_.columns.emplace_back(spec_->columns[i]);
      batch_.columns.back().Clear();
    }
  }
  size_t column = spec_->arms[0].keys.size();
  for (size_t i = 0; i < spec_->aggregates.size(); ++i) {
    const std::vector<Type> types = spec_->ValueTypes(i);
    parts_.push_back({MakeFold(spec_->aggregates[i], types), column});
    for (size_t k = 0; k < i; ++k)
      if (AreAlike(*spec_, k, i) && parts_[i].fold->Follow(*parts_[k].fold)) break;
    column += PartTypes(spec_->aggregates[i], types).size();
  }
  of_text_.assign(spec_->columns.size(), nullptr);
  for (size_t arm = 0; arm < spec_->arms.size(); ++arm) {
    arms_.emplace_back();
    for (const size_t key : spec_->arms[arm].keys) arms_[arm].keys.push_back(&columns_.columns[key]);
    for (const GroupingSpec::Values& values : spec_->arms[arm].values) {
      arms_[arm].values.emplace_back();
      for (const size_t value : values.columns) arms_[arm].values.back().push_back(&columns_.columns[value]);
    }
    RememberValues(arm);
  }
  for (size_t arm = 0; arm < arms_.size(); ++arm) {
    FindReaders(arm);
    PlanRepeats(arm);
  }
  arm_ = arms_.size();
}

// Decides which operations remember their values, and by which texts: those of the column that they read first, or that
// it is made of.
void GroupingWorker::RememberValues(size_t arm) {
  for (const GroupingSpec::Operation& operation : spec_->arms[arm].operations) {
    std::unique_ptr<RememberedValues>& remembered = arms_[arm].remembered.emplace_back();
    const Expr& expr = *operation.expr;
    const std::optional<size_t> first = FirstColumnOf(expr);
    Evaluator& evaluator = operation.column ? values_ : conditions_;
    if (expr.kind != Expr::Kind::kCall || !first || evaluator.HasColumnKernel(expr)) continue;
    NumberedTexts* by = nullptr;
    if (of_text_[*first] != nullptr) {
      by = &of_text_[*first]->by();
    } else if (*first < spec_->scanned && IsTextual(spec_->columns[*first])) {
      for (const auto& texts : texts_)
        if (texts->column() == *first) by = texts.get();
      if (by == nullptr) by = texts_.emplace_back(std::make_unique<NumberedTexts>(*first)).get();
    }
    if (by == nullptr) continue;
    remembered = std::make_unique<RememberedValues>(expr, *by);
    if (operation.column) of_text_[*operation.column] = remembered.get();
  }
  for (size_t key = 0; key < spec_->arms[arm].keys.size(); ++key) {
    if (const TextOrigin origin = OriginOf(spec_->arms[arm].keys[key]); origin.texts != nullptr)
      keys_.MakeBy(arm, key, origin);
  }
  for (const GroupingSpec::Values& values : spec_->arms[arm].values)
    arms_[arm].origins.push_back(values.columns.empty() ? TextOrigin() : OriginOf(values.columns[0]));
}

TextOrigin GroupingWorker::OriginOf(size_t column) const {
  if (!IsTextual(spec_->columns[column])) return {};
  if (const RememberedValues* values = of_text_[column]; values != nullptr) return {&values->by(), values};
  for (const auto& texts : texts_)
    if (texts->column() == column) return {texts.get(), nullptr};
  return {};
}

// Says who reads the columns of an arm's operations, where all of these know what they read by the numbers of texts.
void GroupingWorker::FindReaders(size_t arm) {
  const GroupingSpec::Arm& spec = spec_->arms[arm];
  for (size_t i = 0; i < spec.operations.size(); ++i) {
    RememberedValues* const remembered = arms_[arm].remembered[i].get();
    if (remembered == nullptr || !spec.operations[i].column) continue;
    const size_t column = *spec.operations[i].column;
    RememberedValues::Readers readers;
    bool all_known = true;
    for (size_t k = 0; k < spec.operations.size(); ++k) {
      std::vector<ColumnId> read;
      CollectColumns(*spec.operations[k].expr, read);
      if (std::find(read.begin(), read.end(), GroupingSpec::IdOf(column)) == read.end()) continue;
      const RememberedValues* reader = arms_[arm].remembered[k].get();
      all_known &= reader != nullptr && &reader->by() == &remembered->by();
      readers.values.push_back(reader);
    }
    for (size_t key = 0; key < spec.keys.size(); ++key) {
      if (spec.keys[key] != column) continue;
      all_known &= IsTextual(spec_->columns[column]);
      readers.keys.emplace_back([this, arm, key](uint32_t number) { return keys_.KnowsText(arm, key, number); });
    }
    for (const GroupingSpec::Values& values : spec.values)
      all_known &= values.condition != column &&
                   std::find(values.columns.begin(), values.columns.end(), column) == values.columns.end();
    if (all_known) remembered->SetReaders(std::move(readers));
  }
}

void GroupingWorker::PlanRepeats(size_t arm) {
  Arm& made = arms_[arm];
  const auto text_of = [&](size_t operation) -> std::optional<size_t> {
    const RememberedValues* const remembered = made.remembered[operation].get();
    if (remembered == nullptr) return std::nullopt;
    return remembered->by().column();
  };
  made.known = nullptr;
  made.trial = nullptr;
  const auto repeats = PlanRowRepeats(*spec_, arm, made.decided_by, text_of);
  if (!repeats) return;
  made.repeats = *repeats;
  made.trial = std::make_unique<RepeatTrial>(made.repeats.columns, spec_->trial_rows);
}

void GroupingWorker::PlanRepeatsByLess(size_t arm) {
  Arm& made = arms_[arm];
  made.known = nullptr;
  made.trial = nullptr;
  if (made.decided_by == DecidedBy::kTextsOfKeys) return;
  made.decided_by = static_cast<DecidedBy>(static_cast<int>(made.decided_by) + 1);
  PlanRepeats(arm);
}

// Rows are kept from the end of the trial on.
void GroupingWorker::TryRepeats(Arm& arm) {
  switch (arm.trial->verdict()) {
    case RepeatTrial::Verdict::kNotYet:
      arm.trial->Add(columns_);
      return;
    case RepeatTrial::Verdict::kRepeat:
      arm.known = std::make_unique<KnownRows>(arm.repeats.columns);
      arm.trial = nullptr;
      return;
    case RepeatTrial::Verdict::kSometimes:
      arm.trial = nullptr;
      return;
    case RepeatTrial::Verdict::kHardly:
      PlanRepeatsByLess(arm_);
  }
}

bool GroupingWorker::Next(Batch& out) {
  for (;;) {
    if (writing_ && Write(out)) return true;
    if (!is_read_) {
      if (at_end_) {
        out.rows = 0;
        return false;
      }
      if (!Read()) {
        at_end_ = true;
        StartWriting();
        continue;
      }
      if (!each_row_ && !IsExact()) {
        // From here on the order of the rows matters: DuckDB adds them up one by one, after what was exact so far.
        each_row_ = true;
        is_read_ = true;
        FillAll();
        StartWriting();
        continue;
      }
    }
    is_read_ = false;
    Add();
    if (each_row_ || IsFull()) StartWriting();
  }
}

bool GroupingWorker::Read() {
  for (;;) {
    if (++arm_ >= arms_.size()) {
      if (!input_->Next(batch_)) return false;
      columns_.rows = batch_.rows;
      for (size_t i = 0; i < batch_.columns.size(); ++i) std::swap(columns_.columns[i], batch_.columns[i]);
      values_.Reset();
      arm_ = 0;
    }
    rows_.resize(columns_.rows);
    for (uint32_t i = 0; i < rows_.size(); ++i) rows_[i] = i;
    StartRemembering();
    if (arms_[arm_].trial != nullptr && !each_row_) TryRepeats(arms_[arm_]);
    if (arms_[arm_].known != nullptr)
      RunOperationsOfNew();
    else
      RunOperations();
    rows_passed_ += rows_.size();
    if (!rows_.empty()) return true;
  }
}

void GroupingWorker::StartRemembering() {
  size_t bytes = 0;
  for (const Arm& arm : arms_)
    for (const auto& remembered : arm.remembered) bytes += remembered != nullptr ? remembered->bytes() : 0;
  for (const Arm& arm : arms_) bytes += arm.known != nullptr ? arm.known->bytes() : 0;
  for (const auto& texts : texts_) bytes += texts->bytes();
  // As much again as the groups may take, and once more: the values of a text take several times its own room.
  const bool is_full = bytes > 2 * spec_->memory_limit;
  for (const auto& texts : texts_) {
    texts->StartRows();
    if (is_full) texts->Forget();
  }
  for (size_t arm = 0; arm < arms_.size(); ++arm) {
    KnownRows* const known = arms_[arm].known.get();
    if (known == nullptr) continue;
    if (is_full) known->Forget();
    if (each_row_) {
      arms_[arm].known = nullptr;
    } else if (!known->pays()) {
      if (known->is_hopeless())
        PlanRepeatsByLess(arm);
      else
        arms_[arm].known = nullptr;
    }
  }
}

void GroupingWorker::RunOperations() {
  for (size_t i = 0; i < spec_->arms[arm_].operations.size() && !rows_.empty(); ++i) RunOperation(i);
}

void GroupingWorker::RunOperationsOfNew() {
  Arm& arm = arms_[arm_];
  arm.known->Find(columns_);
  new_rows_.clear();
  known_rows_.clear();
  for (uint32_t row = 0; row < columns_.rows; ++row) {
    const uint32_t group = arm.known->fate(row).group;
    if (group == KnownRows::Fate::kUnknown)
      new_rows_.push_back(row);
    else if (group != KnownRows::Fate::kLeftOut)
      known_rows_.push_back(row);
  }
  const uint64_t not_needed = columns_.rows - new_rows_.size();
  for (const auto& texts : texts_) texts->CountRows(not_needed);
  for (const auto& remembered : arm.remembered)
    if (remembered != nullptr) remembered->CountRows(not_needed);

  rows_ = new_rows_;
  varies_.assign(columns_.rows, 0);
  std::vector<uint32_t> before;
  for (size_t i = 0; i < spec_->arms[arm_].operations.size() && !rows_.empty(); ++i) {
    before = rows_;
    RunOperation(i);
    if (arm.repeats.decided[i] == 0) continue;
    MarkVarying(i, before);
    if (!spec_->arms[arm_].operations[i].column) KeepLeftOut(before);
  }
  new_rows_ = rows_;
  RunOperationsOfKnown();
  rows_.resize(new_rows_.size() + known_rows_.size());
  std::merge(new_rows_.begin(), new_rows_.end(), known_rows_.begin(), known_rows_.end(), rows_.begin());
}

void GroupingWorker::MarkVarying(size_t operation, const std::vector<uint32_t>& rows) {
  const RememberedValues* const remembered = arms_[arm_].remembered[operation].get();
  if (remembered == nullptr) return;
  const NumberedTexts& texts = remembered->by();
  const bool has_numbers = remembered->pays() && texts.is_numbered() && remembered->generation() == texts.generation();
  for (const uint32_t row : rows) varies_[row] |= !has_numbers || !remembered->knows(texts.of_rows()[row]);
}

// Of `rows`, in ascending order, rows_ are left.
void GroupingWorker::KeepLeftOut(const std::vector<uint32_t>& rows) {
  size_t left = 0;
  for (const uint32_t row : rows) {
    if (left < rows_.size() && rows_[left] == row)
      ++left;
    else if (varies_[row] == 0)
      arms_[arm_].known->Keep(row, {KnownRows::Fate::kLeftOut, 0});
  }
}

void GroupingWorker::RunOperationsOfKnown() {
  const Arm& arm = arms_[arm_];
  if (known_rows_.empty()) return;
  for (const auto& texts : texts_) texts->ContinueRows();
  std::swap(rows_, known_rows_);
  for (size_t i = 0; i < spec_->arms[arm_].operations.size() && !rows_.empty(); ++i)
    if (arm.repeats.run_for_known[i] != 0) RunOperation(i);
  std::swap(rows_, known_rows_);
  for (size_t i = 0; i < arm.repeats.truths.size(); ++i) {
    ColumnVector& column = columns_.columns[arm.repeats.truths[i]];
    for (const uint32_t row : known_rows_) {
      column.valid()[row] = 1;
      column.integers()[row] = static_cast<int64_t>(arm.known->fate(row).truths >> i & 1);
    }
  }
}

void GroupingWorker::FindGroupsOfNew() {
  Arm& arm = arms_[arm_];
  new_groups_.resize(new_rows_.size());
  keys_.Find(arm_, arm.keys, new_rows_.data(), new_rows_.size(), new_groups_.data());
  for (size_t i = 0, found = 0; i < rows_.size(); ++i) {
    const bool is_new = found < new_rows_.size() && new_rows_[found] == rows_[i];
    groups_[i] = is_new ? new_groups_[found++] : arm.known->fate(rows_[i]).group;
  }
  for (size_t i = 0; i < new_rows_.size(); ++i) {
    const uint32_t row = new_rows_[i];
    if (varies_[row] != 0) continue;
    KnownRows::Fate fate{new_groups_[i], 0};
    for (size_t k = 0; k < arm.repeats.truths.size(); ++k) {
      const ColumnVector& column = columns_.columns[arm.repeats.truths[k]];
      const bool is_true = column.valid()[row] != 0 && column.integers()[row] != 0;
      fate.truths |= static_cast<uint64_t>(is_true) << k;
    }
    arm.known->Keep(row, fate);
  }
}

void GroupingWorker::RunOperation(size_t i) {
  const GroupingSpec::Operation& operation = spec_->arms[arm_].operations[i];
  RememberedValues* remembered = arms_[arm_].remembered[i].get();
  if (remembered != nullptr && !remembered->pays()) remembered = nullptr;
  if (operation.column) {
    ColumnVector& out = columns_.columns[*operation.column];
    if (remembered != nullptr && remembered->has_readers() && !each_row_)
      remembered->FillForReaders(values_, columns_, rows_, of_text_, out);
    else if (remembered != nullptr)
      remembered->Fill(values_, columns_, rows_, of_text_, out);
    else
      values_.EvaluateColumn(*operation.expr, columns_, rows_, out);
  } else if (remembered != nullptr) {
    remembered->Filter(conditions_, columns_, rows_, of_text_);
    conditions_.Reset();
  } else {
    conditions_.Filter(*operation.expr, columns_, rows_);
  }
}

void GroupingWorker::FillAll() {
  for (const auto& texts : texts_) texts->StartRows();
  for (size_t i = 0; i < arms_[arm_].remembered.size(); ++i)
    if (spec_->arms[arm_].operations[i].column) RunOperation(i);
}

void GroupingWorker::Select(size_t condition_column, const std::vector<uint32_t>& rows,
                            const std::vector<uint32_t>* groups) {
  const ColumnVector& condition = columns_.columns[condition_column];
  const uint8_t* valid = condition.valid().data();
  const int64_t* truth = condition.integers().data();
  selected_rows_.resize(rows.size());
  selected_groups_.resize(rows.size());
  size_t count = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    const uint32_t row = rows[i];
    selected_rows_[count] = row;
    if (groups != nullptr) selected_groups_[count] = (*groups)[i];
    count += valid[row] != 0 && truth[row] != 0;
  }
  selected_rows_.resize(count);
  selected_groups_.resize(count);
}

bool GroupingWorker::IsExact() {
  bool exact = true;
  for (size_t i = 0; i < parts_.size(); ++i) {
    const std::optional<size_t> condition = spec_->arms[arm_].values[i].condition;
    if (condition) Select(*condition, rows_, nullptr);
    const std::vector<uint32_t>& rows = condition ? selected_rows_ : rows_;
    exact &= parts_[i].fold->IsExact(arms_[arm_].values[i], rows.data(), rows.size());
  }
  return exact;
}

void GroupingWorker::Add() {
  rows_read_ += rows_.size();
  groups_.resize(rows_.size());
  const Arm& arm = arms_[arm_];
  const bool has_known = arm.known != nullptr && !each_row_;
  if (each_row_)
    keys_.FindNone(arm.keys, rows_.data(), rows_.size(), groups_.data());
  else if (has_known)
    FindGroupsOfNew();
  else
    keys_.Find(arm_, arm.keys, rows_.data(), rows_.size(), groups_.data());
  for (size_t i = 0; i < parts_.size(); ++i) {
    const std::optional<size_t> condition = spec_->arms[arm_].values[i].condition;
    Fold& fold = *parts_[i].fold;
    fold.Resize(keys_.size());
    const bool once = has_known && arm.repeats.is_taken_once[i] != 0;
    const std::vector<uint32_t>& rows = once ? new_rows_ : rows_;
    const std::vector<uint32_t>& groups = once ? new_groups_ : groups_;
    // Texts of known rows have no numbers.
    fold.ComeFrom(has_known && !once ? TextOrigin() : arm.origins[i], arm_, arms_.size());
    if (condition) {
      Select(*condition, rows, &groups);
      fold.Add(arm.values[i], selected_rows_.data(), selected_groups_.data(), selected_rows_.size());
    } else {
      fold.Add(arm.values[i], rows.data(), groups.data(), rows.size());
    }
  }
}

bool GroupingWorker::IsFull() const {
  const size_t taken = bytes();
  if (taken <= spec_->memory_limit) return false;
  // Groups of many columns fill memory before their second rows come.
  constexpr uint64_t kRowsOfGroup = 4;
  return taken > spec_->most_memory || rows_read_ >= kRowsOfGroup * keys_.size();
}

size_t GroupingWorker::bytes() const {
  size_t bytes = keys_.bytes();
  for (const Part& part : parts_) bytes += part.fold->bytes();
  return bytes;
}

void GroupingWorker::StartWriting() {
  writing_ = true;
  written_ = 0;
  writing_part_ = 0;
  uint64_t written = keys_.size();
  for (Part& part : parts_) {
    part.fold->Finish();
    written += part.fold->further();
  }
  // Memory was full of groups of hardly more than one row: looking for them is lost.
  if (written * 2 > rows_read_ && !at_end_) each_row_ = true;
  rows_read_ = 0;
}

bool GroupingWorker::Write(Batch& out) {
  out.Clear();
  const size_t groups = keys_.size();
  uint32_t of_group[kBatchRows];
  if (writing_part_ == 0 && written_ < groups) {
    out.rows = std::min(kBatchRows, groups - written_);
    for (size_t i = 0; i < out.rows; ++i) of_group[i] = static_cast<uint32_t>(written_ + i);
    for (const Part& part : parts_) part.fold->Write(written_, out.rows, out, part.column);
  } else {
    if (writing_part_ == 0 && written_ == groups) written_ = 0, writing_part_ = 1;
    while (writing_part_ <= parts_.size() && written_ == parts_[writing_part_ - 1].fold->further())
      written_ = 0, ++writing_part_;
    if (writing_part_ > parts_.size()) {
      keys_.Clear();
      for (const Arm& arm : arms_) {
        for (const auto& remembered : arm.remembered)
          if (remembered != nullptr) remembered->AskReadersAgain();
        if (arm.known != nullptr) arm.known->ForgetGroups();
      }
      for (Part& part : parts_) part.fold->Clear();
      writing_ = false;
      return false;
    }
    const Part& part = parts_[writing_part_ - 1];
    out.rows = std::min(kBatchRows, part.fold->further() - written_);
    part.fold->WriteFurther(written_, out.rows, out, part.column, of_group);
  }
  written_ += out.rows;
  for (size_t key = 0; key < spec_->arms[0].keys.size(); ++key)
    for (size_t i = 0; i < out.rows; ++i) out.columns[key].Set(i, keys_.Get(of_group[i], key));
  return true;
}

}  // namespace quarry
