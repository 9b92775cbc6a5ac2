// External entry: NameTable::Build.
#include "readers/json/name_table.h"

#include <string>

namespace quarry {

// Tries factors until the hash leaves each name a place of its own, in a table that grows when none does.
bool NameTable::Build(std::span<const std::string_view> names) {
  constexpr int kLeastBits = 6, kMostBits = 15, kTrials = 64;
  if (names.size() > kMostNames) return false;
  std::vector<uint64_t> known_by;
  for (const std::string_view name : names) {
    const std::string quoted = '"' + std::string(name) + '"' + std::string(8, '\0');
    known_by.push_back(KnownBy(quoted.data(), 0, name.size() + 1));
  }
  for (int bits = std::max(kLeastBits, static_cast<int>(std::bit_width(names.size() * 2))); bits <= kMostBits; ++bits) {
    shift_ = 64 - bits;
    factor_ = 0x9e3779b97f4a7c15u;
    for (int trial = 0; trial < kTrials; ++trial, factor_ *= 0xd1342543de82ef95u) {
      entries_.assign(size_t{1} << bits, {});
      bool apart = true;
      for (size_t i = 0; i < names.size() && apart; ++i) {
        Entry& entry = entries_[known_by[i] * factor_ >> shift_];
        apart = entry.number == 0;
        entry = {known_by[i], i + 1};
      }
      if (apart) return true;
    }
  }
  return false;
}

}  // namespace quarry
