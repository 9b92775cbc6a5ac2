// Entries: MakeFold, PartTypes.
#include "exec/grouping/fold.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/arena.h"
#include "base/check.h"
#include "exec/grouping/text_ids.h"
#include "functions/analytics/newest_events.h"
#include "functions/analytics/number_set.h"

namespace quarry {

namespace {

// Calls `add(row, group)` for each row whose value is not null.
template <typename AddFn>
void ForEachValue(const ColumnVector& values, const uint32_t* rows, const uint32_t* groups, size_t count,
                  const AddFn& add) {
  const uint8_t* valid = values.valid().data();
  for (size_t i = 0; i < count; ++i)
    if (valid[rows[i]]) add(rows[i], groups[i]);
}

class CountFold final : public Fold {
 public:
  void Resize(size_t groups) override { counts_.resize(groups); }
  void Add(const Values&, const uint32_t*, const uint32_t* groups, size_t count) override {
    if (counts_.size() == 1) {
      counts_[0] += static_cast<int64_t>(count);
      return;
    }
    for (size_t i = 0; i < count; ++i) ++counts_[groups[i]];
  }
  void Write(size_t first, size_t count, Batch& out, size_t column) const override {
    for (size_t i = 0; i < count; ++i) out.columns[column].Set(i, Cell::Integer(counts_[first + i]));
  }
  size_t bytes() const override { return counts_.size() * sizeof(int64_t); }
  void Clear() override { counts_.clear(); }

 private:
  std::vector<int64_t> counts_;
};

// Sums of whole numbers, exact whatever their size. What a 64-bit part cannot hold becomes further parts.
class IntegerSumFold final : public Fold {
 public:
  explicit IntegerSumFold(bool with_count) : with_count_(with_count) {}
  void Resize(size_t groups) override { sums_.resize(groups); }
  void Add(const Values& values, const uint32_t* rows, const uint32_t* groups, size_t count) override {
    const int64_t* from = values[0]->integers().data();
    if (sums_.size() == 1) {
      Sum sum = sums_[0];
      ForEachValue(*values[0], rows, groups, count, [&](uint32_t row, uint32_t) {
        sum.value += from[row];
        ++sum.count;
      });
      sums_[0] = sum;
      return;
    }
    ForEachValue(*values[0], rows, groups, count, [&](uint32_t row, uint32_t group) {
      sums_[group].value += from[row];
      ++sums_[group].count;
    });
  }
  void Finish() override {
    for (uint32_t group = 0; group < sums_.size(); ++group) {
      __int128& value = sums_[group].value;
      for (constexpr int64_t kMost = std::numeric_limits<int64_t>::max(); value > kMost; value -= kMost)
        further_.push_back({group, kMost});
      for (constexpr int64_t kLeast = std::numeric_limits<int64_t>::min(); value < kLeast; value -= kLeast)
        further_.push_back({group, kLeast});
    }
  }
  void Write(size_t first, size_t count, Batch& out, size_t column) const override {
    for (size_t i = 0; i < count; ++i) {
      const Sum& sum = sums_[first + i];
      if (sum.count > 0) out.columns[column].Set(i, Cell::Integer(static_cast<int64_t>(sum.value)));
      if (with_count_) out.columns[column + 1].Set(i, Cell::Integer(sum.count));
    }
  }
  size_t further() const override { return further_.size(); }
  void WriteFurther(size_t first, size_t count, Batch& out, size_t column, uint32_t* groups) const override {
    for (size_t i = 0; i < count; ++i) {
      groups[i] = further_[first + i].group;
      out.columns[column].Set(i, Cell::Integer(further_[first + i].value));
    }
  }
  size_t bytes() const override { return sums_.size() * sizeof(Sum); }
  void Clear() override {
    sums_.clear();
    further_.clear();
  }

