// From a file to findings: recognise what it is, build what checks read, run them, carry places to the file.
#include "lint/file_linter.h"

#include <algorithm>

#include "base/arena.h"
#include "base/ascii.h"
#include "bind/binder.h"
#include "lint/duration.h"
#include "lint/embedded_text.h"
#include "lint/pack_context.h"
#include "lint/read_query.h"
#include "lint/suppressions.h"
#include "lint/targets.h"
#include "packs/files.h"
#include "syntax/cql/parser.h"
#include "syntax/kql/parser.h"
#include "syntax/sigma/parser.h"

namespace quarry {

struct FileLinter::Query {
  Arena arena;
  kql::Query kql_tree;
  DiagnosticList diagnostics;
  LintQuery query;
};

struct FileLinter::Work {
  LintedFile& file;
  const LintOptions& options;
  PackContext pack;
  std::vector<std::string_view> judged;

  bool Wants(const LintCheck& check) const {
    return !options.disabled.contains(std::string(check.id)) &&
           (options.only.empty() || options.only.contains(std::string(check.id)));
  }
  std::vector<LintFinding> RunQuery(const LintQuery& query) {
    std::vector<LintFinding> found;
    const uint8_t language = query.lang == Lang::kKql ? kLintKql : query.lang == Lang::kCql ? kLintCql : kLintSigma;
    for (const LintCheck* check : AllLintChecks()) {
      if (!check->query || !(check->languages & language) || !Wants(*check)) continue;
      judged.push_back(check->id);
      LintReporter reporter(*check, found);
      check->query(query, reporter);
    }
    return found;
  }
  void RunRule(const LintRule& rule) {
    for (const LintCheck* check : AllLintChecks()) {
      if (!check->rule || !Wants(*check)) continue;
      judged.push_back(check->id);
      LintReporter reporter(*check, file.findings);
      check->rule(rule, reporter);
    }
  }
  void Keep(std::vector<LintFinding> found) {
    for (LintFinding& finding : found) file.findings.push_back(std::move(finding));
  }
};

namespace {

void Carry(const EmbeddedText& embedded, std::vector<LintFinding>& findings) {
  for (LintFinding& finding : findings) {
    finding.span = embedded.ToFile(finding.span);
    for (Span& span : finding.also) span = embedded.ToFile(span);
    if (!embedded.exact()) {
      finding.fixes.clear();
      finding.also.clear();
    }
    for (Fix& fix : finding.fixes) fix = embedded.ToFile(fix);
  }
}

bool IsSigma(const yaml::Node& document) {
  return document.Find("detection") || document.Find("correlation") ||
         (document.Find("logsource") && document.Find("filter"));
}

const yaml::Node* CqlOf(const yaml::Node& document) {
  for (const std::string_view key : {"queryString", "cql"}) {
    const yaml::Node* node = document.Find(key);
    if (node && node->is_scalar()) return node;
  }
  for (const auto& [outer, inner] : {std::pair{"query", "queryString"}, std::pair{"search", "filter"}}) {
    const yaml::Node* node = document.Find(outer);
    node = node ? node->Find(inner) : nullptr;
    if (node && node->is_scalar()) return node;
  }
  return nullptr;
}

void AddProse(const yaml::Node& document, LintQuery& query) {
  for (const char* key : {"title", "name", "displayName", "description"}) {
    if (const yaml::Node* node = document.Find(key); node && node->is_scalar())
      query.prose.push_back({node->text, node->span});
  }
}

constexpr int kMaxParameters = 16;

// The CQL parameters that a diagnostic says have no value. False when there is none.
bool AddParameters(const DiagnosticList& diagnostics, std::map<std::string, std::string>& parameters) {
  bool any = false;
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    static constexpr std::string_view kBefore = "parameter `?", kAfter = "` has no value";
    const std::string_view message = diagnostic.message;
    if (!message.starts_with(kBefore) || !message.ends_with(kAfter)) continue;
    const std::string name(message.substr(kBefore.size(), message.size() - kBefore.size() - kAfter.size()));
    any |= parameters.emplace(name, "1").second;
  }
  return any;
}

// `// key: value` lines at the top of a query, and all comments there as prose.
std::map<std::string, std::string> ReadTopComments(std::string_view text, uint16_t source,
                                                   std::vector<LintProse>& prose) {
  std::map<std::string, std::string> comments;
  for (size_t at = 0; at < text.size();) {
    size_t end = text.find('\n', at);
    if (end == std::string_view::npos) end = text.size();
    std::string_view line = text.substr(at, end - at);
    const Span span{static_cast<uint32_t>(at), static_cast<uint32_t>(end), source};
    at = end + 1;
    while (!line.empty() && IsAsciiSpace(line.front())) line.remove_prefix(1);
    while (!line.empty() && IsAsciiSpace(line.back())) line.remove_suffix(1);
    if (line.empty()) continue;
    if (!line.starts_with("//")) break;
    line.remove_prefix(2);
    if (line.find("quarry-lint:") != std::string_view::npos) continue;
    while (!line.empty() && IsAsciiSpace(line.front())) line.remove_prefix(1);
    prose.push_back({std::string(line), span});
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos || line.substr(0, colon).find(' ') != std::string_view::npos) continue;
    std::string_view value = line.substr(colon + 1);
    while (!value.empty() && IsAsciiSpace(value.front())) value.remove_prefix(1);
    comments[AsciiLowered(line.substr(0, colon))] = value;
  }
  return comments;
}

}  // namespace

