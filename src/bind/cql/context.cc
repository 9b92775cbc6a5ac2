#include "bind/cql/context.h"

#include "base/ascii.h"
#include "bind/cql/function.h"
#include "types/ticks.h"

namespace quarry {

int64_t CqlContext::Now() const {
  return (options.now() - kUnixEpochTicks) / kTicksPerMillisecond;
}

Diagnostic& CqlContext::Rejected(Span span, std::string message, std::string verdict) {
  Diagnostic& d = diagnostics.Add(Code::Q0401, span, "the platform rejects this: " + std::move(message));
  d.platform_verdict = "LogScale: " + std::move(verdict);
  return d;
}

bool CqlContext::Unsupported(Span span, std::string what, std::string why) {
  Diagnostic& d = diagnostics.Add(Code::Q0301, span, "unsupported: " + std::move(what));
  d.label = why.empty() ? "not supported yet" : std::move(why);
  return false;
}

const std::string* CqlContext::Parameter(const cql::Text& parameter) {
  std::string name(parameter.text);
  auto given = options.parameters.find(name);
  if (given != options.parameters.end()) return &given->second;
  auto fallback = parameter_defaults.find(name);
  if (fallback != parameter_defaults.end()) return &fallback->second;
  Diagnostic& d = diagnostics.Add(Code::Q0207, parameter.span, "parameter `?" + name + "` has no value");
  d.label = "neither given nor declared with a default";
  d.hints.push_back("a default is declared with `?{" + name + "=*}`");
  return nullptr;
}

const std::string* CqlContext::TextOf(const cql::Text& text) {
  if (text.form == cql::Text::Form::kParameter) return Parameter(text);
  texts.push_back(std::make_unique<std::string>(text.text));
  return texts.back().get();
}

const CqlFunctionDef* FindCqlFunction(std::string_view name) {
  for (const CqlFunctionDef* def : AllCqlFunctions()) {
    if (EqualsIgnoreAsciiCase(def->name, name)) return def;
  }
  return nullptr;
}

}  // namespace quarry
