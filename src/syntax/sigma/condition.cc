// Recursive descent over the words of a condition. The single entry is ParseCondition.
#include "syntax/sigma/condition.h"

#include "base/ascii.h"

namespace quarry::sigma {
namespace {

constexpr int kMaxDepth = 200;

struct Token {
  enum class Kind { kWord, kOpen, kClose, kPipe, kOther, kEnd };
  Kind kind = Kind::kEnd;
  std::string_view text;
  Span span;
};

bool IsWordChar(char c) {
  return IsAsciiAlnum(c) || c == '_' || c == '*' || c == '-' || c == '.' || c == '?' || (c & 0x80);
}

// A pattern of identifiers: `*` stands for any run.
bool MatchesName(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern[0] != '*')
    return !name.empty() && pattern[0] == name[0] && MatchesName(pattern.substr(1), name.substr(1));
  for (size_t skip = 0; skip <= name.size(); ++skip) {
    if (MatchesName(pattern.substr(1), name.substr(skip))) return true;
  }
  return false;
}

class Parser {
 public:
  Parser(const yaml::Node& node, const std::vector<Detection>& detections, const SourceMap& sources,
         DiagnosticList& diagnostics)
      : detections_(detections), diagnostics_(diagnostics), node_(node) {
    Tokenize(sources.text(node.span.source));
  }

  FailureOr<Condition> Run() {
    if (Peek().kind == Token::Kind::kEnd) return Fail(node_.span, "the condition is empty");
    FailureOr<Condition> condition = ParseOr();
    if (!condition) return Failure{};
    const Token& rest = Peek();
    if (rest.kind == Token::Kind::kPipe) {
      diagnostics_.Add(Code::Q0301, rest.span, "aggregation in a condition (`| ...`) is not supported").label =
          "Sigma replaced this by correlation rules";
      return Failure{};
    }
    if (rest.kind != Token::Kind::kEnd)
      return Fail(rest.span, "unexpected `" + std::string(rest.text) + "` in the condition",
                  "an operator is missing here");
    return condition;
  }

 private:
  void Tokenize(std::string_view source_text);
  const Token& Peek() const { return tokens_[next_]; }
  Token Take() { return next_ + 1 < tokens_.size() ? tokens_[next_++] : tokens_[next_]; }
  bool TakeWord(std::string_view word) {
    if (Peek().kind != Token::Kind::kWord || !EqualsIgnoreAsciiCase(Peek().text, word)) return false;
    Take();
    return true;
  }
  Failure Fail(Span span, std::string message, std::string label = {}) {
    diagnostics_.Add(Code::Q0101, span, std::move(message)).label = std::move(label);
    return Failure{};
  }

  FailureOr<Condition> ParseOr() { return ParseChain("or", Condition::Kind::kOr, &Parser::ParseAnd); }
  FailureOr<Condition> ParseAnd() { return ParseChain("and", Condition::Kind::kAnd, &Parser::ParseNot); }
  FailureOr<Condition> ParseChain(std::string_view word, Condition::Kind kind,
                                  FailureOr<Condition> (Parser::*operand)());
  FailureOr<Condition> ParseNot();
  FailureOr<Condition> ParsePrimary();
  FailureOr<Condition> ParseOf(const Token& quantifier);
  FailureOr<Condition> ParseIdentifier(const Token& token);

