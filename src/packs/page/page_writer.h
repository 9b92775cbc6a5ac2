// PageWriter builds a page of sections. Texts are escaped by their callers where they are HTML already.
// Thread rule: one thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "packs/page/html.h"

namespace quarry {

class PageWriter {
 public:
  // Opens a section of the page, with an entry in its table of contents; ends the one before.
  void Section(std::string_view id, std::string_view title);
  void Html(std::string_view html) { body_ += html; }
  void Paragraph(std::string_view text) { body_ += "<p>" + InlineCode(text) + "</p>\n"; }
  void SoftParagraph(std::string_view text) { body_ += "<p class=\"soft\">" + InlineCode(text) + "</p>\n"; }
  void Heading(std::string_view text) { body_ += "<h3>" + Escaped(text) + "</h3>\n"; }
  void List(const std::vector<std::string>& texts);
  // A table of names and values; values are HTML, empty ones are left out.
  void Facts(const std::vector<std::pair<std::string, std::string>>& facts);
  // A block of code with a bar: what it is, and buttons. `file` and `media_type` offer it as a download; "": none.
  void Code(std::string_view label, std::string_view text, CodeLanguage language, std::string_view file = {},
            std::string_view download_label = "Download");
  // A folded part; `summary`, and `label` at its end, are HTML.
  void OpenItem(std::string_view id, std::string_view summary, std::string_view label = {}, bool open = false);
  void CloseItem() { body_ += "</div></details>\n"; }

  // The page: head, table of contents and the sections.
  std::string Finish(std::string_view title, std::string_view description, std::string_view header);

 private:
  std::vector<std::pair<std::string, std::string>> contents_;  // id, title
  std::string body_;
};

// A link that saves `text` under the name `file`.
std::string DownloadLink(std::string_view file, std::string_view text, std::string_view label);
// A chip in the header: `<li>`.
std::string Chip(std::string_view label, std::string_view value, std::string_view style = {});
std::string ExternalLink(std::string_view url, std::string_view text);

}  // namespace quarry
