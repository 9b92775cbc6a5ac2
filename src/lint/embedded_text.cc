// Maps a block scalar's lines to the file's lines.
#include "lint/embedded_text.h"

#include <algorithm>

namespace quarry {

EmbeddedText::EmbeddedText(const SourceMap& sources, const yaml::Node& node, uint16_t outer, uint16_t inner)
    : outer_(outer), inner_(inner), whole_(node.span) {
  const std::string_view file = sources.text(outer), text = sources.text(inner);
  if (sources.TextOf(node.span) == text) {  // one plain line
    exact_ = true;
    line_starts_ = {0};
    file_starts_ = {node.span.start};
    return;
  }
  if (!node.block) return;
  uint32_t line_start = 0;
  sources.LineAt(outer, node.span.start, &line_start);
  uint32_t first = node.span.start;
  while (first < file.size() && (file[first] == ' ') && first < node.span.end) ++first;
  indent_.assign(first - line_start, ' ');
  size_t at = line_start;
  for (size_t from = 0; from < text.size();) {
    size_t end = text.find('\n', from);
    if (end == std::string_view::npos) end = text.size();
    const std::string_view line = text.substr(from, end - from);
    if (at >= file.size()) return;
    size_t file_end = file.find('\n', at);
    if (file_end == std::string_view::npos) file_end = file.size();
    std::string_view in_file = file.substr(at, file_end - at);
    const size_t skipped = std::min(
        in_file.find_first_not_of(' ') == std::string_view::npos ? in_file.size() : in_file.find_first_not_of(' '),
        indent_.size());
    in_file.remove_prefix(skipped);
    if (in_file.ends_with('\r')) in_file.remove_suffix(1);
    if (in_file != line) return;  // folded
    line_starts_.push_back(static_cast<uint32_t>(from));
    file_starts_.push_back(static_cast<uint32_t>(at + skipped));
    from = end + 1;
    at = file_end + 1;
  }
  exact_ = !line_starts_.empty();
}

uint32_t EmbeddedText::OffsetInFile(uint32_t offset) const {
  const size_t line = static_cast<size_t>(std::upper_bound(line_starts_.begin(), line_starts_.end(), offset) -
                                          line_starts_.begin() - 1);
  return file_starts_[line] + (offset - line_starts_[line]);
}

Span EmbeddedText::ToFile(Span span) const {
  if (span.source != inner_) return span;
  if (!exact_) return whole_;
  return {OffsetInFile(span.start), OffsetInFile(span.end), outer_};
}

Fix EmbeddedText::ToFile(const Fix& fix) const {
  Fix moved{ToFile(fix.span), {}};
  for (const char c : fix.text) {
    moved.text += c;
    if (c == '\n') moved.text += indent_;
  }
  return moved;
}

}  // namespace quarry
