// What checks are given: a query with its trees, the description of a rule, a package.
// Ownership: the runner owns everything behind the pointers for the time of a check. Thread rule: read only.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "diag/diagnostic.h"
#include "functions/function_def.h"
#include "lint/lint_check.h"
#include "lint/text_test.h"
#include "syntax/cql/tree.h"
#include "syntax/kql/tree.h"
#include "syntax/sigma/rule.h"
#include "syntax/yaml/yaml.h"

namespace quarry {

// The products a query is meant for: bits.
enum LintTarget : uint8_t { kSentinel = 1, kDefender = 2, kAdx = 4, kLogScale = 8 };

// A text for people about a rule: its title, description, a claim.
struct LintProse {
  std::string text;
  Span span;  // in the file that says it
};

// Where a part of a KQL query stands.
struct KqlPlace {
  const kql::Operator* op = nullptr;  // nearest enclosing operator
  std::string_view table;             // the table at the start of its pipe; "" when it is no plain name
  bool negated = false;
  bool filters = false;  // below a where, so that it decides about rows
};
struct KqlPipe {
  std::string_view table;  // "" when the source is no plain table name
  Span source_span;
  const kql::Expr* expr = nullptr;
  kql::List<const kql::Operator*> operators;
  bool outermost = false;  // the result of the query
};
struct KqlNode {
  const kql::Expr* expr = nullptr;
  KqlPlace place;
};
struct CqlNode {
  const cql::Call* call = nullptr;
  Span stage_span;
  bool negated = false;
  bool filters = false;
};

struct LintQuery {
  Lang lang = Lang::kKql;
  const SourceMap* sources = nullptr;
  uint16_t source = 0;
  std::string_view text;
  // The tree of its language. KQL's and CQL's may lack broken parts.
  const kql::Query* kql = nullptr;
  const cql::Pipeline* cql = nullptr;
  const sigma::Rule* sigma = nullptr;
  bool parsed = false;                          // without an error
  const DiagnosticList* diagnostics = nullptr;  // of parser and binder

  std::vector<TextTest> tests;
  std::vector<KqlNode> kql_nodes;  // every expression, outer ones first
  std::vector<KqlPipe> pipes;
  std::map<std::string_view, const kql::Expr*> lets;
  std::vector<CqlNode> cql_calls;
  std::vector<const cql::Filter*> cql_filters;
  std::set<std::string> tables;  // KQL tables, CQL event types, Sigma log source categories
  std::set<std::string> fields;  // names of fields that are read

  uint8_t targets = 0;                       // LintTarget bits: stated, claimed by a text, or those that fit
  uint8_t claimed = 0;                       // of these, stated or claimed
  bool target_stated = false;                // by the user, or for KQL by a text
  bool in_pack = false;                      // a package says when it runs
  bool hunt = false;                         // for people to run, not on a schedule
  std::optional<int64_t> frequency, period;  // ticks; of the rule's schedule
  std::vector<LintProse> prose;
  std::vector<std::pair<std::string, Span>> attack;  // techniques that the package's entry of the rule names
  const Catalog* catalog = nullptr;

  Span Whole() const { return {0, static_cast<uint32_t>(text.size()), source}; }
  Span SpanOf(uint32_t start, uint32_t end) const { return {start, end, source}; }
  bool For(LintTarget target) const { return (targets & target) != 0; }
};

// A rule as its format describes it.
struct LintRule {
  enum class Form : uint8_t { kSigma, kSentinel, kLogScale, kQueryFile };
  Form form = Form::kSigma;
  std::string path;
  const SourceMap* sources = nullptr;
  uint16_t source = 0;
  const yaml::Node* document = nullptr;         // not kQueryFile
  std::map<std::string, std::string> comments;  // kQueryFile: `// key: value` at its top
  bool has_comment = false;                     // kQueryFile: some text stands above the query
  bool in_pack = false;                         // a package describes it
  const std::vector<LintQuery*>* queries = nullptr;
};

struct LintPack {
  std::string folder;
  const SourceMap* sources = nullptr;
  uint16_t source = 0;
  const yaml::Node* document = nullptr;
  struct File {
    std::string path;  // below the folder
    std::string text;
    bool enabled = true;
    Span span;  // of the rule's entry
  };
  std::vector<File> rules;
  std::vector<std::string> files;  // every file below the folder
};

}  // namespace quarry
