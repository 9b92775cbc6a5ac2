// Parses .qtest files. Entry: Parse.
#include <cstdlib>

#include "base/arena.h"
#include "base/ascii.h"
#include "engine/inline_columns.h"
#include "qtest/qtest_file.h"
#include "types/json.h"
#include "types/number.h"
#include "types/ticks.h"

namespace quarry::qtest {
namespace {

struct Block {
  std::string keyword;
  std::string rest;                            // of the keyword's line
  std::vector<std::string> words;              // of `rest`, without options
  std::map<std::string, std::string> options;  // name=value
  std::vector<std::string> lines;              // content, indentation removed
  size_t line = 0;                             // of the keyword, from 1
  Place content;
};

std::vector<std::string> SplitLines(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t at = 0; at < text.size();) {
    size_t end = text.find('\n', at);
    if (end == std::string::npos) end = text.size();
    size_t length = end - at;
    if (length > 0 && text[end - 1] == '\r') --length;
    lines.push_back(text.substr(at, length));
    at = end + 1;
  }
  return lines;
}

std::string Joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

// Words and options (name=value, name="value") of a keyword's line.
void SplitHead(Block& block) {
  std::string_view text = block.rest;
  for (size_t at = 0; at < text.size();) {
    while (at < text.size() && IsAsciiSpace(text[at])) ++at;
    size_t start = at;
    size_t equals = std::string_view::npos;
    while (at < text.size() && !IsAsciiSpace(text[at])) {
      if (text[at] == '=' && equals == std::string_view::npos) equals = at;
      if (text[at] == '"') {
        for (++at; at < text.size() && text[at] != '"'; ++at) {
          if (text[at] == '\\') ++at;
        }
      }
      if (at < text.size()) ++at;
    }
    if (start == at) break;
    if (equals == std::string_view::npos || equals == start) {
      block.words.emplace_back(text.substr(start, at - start));
      continue;
    }
    std::string value(text.substr(equals + 1, at - equals - 1));
    if (value.starts_with('"')) {
      Arena arena;
      if (const JsonNode* node = ParseJson(value, arena)) value = std::string(node->text);
    }
    block.options[std::string(text.substr(start, equals - start))] = value;
  }
}

class Parser {
 public:
  Parser(const std::string& path, const std::string& text) {
    file_.path = path;
    file_.lines = SplitLines(text);
  }

  Result<File> Run() {
    Result<std::vector<Block>> blocks = ReadBlocks();
    if (!blocks) return blocks.error();
    if (blocks->empty() || blocks->front().keyword != "qtest" || blocks->front().rest != "1") {
      return Fail(1, "the first line must be `qtest 1`");
    }
    for (size_t i = 1; i < blocks->size(); ++i) {
      Result<void> added = Add((*blocks)[i]);
      if (!added) return Fail((*blocks)[i].line, added.error().message);
    }
    for (const Case& c : file_.cases) {
      if (c.queries.empty()) return Fail(c.line, "case `" + c.name + "` has no query");
      if (c.expectations.empty()) return Fail(c.line, "case `" + c.name + "` expects nothing");
    }
    return std::move(file_);
  }

 private:
  Error Fail(size_t line, const std::string& message) const {
    return Error{file_.path + ":" + std::to_string(line) + ": " + message};
  }

  Result<std::vector<Block>> ReadBlocks() const {
    std::vector<Block> blocks;
    for (size_t i = 0; i < file_.lines.size(); ++i) {
      const std::string& line = file_.lines[i];
      if (line.starts_with('#')) continue;
      const bool blank = line.find_first_not_of(' ') == std::string::npos;
      if (!blank && line.front() != ' ') {
        size_t space = line.find_first_of(" \t");
        Block block;
        block.keyword = line.substr(0, space);
        size_t rest = line.find_first_not_of(" \t", space == std::string::npos ? line.size() : space);
        if (rest != std::string::npos) block.rest = line.substr(rest, line.find_last_not_of(" \t") + 1 - rest);
        block.line = i + 1;
        block.content = {i + 1, i + 1};
        SplitHead(block);
        blocks.push_back(std::move(block));
        continue;
      }
      if (blank && line.size() < 2) {
        if (!blocks.empty()) blocks.back().lines.emplace_back();
        continue;
      }
      if (!line.starts_with("  ")) return Fail(i + 1, "content is indented by two spaces");
      if (blocks.empty()) return Fail(i + 1, "content before the first keyword");
      blocks.back().lines.push_back(line.substr(2));
      if (!blank) blocks.back().content.last = i + 1;
    }
    for (Block& block : blocks) {
      while (!block.lines.empty() && block.lines.back().find_first_not_of(' ') == std::string::npos)
        block.lines.pop_back();
    }
    return blocks;
  }

