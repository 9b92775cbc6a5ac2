#include "diag/source_map.h"

#include <algorithm>
#include <utility>

namespace quarry {

uint16_t SourceMap::Add(std::string name, std::string text, uint32_t first_line) {
  sources_.push_back({std::move(name), std::move(text), first_line});
  return static_cast<uint16_t>(sources_.size() - 1);
}

std::string_view SourceMap::TextOf(Span span) const {
  if (!span.known() || span.source >= sources_.size()) return {};
  std::string_view text = sources_[span.source].text;
  uint32_t start = std::min<uint32_t>(span.start, text.size());
  return text.substr(start, std::max(span.end, start) - start);
}

LineColumn SourceMap::Locate(uint16_t source, uint32_t offset) const {
  const Source& s = sources_[source];
  LineColumn at{s.first_line, 1};
  for (uint32_t i = 0; i < offset && i < s.text.size(); ++i) {
    if (s.text[i] == '\n') {
      ++at.line;
      at.column = 1;
    } else if ((static_cast<unsigned char>(s.text[i]) & 0xc0) != 0x80) {
      ++at.column;
    }
  }
  return at;
}

std::string_view SourceMap::LineAt(uint16_t source, uint32_t offset, uint32_t* start) const {
  std::string_view text = sources_[source].text;
  offset = std::min<uint32_t>(offset, text.size());
  uint32_t begin = offset;
  while (begin > 0 && text[begin - 1] != '\n') --begin;
  uint32_t end = offset;
  while (end < text.size() && text[end] != '\n') ++end;
  if (end > begin && text[end - 1] == '\r') --end;
  *start = begin;
  return text.substr(begin, end - begin);
}

}  // namespace quarry
