// EmbeddedText: a query inside a YAML file. Spans of the query are carried to the file, so that places and fixes are
// the file's.
// Thread rule: value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "diag/diagnostic.h"
#include "syntax/yaml/yaml.h"

namespace quarry {

class EmbeddedText {
 public:
  // `node`: the scalar that holds the query, of source `outer`; `inner`: the source of its decoded text.
  EmbeddedText(const SourceMap& sources, const yaml::Node& node, uint16_t outer, uint16_t inner);
  uint16_t inner() const { return inner_; }
  Span ToFile(Span span) const;
  // False when the text stands otherwise in the file (folded, quoted with escapes): then fixes cannot be carried over.
  bool exact() const { return exact_; }
  // REQUIRES: exact()
  Fix ToFile(const Fix& fix) const;

 private:
  uint32_t OffsetInFile(uint32_t offset) const;

  uint16_t outer_, inner_;
  Span whole_;
  bool exact_ = false;
  std::string indent_;
  std::vector<uint32_t> line_starts_, file_starts_;  // of each line of the query, there and here
};

}  // namespace quarry
