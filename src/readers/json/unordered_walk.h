// UnorderedWalk: finds the fields of an indexed line of NDJSON whatever order its members come in. It does not guess:
// neither what a member is called nor whether a string, a number or a word is its value decides which way the processor
// takes, because on lines of which no two are alike such guesses fail and cost more than all else.
//
// It checks all of the grammar as JsonScanner does and gives up lines with \u, other white space than one blank behind
// each colon and comma, arrays that mix strings with other values, and damage. LearnedWalk then goes over them.
// Thread rule: one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/arena.h"
#include "readers/json/field_tree.h"
#include "readers/json/learned_walk.h"
#include "readers/json/name_table.h"
#include "readers/json/string_index.h"
#include "scan/kernels/kernels.h"

namespace quarry {

class UnorderedWalk {
 public:
  // The tree takes the values that are found. It must outlive the walk and stay where it is.
  explicit UnorderedWalk(FieldTree& tree);

  // As LearnedWalk::Walk. False when the line is left to that; `place` is then unchanged.
  bool Walk(const StringIndex& index, LearnedWalk::Place* place, LearnedWalk::Object* object, Arena& arena);

 private:
  static constexpr size_t kMostMembers = 1024;
  static constexpr uint32_t kAbsent = ~uint32_t{0};
  struct Wanted {
    int32_t node;
    FieldTree::Slot* slot;  // nullptr when a path leads into the value
  };
  struct Stretch {
    uint32_t begin, end;  // offsets in the text
  };

  bool Try(const StringIndex& index, LearnedWalk::Place* place, LearnedWalk::Object* object, Arena& arena);
  // Finds the members of the line at offset `line` whose stops begin at `stops`. Returns how many stops it has, that of
  // its line end among them; 0 when it gives up. What stands in others_ remains to be checked.
  template <bool kSpaced>
  size_t FindMembers(const char* text, const uint32_t* stops, size_t line);
  // Passes the nested value at *at; *stop becomes the first stop behind it.
  bool PassNested(const char* text, const uint32_t* stops, size_t* at, size_t* stop);
  // Whether the names that were found are the wanted ones.
  bool AreWanted(const char* text, const uint32_t* stops);
  bool AreValues(const char* text);
  void PutValues(const StringIndex& index, const uint32_t* stops, size_t line_end, uint32_t gap);

  FieldTree& tree_;
  bool usable_ = false;
  NameTable names_;
  std::vector<Wanted> wanted_;        // of the name with number i + 1
  std::vector<ExpectedText> quoted_;  // the same; place i
  // By number: the stop where the name was found, counted from the line's first one, or kAbsent; of equal names the
  // last one counts. [0] takes the others.
  std::vector<uint32_t> found_;
  std::vector<uint32_t> places_;  // of found_, without [0], as offsets
  std::vector<Stretch> others_;   // what stands in place of strings
  size_t other_count_ = 0;
  bool spaced_ = false;  // has white space outside strings
  // So many lines more are not tried; twice as many after each one that is given up.
  static constexpr uint32_t kMostRest = 128;
  uint32_t resting_ = 0, rest_ = 0;
};

}  // namespace quarry
