#include "diag/source_map.h"

#include <algorithm>
#include <utility>

namespace quarry {

uint16_t SourceMap::Add(std::string name, std::string text, uint32_t first_line) {
  sources_.push_back({std::move(name), std::move(text), first_line, {}});
  return static_cast<uint16_t>(sources_.size() - 1);
}

uint16_t SourceMap::AddBuiltIn(std::string name, std::string_view text) {
  sources_.push_back({std::move(name), {}, 1, text});
  return static_cast<uint16_t>(sources_.size() - 1);
}

std::string_view SourceMap::TextOf(Span span) const {
  if (!span.known() || span.source >= sources_.size()) return {};
  std::string_view text = sources_[span.source].view();
  uint32_t start = std::min<uint32_t>(span.start, text.size());
  return text.substr(start, std::max(span.end, start) - start);
}

LineColumn SourceMap::Locate(uint16_t source, uint32_t offset) const {
  const Source& s = sources_[source];
  const std::string_view before = s.view().substr(0, offset);
  LineColumn at{s.first_line, 1};
  // Line by line: every view of the mappings asks, and stands far down in its file.
  size_t line = 0;
  for (size_t end; (end = before.find('\n', line)) != std::string_view::npos; line = end + 1) ++at.line;
  for (const char c : before.substr(line)) at.column += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  return at;
}

std::string_view SourceMap::LineAt(uint16_t source, uint32_t offset, uint32_t* start) const {
  std::string_view text = sources_[source].view();
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
