// BooleanText: writes the and, or and not of a filter; the target writes the tests.
// Thread rule: one thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "convert/filter.h"
#include "convert/target.h"

namespace quarry::convert {

struct BooleanSpelling {
  std::string_view and_word = "and", or_word = "or";
  std::string_view not_open = "not (", not_close = ")";
};

// `negated`: under an odd number of negations, where a test that is unknown would count as one that holds.
using TestWriter = std::function<std::optional<std::string>(const Filter& test, bool negated)>;
// Equal tests of one column against several texts, when the target has a list form; may be empty.
using ListWriter = std::function<std::optional<std::string>(const std::vector<const Filter*>& tests)>;

class BooleanText {
 public:
  BooleanText(const BooleanSpelling& spelling, TestWriter test, ListWriter list = {})
      : spelling_(spelling), test_(std::move(test)), list_(std::move(list)) {}

  // `indent`: of the lines behind the first. nullopt: a test was refused.
  std::optional<std::string> Write(const Filter& filter, size_t indent = 2) {
    return Write(filter, false, true, indent);
  }
  // The same where a disjunction needs no parentheses, each conjunct alone: for targets that write them as stages.
  std::optional<std::vector<std::string>> Conjuncts(const Filter& filter, size_t indent = 2);

 private:
  std::optional<std::string> Write(const Filter& filter, bool negated, bool outermost, size_t indent);

  const BooleanSpelling& spelling_;
  TestWriter test_;
  ListWriter list_;
};

}  // namespace quarry::convert
