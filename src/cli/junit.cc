#include "cli/junit.h"

#include <algorithm>
#include <cstdio>

namespace quarry {
namespace {

std::string Escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (c >= 0 && c < 0x20 && c != '\n' && c != '\t')
      out += ' ';  // not allowed in XML at all
    else
      out += c;
  }
  return out;
}

}  // namespace

std::string JunitReport::Text() const {
  const auto failures = std::count_if(cases_.begin(), cases_.end(), [](const Case& c) { return !c.failure.empty(); });
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"quarry test\" tests=\"" +
      std::to_string(cases_.size()) + "\" failures=\"" + std::to_string(failures) + "\">\n";
  for (const Case& one : cases_) {
    out += "    <testcase classname=\"" + Escaped(one.suite) + "\" name=\"" + Escaped(one.name) + "\"";
    if (one.failure.empty())
      out += "/>\n";
    else
      out += "><failure>" + Escaped(one.failure) + "</failure></testcase>\n";
  }
  return out + "  </testsuite>\n</testsuites>\n";
}

bool JunitReport::Write(const std::string& path) const {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (!file) return false;
  const std::string text = Text();
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  return std::fclose(file) == 0 && written;
}

}  // namespace quarry
