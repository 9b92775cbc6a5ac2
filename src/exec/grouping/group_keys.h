// GroupKeys: which group a row belongs to. Groups are numbered from 0 on, in the order in which they appear.
// Ownership: copies the keys. Thread rule: one thread at a time.
#pragma once

#include <cstdint>
#include <vector>

#include "exec/grouping/hash_slots.h"
#include "exec/grouping/remembered_values.h"
#include "exec/grouping/text_ids.h"
#include "types/batch.h"
#include "types/type.h"

namespace quarry {

class GroupKeys {
 public:
  // REQUIRES: no key is a real (0 and -0 are one group).
  // Rows come from `arms` arms.
  GroupKeys(std::vector<Type> types, size_t arms);
  // Key `key`, a text, of rows of arm `arm` comes from texts with numbers: these tell the key. REQUIRES: origin.texts
  void MakeBy(size_t arm, size_t key, const TextOrigin& origin) {
    sources_[arm * types_.size() + key] = {origin, 0, {}};
  }

  // Whether a text of this number is known by it: Find does not look at the key's column then.
  bool KnowsText(size_t arm, size_t key, uint32_t number) const {
    const Source& source = sources_[arm * types_.size() + key];
    return source.origin.texts != nullptr && source.generation == source.origin.texts->generation() &&
           number < source.key_and_one.size() && source.key_and_one[number] != 0;
  }

  // The groups of rows `rows[0, count)` of the key columns, new ones added. REQUIRES: not between FindNone and Clear.
  void Find(size_t arm, const std::vector<const ColumnVector*>& columns, const uint32_t* rows, size_t count,
            uint32_t* groups);
  // Makes each row a group of its own, without looking. REQUIRES: no groups; columns and rows live until Clear.
  void FindNone(const std::vector<const ColumnVector*>& columns, const uint32_t* rows, size_t count, uint32_t* groups);

  size_t size() const { return size_; }
  // Key `key` of a group. Texts live until Clear (after FindNone: as long as the batch).
  Cell Get(size_t group, size_t key) const;
  size_t bytes() const;
  void Clear();

 private:
  struct Source {
    TextOrigin origin;
    uint64_t generation = 0;
    std::vector<uint32_t> key_and_one;  // by number; 0: not known yet
  };
  static constexpr size_t kFirstSlots = 256;  // a power of two
  void FindByNumber(Source& source, size_t key, const ColumnVector& column, const uint32_t* rows, size_t count);
  void Fill(size_t arm, const std::vector<const ColumnVector*>& columns, const uint32_t* rows, size_t count);

  std::vector<Type> types_;
  bool is_one_text_;              // then the number of the text is the group
  size_t width_ = 0;              // words of a row: one a key, and one of bits for nulls that are no texts
  std::vector<TextIds> texts_;    // one a key; of the others unused
  std::vector<Source> sources_;   // one a key, for each arm
  std::vector<uint64_t> words_;   // of the batch
  std::vector<uint32_t> hashes_;  // of its rows
  std::vector<uint64_t> groups_;  // the words of each group
  HashSlots slots_;
  size_t size_ = 0;
  const std::vector<const ColumnVector*>* columns_ = nullptr;  // after FindNone
  const uint32_t* rows_ = nullptr;
};

}  // namespace quarry
