// Texts for HTML pages.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace quarry {

// For element content and for attributes in double quotes. Control characters and broken UTF-8 become U+FFFD.
std::string Escaped(std::string_view text);
// A `data:` URL with the text, for links that work without a server.
std::string DataUrl(std::string_view media_type, std::string_view text);
// An id for a heading or a link: lower-case letters, digits and "-".
std::string Slug(std::string_view text);
// Text whose `code` spans become <code>, everything else escaped.
std::string InlineCode(std::string_view text);

enum class CodeLanguage : uint8_t { kKql, kCql, kYaml, kPowerShell, kCommandPrompt, kShell, kPlain };
// The text in spans of the classes c (comment), s (string), n (number), k (keyword), f (function), p (property);
// nothing is added or left out, so that what is copied is what stands in the file.
std::string Highlighted(std::string_view text, CodeLanguage language);

// Markdown (CommonMark with tables). Raw HTML is shown as text; links lead to http, https, mailto and the page itself;
// images become links. Headings start at <h`top`>.
std::string MarkdownHtml(std::string_view markdown, int top);

}  // namespace quarry
