#include "diag/diagnostic.h"

namespace quarry {

namespace {
struct CodeRow {
  std::string_view name;
  Severity severity;
  std::string_view title;
  std::string_view explanation;
};
constexpr CodeRow kRows[] = {
#define QUARRY_DIAGNOSTIC(code, severity, title, explanation) {#code, Severity::severity, title, explanation},
#include "diag/codes.def"
#undef QUARRY_DIAGNOSTIC
};
const CodeRow& Row(Code code) {
  return kRows[static_cast<size_t>(code)];
}
}  // namespace

std::string_view CodeName(Code code) {
  return Row(code).name;
}
Severity CodeSeverity(Code code) {
  return Row(code).severity;
}
std::string_view CodeTitle(Code code) {
  return Row(code).title;
}
std::string_view CodeExplanation(Code code) {
  return Row(code).explanation;
}

std::optional<Code> FindCode(std::string_view name) {
  for (size_t i = 0; i < std::size(kRows); ++i)
    if (kRows[i].name == name) return static_cast<Code>(i);
  return std::nullopt;
}

Diagnostic& DiagnosticList::Add(Code code, Span span, std::string message) {
  Diagnostic d{};
  d.code = code;
  d.severity = CodeSeverity(code);
  d.message = std::move(message);
  d.span = span;
  if (d.severity == Severity::kError) ++errors_;
  items_.push_back(std::move(d));
  return items_.back();
}

void DiagnosticList::Append(const DiagnosticList& other) {
  items_.insert(items_.end(), other.items_.begin(), other.items_.end());
  errors_ += other.errors_;
}

void DiagnosticList::Truncate(size_t size) {
  while (items_.size() > size) {
    if (items_.back().severity == Severity::kError) --errors_;
    items_.pop_back();
  }
}

}  // namespace quarry
