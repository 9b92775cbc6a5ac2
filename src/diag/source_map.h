// SourceMap holds the query and rule texts that spans point into.
// Thread rule: filled by one thread, then read by any.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "diag/span.h"

namespace quarry {

struct LineColumn {
  uint32_t line = 1;    // from 1
  uint32_t column = 1;  // from 1, in code points
};

class SourceMap {
 public:
  // Takes over `text`. `name` is what diagnostics show: a path, or "query" for text on the command line.
  // `first_line` shifts line numbers for text cut out of a larger file (a query inside a YAML rule).
  uint16_t Add(std::string name, std::string text, uint32_t first_line = 1);
  // `text` stays in the command for good.
  uint16_t AddBuiltIn(std::string name, std::string_view text);

  std::string_view name(uint16_t source) const { return sources_[source].name; }
  std::string_view text(uint16_t source) const { return sources_[source].view(); }
  std::string_view TextOf(Span span) const;
  LineColumn Locate(uint16_t source, uint32_t offset) const;
  // The whole line that holds `offset`, without its line end; `*start` is its byte offset.
  std::string_view LineAt(uint16_t source, uint32_t offset, uint32_t* start) const;
  size_t size() const { return sources_.size(); }

 private:
  struct Source {
    std::string name;
    std::string text;
    uint32_t first_line;
    std::string_view built_in;  // in place of `text`
    std::string_view view() const { return built_in.empty() ? std::string_view(text) : built_in; }
  };
  std::deque<Source> sources_;  // a deque: texts never move, trees hold views into them
};

}  // namespace quarry
