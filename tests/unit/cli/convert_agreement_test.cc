// A rule and what it is converted to find the same events: random rules over random events, in Quarry for KQL and CQL,
// in DuckDB for its SQL. Fields are absent, empty, or hold what quoting and wildcards go wrong on.
#include <duckdb.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <random>
#include <set>

#include "convert/convert.h"
#include "convert/to_sigma.h"
#include "engine/engine.h"
#include "engine/event_rows.h"
#include "syntax/sigma/parser.h"
#include "types/cell_text.h"
#include "types/json.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr int kEvents = 80;
constexpr int kRules = 40;

const std::vector<std::string> kFields = {"Image", "CommandLine",      "ParentImage",
                                          "User",  "OriginalFileName", "IntegrityLevel"};
const std::vector<std::string> kTexts = {"C:\\Windows\\System32\\cmd.exe",
                                         "C:\\Tools\\PowerShell.exe",
                                         "\\\\host\\share\\a b.exe",
                                         "cmd.exe /c \"dir\" 'x'",
                                         "100%_done",
                                         "a*b",
                                         "a?b",
                                         "line\nend",
                                         "tab\tend",
                                         "caf\xc3\xa9 \xc3\x89",
                                         "DOMAIN\\alice",
                                         "nt authority\\system",
                                         "High",
                                         "System",
                                         "x",
                                         "10.1.2.3",
                                         "443",
                                         "a.b.workers.dev",
                                         "https://a.example/x?y=1",
                                         "{}[]()^$+|.",
                                         "/slash//"};
// Paths have a folder and accounts a domain: what keeps their last part alone relies on it.
const std::vector<std::string> kPaths = {"C:\\Windows\\System32\\cmd.exe",
                                         "C:\\Tools\\PowerShell.exe",
                                         "\\\\host\\share\\a b.exe",
                                         "D:\\x\\CMD.EXE",
                                         "C:\\50%_\\it's.exe",
                                         "C:\\caf\xc3\x89\\{a}.exe"};
const std::vector<std::string> kAccounts = {"DOMAIN\\alice", "NT AUTHORITY\\SYSTEM", "ws-1\\svc_b.e",
                                            "ws-1\\Andr\xc3\xa9"};
const std::vector<std::string> kLevels = {"Low", "Medium", "High", "System"};
const std::vector<std::string> kParts = {
    "cmd",         "CMD.EXE", ".exe", "\\cmd.exe", "\\",          "'",    "\"", "%_",  "*",   "?",   "a",
    "caf\xc3\x89", "alice",   "\n",   "\t",        "workers.dev", "{}[]", "//", "sys", "443", "b.e", "/c \"d"};

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  int Below(int n) { return static_cast<int>(engine_() % static_cast<unsigned>(n)); }
  const std::string& Of(const std::vector<std::string>& texts) {
    return texts[static_cast<size_t>(Below(static_cast<int>(texts.size())))];
  }

 private:
  std::mt19937 engine_;
};

using Event = std::map<std::string, std::string>;

std::string TimeOf(int number) {
  char text[32];
  std::snprintf(text, sizeof text, "2024-05-01 10:%02d:%02d.%03d", number / 60, number % 60, number);
  return text;
}
std::string Digits(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9' && digits.size() < 17) digits += c;
  }
  return digits;
}

std::vector<Event> RandomEvents(Dice& dice) {
  std::vector<Event> events;
  for (int i = 0; i < kEvents; ++i) {
    Event event{{"UtcTime", TimeOf(i)}, {"Computer", "ws-1"}, {"Channel", "Microsoft-Windows-Sysmon/Operational"}};
    event["ProcessGuid"] = "{00000000-0000-0000-0000-" + std::to_string(100000000000 + i) + "}";
    for (const std::string& field : kFields) {
      const int kind = dice.Below(8);
      const bool path = field == "Image" || field == "ParentImage";
      if (kind > 1)
        event[field] = dice.Of(path                        ? kPaths
                               : field == "User"           ? kAccounts
                               : field == "IntegrityLevel" ? kLevels
                                                           : kTexts);
      if (kind == 1) event[field] = "";
    }
    events.push_back(std::move(event));
  }
  return events;
}

std::string YamlText(std::string_view text) {
  std::string out;
  AppendJsonString(text, out);
  return out;
}

