// The single entry is ApplyFixes.
#include "lint/fixes.h"

#include <algorithm>

namespace quarry {
namespace {

struct Edit {
  Span span;
  std::string_view text;
  size_t finding;
  size_t order;
};

bool Overlap(const Span& a, const Span& b) {
  if (a.start == a.end && b.start == b.end) return a.start == b.start;
  if (a.start == a.end) return a.start > b.start && a.start < b.end;
  if (b.start == b.end) return b.start > a.start && b.start < a.end;
  return a.start < b.end && b.start < a.end;
}

}  // namespace

FixedText ApplyFixes(std::string_view text, uint16_t source, const std::vector<LintFinding>& findings, bool unsafe) {
  FixedText out;
  std::vector<Edit> edits;
  for (size_t i = 0; i < findings.size(); ++i) {
    const LintFinding& finding = findings[i];
    if (finding.fixes.empty() || (!finding.fix_is_safe && !unsafe)) continue;
    bool fits = true, same = true;
    for (const Fix& fix : finding.fixes) {
      fits &= fix.span.source == source && fix.span.start <= fix.span.end && fix.span.end <= text.size();
      bool found = false;
      for (const Edit& edit : edits) {
        fits &= !Overlap(edit.span, fix.span) ||
                (edit.span.start == fix.span.start && edit.span.end == fix.span.end && edit.text == fix.text);
        found |= edit.span.start == fix.span.start && edit.span.end == fix.span.end && edit.text == fix.text;
      }
      same &= found;
    }
    if (!fits) {
      ++out.conflicts;
      continue;
    }
    ++out.applied;
    if (same) continue;  // another finding asks for the same change
    for (const Fix& fix : finding.fixes) edits.push_back({fix.span, fix.text, i, edits.size()});
  }
  std::sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) {
    return a.span.start != b.span.start ? a.span.start < b.span.start
           : a.span.end != b.span.end   ? a.span.end < b.span.end
                                        : a.order < b.order;
  });
  uint32_t at = 0;
  for (const Edit& edit : edits) {
    out.text.append(text.substr(at, edit.span.start - at)).append(edit.text);
    at = edit.span.end;
  }
  out.text.append(text.substr(at));
  return out;
}

}  // namespace quarry