void FileLinter::Bind(Query& query) {
  LintQuery& q = query.query;
  std::lock_guard<std::mutex> lock(binding_);
  ColumnIds ids;
  BindOptions options;
  options.data_dir = ".";
  options.lookups_may_miss = true;
  const auto bind = [&] {
    return q.lang == Lang::kKql ? BindKql(*q.sources, q.source, engine_.tables(), ids, options, query.diagnostics)
                                : BindCql(*q.sources, q.source, engine_.tables(), ids, options, query.diagnostics);
  };
  FailureOr<BoundQuery> bound = bind();
  // Parameters get their values where the query is run: any will do here.
  for (int round = 0; !bound && round < kMaxParameters && AddParameters(query.diagnostics, options.parameters);
       ++round) {
    query.diagnostics = DiagnosticList();
    bound = bind();
  }
}

std::unique_ptr<FileLinter::Query> FileLinter::Prepare(Work& work, Lang lang, uint16_t source) {
  auto prepared = std::make_unique<Query>();
  LintQuery& query = prepared->query;
  query.lang = lang;
  query.sources = &work.file.sources;
  query.source = source;
  query.text = work.file.sources.text(source);
  query.catalog = &engine_.catalog();
  query.diagnostics = &prepared->diagnostics;
  query.hunt = work.pack.hunt;
  query.in_pack = work.pack.found;
  query.prose = work.pack.prose;
  query.attack = work.pack.attack;
  if (lang == Lang::kSigma) return prepared;
  DiagnosticList parsing;  // the binder reports the same again
  if (lang == Lang::kKql) {
    prepared->kql_tree = kql::ParseKql(query.text, source, prepared->arena, parsing);
    query.kql = &prepared->kql_tree;
    ReadKqlTree(query);
  } else {
    query.cql = cql::Parse(work.file.sources, source, prepared->arena, parsing);
    if (query.cql) ReadCqlTree(query);
  }
  query.parsed = !parsing.has_errors();
  work.file.broken |= !query.parsed;
  Bind(*prepared);
  return prepared;
}

void FileLinter::LintBare(Work& work, Lang lang) {
  std::unique_ptr<Query> prepared = Prepare(work, lang, 0);
  LintQuery& query = prepared->query;
  LintRule rule;
  const size_t prose = query.prose.size();
  rule.comments = ReadTopComments(query.text, 0, query.prose);
  rule.has_comment = query.prose.size() > prose;
  FindTargets(query, work.options.targets);
  work.Keep(work.RunQuery(query));
  rule.form = LintRule::Form::kQueryFile;
  rule.path = work.file.path;
  rule.sources = &work.file.sources;
  rule.in_pack = work.pack.found;
  const std::vector<LintQuery*> queries = {&query};
  rule.queries = &queries;
  work.RunRule(rule);
}

