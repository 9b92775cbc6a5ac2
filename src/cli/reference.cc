// Collects reference entries from the registries and writes their page.
#include "cli/reference.h"

#include <algorithm>
#include <tuple>

#include "bind/cql/function.h"
#include "bind/kql/operator.h"
#include "cli/query_text.h"

namespace quarry {
namespace {

void SortEntries(std::vector<ReferenceEntry>& entries) {
  std::sort(entries.begin(), entries.end(), [](const ReferenceEntry& a, const ReferenceEntry& b) {
    return std::tie(a.lang, a.kind, a.name, a.syntax) < std::tie(b.lang, b.kind, b.name, b.syntax);
  });
}

std::string KindName(FunctionKind kind) {
  switch (kind) {
    case FunctionKind::kScalar:
      return "scalar";
    case FunctionKind::kAggregate:
      return "aggregate";
    case FunctionKind::kWindow:
      return "window";
  }
  return "";
}

std::string RoleName(CqlFunctionDef::Role role) {
  switch (role) {
    case CqlFunctionDef::Role::kFilter:
      return "filter";
    case CqlFunctionDef::Role::kTransform:
      return "transformation";
    case CqlFunctionDef::Role::kAggregate:
      return "aggregate";
    case CqlFunctionDef::Role::kExpression:
      return "expression";
  }
  return "";
}

std::string CqlSyntax(const CqlFunctionDef& def) {
  std::string text(def.name);
  text += '(';
  bool first = true;
  for (const CqlParameter& parameter : def.parameters) {
    if (!first) text += ", ";
    first = false;
    text += parameter.name;
    if (!parameter.required) text += '?';
    if (!parameter.values.empty())
      text += "=" + std::string(parameter.values);
    else if (!parameter.default_value.empty())
      text += "=" + std::string(parameter.default_value);
  }
  return text + ")";
}

}  // namespace

std::vector<ReferenceEntry> FunctionEntries(std::optional<Lang> lang) {
  std::vector<ReferenceEntry> entries;
  for (const FunctionDef* def : AllFunctions()) {
    for (const Spelling& spelling : def->spelled) {
      if (lang && spelling.lang != *lang) continue;
      entries.push_back({std::string(spelling.name), spelling.lang, KindName(def->kind),
                         std::string(spelling.name) + std::string(def->signature), std::string(def->doc),
                         std::string(def->example)});
    }
  }
  SortEntries(entries);
  return entries;
}

std::vector<ReferenceEntry> OperatorEntries(std::optional<Lang> lang) {
  std::vector<ReferenceEntry> entries;
  if (!lang || *lang == Lang::kKql) {
    for (const KqlOperatorDef* def : AllKqlOperators()) {
      entries.push_back({std::string(def->name), Lang::kKql, "operator", std::string(def->syntax),
                         std::string(def->doc), std::string(def->example)});
    }
  }
  if (!lang || *lang == Lang::kCql) {
    for (const CqlFunctionDef* def : AllCqlFunctions()) {
      entries.push_back({std::string(def->name), Lang::kCql, RoleName(def->role), CqlSyntax(*def),
                         std::string(def->doc), std::string(def->example)});
    }
  }
  SortEntries(entries);
  return entries;
}

std::string FirstSentence(std::string_view doc) {
  size_t end = doc.find(". ");
  size_t line = doc.find('\n');
  size_t cut = std::min(end == std::string_view::npos ? doc.size() : end + 1, line);
  return std::string(doc.substr(0, cut));
}

std::string ReferenceMarkdown(const std::vector<ReferenceEntry>& entries, std::string_view title) {
  std::string text = "# " + std::string(title) + "\n\n";
  text += "Generated from the definitions by `quarry functions --markdown`; do not edit.\n";
  std::string group;
  for (const ReferenceEntry& entry : entries) {
    std::string of = entry.lang == Lang::kKql ? "KQL" : entry.lang == Lang::kCql ? "CQL" : "Sigma";
    of += ": " + entry.kind;
    if (of != group) {
      text += "\n## " + of + "\n";
      group = of;
    }
    text += "\n### `" + entry.name + "`\n\n";
    if (!entry.syntax.empty()) text += "```\n" + entry.syntax + "\n```\n\n";
    text += entry.doc + "\n";
    if (!entry.example.empty()) {
      text += "\n```" + std::string(entry.lang == Lang::kKql ? "kql" : "cql") + "\n" + entry.example + "\n```\n";
    }
  }
  return text;
}

}  // namespace quarry
