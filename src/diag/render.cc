// Renders diagnostics as caret text and as JSON. Entries: RenderText, RenderTextAs, RenderJson.
#include <algorithm>
#include <cstdio>

#include "diag/diagnostic.h"
#include "diag/excerpt.h"

namespace quarry {

namespace {

std::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kNote:
      return "note";
  }
  return "error";
}

std::string_view SeverityColor(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "\x1b[1;31m";
    case Severity::kWarning:
      return "\x1b[1;33m";
    case Severity::kNote:
      return "\x1b[1;36m";
  }
  return "";
}

size_t CodePoints(std::string_view text) {
  size_t n = 0;
  for (char c : text) n += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  return n;
}

// Control characters of hostile input must not reach the terminal.
std::string Printable(std::string_view text) {
  std::string out;
  for (char c : text) out += (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) ? ' ' : c;
  return out;
}

void AppendJsonString(std::string& out, std::string_view text) {
  out += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char buffer[8];
      std::snprintf(buffer, sizeof buffer, "\\u%04x", c);
      out += buffer;
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace

std::string RenderText(const Diagnostic& d, const SourceMap& sources, const RenderOptions& options) {
  return RenderTextAs(CodeName(d.code), d, sources, options);
}

std::string RenderTextAs(std::string_view name, const Diagnostic& d, const SourceMap& sources,
                         const RenderOptions& options) {
  const std::string_view bold = options.color ? "\x1b[1m" : "";
  const std::string_view color = options.color ? SeverityColor(d.severity) : "";
  const std::string_view reset = options.color ? "\x1b[0m" : "";
  std::string out;
  out.append(color).append(SeverityName(d.severity)).append("[").append(name).append("]").append(reset);
  out.append(bold).append(": ").append(d.message).append(reset).append("\n");
  std::string margin = " ";
  if (d.span.known() && d.span.source < sources.size()) {
    const LineColumn at = sources.Locate(d.span.source, d.span.start);
    const std::string number = std::to_string(at.line);
    margin.assign(number.size(), ' ');
    out += margin + "--> " + std::string(sources.name(d.span.source)) + ":" + number + ":" + std::to_string(at.column) +
           "\n";
    uint32_t line_start = 0;
    const std::string_view line = sources.LineAt(d.span.source, d.span.start, &line_start);
    // Long lines (minified rules) are shown around the place only.
    constexpr size_t kWindow = 160;
    size_t from = 0, to = line.size();
    const size_t offset = std::min<size_t>(d.span.start - line_start, line.size());
    if (line.size() > kWindow) {
      from = offset > kWindow / 2 ? offset - kWindow / 2 : 0;
      while (from > 0 && (static_cast<unsigned char>(line[from]) & 0xc0) == 0x80) --from;
      to = std::min(line.size(), from + kWindow);
      while (to < line.size() && (static_cast<unsigned char>(line[to]) & 0xc0) == 0x80) ++to;
    }
    const std::string lead = from > 0 ? "..." : "", trail = to < line.size() ? "..." : "";
    const size_t end =
        std::clamp<size_t>(d.span.end > line_start ? d.span.end - line_start : 0, offset, std::max(offset, to));
    const size_t width = std::max<size_t>(1, CodePoints(line.substr(offset, end - offset)));
    out += margin + " |\n" + number + " | " + lead + Printable(line.substr(from, to - from)) + trail + "\n";
    out += margin + " | " + std::string(lead.size() + CodePoints(line.substr(from, offset - from)), ' ');
    out.append(color).append(std::string(width, '^')).append(reset);
    if (!d.label.empty()) out += " " + d.label;
    out += "\n";
  } else if (!d.label.empty()) {
    out += margin + " = " + d.label + "\n";
  }
  if (!d.platform_verdict.empty()) out += margin + " = platform: " + d.platform_verdict + "\n";
  for (const std::string& hint : d.hints) out += margin + " = help: " + hint + "\n";
  for (const Fix& fix : d.fixes) out += margin + " = corrected: `" + Printable(fix.text) + "`\n";
  return out;
}

std::string RenderJson(const Diagnostic& d, const SourceMap& sources) {
  std::string out = "{\"code\":\"" + std::string(CodeName(d.code)) + "\",\"severity\":\"" +
                    std::string(SeverityName(d.severity)) + "\",\"message\":";
  AppendJsonString(out, d.message);
  if (d.span.known() && d.span.source < sources.size()) {
    const LineColumn start = sources.Locate(d.span.source, d.span.start);
    const LineColumn end = sources.Locate(d.span.source, d.span.end);
    out += ",\"file\":";
    AppendJsonString(out, sources.name(d.span.source));
    out += ",\"line\":" + std::to_string(start.line) + ",\"column\":" + std::to_string(start.column) +
           ",\"end_line\":" + std::to_string(end.line) + ",\"end_column\":" + std::to_string(end.column);
  }
  if (!d.label.empty()) {
    out += ",\"label\":";
    AppendJsonString(out, d.label);
  }
  if (!d.platform_verdict.empty()) {
    out += ",\"platform\":";
    AppendJsonString(out, d.platform_verdict);
  }
  if (!d.hints.empty()) {
    out += ",\"hints\":[";
    for (size_t i = 0; i < d.hints.size(); ++i) {
      if (i) out += ',';
      AppendJsonString(out, d.hints[i]);
    }
    out += ']';
  }
  if (!d.fixes.empty()) {
    out += ",\"fixes\":[";
    for (size_t i = 0; i < d.fixes.size(); ++i) {
      if (i) out += ',';
      out += "{\"start\":" + std::to_string(d.fixes[i].span.start) + ",\"end\":" + std::to_string(d.fixes[i].span.end) +
             ",\"text\":";
      AppendJsonString(out, d.fixes[i].text);
      out += '}';
    }
    out += ']';
  }
  return out + "}";
}

}  // namespace quarry