void FileLinter::LintEmbedded(Work& work, const yaml::Node& document, const yaml::Node& node, Lang lang) {
  SourceMap& sources = work.file.sources;
  const uint32_t first_line = sources.Locate(0, node.span.start).line;
  const uint16_t source = sources.Add(work.file.path, node.text, first_line);
  const EmbeddedText embedded(sources, node, 0, source);
  std::unique_ptr<Query> prepared = Prepare(work, lang, source);
  LintQuery& query = prepared->query;
  AddProse(document, query);
  query.frequency = ReadDuration(document.TextOf("queryFrequency"));
  query.period = ReadDuration(document.TextOf("queryPeriod"));
  query.hunt |= lang == Lang::kKql && !document.Find("severity");
  if (lang == Lang::kKql && document.Find("queryFrequency")) query.claimed |= kSentinel;
  FindTargets(query, work.options.targets);
  std::vector<LintFinding> found = work.RunQuery(query);
  Carry(embedded, found);
  work.Keep(std::move(found));
  LintRule rule;
  rule.form = lang == Lang::kKql ? LintRule::Form::kSentinel : LintRule::Form::kLogScale;
  rule.path = work.file.path;
  rule.sources = &sources;
  rule.document = &document;
  rule.in_pack = work.pack.found;
  const std::vector<LintQuery*> queries = {&query};
  rule.queries = &queries;
  work.RunRule(rule);
}

void FileLinter::LintSigma(Work& work, const std::vector<yaml::Node>& documents) {
  SourceMap& sources = work.file.sources;
  DiagnosticList diagnostics;
  const sigma::RuleFile rules = sigma::ParseRules(sources, 0, diagnostics);
  std::vector<std::unique_ptr<Query>> queries;
  std::vector<LintQuery*> all;
  // What the parser refused is said once for the file.
  std::unique_ptr<Query> whole = Prepare(work, Lang::kSigma, 0);
  whole->diagnostics.Append(diagnostics);
  work.Keep(work.RunQuery(whole->query));
  for (const Diagnostic& diagnostic : diagnostics.items())
    work.file.broken |= diagnostic.severity == Severity::kError && diagnostic.code != Code::Q0301;
  for (const sigma::Rule& rule : rules.rules) {
    std::unique_ptr<Query>& prepared = queries.emplace_back(Prepare(work, Lang::kSigma, 0));
    LintQuery& query = prepared->query;
    query.sigma = &rule;
    query.parsed = true;
    ReadSigmaTree(query);
    FindTargets(query, work.options.targets);
    for (const yaml::Node& document : documents) {
      if (document.span.start == rule.span.start) AddProse(document, query);
    }
    all.push_back(&query);
    work.Keep(work.RunQuery(query));
  }
  for (const yaml::Node& document : documents) {
    if (!IsSigma(document)) continue;
    LintRule rule;
    rule.form = LintRule::Form::kSigma;
    rule.path = work.file.path;
    rule.sources = &sources;
    rule.document = &document;
    rule.in_pack = work.pack.found;
    std::vector<LintQuery*> own;
    for (LintQuery* query : all) {
      if (query->sigma->span.start == document.span.start) own.push_back(query);
    }
    rule.queries = &own;
    work.RunRule(rule);
  }
}

namespace {

void ListFiles(const std::string& folder, const std::string& inside, int depth, std::vector<std::string>& out) {
  Result<std::vector<std::string>> names = ListFolder(folder);
  for (size_t i = 0; names && i < names->size(); ++i) {
    const std::string path = JoinPath(folder, (*names)[i]);
    const std::string relative = inside.empty() ? (*names)[i] : JoinPath(inside, (*names)[i]);
    if (!IsFolder(path))
      out.push_back(relative);
    else if (depth < 16)
      ListFiles(path, relative, depth + 1, out);
  }
}

}  // namespace