  Setup& setup() { return file_.cases.empty() ? file_.setup : file_.cases.back().setup; }

  Result<void> Add(const Block& b) {
    if (b.keyword == "about" || b.keyword == "engines") {
      if (b.keyword == "about") file_.about = b.rest;
      return {};
    }
    if (b.keyword == "table") return AddTable(b);
    if (b.keyword == "input") return AddInput(b);
    if (b.keyword == "now") {
      setup().now = ParseDateTime(b.rest);
      if (!setup().now) return Error{"`" + b.rest + "` is no time"};
      return {};
    }
    if (b.keyword == "lookups") {
      if (b.words.size() != 1) return Error{"`lookups` names one folder"};
      setup().lookups = b.words[0];
      return {};
    }
    if (b.keyword == "case") {
      if (b.words.size() != 1) return Error{"a case has one name without spaces"};
      for (const Case& other : file_.cases) {
        if (other.name == b.words[0]) return Error{"case `" + other.name + "` is there twice"};
      }
      file_.cases.emplace_back();
      file_.cases.back().name = b.words[0];
      file_.cases.back().tolerance = file_.tolerance;
      file_.cases.back().line = static_cast<int>(b.line);
      return {};
    }
    if (b.keyword == "approx") {
      double& tolerance = file_.cases.empty() ? file_.tolerance : file_.cases.back().tolerance;
      tolerance = std::strtod(b.rest.c_str(), nullptr);
      return tolerance > 0 ? Result<void>() : Error{"approx needs a tolerance"};
    }
    if (file_.cases.empty()) return Error{"`" + b.keyword + "` stands before the first case"};
    return AddToCase(b, file_.cases.back());
  }

  Result<void> AddToCase(const Block& b, Case& c) {
    if (b.keyword == "kql" || b.keyword == "cql" || b.keyword == "sigma") return AddQuery(b, c);
    if (b.keyword == "param") {
      if (b.options.empty()) return Error{"write param name=value"};
      c.parameters.insert(b.options.begin(), b.options.end());
      return {};
    }
    if (b.keyword == "skip" || b.keyword == "only" || b.keyword == "known-bad") return AddModifier(b, c);
    return AddExpectation(b, c);
  }

  Result<void> AddModifier(const Block& b, Case& c) {
    auto because = b.options.find("because");
    if (because == b.options.end() || because->second.empty())
      return Error{"`" + b.keyword + "` needs because=\"...\""};
    if (b.keyword == "known-bad") {
      c.known_bad_because = because->second;
      return {};
    }
    if (b.words.size() != 1 || (b.words[0] != "duckdb" && b.words[0] != "clickhouse")) {
      return Error{"`" + b.keyword + "` needs an engine: duckdb or clickhouse"};
    }
    // Quarry runs on DuckDB alone so far.
    if ((b.keyword == "skip") == (b.words[0] == "duckdb")) c.skip_because = because->second;
    return {};
  }

  Result<void> AddQuery(const Block& b, Case& c) {
    Query query;
    query.lang = b.keyword == "kql" ? Lang::kKql : b.keyword == "cql" ? Lang::kCql : Lang::kSigma;
    query.line = static_cast<int>(b.line);
    if (auto from = b.options.find("from"); from != b.options.end()) query.from = from->second;
    if (auto fields = b.options.find("fields"); fields != b.options.end()) {
      std::string name;
      for (char ch : fields->second + ",") {
        if (ch != ',')
          name += ch;
        else if (!name.empty())
          query.fields.push_back(std::exchange(name, {}));
      }
    }
    query.text = Joined(b.lines);
    if (!query.text.empty()) query.text.pop_back();
    c.queries.push_back(std::move(query));
    return {};
  }

