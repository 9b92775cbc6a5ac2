// YAML by libfyaml's event stream: events give positions and styles, and let duplicate keys and alias expansion be
// checked here. The single entry is Parse.
#include "syntax/yaml/yaml.h"

#include <libfyaml.h>

#include <cerrno>
#include <cstdlib>
#include <map>
#include <set>

#include "base/ascii.h"
#include "base/utf8.h"

namespace quarry::yaml {
namespace {

constexpr int kMaxDepth = 200;
constexpr size_t kMaxAliasNodes = 200'000;

bool IsNullText(std::string_view t) {
  return t.empty() || t == "~" || t == "null" || t == "Null" || t == "NULL";
}

size_t CountNodes(const Node& node) {
  size_t count = 1;
  for (const Node& item : node.items) count += CountNodes(item);
  for (const auto& [key, value] : node.members) count += 1 + CountNodes(value);
  return count;
}

struct EventDeleter {
  fy_parser* parser;
  void operator()(fy_event* event) const { fy_parser_event_free(parser, event); }
};
using Event = std::unique_ptr<fy_event, EventDeleter>;

struct ParserDeleter {
  void operator()(fy_parser* parser) const { fy_parser_destroy(parser); }
};

struct DiagDeleter {
  void operator()(fy_diag* diag) const { fy_diag_destroy(diag); }
};

// The library's messages are collected; nothing is to be printed by it.
void Swallow(fy_diag*, void*, const char*, size_t) {}

fy_diag* NewCollectingDiag() {
  fy_diag_cfg config;
  fy_diag_cfg_default(&config);
  config.fp = nullptr;
  config.output_fn = Swallow;
  config.user = nullptr;
  config.colorize = false;
  fy_diag* diag = fy_diag_create(&config);
  QUARRY_CHECK(diag != nullptr);
  fy_diag_set_collect_errors(diag, true);
  return diag;
}

class Builder {
 public:
  Builder(const SourceMap& sources, uint16_t source, DiagnosticList& diagnostics)
      : text_(sources.text(source)), source_(source), diagnostics_(diagnostics) {}

  FailureOr<std::vector<Node>> Run();

 private:
  Event Next();
  bool ParseNode(Event event, Node& out, int depth);
  bool ParseSequence(Node& out, int depth);
  bool ParseMapping(Node& out, int depth);
  bool Expand(const fy_event& event, Node& out);
  void Scalar(const fy_event& event, Node& out);
  bool Fail(Span span, std::string message) {
    diagnostics_.Add(Code::Q0101, span, std::move(message));
    return false;
  }
  void ReportLibraryErrors();
  uint32_t OffsetOf(const fy_mark* mark) const;
  uint32_t OffsetOfLine(int line, int column) const;
  Span SpanOf(const fy_event& event) const;
  static std::string TokenText(fy_token* token);

