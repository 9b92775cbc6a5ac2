// The .qtest format: conformance tests as data. A keyword at column 0 opens a block; its content is indented by two
// spaces; `#` at column 0 is a comment. CONTRIBUTING.md shows a whole file.
//
//   qtest 1
//   about    one line
//   now      2024-05-01T10:00:00Z
//   lookups  FOLDER                              of lookup files, beside the test
//   table    Proc (Pid:long, Cmd:string)         rows of typed literals, one a line
//   input    ndjson [Table] [file=PATH]          inline text, or a file beside the test
//   approx   1e-9                                reals may differ by that; of the file, or of a case
//   case     name-of-the-case                    setup blocks after it belong to the case alone
//   kql | cql [from=T] | sigma [from=T]          query text; several must give the same answer
//   param    name=value
//   rows     [ordered] a:long b:string           rows of typed literals
//   error CODE | warn CODE                       with the rendered text, if given
//   plan | scan TABLE                            the optimized plan; what reached the scan
//   skip ENGINE because="..." | only ENGINE because="..." | known-bad because="..."
//
// Ownership: plain values. Thread rule: none.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "catalog/catalog.h"
#include "functions/function_def.h"
#include "types/value.h"

namespace quarry::qtest {

struct Table {
  std::string name;
  std::vector<ColumnSchema> columns;
  std::vector<std::vector<Value>> rows;
};

struct Input {
  std::string reader;
  std::string table;  // "": recognised
  std::string file;   // "": inline
  std::string text;
};

struct Setup {
  std::vector<Table> tables;
  std::vector<Input> inputs;
  std::optional<int64_t> now;
  std::string lookups;  // "": the current folder
};

struct Query {
  Lang lang = Lang::kKql;
  std::string from;                 // cql, sigma: the table whose rows are the events
  std::vector<std::string> fields;  // sigma: no meaning beyond the header of `rows`; checked to be in it
  std::string text;
  int line = 0;
};

// Lines of the file [first, last) that hold the content of an expectation, for --accept.
struct Place {
  size_t first = 0, last = 0;
};

struct Expectation {
  enum class Kind { kRows, kError, kWarning, kPlan, kScan };
  Kind kind = Kind::kRows;
  std::string subject;                // code, or table
  bool ordered = false;               // kRows
  std::vector<ColumnSchema> columns;  // kRows
  std::vector<std::vector<Value>> rows;
  std::vector<std::string> lines;  // the content as it stands
  Place place;
};

struct Case {
  std::string name;
  int line = 0;
  Setup setup;
  std::vector<Query> queries;
  std::map<std::string, std::string> parameters;
  std::vector<Expectation> expectations;
  double tolerance = 0;
  std::string skip_because;       // not empty: the case does not run here
  std::string known_bad_because;  // not empty: the case must fail
};

struct File {
  std::string path;
  std::string about;
  Setup setup;
  double tolerance = 0;  // of cases that state none
  std::vector<Case> cases;
  std::vector<std::string> lines;
};

// An Error says "path:line: what is wrong".
Result<File> Parse(const std::string& path, const std::string& text);

// One typed literal of a row at `text[at]`; advances `at` behind it.
Result<Value> ParseLiteral(Type type, std::string_view text, size_t& at);
// As a row of a file has it.
std::string FormatLiteral(Type type, const Cell& cell);

}  // namespace quarry::qtest
