// Glob: CQL's patterns, in which `*` stands for any text. Anchored at both ends; case counts unless said otherwise.
// Ownership: holds its own pieces. Thread rule: immutable after construction.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "functions/function_def.h"

namespace quarry {

class Glob : public CallState {
 public:
  Glob() = default;
  explicit Glob(std::string_view pattern);
  bool Matches(std::string_view text) const;
  LiteralFilter RequiredLiterals() const;

 private:
  std::vector<std::string> pieces_;  // between the stars; first and last are anchored
};

}  // namespace quarry