void FileLinter::LintPackage(Work& work, const yaml::Node& document) {
  LintPack pack;
  const size_t slash = work.file.path.rfind('/');
  pack.folder = slash == std::string::npos ? "." : work.file.path.substr(0, slash);
  pack.sources = &work.file.sources;
  pack.document = &document;
  ListFiles(pack.folder, "", 0, pack.files);
  for (const char* list : {"rules", "hunts"}) {
    const yaml::Node* rules = document.Find(list);
    for (size_t i = 0; rules && i < rules->items.size(); ++i) {
      const yaml::Node& rule = rules->items[i];
      LintPack::File& file = pack.rules.emplace_back();
      file.path = rule.TextOf("file");
      file.span = rule.span;
      const yaml::Node* enabled = rule.Find("enabled");
      file.enabled = !enabled || enabled->AsBool().value_or(true);
      if (Result<std::string> text = ReadWholeFile(JoinPath(pack.folder, file.path))) file.text = std::move(*text);
    }
  }
  for (const LintCheck* check : AllLintChecks()) {
    if (!check->pack || !work.Wants(*check)) continue;
    work.judged.push_back(check->id);
    LintReporter reporter(*check, work.file.findings);
    check->pack(pack, reporter);
  }
}

// Rules and packages; other YAML is none of lint's business.
bool FileLinter::LintYaml(Work& work) {
  DiagnosticList diagnostics;
  FailureOr<std::vector<yaml::Node>> documents = yaml::Parse(work.file.sources, 0, diagnostics);
  if (!documents) {
    std::unique_ptr<Query> whole = Prepare(work, Lang::kSigma, 0);
    whole->diagnostics.Append(diagnostics);
    work.Keep(work.RunQuery(whole->query));
    work.file.broken = true;
    return true;
  }
  if (FileStem(work.file.path) == "pack") {
    if (documents->empty()) return false;
    LintPackage(work, documents->front());
    return true;
  }
  for (const yaml::Node& document : *documents) {
    if (!IsSigma(document)) continue;
    LintSigma(work, *documents);
    return true;
  }
  bool any = false;
  for (const yaml::Node& document : *documents) {
    if (const yaml::Node* cql = CqlOf(document)) {
      LintEmbedded(work, document, *cql, Lang::kCql);
      any = true;
    } else if (const yaml::Node* kql = document.Find("query"); kql && kql->is_scalar()) {
      LintEmbedded(work, document, *kql, Lang::kKql);
      any = true;
    }
  }
  return any;
}

bool FileLinter::Lint(LintedFile& file, const LintOptions& options) {
  const std::string extension = FileExtension(file.path);
  Work work{file, options, {}, {}};
  const bool is_yaml = extension == "yml" || extension == "yaml";
  work.pack = FindPackContext(file.path, file.sources);
  if (is_yaml) {
    if (!LintYaml(work)) return false;
  } else {
    LintBare(work, extension == "cql" || extension == "logscale" ? Lang::kCql : Lang::kKql);
  }
  const LintCheck& suppression = *FindLintCheck("suppression");
  file.suppressed = ApplySuppressions(file.sources.text(0), 0, work.judged, file.findings);
  std::erase_if(file.findings, [&](const LintFinding& finding) {
    return static_cast<int>(finding.severity) > static_cast<int>(options.level) ||
           (finding.check == &suppression && !work.Wants(suppression));
  });
  std::stable_sort(file.findings.begin(), file.findings.end(), [](const LintFinding& a, const LintFinding& b) {
    if (a.span.source != b.span.source) return a.span.source < b.span.source;
    return a.span.start < b.span.start;
  });
  const auto same = [](const LintFinding& a, const LintFinding& b) {
    return a.check == b.check && a.span.source == b.span.source && a.span.start == b.span.start &&
           a.span.end == b.span.end && a.message == b.message;
  };
  file.findings.erase(std::unique(file.findings.begin(), file.findings.end(), same), file.findings.end());
  return true;
}

}  // namespace quarry
