// Runs cases through the engine façade. Entry: RunCase.
#include "qtest/run_case.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>

#include "cli/explain_plan.h"
#include "engine/engine.h"
#include "engine/event_rows.h"
#include "types/cell_text.h"
#include "types/json.h"

namespace quarry::qtest {
namespace {

namespace fs = std::filesystem;

// A way to run a query. The first one is the ordinary way.
struct Way {
  const char* name;
  bool optimize, prefilter, from_file;
  int threads;
  bool direct = false;  // without DuckDB, where the plan allows it
};
constexpr Way kWays[] = {
    {"", true, true, false, 0},
    {"without the optimizer", false, true, false, 0},
    {"from a file", true, true, true, 0},
    {"from a file, without the prefilter, on one thread", true, false, true, 1},
    {"from a file, without the optimizer, on one thread", false, false, true, 1},
    {"directly", true, true, false, 0, true},
    {"directly from a file, without the optimizer", false, true, true, 1, true},
};

// Files of one case; removed at the end.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("quarry-qtest-" + std::to_string(getpid()))) {
    fs::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  std::string Write(const std::string& name, const std::string& text) const {
    std::string path = (path_ / name).string();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

 private:
  fs::path path_;
};

// JSON has no NaN and no infinity, so such tables are not run from a file.
bool FitsJson(const Table& table) {
  for (const std::vector<Value>& row : table.rows) {
    for (const Value& value : row) {
      if (value.type() == Type::kReal && !value.is_null() && !std::isfinite(value.real())) return false;
    }
  }
  return true;
}

std::string AsNdjson(const Table& table) {
  std::string text;
  for (const std::vector<Value>& row : table.rows) {
    text += '{';
    for (size_t i = 0; i < row.size(); ++i) {
      if (row[i].is_null()) continue;
      if (!text.ends_with('{')) text += ',';
      AppendJsonString(table.columns[i].name, text);
      text += ':';
      AppendCellJson(table.columns[i].type, row[i].cell(), text);
    }
    text += "}\n";
  }
  return text;
}

std::vector<std::string> Sorted(const std::set<std::string>& set) {
  return {set.begin(), set.end()};
}

class Runner {
 public:
  Runner(const File& file, const Case& c) : file_(file), case_(c) {}

  // "" and an outcome, or why the setup failed.
  std::string Run(const Query& query, const Way& way, Outcome& out) {
    EngineOptions options;
    options.optimize = way.optimize;
    options.prefilter = way.prefilter;
    options.threads = way.threads;
    options.direct = way.direct;
    options.now = case_.setup.now ? case_.setup.now : file_.setup.now;
    if (!options.now) options.now = 638'500'000'000'000'000;  // a fixed day of 2024: tests do not see the clock
    const std::string& lookups = case_.setup.lookups.empty() ? file_.setup.lookups : case_.setup.lookups;
    if (!lookups.empty()) options.lookup_dir = (fs::path(file_.path).parent_path() / lookups).string();
    Result<std::unique_ptr<Engine>> engine = Engine::Create(options);
    if (!engine) return engine.error().message;
    DiagnosticList setup;
    for (const Setup* part : {&file_.setup, &case_.setup}) {
      std::string error = AddSetup(*part, query, way, **engine, setup);
      if (!error.empty()) return error;
    }
    if (setup.has_errors()) return RenderText(setup.items().front(), (*engine)->sources());
    Execute(**engine, query, out);
    return "";
  }

 private:
  std::string AddSetup(const Setup& setup, const Query& query, const Way& way, Engine& engine,
                       DiagnosticList& diagnostics) {
    for (const Table& table : setup.tables) {
      if (!query.from.empty() && query.from != table.name) continue;
      if (way.from_file && FitsJson(table)) {
        std::string path = folder_.Write(table.name + ".ndjson", AsNdjson(table));
        Result<void> added = engine.AddTableFile({table.name, table.columns, path, "ndjson"});
        if (!added) return added.error().message;
      } else {
        engine.AddTable({table.name, table.columns, table.rows});
      }
    }
    // Setup of the file and of the case write into one folder.
    const std::string part = &setup == &file_.setup ? "input" : "own";
    int number = 0;
    for (const Input& input : setup.inputs) {
      std::string path = input.file.empty()
                             ? folder_.Write(part + std::to_string(++number) + "." + input.reader, input.text)
                             : (fs::path(file_.path).parent_path() / input.file).string();
      engine.AddInput({path, input.table, input.reader}, diagnostics);
    }
    return "";
  }