 private:
  struct Sum {
    __int128 value = 0;
    int64_t count = 0;
  };
  struct Further {
    uint32_t group;
    int64_t value;
  };
  const bool with_count_;
  std::vector<Sum> sums_;
  std::vector<Further> further_;
};

// Sums of reals, as long as all of them are whole and so small that no addition rounds, whatever the order.
class RealSumFold final : public Fold {
 public:
  explicit RealSumFold(bool with_count) : with_count_(with_count) {}
  bool IsExact(const Values& values, const uint32_t* rows, size_t count) override {
    constexpr double kMostExact = 9007199254740992.0;  // 2^53
    const uint8_t* valid = values[0]->valid().data();
    const double* from = values[0]->reals().data();
    for (size_t i = 0; i < count; ++i) {
      if (!valid[rows[i]]) continue;
      const double value = from[rows[i]];
      // Not a NaN either.
      if (!(std::trunc(value) == value)) return false;
      total_ += std::fabs(value);
    }
    return total_ <= kMostExact;
  }
  void Resize(size_t groups) override { sums_.resize(groups); }
  void Add(const Values& values, const uint32_t* rows, const uint32_t* groups, size_t count) override {
    const double* from = values[0]->reals().data();
    ForEachValue(*values[0], rows, groups, count, [&](uint32_t row, uint32_t group) {
      sums_[group].value += from[row];
      ++sums_[group].count;
    });
  }
  void Write(size_t first, size_t count, Batch& out, size_t column) const override {
    for (size_t i = 0; i < count; ++i) {
      const Sum& sum = sums_[first + i];
      if (sum.count > 0) out.columns[column].Set(i, Cell::Real(sum.value));
      if (with_count_) out.columns[column + 1].Set(i, Cell::Integer(sum.count));
    }
  }
  size_t bytes() const override { return sums_.size() * sizeof(Sum); }
  void Clear() override { sums_.clear(); }

 private:
  struct Sum {
    double value = 0;
    int64_t count = 0;
  };
  const bool with_count_;
  std::vector<Sum> sums_;
  double total_ = 0;  // of the values without their signs; never less, since the parts meet again
};

// DuckDB's order: a NaN is above all other reals.
bool IsLess(int64_t a, int64_t b) {
  return a < b;
}
bool IsLess(double a, double b) {
  if (std::isnan(b)) return !std::isnan(a);
  return a < b;  // false for a NaN
}

template <typename T>
class ExtremeFold final : public Fold {
 public:
  ExtremeFold(Type type, bool greatest) : type_(type), greatest_(greatest) {}
  void Resize(size_t groups) override { best_.resize(groups); }
  void Add(const Values& values, const uint32_t* rows, const uint32_t* groups, size_t count) override {
    const T* from = From(*values[0]);
    for (size_t i = 0; i < count; ++i) __builtin_prefetch(&best_[groups[i]]);
    ForEachValue(*values[0], rows, groups, count, [&](uint32_t row, uint32_t group) {
      Best& best = best_[group];
      const T value = from[row];
      if (best.any && !(greatest_ ? IsLess(best.value, value) : IsLess(value, best.value))) return;
      best.value = value;
      best.any = true;
    });
  }
  void Write(size_t first, size_t count, Batch& out, size_t column) const override {
    for (size_t i = 0; i < count; ++i)
      if (const Best& best = best_[first + i]; best.any) out.columns[column].Set(i, CellOf(best.value));
  }
  size_t bytes() const override { return best_.size() * sizeof(Best); }
  void Clear() override { best_.clear(); }

 private:
  struct Best {
    T value = 0;
    bool any = false;
  };
  static const T* From(const ColumnVector& values) {
    if constexpr (std::is_same_v<T, double>)
      return values.reals().data();
    else
      return values.integers().data();
  }
  Cell CellOf(T value) const {
    if constexpr (std::is_same_v<T, double>)
      return Cell::Real(value);
    else
      return type_ == Type::kBool ? Cell::Bool(value != 0) : Cell::Integer(value);
  }
  const Type type_;
  const bool greatest_;
  std::vector<Best> best_;
};

class TextExtremeFold final : public Fold {
 public:
  TextExtremeFold(bool greatest, bool not_empty) : greatest_(greatest), not_empty_(not_empty) {}
  void ComeFrom(const TextOrigin& origin, size_t arm, size_t arms) override {
    origin_ = origin;
    if (origin.is_numbered()) space_ = (origin.texts->generation() * arms + arm) << 32;
  }
  void Resize(size_t groups) override { best_.resize(groups); }
  void Add(const Values& values, const uint32_t* rows, const uint32_t* groups, size_t count) override {
    if (origin_.is_numbered()) return AddNumbered(values, rows, groups, count);
    // What is known of many groups lies in far caches: it is asked for before it is needed.
    for (size_t i = 0; i < count; ++i) __builtin_prefetch(&best_[groups[i]]);
    for (size_t i = 0; i < count; ++i) __builtin_prefetch(best_[groups[i]].data);
    const std::string_view* from = values[0]->texts().data();
    ForEachValue(*values[0], rows, groups, count, [&](uint32_t row, uint32_t group) { AddText(from[row], group); });
  }
  void Write(size_t first, size_t count, Batch& out, size_t column) const override {
    for (size_t i = 0; i < count; ++i)
      if (const Best& best = best_[first + i]; best.data != nullptr)
        out.columns[column].Set(i, Cell::Text(best.text()));
  }
  size_t bytes() const override {
    return best_.size() * sizeof(Best) + seen_.size() * sizeof(uint64_t) + texts_.allocated_bytes();
  }
  void Clear() override {
    best_.clear();
    seen_.clear();
    texts_.Reset();
  }

