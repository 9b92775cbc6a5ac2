// Queries that are plain filters as Sigma rules. What decides which events match must be a Boolean of field tests with
// constants; what a Sigma rule cannot say (aggregates, joins, terms) is refused, what it need not say (columns, order)
// is left out with a note. Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "convert/target.h"
#include "diag/diagnostic.h"
#include "diag/source_map.h"

namespace quarry::convert {

struct Note {
  std::string message;
  Span span;
};

struct SigmaConversion {
  // A text that does not load as a rule becomes a refusal; `span` is the query.
  void CheckText(Span span);

  std::string text;  // a rule, ending in '\n'; empty when there are refusals or the query does not parse
  std::vector<Refusal> refusals;
  std::vector<Note> notes;
};

// `title` names the rule. Syntax errors are diagnostics.
SigmaConversion SigmaOfKql(const SourceMap& sources, uint16_t source, std::string_view title,
                           const Pipelines& pipelines, DiagnosticList& diagnostics);
SigmaConversion SigmaOfCql(const SourceMap& sources, uint16_t source, std::string_view title,
                           const Pipelines& pipelines, DiagnosticList& diagnostics);

}  // namespace quarry::convert
