// What the command line knows about the terminal: whether there is one, its width, colour, and how wide texts are on
// it. Thread rule: pure functions over the environment of the process.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace quarry {

bool IsTerminal(std::FILE* stream);
// Columns of the terminal behind `stream`, or 0 when it is none.
int TerminalWidth(std::FILE* stream);

// `--color` "auto", "always" or "never"; NO_COLOR counts for auto.
bool UseColor(std::FILE* stream, std::string_view choice);

// Columns that valid UTF-8 text takes; broken bytes count one each.
int DisplayWidth(std::string_view text);
// Telemetry is hostile input: control characters become escapes (\n, \x1b), broken UTF-8 becomes U+FFFD.
std::string PrintableText(std::string_view text);
// The longest prefix that takes at most `width` columns; one that is cut ends in "…".
std::string ShortenedTo(std::string_view text, int width);

}  // namespace quarry
