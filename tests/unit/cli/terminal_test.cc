// Widths and hostile texts on the terminal; the version that the files state.
#include "cli/terminal.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "cli/version.h"

namespace quarry {
namespace {

TEST(Terminal, WidthsCountColumns) {
  EXPECT_EQ(DisplayWidth("abc"), 3);
  EXPECT_EQ(DisplayWidth("h\xc3\xa9"), 2);
  EXPECT_EQ(DisplayWidth("\xe6\x97\xa5\xe6\x9c\xac"), 4);  // wide characters
  EXPECT_EQ(DisplayWidth("\xff"), 1);
}

TEST(Terminal, ControlCharactersAreEscaped) {
  EXPECT_EQ(PrintableText("a\x1b[31mb\n\t\r"), "a\\x1b[31mb\\n\\t\\r");
  EXPECT_EQ(PrintableText("exe\xe2\x80\xae"
                          "fdp"),
            "exe\\u202efdp");
  EXPECT_EQ(PrintableText("\xff"), "\xef\xbf\xbd");
}

TEST(Terminal, ShortensAtTheWidth) {
  EXPECT_EQ(ShortenedTo("abcdef", 6), "abcdef");
  EXPECT_EQ(ShortenedTo("abcdefg", 6), "abcde\xe2\x80\xa6");
  EXPECT_EQ(ShortenedTo("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", 4), "\xe6\x97\xa5\xe2\x80\xa6");
}

std::string Read(const char* name) {
  std::ifstream in(std::string(QUARRY_SOURCE_DIR) + "/" + name);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(Version, IsTheSameEverywhere) {
  EXPECT_NE(Read("CMakeLists.txt").find(std::string("project(quarry VERSION ") + kQuarryVersion), std::string::npos);
  EXPECT_NE(Read("CHANGELOG.md").find(std::string("## ") + kQuarryVersion), std::string::npos);
}

}  // namespace
}  // namespace quarry
