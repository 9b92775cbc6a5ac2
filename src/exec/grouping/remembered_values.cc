// Entries: NumberedTexts::Number, RememberedValues::Fill and Filter.
#include "exec/grouping/remembered_values.h"

#include <algorithm>
#include <bit>

namespace quarry {

void NumberedTexts::StartRows() {
  is_numbered_ = has_all_ = false;
  if (!pays_ || rows_ < kTrialRows || texts_.size() * 2 < rows_) return;
  pays_ = false;
  Forget();
}

void NumberedTexts::Forget() {
  texts_.Clear();
  rows_ = 0;
  ++generation_;
}

void NumberedTexts::Number(const Batch& batch, const std::vector<uint32_t>& rows) {
  if (has_all_) return;
  is_numbered_ = has_all_ = true;
  rows_ += rows.size();
  found_.resize(rows.size());
  if (of_rows_.size() < batch.rows) of_rows_.resize(std::max(batch.rows, kBatchRows));
  texts_.Find(batch.columns[column_], rows.data(), rows.size(), found_.data(), 1);
  for (size_t i = 0; i < rows.size(); ++i) of_rows_[rows[i]] = static_cast<uint32_t>(found_[i]);
}

void RememberedValues::Start(const Batch& batch, const std::vector<uint32_t>& rows) {
  by_.Number(batch, rows);
  if (generation_ != by_.generation()) {
    generation_ = by_.generation();
    states_.clear();
    numbers_.clear();
    texts_.clear();
    settled_.clear();
    kept_.Reset();
  }
  states_.resize(by_.size());
  if (IsTextual(expr_.type))
    texts_.resize(by_.size());
  else
    numbers_.resize(by_.size());
  rows_ += rows.size();
}

Cell RememberedValues::Get(uint32_t number) const {
  if (states_[number] == State::kNull) return Cell::Null();
  if (IsTextual(expr_.type)) return Cell::Text(texts_[number]);
  if (expr_.type == Type::kReal) return Cell::Real(std::bit_cast<double>(numbers_[number]));
  return expr_.type == Type::kBool ? Cell::Bool(numbers_[number] != 0) : Cell::Integer(numbers_[number]);
}

Cell RememberedValues::Evaluate(Evaluator& evaluator, const Batch& batch, uint32_t row, uint32_t number,
                                const IsOfText& of_text) {
  ++evaluated_;
  if (evaluated_ >= kTrialRows && evaluated_ * 2 > rows_) pays_ = false;
  evaluator.ForgetColumnsRead();
  Cell value = evaluator.Evaluate(expr_, batch, row);
  if (states_[number] == State::kVaries) return value;
  for (uint64_t read = evaluator.columns_read(); read != 0; read &= read - 1) {
    const auto column = static_cast<size_t>(std::countr_zero(read));
    if (column == by_.column() && column < Evaluator::kLastColumnBit) continue;
    const RememberedValues* other = column < Evaluator::kLastColumnBit ? of_text[column] : nullptr;
    if (other != nullptr && &other->by_ == &by_ && other->generation_ == generation_ && other->knows(number)) continue;
    states_[number] = State::kVaries;
    return value;
  }
  states_[number] = value.null ? State::kNull : State::kKnown;
  if (value.null) return value;
  if (IsTextual(expr_.type))
    value.text = texts_[number] = kept_.Copy(value.text);
  else if (expr_.type == Type::kReal)
    numbers_[number] = std::bit_cast<int64_t>(value.real);
  else
    numbers_[number] = expr_.type == Type::kBool ? value.boolean : value.integer;
  return value;
}

void RememberedValues::Fill(Evaluator& evaluator, const Batch& batch, const std::vector<uint32_t>& rows,
                            const IsOfText& of_text, ColumnVector& out) {
  Start(batch, rows);
  const uint32_t* numbers = by_.of_rows();
  for (const uint32_t row : rows) {
    const uint32_t number = numbers[row];
    out.Set(row, knows(number) ? Get(number) : Evaluate(evaluator, batch, row, number, of_text));
  }
}

bool RememberedValues::IsSettled(uint32_t number) const {
  for (const RememberedValues* reader : readers_.values)
    if (reader->generation_ != generation_ || !reader->knows(number)) return false;
  for (const auto& knows_key : readers_.keys)
    if (!knows_key(number)) return false;
  return true;
}

void RememberedValues::FillForReaders(Evaluator& evaluator, const Batch& batch, const std::vector<uint32_t>& rows,
                                      const IsOfText& of_text, ColumnVector& out) {
  // One that evaluates each row again reads every cell.
  for (const RememberedValues* reader : readers_.values)
    if (!reader->pays()) return Fill(evaluator, batch, rows, of_text, out);
  Start(batch, rows);
  settled_.resize(by_.size());
  const uint32_t* numbers = by_.of_rows();
  for (const uint32_t row : rows) {
    const uint32_t number = numbers[row];
    if (settled_[number] != 0) continue;
    out.Set(row, knows(number) ? Get(number) : Evaluate(evaluator, batch, row, number, of_text));
    settled_[number] = knows(number) && IsSettled(number);
  }
}

void RememberedValues::Filter(Evaluator& evaluator, const Batch& batch, std::vector<uint32_t>& rows,
                              const IsOfText& of_text) {
  Start(batch, rows);
  const uint32_t* numbers = by_.of_rows();
  size_t kept = 0;
  for (const uint32_t row : rows) {
    const uint32_t number = numbers[row];
    rows[kept] = row;
    if (states_[number] == State::kKnown) {
      kept += numbers_[number] != 0;
    } else if (states_[number] != State::kNull) {
      const Cell value = Evaluate(evaluator, batch, row, number, of_text);
      kept += !value.null && value.boolean;
    }
  }
  rows.resize(kept);
}

}  // namespace quarry
