// What of an arm's work the texts and whole numbers of a row decide: conditions, keys, and values that a group takes
// once. Rows that repeat these need only the rest of the work (KnownRows). Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "exec/grouping/grouping_spec.h"

namespace quarry {

struct RowRepeats {
  std::vector<size_t> columns;         // of the scan, that decide
  std::vector<uint8_t> decided;        // by operation: these columns decide its value, and it matters
  std::vector<uint8_t> run_for_known;  // by operation: rows whose fate is known need it, too
  std::vector<size_t> truths;          // columns of decided conditions on values, which known rows do not compute
  std::vector<uint8_t> is_taken_once;  // by aggregate: a row that repeats another adds nothing
};

// Which columns are to decide: less and less, when rows hardly repeat.
enum class DecidedBy : uint8_t { kTextsAndNumbers, kTexts, kTextsOfKeys };

// nullopt: looking rows up would not pay, or a key is not decided. `text_of(i)`: the column of the scan by which
// operation i of the arm remembers its values; rows whose value that text alone does not tell are no repeats.
std::optional<RowRepeats> PlanRowRepeats(const GroupingSpec& spec, size_t arm, DecidedBy by,
                                         const std::function<std::optional<size_t>(size_t)>& text_of);

}  // namespace quarry