// One detection item. Wildcards, nulls, regular expressions and lists among them.
std::string RandomItem(Dice& dice) {
  const std::string field = dice.Of(kFields);
  static const std::vector<std::string> kModifiers = {
      "", "|contains", "|startswith", "|endswith", "|contains|all", "|cased", "|contains|cased"};
  static const std::vector<std::string> kRegexes = {"(?:^|\\\\)cmd\\.exe$", "[A-Z]{3,}", "^\\w+\\.exe", "a.b", "\\d{3}",
                                                    "(cmd|alice)\\b",       "[^a-z]$",   "e{2,}|\\s"};
  switch (dice.Below(8)) {
    case 0:
      return field + ": null";
    case 1:
      return field + ": [null, '']";
    case 2:
      return field + (dice.Below(2) ? "|re|i: " : "|re: ") + YamlText(dice.Of(kRegexes));
    case 3:
      return field + ": " + YamlText(dice.Of(kTexts));
    case 4:
      return field + "|exists: " + (dice.Below(2) ? "true" : "false");
    case 5:
      return field + ": " + YamlText("*" + dice.Of(kParts) + "*" + dice.Of(kParts) + (dice.Below(2) ? "*" : "?"));
    default:
      return field + dice.Of(kModifiers) + ": [" + YamlText(dice.Of(kParts)) + ", " + YamlText(dice.Of(kParts)) + "]";
  }
}

std::string RandomRule(Dice& dice) {
  static const std::vector<std::string> kConditions = {"a",
                                                       "not a",
                                                       "a and b",
                                                       "a or b",
                                                       "a and not b",
                                                       "not (a or b)",
                                                       "not a and not b",
                                                       "a or not b",
                                                       "not (a and not b)"};
  std::string rule = "title: Random\nlogsource: {product: windows, category: process_creation}\ndetection:\n";
  for (const char* name : {"a", "b"}) {
    const std::string first = RandomItem(dice), second = RandomItem(dice);
    rule += std::string("  ") + name + ":\n";
    const bool list = dice.Below(2);
    rule += (list ? "    - " : "    ") + first + "\n";
    if (list || first.substr(0, first.find(':')) != second.substr(0, second.find(':')))
      rule += (list ? "    - " : "    ") + second + "\n";
  }
  return rule + "  condition: " + dice.Of(kConditions) + "\n";
}

class ConvertAgreement : public ::testing::Test {
 protected:
  void SetUp() override {
    setenv("QUARRY_DATA_DIR", QUARRY_SOURCE_DIR "/data", 1);
    Result<convert::Converter> loaded = convert::Converter::Load(QUARRY_SOURCE_DIR "/data");
    ASSERT_TRUE(loaded) << loaded.error().message;
    converter_.emplace(std::move(*loaded));
    path_ = (std::filesystem::temp_directory_path() / ("quarry-agreement-" + std::to_string(getpid()) + ".ndjson"))
                .string();
  }
  void TearDown() override { std::filesystem::remove(path_); }

  void UseEvents(const std::vector<Event>& events) {
    std::string text;
    for (const Event& event : events) {
      std::string line = "{\"EventID\":1";
      for (const auto& [name, value] : event) {
        line += ",";
        AppendJsonString(name, line);
        line += ":";
        AppendJsonString(value, line);
      }
      text += line + "}\n";
    }
    std::FILE* file = std::fopen(path_.c_str(), "wb");
    ASSERT_NE(file, nullptr);
    std::fwrite(text.data(), 1, text.size(), file);
    std::fclose(file);
    EngineOptions options;
    options.threads = 1;
    Result<std::unique_ptr<Engine>> engine = Engine::Create(options);
    ASSERT_TRUE(engine) << engine.error().message;
    engine_ = std::move(*engine);
    DiagnosticList diagnostics;
    engine_->AddInput({path_, "", ""}, diagnostics);
    ASSERT_FALSE(diagnostics.has_errors());
  }

