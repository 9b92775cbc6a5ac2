#include <gtest/gtest.h>

#include "diag/diagnostic.h"

namespace quarry {
namespace {

TEST(RenderText, ShowsPlaceCaretAndLabel) {
  SourceMap sources;
  const uint16_t id = sources.Add("query", "Proc | where Cmdline has \"x\"");
  DiagnosticList list;
  Diagnostic& d = list.Add(Code::Q0203, {13, 20, id}, "no column `Cmdline` in table `Proc`");
  d.label = "a similar column exists: `Cmd`";
  EXPECT_EQ(RenderText(d, sources),
            "error[Q0203]: no column `Cmdline` in table `Proc`\n"
            " --> query:1:14\n"
            "  |\n"
            "1 | Proc | where Cmdline has \"x\"\n"
            "  |              ^^^^^^^ a similar column exists: `Cmd`\n");
}

TEST(RenderText, CountsCodePointsNotBytes) {
  SourceMap sources;
  const uint16_t id = sources.Add("q", "é ? x");
  DiagnosticList list;
  Diagnostic& d = list.Add(Code::Q0103, {3, 4, id}, "invalid character `?`");
  EXPECT_EQ(RenderText(d, sources),
            "error[Q0103]: invalid character `?`\n"
            " --> q:1:3\n"
            "  |\n"
            "1 | é ? x\n"
            "  |   ^\n");
}

}  // namespace
}  // namespace quarry
