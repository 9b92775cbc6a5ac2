// Compares the two names by edit distance.
#include "lint/misspelling.h"

#include <algorithm>

#include "base/ascii.h"

namespace quarry {
namespace {

constexpr size_t kMaxEdits = 2;

std::string_view FirstQuoted(std::string_view text) {
  const size_t from = text.find('`');
  if (from == std::string_view::npos) return {};
  const size_t to = text.find('`', from + 1);
  return to == std::string_view::npos ? std::string_view() : text.substr(from + 1, to - from - 1);
}

size_t Distance(const std::string& a, const std::string& b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

bool IsMisspelling(const Diagnostic& diagnostic) {
  if (diagnostic.label.find("similar") == std::string::npos) return false;
  const std::string written = AsciiLowered(FirstQuoted(diagnostic.message));
  const std::string suggested = AsciiLowered(FirstQuoted(diagnostic.label));
  if (written.empty() || suggested.empty()) return false;
  return Distance(written, suggested) <= (written.size() < 6 ? kMaxEdits - 1 : kMaxEdits);
}

}  // namespace quarry
