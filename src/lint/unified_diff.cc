// The single entry is UnifiedDiff. Lines are compared by the longest common subsequence between the equal start and
// end of both texts; fixes touch few lines, so the table is small.
#include <algorithm>

#include "lint/fixes.h"

namespace quarry {
namespace {

constexpr size_t kContext = 3;
constexpr size_t kMaxTable = 16u << 20;

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    const size_t next = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(at, next - at));
    at = next;
  }
  return lines;
}

struct Line {
  char mark;  // ' ', '-', '+'
  std::string_view text;
};

using Texts = std::vector<std::string_view>;

void AddMiddle(const Texts& a, const Texts& b, std::vector<Line>& out) {
  std::vector<std::vector<uint32_t>> longest;
  if (a.size() * b.size() <= kMaxTable) {
    longest.assign(a.size() + 1, std::vector<uint32_t>(b.size() + 1));
    for (size_t i = a.size(); i-- > 0;) {
      for (size_t j = b.size(); j-- > 0;)
        longest[i][j] = a[i] == b[j] ? longest[i + 1][j + 1] + 1 : std::max(longest[i + 1][j], longest[i][j + 1]);
    }
  }
  size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (!longest.empty() && i < a.size() && j < b.size() && a[i] == b[j]) {
      out.push_back({' ', a[i++]});
      ++j;
    } else if (i < a.size() && (longest.empty() || j == b.size() || longest[i + 1][j] >= longest[i][j + 1])) {
      out.push_back({'-', a[i++]});
    } else {
      out.push_back({'+', b[j++]});
    }
  }
}

std::string Range(size_t start, size_t count) {
  std::string text = std::to_string(count == 0 ? start : start + 1);
  if (count != 1) text += "," + std::to_string(count);
  return text;
}

}  // namespace

std::string UnifiedDiff(const std::string& path, std::string_view before, std::string_view after) {
  if (before == after) return {};
  const Texts a = Lines(before), b = Lines(after);
  size_t head = 0, tail = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  while (tail + head < a.size() && tail + head < b.size() && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  std::vector<Line> lines;
  for (size_t i = 0; i < head; ++i) lines.push_back({' ', a[i]});
  AddMiddle(Texts(a.begin() + static_cast<long>(head), a.end() - static_cast<long>(tail)),
            Texts(b.begin() + static_cast<long>(head), b.end() - static_cast<long>(tail)), lines);
  for (size_t i = a.size() - tail; i < a.size(); ++i) lines.push_back({' ', a[i]});

  std::string out = "--- a/" + path + "\n+++ b/" + path + "\n";
  size_t old_line = 0, new_line = 0;
  for (size_t i = 0; i < lines.size();) {
    if (lines[i].mark == ' ') {
      ++i, ++old_line, ++new_line;
      continue;
    }
    const size_t back = std::min(kContext, i);
    size_t end = i, quiet = 0;
    for (size_t k = i; k < lines.size() && quiet <= 2 * kContext; ++k) {
      quiet = lines[k].mark == ' ' ? quiet + 1 : 0;
      if (quiet == 0) end = k + 1;
    }
    end = std::min(end + kContext, lines.size());
    // The context before the first change is never part of an earlier hunk: those end where the quiet is longer.
    size_t olds = 0, news = 0;
    std::string body;
    for (size_t k = i - back; k < end; ++k) {
      olds += lines[k].mark != '+';
      news += lines[k].mark != '-';
      body += lines[k].mark;
      body += lines[k].text;
      if (!lines[k].text.ends_with('\n')) body += "\n\\ No newline at end of file\n";
    }
    out += "@@ -" + Range(old_line - back, olds) + " +" + Range(new_line - back, news) + " @@\n" + body;
    old_line += olds - back;
    new_line += news - back;
    i = end;
  }
  return out;
}

}  // namespace quarry