  std::string_view text_;
  uint16_t source_;
  DiagnosticList& diagnostics_;
  std::unique_ptr<fy_diag, DiagDeleter> diag_;
  std::unique_ptr<fy_parser, ParserDeleter> parser_;
  std::map<std::string, Node> anchors_;
  std::set<std::string> open_anchors_;  // of collections that are still being read: an alias to them loops
  size_t alias_nodes_ = 0;
};

std::string Builder::TokenText(fy_token* token) {
  size_t size = 0;
  const char* text = token ? fy_token_get_text(token, &size) : nullptr;
  return text ? std::string(text, size) : std::string();
}

uint32_t Builder::OffsetOf(const fy_mark* mark) const {
  if (!mark) return 0;
  return static_cast<uint32_t>(mark->input_pos < text_.size() ? mark->input_pos : text_.size());
}

// libfyaml reports errors by line and column (both from 1, columns in characters).
uint32_t Builder::OffsetOfLine(int line, int column) const {
  size_t at = 0;
  for (int i = 1; i < line; ++i) {
    const size_t end = text_.find('\n', at);
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  for (int i = 1; i < column && at < text_.size() && text_[at] != '\n'; ++i) {
    ++at;
    while (at < text_.size() && (static_cast<unsigned char>(text_[at]) & 0xC0) == 0x80) ++at;
  }
  return static_cast<uint32_t>(at);
}

Span Builder::SpanOf(const fy_event& event) const {
  auto* mutable_event = const_cast<fy_event*>(&event);
  const uint32_t start = OffsetOf(fy_event_start_mark(mutable_event));
  const uint32_t end = OffsetOf(fy_event_end_mark(mutable_event));
  return {start, end < start ? start : end, source_};
}

Event Builder::Next() {
  return Event(fy_parser_parse(parser_.get()), EventDeleter{parser_.get()});
}

void Builder::ReportLibraryErrors() {
  bool any = false;
  void* previous = nullptr;
  while (fy_diag_error* error = fy_diag_errors_iterate(diag_.get(), &previous)) {
    if (error->type != FYET_ERROR || any) continue;  // what follows the first is a consequence of it
    const uint32_t at = OffsetOfLine(error->line, error->column);
    std::string message = "this is not YAML: ";
    message += error->msg ? error->msg : "syntax error";
    while (!message.empty() && (message.back() == '\n' || message.back() == '.')) message.pop_back();
    Fail({at, at < text_.size() ? at + 1 : at, source_}, std::move(message));
    any = true;
  }
  if (!any) Fail({0, 0, source_}, "this is not YAML");
}

void Builder::Scalar(const fy_event& event, Node& out) {
  fy_token* token = event.scalar.value;
  out.span = SpanOf(event);
  out.text = TokenText(token);
  const fy_scalar_style style = token ? fy_token_scalar_style(token) : FYSS_PLAIN;
  out.quoted = style != FYSS_PLAIN && style != FYSS_ANY;
  out.block = style == FYSS_LITERAL || style == FYSS_FOLDED;
  out.kind = !out.quoted && IsNullText(out.text) ? Node::Kind::kNull : Node::Kind::kScalar;
  if (!out.block) return;
  // The mark stands on the indicator or behind it; the content starts with the next line that is not blank.
  size_t at = out.span.start;
  if (at < text_.size() && (text_[at] == '|' || text_[at] == '>')) {
    at = text_.find('\n', at);
    at = at == std::string_view::npos ? text_.size() : at + 1;
  }
  while (at < text_.size() && (text_[at] == ' ' || text_[at] == '\n' || text_[at] == '\r')) ++at;
  out.span.start = static_cast<uint32_t>(at);
  if (out.span.end < out.span.start) out.span.end = out.span.start;
}

bool Builder::Expand(const fy_event& event, Node& out) {
  const std::string name = TokenText(event.alias.anchor);
  const Span span = SpanOf(event);
  if (open_anchors_.count(name)) return Fail(span, "alias `" + name + "` stands inside its own anchor");
  const auto found = anchors_.find(name);
  if (found == anchors_.end()) return Fail(span, "unknown alias `" + name + "`");
  alias_nodes_ += CountNodes(found->second);
  if (alias_nodes_ > kMaxAliasNodes) return Fail(span, "aliases expand to too many nodes");
  out = found->second;
  return true;
}

bool Builder::ParseSequence(Node& out, int depth) {
  while (true) {
    Event event = Next();
    if (!event) return false;
    if (event->type == FYET_SEQUENCE_END) {
      const uint32_t end = SpanOf(*event).end;
      if (event->sequence_end.sequence_end && end > out.span.end) out.span.end = end;
      return true;
    }
    if (!ParseNode(std::move(event), out.items.emplace_back(), depth + 1)) return false;
    if (out.items.back().span.end > out.span.end) out.span.end = out.items.back().span.end;
  }
}

bool Builder::ParseMapping(Node& out, int depth) {
  while (true) {
    Event event = Next();
    if (!event) return false;
    if (event->type == FYET_MAPPING_END) {
      const uint32_t end = SpanOf(*event).end;
      if (event->mapping_end.mapping_end && end > out.span.end) out.span.end = end;
      return true;
    }
    auto& [key, value] = out.members.emplace_back();
    const bool is_alias = event->type == FYET_ALIAS;
    if (event->type != FYET_SCALAR && !is_alias) return Fail(SpanOf(*event), "a mapping's keys must be plain texts");
    if (!ParseNode(std::move(event), key, depth + 1)) return false;
    if (key.kind == Node::Kind::kNull) key.kind = Node::Kind::kScalar;
    if (!key.is_scalar()) return Fail(key.span, "a mapping's keys must be plain texts");
    for (size_t i = 0; i + 1 < out.members.size(); ++i) {
      if (out.members[i].first.text == key.text) return Fail(key.span, "duplicate key `" + key.text + "`");
    }
    Event value_event = Next();
    if (!value_event) return false;
    if (!ParseNode(std::move(value_event), value, depth + 1)) return false;
    if (value.span.end > out.span.end) out.span.end = value.span.end;
  }
}

bool Builder::ParseNode(Event event, Node& out, int depth) {
  if (depth > kMaxDepth) return Fail(SpanOf(*event), "nested too deeply");
  std::string anchor;
  bool done = false;
  switch (event->type) {
    case FYET_ALIAS:
      return Expand(*event, out);
    case FYET_SCALAR:
      anchor = TokenText(event->scalar.anchor);
      Scalar(*event, out);
      done = true;
      break;
    case FYET_SEQUENCE_START:
    case FYET_MAPPING_START: {
      const bool sequence = event->type == FYET_SEQUENCE_START;
      anchor = TokenText(sequence ? event->sequence_start.anchor : event->mapping_start.anchor);
      out.kind = sequence ? Node::Kind::kSequence : Node::Kind::kMapping;
      out.span = SpanOf(*event);
      out.span.end = out.span.start;
      if (!anchor.empty()) open_anchors_.insert(anchor);
      event.reset();
      done = sequence ? ParseSequence(out, depth) : ParseMapping(out, depth);
      open_anchors_.erase(anchor);
      break;
    }
    default:
      return Fail(SpanOf(*event), "unexpected end of the document");
  }
  if (done && !anchor.empty()) anchors_[anchor] = out;
  return done;
}

FailureOr<std::vector<Node>> Builder::Run() {
  if (text_.find('\0') != std::string_view::npos) {
    const auto at = static_cast<uint32_t>(text_.find('\0'));
    Fail({at, at + 1, source_}, "this is not YAML: it holds a NUL byte");
    return Failure{};
  }
  // libfyaml would not say so everywhere: in a directive it looks for the end of the line for ever.
  if (const size_t valid = ValidUtf8Size(text_); valid != text_.size()) {
    const auto at = static_cast<uint32_t>(valid);
    Fail({at, at + 1, source_}, "this is not YAML: it is not UTF-8");
    return Failure{};
  }
  diag_.reset(NewCollectingDiag());
  fy_parse_cfg config{};
  config.diag = diag_.get();
  config.flags = static_cast<fy_parse_cfg_flags>(FYPCF_COLLECT_DIAG | FYPCF_JSON_NONE | FYPCF_DEFAULT_VERSION_1_2);
  parser_.reset(fy_parser_create(&config));
  QUARRY_CHECK(parser_ != nullptr);
  std::vector<Node> documents;
  if (text_.empty()) return documents;
  const size_t errors_before = diagnostics_.error_count();
  bool ended = false;
  if (fy_parser_set_string(parser_.get(), text_.data(), text_.size()) == 0) {
    while (Event event = Next()) {
      if (event->type == FYET_STREAM_END) {
        ended = true;
        break;
      }
      if (event->type == FYET_DOCUMENT_START) {
        anchors_.clear();
        continue;
      }
      if (event->type == FYET_STREAM_START || event->type == FYET_DOCUMENT_END) continue;
      if (!ParseNode(std::move(event), documents.emplace_back(), 0)) break;
    }
  }
  if (!ended || fy_parser_get_stream_error(parser_.get())) {
    if (diagnostics_.error_count() == errors_before) ReportLibraryErrors();
    return Failure{};
  }
  return documents;
}

}  // namespace

Node::Node() = default;
Node::~Node() = default;
Node::Node(const Node&) = default;
Node::Node(Node&&) noexcept = default;
Node& Node::operator=(const Node&) = default;
Node& Node::operator=(Node&&) noexcept = default;

const Node* Node::Find(std::string_view key) const {
  for (const auto& [name, value] : members) {
    if (name.text == key) return &value;
  }
  return nullptr;
}

std::string_view Node::TextOf(std::string_view key) const {
  const Node* node = Find(key);
  return node && node->is_scalar() ? std::string_view(node->text) : std::string_view();
}

bool Node::IsNull() const {
  return kind == Kind::kNull;
}

std::optional<bool> Node::AsBool() const {
  if (!is_scalar() || quoted) return std::nullopt;
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  return std::nullopt;
}

std::optional<int64_t> Node::AsInteger() const {
  if (!is_scalar() || quoted || text.empty()) return std::nullopt;
  const bool hexadecimal = text.rfind("0x", 0) == 0;
  const bool octal = text.rfind("0o", 0) == 0;
  const size_t digits_from = hexadecimal || octal ? 2 : (text[0] == '-' || text[0] == '+') ? 1 : 0;
  const int base = hexadecimal ? 16 : octal ? 8 : 10;
  if (digits_from == text.size()) return std::nullopt;
  for (size_t i = digits_from; i < text.size(); ++i) {
    const char c = AsciiLower(text[i]);
    const int digit = IsAsciiDigit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
    if (digit >= base) return std::nullopt;
  }
  errno = 0;
  const char* start = text.c_str() + (hexadecimal || octal ? 2 : 0);
  const long long value = std::strtoll(start, nullptr, base);
  if (errno == ERANGE) return std::nullopt;
  return value;
}

std::optional<double> Node::AsReal() const {
  if (!is_scalar() || quoted || text.empty()) return std::nullopt;
  if (const std::optional<int64_t> integer = AsInteger()) return static_cast<double>(*integer);
  bool digit = false;
  for (const char c : text) {
    if (IsAsciiDigit(c))
      digit = true;
    else if (c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E')
      return std::nullopt;
  }
  if (!digit) return std::nullopt;
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (*end != '\0') return std::nullopt;
  return value;
}

FailureOr<std::vector<Node>> Parse(const SourceMap& sources, uint16_t source, DiagnosticList& diagnostics) {
  return Builder(sources, source, diagnostics).Run();
}

}  // namespace quarry::yaml
