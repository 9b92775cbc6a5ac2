// Sigma rule files. A file of several documents is cut at their separators, so that one wrong document does not stop
// the others; collections (`action:`) belong together and are not cut. The single entry is AddSigmaFile.
#include "packs/attack.h"
#include "packs/files.h"
#include "packs/formats/rule_formats.h"
#include "syntax/sigma/parser.h"

namespace quarry {
namespace {

struct Piece {
  std::string text;
  uint32_t first_line = 1;
};

std::vector<Piece> CutDocuments(std::string_view text) {
  std::vector<Piece> pieces(1);
  bool collection = false;
  uint32_t line = 1;
  for (size_t at = 0; at < text.size(); ++line) {
    size_t end = text.find('\n', at);
    end = end == std::string_view::npos ? text.size() : end + 1;
    const std::string_view content = text.substr(at, end - at);
    if (content.starts_with("---")) pieces.push_back({"", line});
    if (content.starts_with("action:")) collection = true;
    pieces.back().text += content;
    at = end;
  }
  if (collection) return {{std::string(text), 1}};
  std::vector<Piece> kept;
  for (Piece& piece : pieces) {
    const bool blank = piece.text.find_first_not_of("- \t\r\n") == std::string::npos;
    if (!blank) kept.push_back(std::move(piece));
  }
  return kept;
}

// What the rule's maturity says about its findings.
Confidence ConfidenceOf(const std::string& status) {
  if (status == "stable") return Confidence::kHigh;
  return status == "test" ? Confidence::kMedium : Confidence::kLow;
}

}  // namespace

void AddSigmaFile(const RuleFile& file) {
  for (Piece& piece : CutDocuments(file.sources.text(file.source))) {
    SourceMap sources;
    const uint16_t source = sources.Add(file.path, piece.text, piece.first_line);
    DiagnosticList diagnostics;
    sigma::RuleFile parsed = sigma::ParseRules(sources, source, diagnostics);
    const RuleFile part{file.path, sources, source, file.set};
    bool untitled = false;
    for (const sigma::Rule& rule : parsed.rules) {
      if (!rule.title.empty() && rule.logsource.span.known()) continue;
      part.Skip(rule.span, rule.title, rule.title.empty() ? "the rule has no `title`" : "the rule has no `logsource`");
      untitled = true;
    }
    if (parsed.refused > 0) part.Skip(diagnostics, parsed.rules.empty() ? "" : parsed.rules[0].title);
    if (parsed.refused > 0 || untitled || parsed.rules.empty()) continue;
    RuleText& added = file.set.texts.emplace_back();
    added.lang = Lang::kSigma;
    added.path = file.path;
    added.text = std::move(piece.text);
    added.first_line = piece.first_line;
    for (const sigma::Rule& rule : parsed.rules) {
      HuntRule& hunt = added.rules.emplace_back();
      hunt.info.id = !rule.id.empty() ? rule.id : !rule.name.empty() ? rule.name : FileStem(file.path);
      hunt.info.title = rule.title;
      hunt.info.level = FindLevel(rule.level).value_or(Level::kMedium);
      hunt.info.language = "sigma";
      hunt.info.path = file.path;
      hunt.confidence = ConfidenceOf(rule.status);
      for (const std::string& tag : rule.tags) {
        std::string id = AttackId(tag);
        if (!id.empty()) hunt.info.attack.push_back(std::move(id));
      }
    }
  }
}

}  // namespace quarry