 private:
  struct Best {
    char* data = nullptr;
    size_t size = 0, room = 0;
    std::string_view text() const { return {data, size}; }
  };
  // The rows of a group mostly have the text that the one before had: a number tells.
  void AddNumbered(const Values& values, const uint32_t* rows, const uint32_t* groups, size_t count) {
    seen_.resize(best_.size(), kNothingSeen);
    const uint32_t* numbers = origin_.texts->of_rows();
    const uint8_t* valid = values[0]->valid().data();
    const std::string_view* from = values[0]->texts().data();
    for (size_t i = 0; i < count; ++i) {
      const uint32_t row = rows[i], group = groups[i];
      const uint64_t text = space_ | numbers[row];
      if (seen_[group] == text) continue;
      if (valid[row] != 0) AddText(from[row], group);
      if (origin_.tells(numbers[row])) seen_[group] = text;
    }
  }
  void AddText(std::string_view value, uint32_t group) {
    if (not_empty_ && value.empty()) return;
    Best& best = best_[group];
    // char_traits compares bytes without a sign, as DuckDB does.
    if (best.data != nullptr && !(greatest_ ? best.text() < value : value < best.text())) return;
    if (best.data == nullptr || value.size() > best.room) {
      best.room = std::max<size_t>(value.size(), size_t{2} * best.room);
      best.data = texts_.Allocate(std::max<size_t>(best.room, 1), 1);
    }
    if (!value.empty()) std::memcpy(best.data, value.data(), value.size());
    best.size = value.size();
  }

  static constexpr uint64_t kNothingSeen = ~uint64_t{0};
  const bool greatest_, not_empty_;
  std::vector<Best> best_;
  TextOrigin origin_;
  uint64_t space_ = 0;          // sets numbers of different arms and generations apart
  std::vector<uint64_t> seen_;  // of each group: the text that was added last, by its number
  Arena texts_;
};

// The different values of each group: a part for each of them.
class DistinctFold final : public Fold {
 public:
  explicit DistinctFold(Type type) : type_(type), slots_(kFirstSlots) {}
  void Resize(size_t groups) override { first_.resize(groups); }
  void Add(const Values& values, const uint32_t* rows, const uint32_t* groups, size_t count) override {
    if (IsTextual(type_)) {
      const std::string_view* from = values[0]->texts().data();
      ForEachValue(*values[0], rows, groups, count,
                   [&](uint32_t row, uint32_t group) { Insert({texts_.Find(from[row]), group}); });
    } else if (type_ == Type::kReal) {
      const double* from = values[0]->reals().data();
      ForEachValue(*values[0], rows, groups, count, [&](uint32_t row, uint32_t group) {
        uint64_t bits;
        std::memcpy(&bits, from + row, sizeof bits);
        Insert({bits, group});
      });
    } else {
      const int64_t* from = values[0]->integers().data();
      ForEachValue(*values[0], rows, groups, count,
                   [&](uint32_t row, uint32_t group) { Insert({static_cast<uint64_t>(from[row]), group}); });
    }
  }
  void Write(size_t first, size_t count, Batch& out, size_t column) const override {
    for (size_t i = 0; i < count; ++i)
      if (const uint32_t member = first_[first + i]; member != 0)
        out.columns[column].Set(i, CellOf(members_[member - 1].value));
  }
  size_t further() const override { return further_.size(); }
  void WriteFurther(size_t first, size_t count, Batch& out, size_t column, uint32_t* groups) const override {
    for (size_t i = 0; i < count; ++i) {
      const Member& member = members_[further_[first + i]];
      groups[i] = member.group;
      out.columns[column].Set(i, CellOf(member.value));
    }
  }
  size_t bytes() const override {
    return members_.size() * sizeof(Member) + (slots_.size() + first_.size() + further_.size()) * sizeof(uint32_t) +
           texts_.bytes();
  }
  void Clear() override {
    members_.clear();
    first_.clear();
    further_.clear();
    slots_.assign(kFirstSlots, 0);
    texts_.Clear();
  }