  void Execute(Engine& engine, const Query& query, Outcome& out) {
    std::string text = query.text;
    // A rule of a test is its detection; title and logsource are what every rule has.
    if (query.lang == Lang::kSigma && text.find("logsource:") == std::string::npos) {
      text = "title: test\nlogsource:\n  category: test\n" + text;
    }
    uint16_t source = engine.sources().Add("query", text);
    DiagnosticList diagnostics;
    FailureOr<std::vector<BoundQuery>> plans = engine.Bind(query.lang, source, case_.parameters, diagnostics);
    out.refused = !plans;
    if (plans) {
      for (const BoundQuery& plan : *plans) {
        out.plan += PrintPlan(*plan.plan);
        std::string invalid = ValidatePlan(*plan.plan);
        if (!invalid.empty()) diagnostics.Add(Code::Q0801, {}, "the plan is not sound: " + invalid);
        out.scans.emplace_back("", DescribeScans(*plan.plan));
        ReadRows(engine, query, plan, out, diagnostics);
      }
    }
    std::set<std::string> errors, warnings;
    for (const Diagnostic& d : diagnostics.items()) {
      if (d.severity == Severity::kError) errors.emplace(CodeName(d.code));
      if (d.severity == Severity::kWarning) warnings.emplace(CodeName(d.code));
      out.rendered.emplace_back(std::string(CodeName(d.code)), RenderText(d, engine.sources()));
    }
    out.error_codes = Sorted(errors);
    out.warning_codes = Sorted(warnings);
  }

  void ReadRows(Engine& engine, const Query& query, const BoundQuery& plan, Outcome& out, DiagnosticList& diagnostics) {
    Result<std::unique_ptr<ResultStream>> stream = engine.Run(plan);
    if (!stream) {
      diagnostics.Add(Code::Q0801, {}, stream.error().message);
      return;
    }
    const Expectation* rows = ExpectedRows();
    const bool typed = query.lang == Lang::kKql || rows == nullptr;
    if (typed) {
      out.columns.clear();
      for (const OutputColumn& column : (*stream)->columns()) out.columns.push_back({column.name, column.type, ""});
    } else {
      out.columns = rows->columns;
    }
    EventRows events(plan, (*stream)->columns());
    Batch batch;
    for (;;) {
      Result<void> next = (*stream)->Next(batch);
      if (!next) {
        diagnostics.Add(Code::Q0801, {}, next.error().message);
        return;
      }
      if (batch.rows == 0) return;
      for (size_t r = 0; r < batch.rows; ++r) {
        std::vector<Value>& row = out.rows.emplace_back();
        if (typed) {
          for (size_t i = 0; i < out.columns.size(); ++i) {
            row.push_back(Value::FromCell(out.columns[i].type, batch.columns[i].Get(r)));
          }
        } else {
          row = Cast(events.Read(batch, r), rows->columns);
        }
      }
    }
  }

  // The stated columns of an event, in their stated types. A text that is none of the type stays visible as null.
  static std::vector<Value> Cast(const EventRows::Fields& fields, const std::vector<ColumnSchema>& columns) {
    std::vector<Value> row;
    for (const ColumnSchema& column : columns) {
      Value value = Value::Null(column.type);
      for (const auto& [name, text] : fields) {
        if (name != column.name) continue;
        std::string literal;
        if (column.type == Type::kString)
          AppendJsonString(text, literal);
        else
          literal = std::string(text);
        size_t at = 0;
        Result<Value> parsed = ParseLiteral(column.type, literal, at);
        if (parsed && at == literal.size()) value = std::move(*parsed);
      }
      row.push_back(std::move(value));
    }
    return row;
  }

  const Expectation* ExpectedRows() const {
    for (const Expectation& e : case_.expectations) {
      if (e.kind == Expectation::Kind::kRows) return &e;
    }
    return nullptr;
  }

