// Plans that engines over inputs alike share: each engine gives the rows, the diagnostics and the refusals that it
// gives alone.
#include "engine/bound_plans.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "engine/engine.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr const char* kSysmon =
    R"({"EventID":22,"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"HOST","TimeCreated":"TIME","EventData":{"UtcTime":"2026-03-02 09:00:00.000","ProcessGuid":"{1}","Image":"C:\\a.exe","QueryName":"NAME"EXTRA}})";

class BoundPlansTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) / ("quarry-plans-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& text) const {
    const std::string path = (folder_ / name).string();
    std::ofstream(path) << text << "\n";
    return path;
  }
  // An event of Sysmon in a file of its own.
  std::string Sysmon(const std::string& file, const std::string& host, const std::string& extra = "",
                     const std::string& time = "2026-03-02T09:00:00Z") const {
    std::string text = kSysmon;
    for (const auto& [from, to] :
         {std::pair<std::string, std::string>{"HOST", host}, {"TIME", time}, {"NAME", "x.dev"}, {"EXTRA", extra}})
      text.replace(text.find(from), from.size(), to);
    return Write(file, text);
  }

  static std::unique_ptr<Engine> Open(const std::string& path, std::shared_ptr<BoundPlans> plans,
                                      bool now_latest = true) {
    EngineOptions options;
    options.data_dir = std::string(QUARRY_SOURCE_DIR) + "/data";
    options.threads = 1;
    options.now_latest = now_latest;
    options.plans = std::move(plans);
    std::unique_ptr<Engine> engine = std::move(*Engine::Create(options));
    DiagnosticList diagnostics;
    engine->AddInput({.path = path}, diagnostics);
    EXPECT_TRUE(diagnostics.items().empty());
    return engine;
  }

  // Columns, rows and diagnostics as one text.
  static std::string Answer(Engine& engine, Lang lang, const std::string& query) {
    const uint16_t source = engine.sources().Add("query", query);
    DiagnosticList diagnostics;
    FailureOr<std::vector<BoundQuery>> bound = engine.Bind(lang, source, {}, diagnostics);
    std::string text;
    if (bound) {
      for (const BoundQuery& one : *bound) {
        Result<std::unique_ptr<ResultStream>> stream = engine.Run(one);
        if (!stream) return stream.error().message;
        for (const OutputColumn& column : (*stream)->columns()) text += column.name + " ";
        text += "\n";
        Batch batch;
        while ((*stream)->Next(batch) && batch.rows > 0) {
          for (size_t row = 0; row < batch.rows; ++row) {
            for (const ColumnVector& column : batch.columns) {
              const Cell cell = column.Get(row);
              text += (cell.null                  ? "null"
                       : IsTextual(column.type()) ? std::string(cell.text)
                                                  : std::to_string(cell.integer)) +
                      "|";
            }
            text += "\n";
          }
        }
        engine.ExplainEmptyResult(one, diagnostics);
      }
    }
    for (const Diagnostic& d : diagnostics.items()) {
      text += std::string(CodeName(d.code)) + " " + d.message;
      if (d.span.known()) {
        EXPECT_EQ(d.span.source, source);
        text += " at " + std::string(engine.sources().TextOf(d.span));
      }
      text += "\n";
    }
    return text;
  }

  // The answers of engines over `paths` one after the other, which must be those of engines that share nothing.
  std::vector<std::string> Answers(const std::vector<std::string>& paths, Lang lang, const std::string& query) {
    std::vector<std::string> answers;
    for (const std::string& path : paths) {
      const std::unique_ptr<Engine> shared = Open(path, plans_), alone = Open(path, nullptr);
      // So that the same text has another number.
      for (size_t i = 0; i < answers.size(); ++i) shared->sources().Add("other", "text");
      answers.push_back(Answer(*shared, lang, query));
      EXPECT_EQ(answers.back(), Answer(*alone, lang, query)) << path;
    }
    return answers;
  }

  std::filesystem::path folder_;
  std::shared_ptr<BoundPlans> plans_ = std::make_shared<BoundPlans>();
};