 private:
  static constexpr size_t kFirstSlots = 256;  // a power of two
  struct Member {
    uint64_t value;  // its bits, or the number of the text
    uint32_t group;
    friend bool operator==(const Member&, const Member&) = default;
  };
  static size_t HashOf(const Member& member) {
    const auto product = static_cast<unsigned __int128>(member.value ^ 0x2545F4914F6CDD1Du) *
                         (0x9E3779B97F4A7C15u + 2 * static_cast<uint64_t>(member.group));
    return static_cast<size_t>(product) ^ static_cast<size_t>(product >> 64);
  }
  void Insert(const Member& member) {
    if (!members_.empty() && members_[last_] == member) return;
    const size_t mask = slots_.size() - 1;
    size_t at = HashOf(member) & mask;
    for (; slots_[at] != 0; at = (at + 1) & mask) {
      if (members_[slots_[at] - 1] != member) continue;
      last_ = slots_[at] - 1;
      return;
    }
    last_ = static_cast<uint32_t>(members_.size());
    members_.push_back(member);
    slots_[at] = last_ + 1;
    if (uint32_t& first = first_[member.group]; first == 0)
      first = last_ + 1;
    else
      further_.push_back(last_);
    if (members_.size() * 2 > slots_.size()) Grow();
  }
  void Grow() {
    slots_.assign(slots_.size() * 2, 0);
    const size_t mask = slots_.size() - 1;
    for (uint32_t i = 0; i < members_.size(); ++i) {
      size_t at = HashOf(members_[i]) & mask;
      while (slots_[at] != 0) at = (at + 1) & mask;
      slots_[at] = i + 1;
    }
  }
  Cell CellOf(uint64_t value) const {
    if (IsTextual(type_)) return texts_.Get(value);
    if (type_ == Type::kBool) return Cell::Bool(value != 0);
    if (type_ != Type::kReal) return Cell::Integer(static_cast<int64_t>(value));
    double real;
    std::memcpy(&real, &value, sizeof real);
    return Cell::Real(real);
  }

  const Type type_;
  std::vector<Member> members_;
  std::vector<uint32_t> slots_;    // number of a member and one; 0: free
  std::vector<uint32_t> first_;    // of each group: number of a member and one, which goes with the group's part
  std::vector<uint32_t> further_;  // numbers of the other members
  TextIds texts_;
  uint32_t last_ = 0;
};

// A value that is kept: a text in room of its own, another by its bits. Small: many columns of many groups are kept.
class KeptValue {
 public:
  void Set(Type type, const Cell& cell, Arena& texts) {
    if (cell.null) {
      size_ = kNull;
      return;
    }
    size_ = 0;
    if (!IsTextual(type)) {
      bits_ = type == Type::kBool ? cell.boolean : cell.integer;
      if (type == Type::kReal) std::memcpy(&bits_, &cell.real, sizeof bits_);
      return;
    }
    QUARRY_CHECK(cell.text.size() < kNull);  // records are shorter
    if (cell.text.size() > room_ || room_ == 0) {
      room_ = static_cast<uint32_t>(
          std::min<uint64_t>(std::max<uint64_t>({cell.text.size(), uint64_t{2} * room_, 1}), kNull - 1));
      data_ = texts.Allocate(room_, 1);
    }
    if (!cell.text.empty()) std::memcpy(data_, cell.text.data(), cell.text.size());
    size_ = static_cast<uint32_t>(cell.text.size());
  }
  Cell Get(Type type) const {
    if (size_ == kNull) return Cell::Null();
    if (IsTextual(type)) return Cell::Text({data_, size_});
    if (type == Type::kBool) return Cell::Bool(bits_ != 0);
    if (type != Type::kReal) return Cell::Integer(bits_);
    double real;
    std::memcpy(&real, &bits_, sizeof real);
    return Cell::Real(real);
  }

