// Pipelines and stages: the entry of the parser. Recovery is here: after an error the parser goes on behind the next
// `|`, `;` or `}` of the same nesting.
#include "syntax/cql/parser.h"
#include "syntax/cql/parser_state.h"

namespace quarry::cql {

const Pipeline* Parse(const SourceMap& sources, uint16_t source, Arena& arena, DiagnosticList& diagnostics) {
  return Parser(sources.text(source), source, arena, diagnostics).ParseWhole();
}

bool DepthGuard::too_deep() const {
  if (parser_.depth_ < 200) return false;
  parser_.diagnostics_.Add(Code::Q0101, parser_.lexer_.Here(), "nested too deeply").label = "more than 200 levels";
  return true;
}

void Parser::Expected(std::string_view what) {
  lexer_.SkipSpace();
  std::string found;
  if (lexer_.AtEnd()) {
    found = "the end of the query";
  } else {
    uint32_t start = lexer_.position();
    std::string_view word = lexer_.ReadPattern();
    lexer_.GoTo(start);
    if (word.empty()) word = lexer_.TextOf(lexer_.Here());
    found = "`" + std::string(word) + "`";
  }
  diagnostics_.Add(Code::Q0101, lexer_.Here(), "syntax error: expected " + std::string(what) + ", found " + found)
      .label = "expected " + std::string(what);
}

void Parser::Tolerate(Span span, std::string message, std::string verdict, std::string corrected) {
  Diagnostic& d = diagnostics_.Add(Code::Q0401, span, std::move(message));
  d.platform_verdict = std::move(verdict);
  d.label = "read as `" + corrected + "`";
  d.fixes.push_back({span, std::move(corrected)});
}

bool Parser::TakeCloser(std::string_view closer, Span open) {
  if (lexer_.Take(closer)) return true;
  if (!lexer_.AtEnd()) {
    Expected("`" + std::string(closer) + "`");
    return false;
  }
  uint32_t end = lexer_.position();
  Diagnostic& d = diagnostics_.Add(
      Code::Q0401, open, "the platform rejects this: `" + std::string(lexer_.TextOf(open)) + "` is never closed");
  d.platform_verdict = "LogScale: expected `" + std::string(closer) + "`, found the end of the query";
  d.label = "read as if closed at the end";
  d.fixes.push_back({{end, end, open.source}, std::string(closer)});
  return true;
}

const Pipeline* Parser::ParseWhole() {
  return ParsePipeline(false, false);
}

bool Parser::AtStageEnd() {
  lexer_.SkipSpace();
  char c = lexer_.Peek();
  return c == '\0' || c == '|' || c == '}' || c == ';';
}

void Parser::SkipToStageEnd() {
  int depth = 0;
  while (true) {
    lexer_.SkipSpace();
    char c = lexer_.Peek();
    if (c == '\0') return;
    if (depth == 0 && (c == '|' || c == '}' || c == ';')) return;
    if (c == '"') {
      std::string_view ignored;
      size_t before = diagnostics_.size();
      bool closed = lexer_.ReadString(&ignored);
      diagnostics_.Truncate(before);
      if (!closed) return;
      continue;
    }
    if (c == '(' || c == '[' || c == '{') ++depth;
    if ((c == ')' || c == ']' || c == '}') && depth > 0) --depth;
    lexer_.GoTo(lexer_.position() + 1);
  }
}

// `in_branch`: `;` ends the pipeline. `nested`: it stands in braces.
const Pipeline* Parser::ParsePipeline(bool in_branch, bool nested) {
  DepthGuard guard(*this);
  lexer_.SkipSpace();
  uint32_t start = lexer_.position();
  std::vector<Stage> stages;
  if (guard.too_deep()) {
    SkipToStageEnd();
    return arena_.New<Pipeline>();
  }
  while (true) {
    while (lexer_.Take("|")) {
    }
    lexer_.SkipSpace();
    char c = lexer_.Peek();
    if (c == '\0') break;
    if (c == '}' && nested) break;
    if (c == ';') {
      if (in_branch) break;
      Span semicolon = lexer_.Here();
      lexer_.GoTo(lexer_.position() + 1);
      if (AtStageEnd() && !stages.empty()) {
        Tolerate(semicolon, "the platform rejects this: `;` outside `case` and `match`",
                 "LogScale: expected an expression, found `;`", "");
      } else {
        diagnostics_.Add(Code::Q0101, semicolon, "syntax error: `;` separates branches of `case` and `match` only")
            .label = "stages are separated by `|`";
      }
      continue;
    }
    if (c == '}' || c == ')' || c == ']') {
      diagnostics_.Add(Code::Q0101, lexer_.Here(), std::string("syntax error: `") + c + "` without its opening bracket")
          .label = "nothing is open here";
      lexer_.GoTo(lexer_.position() + 1);
      continue;
    }
    Stage stage;
    uint32_t stage_start = lexer_.position();
    bool good = ParseStage(&stage);
    if (good) {
      stage.span = lexer_.SpanFrom(stage_start);
      stages.push_back(stage);
      if (AtStageEnd()) continue;
      if (lexer_.Peek() == '\'' || lexer_.Peek() == '"') {
        // A stray quote behind the query, left over where it was cut out of another file.
        uint32_t quote = lexer_.position();
        lexer_.GoTo(quote + 1);
        if (lexer_.SkipSpace(); lexer_.AtEnd()) {
          Tolerate({quote, quote + 1, lexer_.Here().source}, "the platform rejects this: a quote behind the query",
                   "LogScale: unterminated string", "");
          continue;
        }
        lexer_.GoTo(quote);
      }
      const bool whole =
          stage.kind == Stage::Kind::kAssign || stage.kind == Stage::Kind::kCase || stage.kind == Stage::Kind::kMatch;
      if (whole && StartsFilter() &&
          lexer_.TextOf({stages.back().span.end, lexer_.position(), 0}).find('\n') != std::string_view::npos) {
        // The next line can only be a stage of its own.
        Span between = stages.back().span;
        between.start = between.end;
        Tolerate(between, "the platform rejects this: no `|` between two stages", "LogScale: expected `|`", " |");
        continue;
      }
      if (lexer_.Peek() != ')' && lexer_.Peek() != ']') {
        Expected("`|`");
        SkipToStageEnd();
      }
      continue;
    }
    SkipToStageEnd();
  }
  Pipeline* pipeline = arena_.New<Pipeline>();
  pipeline->span = lexer_.SpanFrom(start);
  pipeline->stages = Keep(stages);
  return pipeline;
}

bool Parser::NextIsBlock(std::string_view keyword) {
  uint32_t start = lexer_.position();
  bool is = lexer_.TakeKeyword(keyword) && lexer_.NextIs("{");
  lexer_.GoTo(start);
  return is;
}

// `field :=` at this place.
bool Parser::NextIsAssignment() {
  lexer_.SkipSpace();
  uint32_t start = lexer_.position();
  size_t before = diagnostics_.size();
  char c = lexer_.Peek();
  bool is = false;
  if (c == '"') {
    std::string_view name;
    is = lexer_.ReadString(&name) && lexer_.NextIs(":=");
  } else if (c == '`') {
    lexer_.GoTo(start + 1);
    std::string_view name = lexer_.ReadName();
    is = !name.empty() && lexer_.Peek() == '`';
    if (is) {
      lexer_.GoTo(lexer_.position() + 1);
      is = lexer_.NextIs(":=");
    }
  } else {
    is = !lexer_.ReadPattern().empty() && lexer_.NextIs(":=");
  }
  diagnostics_.Truncate(before);
  lexer_.GoTo(start);
  return is;
}

bool Parser::ParseStage(Stage* out) {
  lexer_.SkipSpace();
  uint32_t start = lexer_.position();
  if (lexer_.Peek() == '[') {
    out->kind = Stage::Kind::kStats;
    out->value = ParseArray();
    return out->value != nullptr;
  }
  if (NextIsBlock("case")) return ParseCase(out);
  if (lexer_.Peek() == '?') {
    // A parameter alone declares its default; followed by anything else it is a free text.
    Text parameter;
    if (!lexer_.ReadParameter(&parameter)) return false;
    if (parameter.has_default && AtStageEnd()) {
      out->kind = Stage::Kind::kParameter;
      out->field = parameter;
      return true;
    }
    lexer_.GoTo(start);
  }
  if (NextIsAssignment()) {
    out->kind = Stage::Kind::kAssign;
    if (lexer_.Peek() == '"') {
      out->field.form = Text::Form::kQuoted;
      lexer_.ReadString(&out->field.text);
    } else if (lexer_.Peek() == '`') {
      out->field.form = Text::Form::kBacktick;
      lexer_.GoTo(start + 1);
      out->field.text = lexer_.ReadName();
      lexer_.GoTo(lexer_.position() + 1);
    } else {
      out->field.text = lexer_.ReadPattern();
    }
    out->field.span = lexer_.SpanFrom(start);
    lexer_.Take(":=");
    lexer_.SkipSpace();
    if (lexer_.Peek() == '/') {
      diagnostics_.Add(Code::Q0101, lexer_.Here(), "syntax error: on the right of `:=` a `/` divides").label =
          "a regular expression is not an expression; use regex() or a filter";
      return false;
    }
    out->value = ParseArgumentValue();
    return out->value != nullptr;
  }
  // `field match {`
  {
    std::string_view word;
    size_t before = diagnostics_.size();
    bool quoted = lexer_.Peek() == '"';
    if (quoted)
      lexer_.ReadString(&word);
    else
      word = lexer_.ReadName();
    diagnostics_.Truncate(before);
    Span span = lexer_.SpanFrom(start);
    if (!word.empty() && NextIsBlock("match")) {
      out->field.form = quoted ? Text::Form::kQuoted : Text::Form::kBare;
      out->field.text = word;
      out->field.span = span;
      return ParseMatch(out);
    }
    lexer_.GoTo(start);
  }
  const Filter* filter = ParseFilter();
  if (!filter) return false;
  if (filter->kind == Filter::Kind::kCall && !filter->parenthesised) {
    out->kind = Stage::Kind::kCall;
    out->call = filter->call;
    return true;
  }
  out->kind = Stage::Kind::kFilter;
  out->filter = filter;
  return true;
}

bool Parser::ParseCase(Stage* out) {
  lexer_.TakeKeyword("case");
  lexer_.SkipSpace();
  Span open = lexer_.Here();
  lexer_.Take("{");
  out->kind = Stage::Kind::kCase;
  std::vector<Branch> branches;
  while (true) {
    while (lexer_.Take(";")) {
    }
    if (lexer_.SkipSpace(); lexer_.Peek() == '}' || lexer_.AtEnd()) {
      if (!TakeCloser("}", open)) return false;
      break;
    }
    Branch branch;
    const uint32_t start = lexer_.position();
    branch.body = ParsePipeline(true, true);
    // A stray closer ends a pipeline without being part of it: step over it, or the loop would not.
    if (lexer_.position() == start) lexer_.GoTo(start + 1);
    branch.span = branch.body->span;
    branches.push_back(branch);
  }
  out->branches = Keep(branches);
  return true;
}

bool Parser::ParseMatch(Stage* out) {
  lexer_.TakeKeyword("match");
  lexer_.SkipSpace();
  Span open = lexer_.Here();
  lexer_.Take("{");
  out->kind = Stage::Kind::kMatch;
  std::vector<Branch> branches;
  while (true) {
    while (lexer_.Take(";")) {
    }
    if (lexer_.SkipSpace(); lexer_.Peek() == '}' || lexer_.AtEnd()) {
      if (!TakeCloser("}", open)) return false;
      break;
    }
    Branch branch;
    uint32_t start = lexer_.position();
    // To the end of the broken branch; past a `|` or stray closer there, or the loop would stand still.
    const auto skip_branch = [&] {
      SkipToStageEnd();
      if (!lexer_.AtEnd() && lexer_.Peek() != ';' && lexer_.Peek() != '}') lexer_.GoTo(lexer_.position() + 1);
    };
    if (NextIsCall()) {
      branch.guard_call = ParseCall();
      if (!branch.guard_call) {
        skip_branch();
        continue;
      }
    } else if (!ParseValue(&branch.guard)) {
      skip_branch();
      continue;
    }
    if (!lexer_.Take("=>")) {
      Expected("`=>` after the guard");
      skip_branch();
      continue;
    }
    branch.body = ParsePipeline(true, true);
    branch.span = lexer_.SpanFrom(start);
    branches.push_back(branch);
  }
  out->branches = Keep(branches);
  return true;
}

}  // namespace quarry::cql