  Result<void> AddExpectation(const Block& b, Case& c) {
    Expectation e;
    e.lines = b.lines;
    e.place = b.content;
    if (b.keyword == "rows") {
      e.kind = Expectation::Kind::kRows;
      std::string columns;
      for (size_t i = 0; i < b.words.size(); ++i) {
        if (i == 0 && b.words[i] == "ordered") {
          e.ordered = true;
          continue;
        }
        columns += b.words[i] + (b.words[i].ends_with(',') || b.words[i].ends_with(':') ? "" : ",");
      }
      if (columns.ends_with(',')) columns.pop_back();
      Result<std::vector<ColumnSchema>> parsed = ParseInlineColumns(columns);
      if (!parsed) return parsed.error();
      e.columns = std::move(*parsed);
      Result<void> read = ReadRows(b, e.columns, e.rows);
      if (!read) return read;
    } else if (b.keyword == "error" || b.keyword == "warn") {
      e.kind = b.keyword == "error" ? Expectation::Kind::kError : Expectation::Kind::kWarning;
      if (b.words.size() != 1) return Error{"`" + b.keyword + "` needs one code"};
      e.subject = b.words[0];
    } else if (b.keyword == "plan") {
      e.kind = Expectation::Kind::kPlan;
    } else if (b.keyword == "scan") {
      e.kind = Expectation::Kind::kScan;
      if (b.words.size() != 1) return Error{"`scan` needs one table"};
      e.subject = b.words[0];
    } else {
      return Error{"unknown keyword `" + b.keyword + "`"};
    }
    c.expectations.push_back(std::move(e));
    return {};
  }

  static Result<void> ReadRows(const Block& b, const std::vector<ColumnSchema>& columns,
                               std::vector<std::vector<Value>>& rows) {
    for (const std::string& line : b.lines) {
      if (line.find_first_not_of(' ') == std::string::npos) continue;
      std::vector<Value> row;
      size_t at = 0;
      for (const ColumnSchema& column : columns) {
        while (at < line.size() && line[at] == ' ') ++at;
        if (at >= line.size()) return Error{"row `" + line + "` has too few cells"};
        Result<Value> value = ParseLiteral(column.type, line, at);
        if (!value) return Error{"row `" + line + "`: " + value.error().message};
        row.push_back(std::move(*value));
      }
      if (line.find_first_not_of(' ', at) != std::string::npos) return Error{"row `" + line + "` has too many cells"};
      rows.push_back(std::move(row));
    }
    return {};
  }

  Result<void> AddTable(const Block& b) {
    size_t open = b.rest.find('(');
    if (open == std::string::npos || open == 0) return Error{"write table Name (column:type, ...)"};
    Table table;
    table.name = b.rest.substr(0, b.rest.find_last_not_of(' ', open - 1) + 1);
    Result<std::vector<ColumnSchema>> columns = ParseInlineColumns(b.rest.substr(open));
    if (!columns) return columns.error();
    table.columns = std::move(*columns);
    Result<void> read = ReadRows(b, table.columns, table.rows);
    if (!read) return read;
    setup().tables.push_back(std::move(table));
    return {};
  }

  Result<void> AddInput(const Block& b) {
    if (b.words.empty() || b.words.size() > 2) return Error{"write input READER [TABLE] [file=PATH]"};
    Input input;
    input.reader = b.words[0];
    if (b.words.size() == 2) input.table = b.words[1];
    if (auto file = b.options.find("file"); file != b.options.end()) input.file = file->second;
    input.text = Joined(b.lines);
    setup().inputs.push_back(std::move(input));
    return {};
  }

  File file_;
};

}  // namespace

Result<File> Parse(const std::string& path, const std::string& text) {
  return Parser(path, text).Run();
}

}  // namespace quarry::qtest
