// text:editDistance(): how many characters lie between two texts.
#include <algorithm>
#include <string>
#include <vector>

#include "functions/function_def.h"
#include "functions/text/unicode.h"

namespace quarry {
namespace {

std::u32string CodePoints(std::string_view text, bool ignore_case) {
  const std::string folded = ignore_case ? Lowered(text) : std::string(text);
  std::u32string points;
  for (size_t at = 0; at < folded.size();) points += static_cast<char32_t>(DecodeUtf8(folded, &at));
  return points;
}

// Insertions, deletions, substitutions and, with `transpositions`, exchanges of neighbours, none of which is changed
// again; at most `most`. Only the cells within `most` of the diagonal can matter.
int64_t Distance(const std::u32string& a, const std::u32string& b, int64_t most, bool transpositions) {
  const int64_t n = static_cast<int64_t>(a.size()), m = static_cast<int64_t>(b.size());
  if (std::abs(n - m) >= most) return most;
  std::vector<int64_t> before(m + 1, most), last(m + 1, most), row(m + 1, most);
  for (int64_t j = 0; j <= m; ++j) last[j] = std::min(j, most);
  for (int64_t i = 1; i <= n; ++i) {
    std::fill(row.begin(), row.end(), most);
    if (i <= most) row[0] = i;
    int64_t least = row[0];
    for (int64_t j = std::max<int64_t>(1, i - most); j <= std::min(m, i + most); ++j) {
      int64_t cost = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (transpositions && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cost = std::min(cost, before[j - 2] + 1);
      row[j] = std::min(cost, most);
      least = std::min(least, row[j]);
    }
    if (least >= most) return most;
    before.swap(last);
    last.swap(row);
  }
  return last[m];
}

void Run(const KernelCall&, const Cell* args, Cell& result) {
  const bool ignore_case = args[4].boolean;
  result = Cell::Integer(Distance(CodePoints(args[0].text, ignore_case), CodePoints(args[1].text, ignore_case),
                                  args[2].integer, args[3].boolean));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlEditDistanceFunction) = {
    .name = "cql_edit_distance",
    .signature = "(target: string, reference: string, most: long, transpositions: bool, ignore_case: bool) -> long",
    .doc =
        "The least number of characters inserted, deleted, substituted or, with `transpositions`, exchanged with their "
        "neighbour, that make one text of the other; at most `most`.",
    .example = "text:editDistance(domain, reference=\"example.com\", maxDistance=5)",
    .kernel = Run,
};

}  // namespace quarry
