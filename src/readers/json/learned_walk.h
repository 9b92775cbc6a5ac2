// LearnedWalk: goes over an indexed line of NDJSON from key to key, without looking at the characters between. Records
// resemble each other: behind each key it expects the one that followed last time and compares its text as a whole; a
// surprise is looked up by name and learned. The index says where strings end.
//
// It checks all of the grammar as JsonScanner does, and gives a line up where that would need a closer look: escapes in
// keys, control characters, white space other than blanks, damage. Such lines are read by the scanner, so that
// what is slow is never wrong.
// Thread rule: one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "readers/json/field_tree.h"
#include "readers/json/string_index.h"
#include "scan/kernels/kernels.h"

namespace quarry {

class LearnedWalk {
 public:
  // The tree takes the values that are found. It must outlive the walk and stay where it is.
  explicit LearnedWalk(FieldTree& tree) : tree_(tree), table_(kTableSize, 0), kernels_(Kernels()) {}

  struct Place {
    size_t at = 0;    // offset in the indexed text
    size_t stop = 0;  // the first of its stops from there on
  };
  struct Object {
    size_t begin = 0, end = 0;  // offsets
    bool spaced = false;        // has white space outside strings
  };
  // Finds the fields of the record whose line starts at `place`, as FieldTree::Walk does, and moves `place` behind
  // its line end. False when the line has to be read by the scanner; `place` is then unchanged.
  bool Walk(const StringIndex& index, Place* place, Object* object, Arena& arena);

  // Whether of late most members came in the order that was learned.
  bool knows_order() const { return trust_ > 0; }

 private:
  static constexpr size_t kMaxKeys = 512;     // learned; others are looked up in the tree
  static constexpr size_t kTableSize = 2048;  // a power of two
  static constexpr size_t kWords = 6;         // of a key with quotes and colon; longer ones are never expected
  struct Key {
    uint64_t words[kWords] = {};  // `"name":`, filled with zeros
    uint64_t last_mask = 0;       // of the last word
    uint32_t size = 0;            // of `"name":`
    uint32_t last_word = 0;
    uint32_t next = 0;                // the key that followed last time
    int32_t node = -1;                // of the tree; -1: not wanted
    FieldTree::Slot* slot = nullptr;  // where the value goes, unwanted ones too; nullptr when a path leads into it
    bool expected = false;            // short enough for `words`
    std::string_view name;            // in names_
    ExpectedText quoted;              // the name in quotes; of size 0 when it is too long
  };

  static bool IsAt(const Key& key, const char* text);
  // The key whose name in quotes stands at `at`; 0 when there are too many. Escaped names are never learned.
  static constexpr uint32_t kEscaped = ~uint32_t{0};
  uint32_t Find(const StringIndex& index, size_t at, std::string_view name);
  // The same for a name that is not known; its place in the table is free.
  uint32_t Learn(const StringIndex& index, size_t at, std::string_view name, size_t place);
  FieldTree::Slot* SlotOf(int32_t node) { return node < 0 ? &unwanted_ : tree_.LeafSlot(node); }
  bool HasName(const Key& key, const char* text, size_t at, std::string_view name) const;
  // The value at `at`; puts it where `key` says. False: read the line by the scanner.
  bool Value(const StringIndex& index, const Key& key, size_t* at, size_t* stop, bool* spaced);
  bool Nested(const StringIndex& index, const Key& key, size_t* at, size_t* stop, bool* spaced);
  bool String(const StringIndex& index, size_t at, size_t* stop) const;

  FieldTree& tree_;
  std::vector<Key> keys_{1};     // 0: none; its `next` is the first key
  std::vector<uint32_t> table_;  // of indexes into keys_ by name, 0: empty
  Arena names_;
  FieldTree::Slot unwanted_;
  Key unknown_;  // the one at hand, when it is not learned
  const KernelTable& kernels_;
  // How often of late the expected key came. While it hardly does, as in records that have their members in any order,
  // nothing is expected: a comparison that fails costs more than looking up.
  static constexpr int kBestTrust = 64;
  int trust_ = kBestTrust;
  Arena* arena_ = nullptr;
};

}  // namespace quarry
