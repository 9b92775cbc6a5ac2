// Markdown by MD4C, whose header stays here. The single entry is MarkdownHtml.
#include <md4c-html.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/shared_library.h"
#include "packs/page/html.h"

namespace quarry {
namespace {

#define QUARRY_MD4C_FUNCTIONS(DO) DO(md_html)
QUARRY_MD4C_FUNCTIONS(QUARRY_LIBRARY_FUNCTION)

void LoadMd4c() {
  static const LibrarySymbol kSymbols[] = {QUARRY_MD4C_FUNCTIONS(QUARRY_LIBRARY_SYMBOL)};
  static const RequiredLibrary library(QUARRY_MD4C_HTML, kSymbols);
}

// The value of an attribute of a tag that MD4C wrote: `name="..."`.
std::string_view AttributeOf(std::string_view tag, std::string_view name) {
  const std::string start = " " + std::string(name) + "=\"";
  const size_t at = tag.find(start);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = tag.substr(at + start.size());
  return rest.substr(0, rest.find('"'));
}

bool IsSafeLink(std::string_view url) {
  const std::string lowered = AsciiLowered(url.substr(0, 16));
  return lowered.starts_with("https://") || lowered.starts_with("http://") || lowered.starts_with("mailto:") ||
         lowered.starts_with("#");
}

CodeLanguage LanguageOfFence(std::string_view name) {
  const std::pair<std::string_view, CodeLanguage> kNames[] = {
      {"language-kql", CodeLanguage::kKql},          {"language-cql", CodeLanguage::kCql},
      {"language-yaml", CodeLanguage::kYaml},        {"language-powershell", CodeLanguage::kPowerShell},
      {"language-sh", CodeLanguage::kShell},         {"language-bash", CodeLanguage::kShell},
      {"language-cmd", CodeLanguage::kCommandPrompt}};
  for (const auto& [known, language] : kNames) {
    if (name == known) return language;
  }
  return CodeLanguage::kPlain;
}

std::string Unescaped(std::string_view html) {
  const std::pair<std::string_view, char> kEntities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}};
  std::string text;
  for (size_t at = 0; at < html.size();) {
    const auto entity = std::find_if(std::begin(kEntities), std::end(kEntities),
                                     [&](const auto& e) { return html.substr(at).starts_with(e.first); });
    text += entity == std::end(kEntities) ? html[at] : entity->second;
    at += entity == std::end(kEntities) ? 1 : entity->first.size();
  }
  return text;
}

// Goes through the tags. Raw HTML was escaped by MD4C, so that every "<" starts a tag of MD4C's own.
class Rewriter {
 public:
  Rewriter(std::string_view html, int top) : html_(html), top_(top) {}
  std::string Run();

 private:
  void Tag(std::string_view tag);
  bool CodeBlock(std::string_view tag);

  std::string_view html_;
  int top_;
  size_t at_ = 0;
  std::string out_;
};

bool Rewriter::CodeBlock(std::string_view tag) {
  if (!tag.starts_with("<code class=\"language-")) return false;
  const size_t end = html_.find("</code>", at_);
  if (end == std::string_view::npos) return false;
  out_ += "<code>" + Highlighted(Unescaped(html_.substr(at_, end - at_)), LanguageOfFence(AttributeOf(tag, "class")));
  at_ = end;
  return true;
}

void Rewriter::Tag(std::string_view tag) {
  const bool heading =
      tag.size() >= 4 && (tag.starts_with("<h") || tag.starts_with("</h")) && IsAsciiDigit(tag[tag.size() - 2]);
  if (heading) {
    const int level = std::min(6, tag[tag.size() - 2] - '1' + top_);
    out_ += std::string(tag.substr(0, tag.size() - 2)) + std::to_string(level) + ">";
  } else if (tag.starts_with("<a ")) {
    const std::string_view url = AttributeOf(tag, "href");
    out_ += IsSafeLink(url) ? "<a href=\"" + std::string(url) + "\">" : "<a>";
  } else if (tag.starts_with("<img ")) {
    const std::string_view url = AttributeOf(tag, "src");
    const std::string_view name = AttributeOf(tag, "alt");
    out_ += (IsSafeLink(url) ? "<a href=\"" + std::string(url) + "\">" : "<a>") +
            std::string(name.empty() ? url : name) + "</a>";
  } else if (tag == "<table>") {
    out_ += "<div class=\"scroll\" role=\"region\" aria-label=\"table\" tabindex=\"0\"><table>";
  } else if (tag == "</table>") {
    out_ += "</table></div>";
  } else if (tag == "<pre>") {
    out_ += "<div class=\"code\"><pre role=\"region\" aria-label=\"code\" tabindex=\"0\">";
  } else if (tag == "</pre>") {
    out_ += "</pre></div>";
  } else {
    out_ += tag;
  }
}

std::string Rewriter::Run() {
  while (at_ < html_.size()) {
    const size_t open = std::min(html_.find('<', at_), html_.size());
    out_ += html_.substr(at_, open - at_);
    at_ = open;
    if (open == html_.size()) break;
    const size_t close = std::min(html_.find('>', open), html_.size() - 1);
    const std::string_view tag = html_.substr(open, close + 1 - open);
    at_ = close + 1;
    if (!CodeBlock(tag)) Tag(tag);
  }
  return std::move(out_);
}

}  // namespace

std::string MarkdownHtml(std::string_view markdown, int top) {
  LoadMd4c();
  std::string html;
  const auto append = [](const MD_CHAR* text, MD_SIZE size, void* out) {
    static_cast<std::string*>(out)->append(text, size);
  };
  const unsigned flags = MD_FLAG_TABLES | MD_FLAG_NOHTML | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEURLAUTOLINKS;
  md_html(markdown.data(), static_cast<MD_SIZE>(markdown.size()), append, &html, flags, MD_HTML_FLAG_SKIP_UTF8_BOM);
  return Rewriter(html, top).Run();
}

}  // namespace quarry