  // The times of the events that the query finds; what went wrong is in `failure`.
  std::multiset<std::string> Find(Lang lang, const std::string& text, std::string& failure) {
    std::multiset<std::string> times;
    DiagnosticList diagnostics;
    const uint16_t source = engine_->sources().Add("query", text);
    FailureOr<std::vector<BoundQuery>> plans = engine_->Bind(lang, source, {}, diagnostics);
    if (!plans) {
      failure = diagnostics.items().empty() ? "no plan" : RenderText(diagnostics.items().back(), engine_->sources());
      return times;
    }
    for (const BoundQuery& plan : *plans) {
      Result<std::unique_ptr<ResultStream>> stream = engine_->Run(plan);
      if (!stream) {
        failure = stream.error().message;
        return times;
      }
      const std::vector<OutputColumn> columns = (*stream)->columns();
      EventRows reader(plan, columns);
      Batch batch;
      while ((*stream)->Next(batch) && batch.rows > 0) {
        for (size_t r = 0; r < batch.rows; ++r) {
          if (lang == Lang::kKql) {
            for (size_t i = 0; i < columns.size(); ++i) {
              std::string cell;
              if (columns[i].name != "TimeGenerated") continue;
              AppendCellJson(columns[i].type, batch.columns[i].Get(r), cell);
              times.insert(Digits(cell));
            }
            continue;
          }
          Event event;
          for (const auto& [name, value] : reader.Read(batch, r)) event[std::string(name)] = std::string(value);
          if (event.count("ContextTimeStamp")) {
            times.insert(Digits(FormatDateTime(kUnixEpochTicks + std::stoll(event["timestamp"]) * 10000)));
          } else {
            times.insert(Digits(event["UtcTime"]));
          }
        }
      }
    }
    return times;
  }

  std::optional<std::string> Converted(const std::string& text, std::string_view target, std::string_view pipeline) {
    SourceMap sources;
    DiagnosticList diagnostics;
    const sigma::RuleFile file = sigma::ParseRules(sources, sources.Add("rule", text), diagnostics);
    EXPECT_EQ(file.rules.size(), 1u) << text;
    if (file.rules.size() != 1) return std::nullopt;
    const convert::Conversion conversion =
        converter_->Convert(file.rules[0], *convert::FindConvertTarget(target),
                            *converter_->pipelines().Find(target, pipeline), convert::Form::kQuery);
    EXPECT_NE(conversion.text.empty(), conversion.refusals.empty());
    if (conversion.text.empty()) return std::nullopt;
    return conversion.text;
  }

  // A query of ours as a Sigma rule again; nothing when that is refused.
  std::optional<std::string> Back(Lang lang, const std::string& query) {
    SourceMap sources;
    DiagnosticList diagnostics;
    const uint16_t source = sources.Add("query", query);
    const convert::SigmaConversion sigma =
        lang == Lang::kKql ? convert::SigmaOfKql(sources, source, "Back", converter_->pipelines(), diagnostics)
                           : convert::SigmaOfCql(sources, source, "Back", converter_->pipelines(), diagnostics);
    EXPECT_FALSE(diagnostics.has_errors()) << query;
    if (sigma.text.empty()) return std::nullopt;
    return sigma.text;
  }

  std::optional<convert::Converter> converter_;
  std::unique_ptr<Engine> engine_;
  std::string path_;
};

TEST_F(ConvertAgreement, KqlAndCqlFindWhatTheRuleFinds) {
  Dice dice(20240501);
  UseEvents(RandomEvents(dice));
  std::map<std::string, int> agreed;
  for (int i = 0; i < kRules; ++i) {
    const std::string rule = RandomRule(dice);
    std::string failure;
    const std::multiset<std::string> wanted = Find(Lang::kSigma, rule, failure);
    ASSERT_EQ(failure, "") << rule;
    for (const auto& [target, pipeline, lang] :
         {std::tuple{"kql", "defender", Lang::kKql}, {"cql", "falcon", Lang::kCql}, {"cql", "sysmon", Lang::kCql}}) {
      const std::optional<std::string> query = Converted(rule, target, pipeline);
      if (!query) continue;
      EXPECT_EQ(Find(lang, *query, failure), wanted) << rule << "\n" << *query;
      ASSERT_EQ(failure, "") << *query;
      ++agreed[pipeline];
      const std::optional<std::string> back = Back(lang, *query);
      if (!back) continue;
      EXPECT_EQ(Find(Lang::kSigma, *back, failure), wanted) << rule << "\n" << *query << "\n" << *back;
      ASSERT_EQ(failure, "") << *back;
      ++agreed["back from " + std::string(pipeline)];
    }
  }
  EXPECT_GT(agreed["defender"], kRules / 5);
  EXPECT_GT(agreed["falcon"], kRules / 20);
  EXPECT_GT(agreed["sysmon"], kRules / 2);
  EXPECT_GT(agreed["back from defender"], kRules / 10);
  EXPECT_GT(agreed["back from sysmon"], kRules / 4);
}

