// True when all of `text` matches `pattern`, ignoring case: `*` stands for any run of characters, `?` for one.
#include "functions/function_def.h"
#include "functions/text/required_literals.h"
#include "functions/text/unicode.h"

namespace quarry {

namespace {

// The pattern without escapes, in code points, folded.
struct Pattern : CallState {
  static constexpr uint32_t kStar = ~uint32_t{0};
  static constexpr uint32_t kOne = kStar - 1;
  std::vector<uint32_t> points;
  std::vector<std::string> pieces;  // the plain runs, as written

  explicit Pattern(std::string_view text) {
    std::string run;
    const auto flush = [&] {
      const std::string folded = Folded(run);
      for (size_t at = 0; at < folded.size();) points.push_back(DecodeUtf8(folded, &at));
      if (!run.empty()) pieces.push_back(std::move(run));
      run.clear();
    };
    for (size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (c == '\\' && i + 1 < text.size() && (text[i + 1] == '*' || text[i + 1] == '?' || text[i + 1] == '\\')) {
        run += text[++i];
      } else if (c == '*' || c == '?') {
        flush();
        points.push_back(c == '*' ? kStar : kOne);
      } else {
        run += c;
      }
    }
    flush();
  }

  bool Matches(std::string_view text) const {
    // Greedy from the left; on a mismatch the last star takes one code point more.
    constexpr size_t kNone = ~size_t{0};
    size_t at = 0, i = 0, star = kNone, after_star = 0;
    while (at < text.size()) {
      size_t next = at;
      const uint32_t point = DecodeUtf8(text, &next);
      if (i < points.size() && points[i] == kStar) {
        star = i++;
        after_star = at;
      } else if (i < points.size() && (points[i] == kOne || points[i] == point)) {
        ++i;
        at = next;
      } else if (star != kNone) {
        i = star + 1;
        DecodeUtf8(text, &after_star);
        at = after_star;
      } else {
        return false;
      }
    }
    while (i < points.size() && points[i] == kStar) ++i;
    return i == points.size();
  }
};

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  if (!call.constants[1]) return std::unique_ptr<const CallState>();
  return std::unique_ptr<const CallState>(std::make_unique<Pattern>(call.constants[1]->text()));
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const std::string folded = Folded(args[0].text);
  result = Cell::Bool(call.state ? static_cast<const Pattern*>(call.state)->Matches(folded)
                                 : Pattern(args[1].text).Matches(folded));
}

LiteralFilter Literals(std::span<const Value* const> constants) {
  if (!constants[1] || constants[1]->is_null()) return LiteralFilter::Any();
  std::vector<LiteralFilter> pieces;
  for (const std::string& piece : Pattern(constants[1]->text()).pieces) pieces.push_back(RequiredText(piece, true));
  return LiteralFilter::And(std::move(pieces));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kGlobMatchNocaseFunction) = {
    .name = "glob_match_nocase",
    .spelled = {},
    .signature = "(text: string, pattern: string) -> bool",
    .doc =
        "True when all of `text` matches `pattern`, ignoring case: `*` stands for any run of characters, `?` "
        "for one.\n\nSigma's patterns: a backslash makes a following `*`, `?` or backslash plain.",
    .example = "CommandLine: '*\\powershell.exe -enc ?*'",
    .null_rule = NullRule::kFalse,
    .prepare = Prepare,
    .kernel = Run,
    .literals = Literals,
};

}  // namespace quarry