TEST_F(BoundPlansTest, EachEngineReadsItsOwnInput) {
  const std::vector<std::string> paths = {Sysmon("a.ndjson", "ws-1"), Sysmon("b.ndjson", "ws-2")};
  const std::string query = "DeviceEvents | where ActionType == 'DnsQueryResponse' | project DeviceName";
  const std::vector<std::string> answers = Answers(paths, Lang::kKql, query);
  EXPECT_EQ(answers[0], "DeviceName \nws-1|\n");
  EXPECT_EQ(answers[1], "DeviceName \nws-2|\n");
  // Subqueries read it too.
  EXPECT_NE(
      Answers(paths, Lang::kKql,
              "let Hosts = DeviceEvents | project DeviceName; DeviceEvents | where DeviceName in (Hosts) | extend "
              "N = toscalar(Hosts | count) | project DeviceName, N")[1]
          .find("ws-2|1|"),
      std::string::npos);
  Answers(paths, Lang::kCql, "#event_simpleName=DnsRequest | groupBy([ComputerName, DomainName])");
  Answers(paths, Lang::kSigma,
          "title: t\nlogsource: {category: dns_query, product: windows}\ndetection: {s: {QueryName|endswith: .dev}, "
          "condition: s}\n");
}

TEST_F(BoundPlansTest, PresentThatIsReadIsTheEnginesOwn) {
  const std::vector<std::string> paths = {Sysmon("a.ndjson", "ws-1"),
                                          Sysmon("b.ndjson", "ws-1", "", "2026-04-01T00:00:00Z"),
                                          Sysmon("c.ndjson", "ws-1", "", "2026-04-01T00:00:00Z")};
  const std::vector<std::string> answers =
      Answers(paths, Lang::kKql, "DeviceEvents | where Timestamp > ago(1h) | project DeviceName, Present = now()");
  EXPECT_NE(answers[0], answers[1]);
  EXPECT_EQ(answers[1], answers[2]);
}

TEST_F(BoundPlansTest, ColumnsThatWereOnlySeenAreThoseOfTheInput) {
  const std::vector<std::string> paths = {Sysmon("a.ndjson", "ws-1"), Sysmon("b.ndjson", "ws-1", R"(,"Odd":"7")"),
                                          Sysmon("c.ndjson", "ws-1", R"(,"QueryStatus":"0")")};
  std::vector<std::string> answers = Answers(paths, Lang::kKql, "Windows | project Odd");
  EXPECT_NE(answers[0].find("Q0203"), std::string::npos);
  EXPECT_EQ(answers[1], "Odd \n7|\n");
  EXPECT_NE(answers[2].find("Q0203"), std::string::npos);
  answers = Answers(paths, Lang::kKql, "Windows");
  EXPECT_NE(answers[1].find("Odd "), std::string::npos);
  EXPECT_EQ(answers[2].find("Odd "), std::string::npos);
  answers = Answers(paths, Lang::kKql, "Windows | extend O = column_ifexists('Odd', 'none') | project O");
  EXPECT_EQ(answers[0], "O \nnone|\n");
  EXPECT_EQ(answers[1], "O \n7|\n");
}

TEST_F(BoundPlansTest, FalconTablesShowWhatWasSeen) {
  const std::string start =
      R"({"event_simpleName":"DnsRequest","aid":"1","timestamp":"1772442000000","DomainName":"x.dev")";
  const std::vector<std::string> paths = {Write("a.ndjson", start + "}"), Write("b.ndjson", start + R"(,"Odd":"7"})")};
  const std::vector<std::string> answers = Answers(paths, Lang::kKql, "DnsRequest");
  EXPECT_NE(answers[0], answers[1]);
}

TEST_F(BoundPlansTest, InputsAreCalledByTheirOwnNames) {
  const std::vector<std::string> paths = {Sysmon("first.ndjson", "ws-1"), Sysmon("second.ndjson", "ws-1")};
  const std::vector<std::string> answers = Answers(paths, Lang::kKql, "first | project Computer");
  EXPECT_EQ(answers[0], "Computer \nws-1|\n");
  EXPECT_NE(answers[1].find("Q0201"), std::string::npos) << answers[1];
}

TEST_F(BoundPlansTest, WarningsStandAtTheTextOfEachEngine) {
  const std::vector<std::string> paths = {Sysmon("a.ndjson", "ws-1"), Sysmon("b.ndjson", "ws-2")};
  const std::vector<std::string> answers = Answers(paths, Lang::kKql, "SigninLogs | count");
  EXPECT_NE(answers[0].find("Q0502"), std::string::npos) << answers[0];
  EXPECT_EQ(answers[0], answers[1]);
}

TEST_F(BoundPlansTest, EmptyResultsAreExplained) {
  const std::vector<std::string> paths = {Sysmon("a.ndjson", "ws-1"),
                                          Sysmon("b.ndjson", "ws-1", "", "2026-04-01T00:00:00Z")};
  const std::vector<std::string> answers =
      Answers(paths, Lang::kKql, "DeviceEvents | where Timestamp > datetime(2027-01-01) | project DeviceName");
  EXPECT_NE(answers[0].find("Q0701"), std::string::npos);
}

}  // namespace
}  // namespace quarry
