// qtest_runner [--accept] FILE...: runs .qtest files and prints a line a case that fails and a count. --accept writes
// what came into the files instead, for review with `git diff`.
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>

#include "qtest/qtest_file.h"
#include "qtest/run_case.h"

namespace quarry::qtest {
namespace {

struct Counts {
  int passed = 0, failed = 0, skipped = 0;
};

std::vector<std::string> AcceptedLines(const Expectation& e, const Outcome& outcome) {
  std::vector<std::string> lines;
  std::string text;
  switch (e.kind) {
    case Expectation::Kind::kRows:
      for (const std::vector<Value>& row : outcome.rows) text += FormatRow(outcome.columns, row) + "\n";
      break;
    case Expectation::Kind::kError:
    case Expectation::Kind::kWarning:
      if (e.lines.empty()) return {};
      for (const auto& [code, body] : outcome.rendered) {
        if (code == e.subject) text += body;
      }
      break;
    case Expectation::Kind::kPlan:
      text = outcome.plan;
      break;
    case Expectation::Kind::kScan:
      return e.lines;
  }
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    while (line.ends_with(' ')) line.pop_back();
    lines.push_back(line);
  }
  return lines;
}

// Replaces the content of the case's expectations; later places first, so that earlier ones stay where they are.
void Accept(const Case& c, const Outcome& outcome, std::vector<std::string>& lines) {
  for (auto e = c.expectations.rbegin(); e != c.expectations.rend(); ++e) {
    std::vector<std::string> content = AcceptedLines(*e, outcome);
    for (std::string& line : content) line = "  " + line;
    if (e->kind == Expectation::Kind::kRows) {
      std::string header = e->ordered ? "rows ordered" : "rows";
      for (const ColumnSchema& column : outcome.columns)
        header += " " + column.name + ":" + std::string(TypeName(column.type));
      lines[e->place.first - 1] = header;
    }
    auto at = lines.erase(lines.begin() + static_cast<ptrdiff_t>(e->place.first),
                          lines.begin() + static_cast<ptrdiff_t>(e->place.last));
    lines.insert(at, content.begin(), content.end());
  }
}

bool ReadFile(const std::string& path, std::string& text) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream all;
  all << in.rdbuf();
  text = all.str();
  return static_cast<bool>(in);
}

void RunFile(const std::string& path, bool accept, Counts& counts) {
  std::string text;
  if (!ReadFile(path, text)) {
    std::printf("FAIL %s: cannot be read\n", path.c_str());
    ++counts.failed;
    return;
  }
  Result<File> file = Parse(path, text);
  if (!file) {
    std::printf("FAIL %s\n", file.error().message.c_str());
    ++counts.failed;
    return;
  }
  std::vector<std::pair<const Case*, Outcome>> to_accept;
  for (const Case& c : file->cases) {
    if (!c.skip_because.empty()) {
      std::printf("skip %s:%s: %s\n", path.c_str(), c.name.c_str(), c.skip_because.c_str());
      ++counts.skipped;
      continue;
    }
    CaseResult result = RunCase(*file, c);
    const bool known_bad = !c.known_bad_because.empty();
    if (result.failures.empty() == known_bad) {
      std::printf("FAIL %s:%d: %s\n", path.c_str(), c.line, c.name.c_str());
      if (known_bad)
        std::printf("  is known to be bad (%s), but passes: remove known-bad\n", c.known_bad_because.c_str());
      for (const std::string& failure : result.failures) std::printf("  %s\n", failure.c_str());
      ++counts.failed;
      if (!known_bad) to_accept.emplace_back(&c, result.ordinary);
    } else {
      ++counts.passed;
    }
  }
  if (!accept || to_accept.empty()) return;
  for (auto it = to_accept.rbegin(); it != to_accept.rend(); ++it) Accept(*it->first, it->second, file->lines);
  std::ofstream out(path, std::ios::binary);
  for (const std::string& line : file->lines) out << line << "\n";
  std::printf("accepted %zu case%s of %s\n", to_accept.size(), to_accept.size() == 1 ? "" : "s", path.c_str());
}

int Main(int argc, char** argv) {
  bool accept = false;
  Counts counts;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--accept") == 0)
      accept = true;
    else
      RunFile(argv[i], accept, counts);
  }
  std::printf("%d passed, %d failed, %d skipped\n", counts.passed, counts.failed, counts.skipped);
  return counts.failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace quarry::qtest

int main(int argc, char** argv) {
  return quarry::qtest::Main(argc, argv);
}
