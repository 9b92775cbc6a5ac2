// Findings: stable ids and order, entities, and what each writer prints.
#include <gtest/gtest.h>

#include "findings/finding.h"
#include "findings/writer.h"
#include "types/json.h"
#include "types/ticks.h"

namespace quarry {
namespace {

const FindingRule kRule{"r-1", "Odd <process>", Level::kHigh, "sigma", "rules/a.yml", "", {"T1583.007", "TA0011"}};

Finding MakeFinding(std::string event, std::optional<int64_t> time) {
  Finding finding;
  finding.rule = &kRule;
  finding.severity = Level::kHigh;
  finding.time = time;
  finding.file = "a.evtx";
  finding.record = 7;
  finding.event = std::move(event);
  finding.entities = EntitiesOf(finding.event);
  finding.id = FindingId(kRule.id, time, finding.event);
  return finding;
}

std::string Written(std::string_view format, const std::vector<Finding>& findings,
                    const FindingWriterOptions& options = {}) {
  char* data = nullptr;
  size_t size = 0;
  std::FILE* out = open_memstream(&data, &size);
  const auto writer = FindFindingWriter(format)->make(out, options);
  writer->Begin();
  for (const Finding& finding : findings) writer->Write(finding);
  writer->End();
  std::fclose(out);
  std::string text(data, size);
  std::free(data);
  return text;
}

const int64_t kTime = *ParseDateTime("2026-03-02T09:00:01.1234567Z");
const char kEvent[] =
    R"({"Computer":"WS-042","User":"CORP\\alice","Image":"C:\\x\\curl.exe","QueryName":"a.workers.dev","n":1})";

TEST(Finding, IdDependsOnRuleTimeAndEvent) {
  const std::string id = FindingId("r", kTime, "{}");
  EXPECT_EQ(id.size(), 32u);
  EXPECT_EQ(id, FindingId("r", kTime, "{}"));
  EXPECT_NE(id, FindingId("r", kTime + 1, "{}"));
  EXPECT_NE(id, FindingId("s", kTime, "{}"));
  EXPECT_NE(id, FindingId("r", std::nullopt, "{}"));
}

TEST(Finding, Levels) {
  EXPECT_EQ(FindLevel("High"), Level::kHigh);
  EXPECT_EQ(FindLevel("info"), Level::kInformational);
  EXPECT_FALSE(FindLevel("severe").has_value());
  EXPECT_EQ(FindConfidence("medium"), Confidence::kMedium);
}

TEST(Finding, Entities) {
  const Finding finding = MakeFinding(kEvent, kTime);
  EXPECT_EQ(EntityValue(finding, "host"), "WS-042");
  EXPECT_EQ(EntityValue(finding, "account"), "CORP\\alice");
  EXPECT_EQ(EntityValue(finding, "domain"), "a.workers.dev");
  EXPECT_EQ(EntityValue(finding, "ip"), "");
  EXPECT_EQ(EntitiesOf("no json").size(), 0u);
}

TEST(Finding, OrderIsByTimeThenRuleThenId) {
  std::vector<Finding> findings = {MakeFinding("{\"a\":1}", std::nullopt), MakeFinding("{\"a\":2}", kTime + 5),
                                   MakeFinding("{\"a\":3}", kTime)};
  SortFindings(findings);
  EXPECT_EQ(findings[0].event, "{\"a\":3}");
  EXPECT_EQ(findings[1].event, "{\"a\":2}");
  EXPECT_FALSE(findings[2].time.has_value());
}

TEST(FindingWriters, Ndjson) {
  const std::string text = Written("ndjson", {MakeFinding("{\"Computer\":\"H\"}", kTime)});
  EXPECT_EQ(
      text.find(
          R"({"rule":{"id":"r-1","title":"Odd <process>","level":"high","language":"sigma","attack":["T1583.007","TA0011"]},"severity":"high","confidence":"medium","time":"2026-03-02T09:00:01.1234567Z","source":{"file":"a.evtx","record":7},"id":")"),
      0u)
      << text;
  EXPECT_NE(text.find(R"("entities":[{"kind":"host","value":"H","field":"Computer"}],"event":{"Computer":"H"}})"),
            std::string::npos)
      << text;
}

TEST(FindingWriters, EveryJsonFormatIsJson) {
  const std::vector<Finding> findings = {MakeFinding(kEvent, kTime), MakeFinding("{}", std::nullopt)};
  Arena arena;
  const JsonNode* array = ParseJson(Written("json", findings), arena);
  ASSERT_TRUE(array);
  EXPECT_EQ(array->size, 2u);
  EXPECT_EQ(Written("json", {}), "[]\n");
  for (const char* format : {"ndjson", "ocsf", "timesketch"}) {
    const std::string text = Written(format, findings);
    size_t lines = 0;
    for (size_t at = 0; at < text.size(); ++lines) {
      const size_t end = text.find('\n', at);
      EXPECT_TRUE(ParseJson(text.substr(at, end - at), arena)) << format << ": " << text;
      at = end + 1;
    }
    EXPECT_EQ(lines, 2u) << format;
  }
  const std::string ocsf_text = Written("ocsf", {findings[0]});
  const JsonNode* ocsf = ParseJson(ocsf_text, arena);
  ASSERT_TRUE(ocsf) << ocsf_text;
  ASSERT_TRUE(ocsf->Find("class_uid") && ocsf->Find("time")) << ocsf_text;
  EXPECT_EQ(ocsf->Find("class_uid")->integer, 2004);
  EXPECT_EQ(ocsf->Find("severity_id")->integer, 4);
  EXPECT_EQ(ocsf->Find("time")->integer, 1772442001123);
}

TEST(FindingWriters, CsvQuotesAndDefusesFormulas) {
  const std::string text = Written("csv", {MakeFinding(R"j({"User":"=cmd()"})j", kTime)});
  EXPECT_NE(text.find(",\"'=cmd()\","), std::string::npos) << text;
  EXPECT_NE(text.find(R"j("{""User"":""=cmd()""}")j"), std::string::npos) << text;
}

TEST(FindingWriters, TableHidesControlCharactersAndFits) {
  const std::string text = Written(
      "table", {MakeFinding("{\"Computer\":\"H\\u001b[2J\",\"Image\":\"C:\\\\a\\\\b.exe\"}", kTime)}, {.width = 60});
  EXPECT_NE(text.find("H.[2J"), std::string::npos) << text;
  EXPECT_NE(text.find("2026-03-02 09:00:01  high   1      Odd"), std::string::npos) << text;
  EXPECT_NE(text.find("b.exe"), std::string::npos) << text;
  EXPECT_EQ(Written("table", {}), "");
}

TEST(FindingWriters, TableCountsWhatSaysTheSame) {
  const std::string text =
      Written("table", {MakeFinding("{\"Computer\":\"H\",\"n\":1}", kTime), MakeFinding("{\"Computer\":\"G\"}", kTime),
                        MakeFinding("{\"Computer\":\"H\",\"n\":2}", kTime + 1)});
  EXPECT_NE(text.find("high   2      Odd <process>  H\n"), std::string::npos) << text;
  EXPECT_NE(text.find("high   1      Odd <process>  G\n"), std::string::npos) << text;
}

TEST(FindingWriters, HtmlEscapes) {
  const std::string text = Written("html", {MakeFinding(R"({"User":"<script>"})", kTime)});
  EXPECT_EQ(text.find("<script"), std::string::npos);
  EXPECT_NE(text.find("Odd &lt;process&gt;"), std::string::npos);
}

}  // namespace
}  // namespace quarry