  const std::vector<Detection>& detections_;
  DiagnosticList& diagnostics_;
  const yaml::Node& node_;
  std::vector<Token> tokens_;
  size_t next_ = 0;
  int depth_ = 0;
};

void Parser::Tokenize(std::string_view source_text) {
  const std::string_view text = node_.text;
  size_t cursor = node_.span.start;  // in the source: words are found in order, whatever the scalar's style
  const auto place = [&](std::string_view word) {
    const size_t at = source_text.find(word, cursor);
    if (at == std::string_view::npos || at >= node_.span.end) return node_.span;
    cursor = at + word.size();
    return Span{static_cast<uint32_t>(at), static_cast<uint32_t>(cursor), node_.span.source};
  };
  for (size_t i = 0; i < text.size();) {
    if (IsAsciiSpace(text[i])) {
      ++i;
      continue;
    }
    size_t end = i + 1;
    Token::Kind kind = Token::Kind::kOther;
    if (text[i] == '(')
      kind = Token::Kind::kOpen;
    else if (text[i] == ')')
      kind = Token::Kind::kClose;
    else if (text[i] == '|')
      kind = Token::Kind::kPipe;
    else if (IsWordChar(text[i])) {
      kind = Token::Kind::kWord;
      while (end < text.size() && IsWordChar(text[end])) ++end;
    }
    const std::string_view word = text.substr(i, end - i);
    tokens_.push_back({kind, word, place(word)});
    i = end;
  }
  Span end = node_.span;
  if (!tokens_.empty()) end.start = end.end = tokens_.back().span.end;
  tokens_.push_back({Token::Kind::kEnd, "", end});
}

FailureOr<Condition> Parser::ParseChain(std::string_view word, Condition::Kind kind,
                                        FailureOr<Condition> (Parser::*operand)()) {
  FailureOr<Condition> first = (this->*operand)();
  if (!first) return Failure{};
  Condition chain;
  chain.kind = kind;
  chain.span = first->span;
  chain.operands.push_back(std::move(*first));
  while (TakeWord(word)) {
    FailureOr<Condition> next = (this->*operand)();
    if (!next) return Failure{};
    chain.span = Span::Cover(chain.span, next->span);
    chain.operands.push_back(std::move(*next));
  }
  if (chain.operands.size() == 1) {
    Condition only = std::move(chain.operands[0]);
    return only;
  }
  return chain;
}

FailureOr<Condition> Parser::ParseNot() {
  const Span span = Peek().span;
  if (!TakeWord("not")) return ParsePrimary();
  if (++depth_ > kMaxDepth) return Fail(span, "the condition is nested too deeply");
  FailureOr<Condition> operand = ParseNot();
  --depth_;
  if (!operand) return Failure{};
  Condition condition;
  condition.kind = Condition::Kind::kNot;
  condition.span = Span::Cover(span, operand->span);
  condition.operands.push_back(std::move(*operand));
  return condition;
}

FailureOr<Condition> Parser::ParsePrimary() {
  const Token token = Take();
  if (token.kind == Token::Kind::kOpen) {
    if (++depth_ > kMaxDepth) return Fail(token.span, "the condition is nested too deeply");
    FailureOr<Condition> inner = ParseOr();
    --depth_;
    if (!inner) return Failure{};
    if (Peek().kind == Token::Kind::kPipe) return inner;  // reported where it stands, by Run
    if (Peek().kind != Token::Kind::kClose) return Fail(token.span, "`(` is never closed", "opened here");
    inner->span = Span::Cover(token.span, Take().span);
    return inner;
  }
  if (token.kind != Token::Kind::kWord) {
    const bool end = token.kind == Token::Kind::kEnd;
    return Fail(token.span,
                end ? "the condition ends too early" : "unexpected `" + std::string(token.text) + "` in the condition",
                "a search identifier is expected here");
  }
  if (Peek().kind == Token::Kind::kWord && EqualsIgnoreAsciiCase(Peek().text, "of")) return ParseOf(token);
  return ParseIdentifier(token);
}

FailureOr<Condition> Parser::ParseOf(const Token& quantifier) {
  const bool all = EqualsIgnoreAsciiCase(quantifier.text, "all");
  if (!all && quantifier.text != "1" && !EqualsIgnoreAsciiCase(quantifier.text, "any")) {
    diagnostics_.Add(Code::Q0301, quantifier.span, "`" + std::string(quantifier.text) + " of` is not supported").label =
        "Sigma has `1 of`, `any of` and `all of`";
    return Failure{};
  }
  Take();  // of
  const Token pattern = Take();
  if (pattern.kind != Token::Kind::kWord) return Fail(pattern.span, "a name pattern or `them` is expected after `of`");
  const bool them = EqualsIgnoreAsciiCase(pattern.text, "them");
  Condition condition;
  condition.kind = all ? Condition::Kind::kAnd : Condition::Kind::kOr;
  condition.span = Span::Cover(quantifier.span, pattern.span);
  for (size_t i = 0; i < detections_.size(); ++i) {
    const std::string& name = detections_[i].name;
    if (name.empty() || name[0] == '_') continue;
    if (!them && !MatchesName(pattern.text, name)) continue;
    Condition one;
    one.detection = i;
    one.span = pattern.span;
    condition.operands.push_back(std::move(one));
  }
  if (condition.operands.empty()) {
    return Fail(pattern.span, "no search identifier matches `" + std::string(pattern.text) + "`");
  }
  return condition;
}

FailureOr<Condition> Parser::ParseIdentifier(const Token& token) {
  NameSuggester suggester(token.text);
  for (size_t i = 0; i < detections_.size(); ++i) {
    if (detections_[i].name == token.text) {
      Condition condition;
      condition.detection = i;
      condition.span = token.span;
      return condition;
    }
    suggester.Consider(detections_[i].name);
  }
  std::string label;
  if (!suggester.best().empty())
    label = "a similar identifier exists: `" + std::string(suggester.best()) + "`";
  else if (token.text.find('*') != std::string_view::npos)
    label = "a pattern needs `1 of` or `all of` before it";
  return Fail(token.span, "no search identifier `" + std::string(token.text) + "`", std::move(label));
}

}  // namespace

FailureOr<Condition> ParseCondition(const yaml::Node& node, const std::vector<Detection>& detections,
                                    const SourceMap& sources, DiagnosticList& diagnostics) {
  return Parser(node, detections, sources, diagnostics).Run();
}

}  // namespace quarry::sigma