  const File& file_;
  const Case& case_;
  Folder folder_;
};

std::string Trimmed(std::string_view text) {
  std::string out, line;
  for (char c : std::string(text) + "\n") {
    if (c != '\n') {
      line += c;
      continue;
    }
    while (line.ends_with(' ')) line.pop_back();
    out += line + "\n";
    line.clear();
  }
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

std::string JoinLines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return Trimmed(text);
}

bool HasCode(const std::vector<std::string>& codes, const std::string& code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// Expected and found codes of one severity must be the same.
void CheckCodes(const Case& c, Expectation::Kind kind, const std::vector<std::string>& found, const Outcome& out,
                std::vector<std::string>& failures) {
  const char* what = kind == Expectation::Kind::kError ? "error" : "warning";
  auto rendered = [&](const std::string& code) {
    std::string text;
    for (const auto& [name, body] : out.rendered) {
      if (name == code) text += body;
    }
    return text;
  };
  std::set<std::string> expected;
  for (const Expectation& e : c.expectations) {
    if (e.kind != kind) continue;
    expected.insert(e.subject);
    if (!HasCode(found, e.subject)) {
      failures.push_back(std::string(what) + " " + e.subject + " did not come");
      continue;
    }
    if (e.lines.empty()) continue;
    bool same = false;
    for (const auto& [name, body] : out.rendered) same |= name == e.subject && Trimmed(body) == JoinLines(e.lines);
    if (!same) failures.push_back(std::string(what) + " " + e.subject + " reads otherwise:\n" + rendered(e.subject));
  }
  for (const std::string& code : found) {
    if (!expected.contains(code))
      failures.push_back(std::string("unexpected ") + what + " " + code + ":\n" + rendered(code));
  }
}

// The lines of a scan description that are about the asked keys (columns, predicate, prefilter).
void CheckText(const Expectation& e, const std::string& actual, const char* what, std::vector<std::string>& failures) {
  if (Trimmed(actual) != JoinLines(e.lines)) failures.push_back(std::string(what) + " reads otherwise:\n" + actual);
}

void Check(const Case& c, const Outcome& out, bool ordinary, std::vector<std::string>& failures) {
  CheckCodes(c, Expectation::Kind::kError, out.error_codes, out, failures);
  CheckCodes(c, Expectation::Kind::kWarning, out.warning_codes, out, failures);
  for (const Expectation& e : c.expectations) {
    if (e.kind == Expectation::Kind::kRows && !out.refused && out.error_codes.empty()) {
      std::string difference = CompareRows(e, out, c.tolerance);
      if (!difference.empty()) failures.push_back(difference);
    }
    if (e.kind == Expectation::Kind::kPlan && ordinary) CheckText(e, out.plan, "the plan", failures);
    if (e.kind == Expectation::Kind::kScan && ordinary) {
      std::string all;
      for (const auto& [table, text] : out.scans) all += text;
      for (const std::string& line : e.lines) {
        if (Trimmed(all).find(line) == std::string::npos) failures.push_back("the scan has no `" + line + "`:\n" + all);
      }
    }
  }
}

}  // namespace

CaseResult RunCase(const File& file, const Case& c) {
  CaseResult result;
  for (size_t q = 0; q < c.queries.size(); ++q) {
    const Query& query = c.queries[q];
    for (const Way& way : kWays) {
      const bool ordinary = &way == &kWays[0];
      Outcome outcome;
      std::vector<std::string> failures;
      std::string broken = Runner(file, c).Run(query, way, outcome);
      if (!broken.empty())
        failures.push_back(broken);
      else
        Check(c, outcome, ordinary, failures);
      for (const std::string& failure : failures) {
        std::string where = "query of line " + std::to_string(query.line);
        if (*way.name != '\0') where += " (" + std::string(way.name) + ")";
        result.failures.push_back(where + ": " + failure);
      }
      if (ordinary && q == 0) result.ordinary = outcome;
      // What is wrong in the ordinary way is wrong in the others for the same reason.
      if (!failures.empty()) break;
    }
  }
  return result;
}

}  // namespace quarry::qtest
