#include "base/ascii.h"

#include <algorithm>
#include <vector>

namespace quarry {

std::string AsciiLowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = AsciiLower(c);
  return out;
}

bool EqualsIgnoreAsciiCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return AsciiLower(x) == AsciiLower(y); });
}

namespace {
// Edit distance with transpositions; an edit costs 2, a change of case 1.
int EditCost(std::string_view a, std::string_view b) {
  const size_t n = b.size();
  std::vector<int> before(n + 1), previous(n + 1), row(n + 1);
  for (size_t j = 0; j <= n; ++j) previous[j] = static_cast<int>(2 * j);
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(2 * i);
    for (size_t j = 1; j <= n; ++j) {
      int change = a[i - 1] == b[j - 1] ? 0 : AsciiLower(a[i - 1]) == AsciiLower(b[j - 1]) ? 1 : 2;
      row[j] = std::min({previous[j] + 2, row[j - 1] + 2, previous[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 2);
    }
    before.swap(previous);
    previous.swap(row);
  }
  return previous[n];
}
}  // namespace

void NameSuggester::Consider(std::string_view candidate) {
  const int allowed = static_cast<int>(2 * (1 + std::max(name_.size(), candidate.size()) / 4));
  const int difference = static_cast<int>(name_.size() > candidate.size() ? name_.size() - candidate.size()
                                                                          : candidate.size() - name_.size());
  if (2 * difference > allowed) return;
  const int cost = EditCost(name_, candidate);
  if (cost > allowed || cost > best_cost_ || (cost == best_cost_ && candidate >= best_)) return;
  best_cost_ = cost;
  best_ = candidate;
}

}  // namespace quarry