 private:
  static constexpr uint32_t kNull = ~uint32_t{0};
  union {
    char* data_ = nullptr;  // of a text
    int64_t bits_;
  };
  uint32_t room_ = 0;  // of a text
  uint32_t size_ = kNull;
};

bool IsLess(Type type, const Cell& a, const Cell& b) {
  if (IsTextual(type)) return a.text < b.text;
  if (type == Type::kReal) return IsLess(a.real, b.real);
  return type == Type::kBool ? a.boolean < b.boolean : a.integer < b.integer;
}

// The value beside the greatest or least `by`; of equal ones that of the first row.
class RowFold final : public Fold {
 public:
  RowFold(const std::vector<Type>& types, bool greatest) : by_(types[0]), value_(types[1]), greatest_(greatest) {}
  bool Follow(const Fold& other) override {
    const auto* const leader = dynamic_cast<const RowFold*>(&other);
    if (leader == nullptr || leader->leader_ != nullptr || leader->greatest_ != greatest_) return false;
    leader_ = leader;
    return true;
  }
  void Resize(size_t groups) override {
    best_.resize(groups);
    if (leader_ != nullptr) return;
    best_by_.resize(groups);
    better_.resize(groups, kNoRow);
  }
  void Add(const Values& values, const uint32_t* rows, const uint32_t* groups, size_t count) override {
    if (leader_ == nullptr) FindBetter(*values[0], rows, groups, count);
    // Of the rows of a batch that were the best for a while, the last one of each group.
    for (const auto& [group, row] : leader().changes_) best_[group].Set(value_, values[1]->Get(row), texts_);
  }
  void Write(size_t first, size_t count, Batch& out, size_t column) const override {
    for (size_t i = 0; i < count; ++i) {
      out.columns[column].Set(i, leader().best_by_[first + i].Get(by_));
      out.columns[column + 1].Set(i, best_[first + i].Get(value_));
    }
  }
  size_t bytes() const override {
    return (best_.size() + best_by_.size()) * sizeof(KeptValue) + better_.size() * sizeof(uint32_t) +
           texts_.allocated_bytes();
  }
  void Clear() override {
    best_.clear();
    best_by_.clear();
    better_.clear();
    texts_.Reset();
  }

 private:
  static constexpr uint32_t kNoRow = ~uint32_t{0};
  const RowFold& leader() const { return leader_ == nullptr ? *this : *leader_; }
  void FindBetter(const ColumnVector& by, const uint32_t* rows, const uint32_t* groups, size_t count) {
    changes_.clear();
    ForEachValue(by, rows, groups, count, [&](uint32_t row, uint32_t group) {
      const Cell cell = by.Get(row), known = best_by_[group].Get(by_);
      if (!known.null && !(greatest_ ? IsLess(by_, known, cell) : IsLess(by_, cell, known))) return;
      best_by_[group].Set(by_, cell, texts_);
      if (better_[group] == kNoRow) changes_.emplace_back(group, 0);
      better_[group] = row;
    });
    for (auto& [group, row] : changes_) row = std::exchange(better_[group], kNoRow);
  }

  const Type by_, value_;
  const bool greatest_;
  const RowFold* leader_ = nullptr;  // which chooses the rows; nullptr: this one does
  std::vector<KeptValue> best_, best_by_;
  std::vector<uint32_t> better_;                        // while a batch is looked at: its best row of a group
  std::vector<std::pair<uint32_t, uint32_t>> changes_;  // by the last batch: group, row
  Arena texts_;
};

// A fold whose parts are what each group keeps, encoded as a text. Kept: `EncodeTo(std::string&)`.
template <typename Kept>
class EncodedFold : public Fold {
 public:
  void Resize(size_t groups) override { groups_.resize(groups); }
  void Finish() override {
    encoded_.reserve(groups_.size());
    std::string text;
    for (Kept& kept : groups_) {
      text.clear();
      kept.EncodeTo(text);
      encoded_.push_back(texts_.Copy(text));
      kept = Kept();
    }
    bytes_ = 0;
  }
  void Write(size_t first, size_t count, Batch& out, size_t column) const override {
    for (size_t i = 0; i < count; ++i) out.columns[column].Set(i, Cell::Text(encoded_[first + i]));
  }
  size_t bytes() const override {
    return groups_.size() * sizeof(Kept) + bytes_ + encoded_.size() * sizeof(std::string_view) +
           texts_.allocated_bytes();
  }
  void Clear() override {
    groups_.clear();
    encoded_.clear();
    texts_.Reset();
    bytes_ = 0;
  }

