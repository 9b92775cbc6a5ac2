#include "packs/page/page_writer.h"

#include "packs/page/pack_page.h"

namespace quarry {

void PageWriter::Section(std::string_view id, std::string_view title) {
  if (!contents_.empty()) body_ += "</section>\n";
  contents_.emplace_back(id, title);
  body_ += "<section id=\"" + std::string(id) + "\" aria-labelledby=\"" + std::string(id) + "-title\">\n<h2 id=\"" +
           std::string(id) + "-title\">" + Escaped(title) + "</h2>\n";
}

void PageWriter::List(const std::vector<std::string>& texts) {
  body_ += "<ul>\n";
  for (const std::string& text : texts) body_ += "<li>" + InlineCode(text) + "</li>\n";
  body_ += "</ul>\n";
}

void PageWriter::Facts(const std::vector<std::pair<std::string, std::string>>& facts) {
  body_ += "<dl class=\"facts\">\n";
  for (const auto& [name, value] : facts) {
    if (!value.empty()) body_ += "<dt>" + Escaped(name) + "</dt><dd>" + value + "</dd>\n";
  }
  body_ += "</dl>\n";
}

void PageWriter::Code(std::string_view label, std::string_view text, CodeLanguage language, std::string_view file,
                      std::string_view download_label) {
  body_ += "<div class=\"code\"><div class=\"bar\"><span>" + Escaped(label) + "</span><span class=\"acts\">";
  if (!file.empty()) body_ += DownloadLink(file, text, download_label);
  body_ += "</span></div><pre role=\"region\" aria-label=\"" + Escaped(label) + "\" tabindex=\"0\"><code>" +
           Highlighted(text, language) + "</code></pre></div>\n";
}

void PageWriter::OpenItem(std::string_view id, std::string_view summary, std::string_view label, bool open) {
  body_ += "<details class=\"item\"";
  if (!id.empty()) body_ += " id=\"" + Escaped(id) + "\"";
  body_ += std::string(open ? " open" : "") + "><summary><span class=\"name\">" + std::string(summary) + "</span>" +
           std::string(label) + "</summary><div>\n";
}

std::string PageWriter::Finish(std::string_view title, std::string_view description, std::string_view header) {
  std::string page =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      // Nothing is loaded from anywhere, whatever a package's texts hold.
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" +
      Escaped(title) + "</title>\n<meta name=\"description\" content=\"" + Escaped(description) + "\">\n<style>" +
      std::string(PageStyle()) +
      "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#content\">Skip to the content</a>\n<header "
      "class=\"top\"><div "
      "class=\"wrap\">\n" +
      std::string(header) + "</div></header>\n";
  if (contents_.empty()) {
    page += "<div class=\"wrap\"><main id=\"content\">\n" + body_ + "</main></div>\n";
  } else {
    page +=
        "<div class=\"wrap layout\">\n<nav class=\"toc\" aria-label=\"Contents\"><details open><summary>Contents"
        "</summary><ol>\n";
    for (const auto& [id, name] : contents_) page += "<li><a href=\"#" + id + "\">" + Escaped(name) + "</a></li>\n";
    page += "</ol></details></nav>\n<main id=\"content\">\n" + body_ + "</section>\n</main>\n</div>\n";
  }
  return page +
         "<footer class=\"wrap\">Built by Quarry. This page loads nothing and works offline.</footer>\n<script>" +
         std::string(PageScript()) + "</script>\n</body>\n</html>\n";
}

std::string DownloadLink(std::string_view file, std::string_view text, std::string_view label) {
  return "<a class=\"button\" download=\"" + Escaped(file) + "\" href=\"" + DataUrl("text/plain", text) + "\">" +
         Escaped(label) + "</a>";
}

std::string Chip(std::string_view label, std::string_view value, std::string_view style) {
  return "<li class=\"chip " + Escaped(style) + "\">" + (label.empty() ? "" : "<span>" + Escaped(label) + "</span>") +
         "<b>" + Escaped(value) + "</b></li>\n";
}

std::string ExternalLink(std::string_view url, std::string_view text) {
  return "<a href=\"" + Escaped(url) + "\" rel=\"noreferrer\">" + Escaped(text) + "</a>";
}

}  // namespace quarry
