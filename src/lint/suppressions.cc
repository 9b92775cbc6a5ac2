// Reads and applies `quarry-lint:` comments.
#include "lint/suppressions.h"

#include <algorithm>

#include "base/ascii.h"

namespace quarry {
namespace {

constexpr std::string_view kMark = "quarry-lint:";

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && IsAsciiSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsAsciiSpace(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (size_t at = 0; at <= text.size();) {
    size_t end = text.find('\n', at);
    if (end == std::string_view::npos) end = text.size();
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

bool IsComment(std::string_view line) {
  line = Trimmed(line);
  return line.empty() || line.starts_with("//") || line.starts_with("#");
}

// The opening of the comment before `mark`; npos when the mark does not start a comment.
size_t CommentStart(std::string_view line, size_t mark) {
  while (mark > 0 && IsAsciiSpace(line[mark - 1])) --mark;
  if (mark >= 2 && line.substr(mark - 2, 2) == "//") return mark - 2;
  if (mark >= 1 && line[mark - 1] == '#') return mark - 1;
  return std::string_view::npos;
}

}  // namespace

std::vector<Suppression> FindSuppressions(std::string_view text, uint16_t source) {
  std::vector<Suppression> found;
  if (text.find(kMark) == std::string_view::npos) return found;
  const std::vector<std::string_view> lines = Lines(text);
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    const size_t mark = line.find(kMark);
    if (mark == std::string_view::npos) continue;
    const size_t comment = CommentStart(line, mark);
    if (comment == std::string_view::npos) continue;
    const uint32_t start = static_cast<uint32_t>(line.data() - text.data());
    size_t at = mark + kMark.size();
    while (at < line.size() && IsAsciiSpace(line[at])) ++at;
    Suppression& suppression = found.emplace_back();
    suppression.span = {start + static_cast<uint32_t>(comment), start + static_cast<uint32_t>(line.size()), source};
    for (const auto& [word, whole] : {std::pair{std::string_view("disable-file="), true}, {"disable=", false}}) {
      if (!line.substr(at).starts_with(word)) continue;
      suppression.whole_file = whole;
      at += word.size();
      while (at < line.size() && !IsAsciiSpace(line[at])) {
        size_t end = line.find_first_of(", \t\r", at);
        if (end == std::string_view::npos) end = line.size();
        suppression.ids.emplace_back(line.substr(at, end - at));
        suppression.id_spans.push_back({start + static_cast<uint32_t>(at), start + static_cast<uint32_t>(end), source});
        at = end;
        if (at >= line.size() || line[at] != ',') break;
        ++at;
      }
      suppression.reason = Trimmed(line.substr(at));
      break;
    }
    suppression.used.assign(suppression.ids.size(), false);
    suppression.line = static_cast<uint32_t>(i);
    if (!Trimmed(line.substr(0, comment)).empty()) continue;
    for (size_t next = i + 1; next < lines.size(); ++next) {
      if (IsComment(lines[next])) continue;
      suppression.line = static_cast<uint32_t>(next);
      break;
    }
  }
  return found;
}

size_t ApplySuppressions(std::string_view text, uint16_t source, const std::vector<std::string_view>& judged,
                         std::vector<LintFinding>& findings) {
  std::vector<Suppression> suppressions = FindSuppressions(text, source);
  if (suppressions.empty()) return 0;
  const auto line_of = [&](uint32_t offset) {
    return static_cast<uint32_t>(std::count(text.begin(), text.begin() + std::min<size_t>(offset, text.size()), '\n'));
  };
  const auto covers = [&](Suppression& suppression, const LintFinding& finding) {
    for (size_t i = 0; i < suppression.ids.size(); ++i) {
      if (suppression.ids[i] != finding.check->id) continue;
      if (!suppression.whole_file && line_of(finding.span.start) != suppression.line) continue;
      return suppression.used[i] = true, true;
    }
    return false;
  };
  const size_t before = findings.size();
  std::erase_if(findings, [&](const LintFinding& finding) {
    bool any = false;
    for (Suppression& suppression : suppressions) any |= finding.span.source == source && covers(suppression, finding);
    return any;
  });
  const size_t removed = before - findings.size();
  LintReporter reporter(*FindLintCheck("suppression"), findings);
  for (const Suppression& suppression : suppressions) {
    if (suppression.ids.empty()) {
      reporter.Report(suppression.span, "the comment names no check").label =
          "written `quarry-lint: disable=ID reason`";
      continue;
    }
    if (suppression.reason.empty())
      reporter.Report(suppression.span, "the suppression gives no reason").label = "a reason stands behind the ids";
    for (size_t i = 0; i < suppression.ids.size(); ++i) {
      const std::string& id = suppression.ids[i];
      if (!FindLintCheck(id)) {
        NameSuggester suggester(id);
        for (const LintCheck* check : AllLintChecks()) suggester.Consider(check->id);
        reporter.Report(suppression.id_spans[i], "no check `" + id + "`").label =
            suggester.best().empty() ? "" : "a similar check exists: `" + std::string(suggester.best()) + "`";
      } else if (!suppression.used[i] && std::find(judged.begin(), judged.end(), id) != judged.end()) {
        reporter.Report(suppression.id_spans[i], "`" + id + "` finds nothing here").label =
            "the suppression can be removed";
      }
    }
  }
  return removed;
}

}  // namespace quarry