 protected:
  std::vector<Kept> groups_;
  size_t bytes_ = 0;  // beyond those of groups_

 private:
  std::vector<std::string_view> encoded_;  // once they are finished
  Arena texts_;
};

// The newest events of each group, with their values where there is a second column.
class NewestFold final : public EncodedFold<NewestEvents> {
 public:
  explicit NewestFold(std::vector<Type> types) : types_(std::move(types)) {}
  void Add(const Values& values, const uint32_t* rows, const uint32_t* groups, size_t count) override {
    const int64_t* times = values[0]->integers().data();
    const uint8_t* valid = values[0]->valid().data();
    const uint8_t* with_value = values.size() > 1 ? values[1]->valid().data() : nullptr;
    // The series of many groups lie in far caches: they are asked for some rows ahead.
    constexpr size_t kAhead = 8;
    for (size_t i = 0; i < count; ++i) {
      if (i + 2 * kAhead < count) __builtin_prefetch(&groups_[groups[i + 2 * kAhead]], 1);
      if (i + kAhead < count) groups_[groups[i + kAhead]].Prefetch();
      const uint32_t row = rows[i];
      if (valid[row] == 0) continue;
      NewestEvents& events = groups_[groups[i]];
      if (with_value == nullptr || with_value[row] == 0)
        bytes_ += events.Add(times[row]);
      else if (types_[1] == Type::kReal)
        bytes_ += events.Add(times[row], values[1]->reals()[row]);
      else
        bytes_ += events.Add(times[row], static_cast<double>(values[1]->integers()[row]));
    }
  }

 private:
  const std::vector<Type> types_;
};

// The different whole numbers of each group.
class NumbersFold final : public EncodedFold<NumberSet> {
 public:
  void Add(const Values& values, const uint32_t* rows, const uint32_t* groups, size_t count) override {
    const int64_t* from = values[0]->integers().data();
    for (size_t i = 0; i < count; ++i) __builtin_prefetch(&groups_[groups[i]], 1);
    ForEachValue(*values[0], rows, groups, count,
                 [&](uint32_t row, uint32_t group) { bytes_ += groups_[group].Add(from[row]); });
  }
};

Type SumTypeOf(Type type) {
  return type == Type::kInt ? Type::kLong : type;
}

}  // namespace

std::vector<Type> PartTypes(ScanAggregate form, const std::vector<Type>& types) {
  switch (form) {
    case ScanAggregate::kCount:
      return {Type::kLong};
    case ScanAggregate::kSum:
      return {SumTypeOf(types[0])};
    case ScanAggregate::kMean:
      return {SumTypeOf(types[0]), Type::kLong};
    case ScanAggregate::kNewest:
    case ScanAggregate::kNumbers:
      return {Type::kString};
    default:
      return types;
  }
}

std::unique_ptr<Fold> MakeFold(ScanAggregate form, const std::vector<Type>& types) {
  const Type type = types.empty() ? Type::kLong : types[0];
  switch (form) {
    case ScanAggregate::kNone:
      break;
    case ScanAggregate::kCount:
      return std::make_unique<CountFold>();
    case ScanAggregate::kSum:
    case ScanAggregate::kMean:
      if (type == Type::kReal) return std::make_unique<RealSumFold>(form == ScanAggregate::kMean);
      return std::make_unique<IntegerSumFold>(form == ScanAggregate::kMean);
    case ScanAggregate::kMinimum:
    case ScanAggregate::kMaximum:
    case ScanAggregate::kAny: {
      const bool greatest = form == ScanAggregate::kMaximum;
      if (IsTextual(type))
        return std::make_unique<TextExtremeFold>(greatest, form == ScanAggregate::kAny && type == Type::kString);
      if (type == Type::kReal) return std::make_unique<ExtremeFold<double>>(type, greatest);
      return std::make_unique<ExtremeFold<int64_t>>(type, greatest);
    }
    case ScanAggregate::kDistinct:
      return std::make_unique<DistinctFold>(type);
    case ScanAggregate::kRowOfMaximum:
    case ScanAggregate::kRowOfMinimum:
      return std::make_unique<RowFold>(types, form == ScanAggregate::kRowOfMaximum);
    case ScanAggregate::kNewest:
      return std::make_unique<NewestFold>(types);
    case ScanAggregate::kNumbers:
      return std::make_unique<NumbersFold>();
  }
  QUARRY_CHECK(false);
  return nullptr;
}

}  // namespace quarry