std::string SqlText(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

// Falcon's parent is a file name alone: what asks for no more than the last part of the path is said of it.
TEST_F(ConvertAgreement, ExpressionsOfTheLastPartAreSaidOfFileNames) {
  Dice dice(3);
  UseEvents(RandomEvents(dice));
  for (const std::string regex :
       {R"((?:^|\\)cmd\.exe$)", R"([\\/][^\\/]*[dl]\.exe$)", R"(\\(?:cmd|PowerShell)\.EXE$)"}) {
    const std::string rule =
        "title: Last part\nlogsource: {product: windows, category: process_creation}\ndetection:\n  a:\n    "
        "ParentImage|re|i: '" +
        regex + "'\n  condition: a\n";
    std::string failure;
    const std::multiset<std::string> wanted = Find(Lang::kSigma, rule, failure);
    EXPECT_FALSE(wanted.empty()) << rule;
    const std::optional<std::string> query = Converted(rule, "cql", "falcon");
    ASSERT_TRUE(query) << rule;
    EXPECT_EQ(Find(Lang::kCql, *query, failure), wanted) << *query;
    EXPECT_EQ(failure, "");
  }
  for (const std::string regex : {R"(cmd\.exe$)", R"(\\[^x]*\.exe$)", R"(\\cmd)", R"(\\.*\.exe$)"}) {
    EXPECT_FALSE(
        Converted("title: More\nlogsource: {product: windows, category: process_creation}\ndetection:\n  a:\n    "
                  "ParentImage|re: '" +
                      regex + "'\n  condition: a\n",
                  "cql", "falcon"))
        << regex;
  }
}

TEST_F(ConvertAgreement, DuckDbFindsWhatTheRuleFinds) {
  Dice dice(7);
  const std::vector<Event> events = RandomEvents(dice);
  UseEvents(events);
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  ASSERT_EQ(duckdb_open(nullptr, &database), DuckDBSuccess);
  ASSERT_EQ(duckdb_connect(database, &connection), DuckDBSuccess);
  std::string sql = "CREATE TABLE events (\"EventID\" BIGINT, \"UtcTime\" VARCHAR, \"Channel\" VARCHAR";
  for (const std::string& field : kFields) sql += ", \"" + field + "\" VARCHAR";
  sql += "); INSERT INTO events VALUES ";
  for (size_t i = 0; i < events.size(); ++i) {
    sql += std::string(i == 0 ? "" : ", ") + "(1, " + SqlText(events[i].at("UtcTime")) + ", " +
           SqlText(events[i].at("Channel"));
    for (const std::string& field : kFields)
      sql += events[i].count(field) ? ", " + SqlText(events[i].at(field)) : ", NULL";
    sql += ")";
  }
  ASSERT_EQ(duckdb_query(connection, sql.c_str(), nullptr), DuckDBSuccess);
  int agreed = 0;
  for (int i = 0; i < kRules; ++i) {
    const std::string rule = RandomRule(dice);
    std::string failure;
    const std::multiset<std::string> wanted = Find(Lang::kSigma, rule, failure);
    ASSERT_EQ(failure, "") << rule;
    const std::optional<std::string> query = Converted(rule, "duckdb", "sysmon");
    if (!query) continue;
    duckdb_result result;
    ASSERT_EQ(duckdb_query(connection, query->c_str(), &result), DuckDBSuccess)
        << *query << duckdb_result_error(&result);
    std::multiset<std::string> found;
    for (idx_t row = 0; row < duckdb_row_count(&result); ++row) {
      char* text = duckdb_value_varchar(&result, 1, row);
      found.insert(Digits(text));
      duckdb_free(text);
    }
    duckdb_destroy_result(&result);
    EXPECT_EQ(found, wanted) << rule << "\n" << *query;
    ++agreed;
  }
  EXPECT_GT(agreed, kRules * 9 / 10);
  duckdb_disconnect(&connection);
  duckdb_close(&database);
}

}  // namespace
}  // namespace quarry
