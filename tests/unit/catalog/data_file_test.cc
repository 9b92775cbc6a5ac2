// The trees that the build keeps are those that parsing gives, and a changed file is read as it is.
#include "catalog/data_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "catalog/catalog.h"
#include "catalog/tree_code.h"

namespace quarry {
namespace {

void ExpectSame(const yaml::Node& a, const yaml::Node& b, const std::string& where) {
  ASSERT_EQ(a.kind, b.kind) << where;
  EXPECT_EQ(a.span.start, b.span.start) << where;
  EXPECT_EQ(a.span.end, b.span.end) << where;
  EXPECT_EQ(a.span.source, b.span.source) << where;
  EXPECT_EQ(a.text, b.text) << where;
  EXPECT_EQ(a.quoted, b.quoted) << where;
  EXPECT_EQ(a.block, b.block) << where;
  ASSERT_EQ(a.items.size(), b.items.size()) << where;
  ASSERT_EQ(a.members.size(), b.members.size()) << where;
  for (size_t i = 0; i < a.items.size(); ++i) ExpectSame(a.items[i], b.items[i], where + "/" + std::to_string(i));
  for (size_t i = 0; i < a.members.size(); ++i) {
    ExpectSame(a.members[i].first, b.members[i].first, where + "/key");
    ExpectSame(a.members[i].second, b.members[i].second, where + "/" + a.members[i].first.text);
  }
}

yaml::Node Parsed(const SourceMap& sources, uint16_t source) {
  DiagnosticList diagnostics;
  FailureOr<std::vector<yaml::Node>> documents = yaml::Parse(sources, source, diagnostics);
  EXPECT_TRUE(documents.ok());
  return documents ? documents->front() : yaml::Node();
}

// A copy of the shipped data folder that goes away with the test.
class DataFolder {
 public:
  DataFolder()
      : path_(std::filesystem::path(testing::TempDir()) / ("quarry-data-file-test-" + std::to_string(getpid()))) {
    std::filesystem::remove_all(path_);
    std::filesystem::copy(QUARRY_SOURCE_DIR "/data", path_, std::filesystem::copy_options::recursive);
  }
  ~DataFolder() { std::filesystem::remove_all(path_); }
  std::string path() const { return path_.string(); }
  void Replace(const std::string& name, const std::string& from, const std::string& to) const {
    std::ifstream in(path_ / name);
    std::string text((std::istreambuf_iterator<char>(in)), {});
    const size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, from.size(), to);
    std::ofstream(path_ / name) << text;
  }

 private:
  std::filesystem::path path_;
};

TEST(DataFile, TreesOfTheBuildAreThoseOfTheParser) {
  ASSERT_GE(ParsedFiles().size(), 15u);
  for (const ParsedFile& file : ParsedFiles()) {
    SourceMap sources;
    const uint16_t source = sources.Add(std::string(file.name), std::string(file.text));
    ExpectSame(DecodeTree(file.tree, file.text, source), Parsed(sources, source), std::string(file.name));
  }
}

TEST(DataFile, TreesKeepStylesNullsAndPlaces) {
  SourceMap sources;
  const uint16_t source =
      sources.Add("x", "a: ~\nb: \"1\"\nc: |\n  two\n  lines\nd: [x, 'it''s', null]\n\"k\\n\": {}\n");
  const yaml::Node node = Parsed(sources, source);
  ExpectSame(DecodeTree(EncodeTree(node, sources.text(source)), sources.text(source), source), node, "");
}

TEST(DataFile, TheShippedFilesAreThoseOfTheBuild) {
  for (const ParsedFile& file : ParsedFiles()) {
    std::ifstream in(QUARRY_SOURCE_DIR "/data/" + std::string(file.name), std::ios::binary);
    EXPECT_EQ(std::string((std::istreambuf_iterator<char>(in)), {}), file.text) << file.name;
  }
}

TEST(DataFile, AChangedSchemaCounts) {
  const DataFolder folder;
  folder.Replace("schemas/defender.yaml", "AccountSid: string", "AccountSid: string, OfOurs: long");
  const Result<std::shared_ptr<const Catalog>> catalog = Catalog::Load(folder.path());
  ASSERT_TRUE(catalog.has_value()) << catalog.error().message;
  const TableSchema* table = (*catalog)->FindTable("DeviceProcessEvents");
  ASSERT_NE(table, nullptr);
  ASSERT_NE(table->Find("OfOurs"), nullptr);
  EXPECT_EQ(table->Find("OfOurs")->type, Type::kLong);
}

TEST(DataFile, AChangeThatKeepsTheSizeCounts) {
  const DataFolder folder;
  folder.Replace("schemas/defender.yaml", "AccountSid: string", "AccountSix: string");
  const Result<std::shared_ptr<const Catalog>> catalog = Catalog::Load(folder.path());
  ASSERT_TRUE(catalog.has_value()) << catalog.error().message;
  EXPECT_NE((*catalog)->FindTable("DeviceProcessEvents")->Find("AccountSix"), nullptr);

  SourceMap sources;
  const Result<DataFile> changed = ReadDataFile(folder.path() + "/schemas/defender.yaml", sources);
  const Result<DataFile> shipped = ReadDataFile(folder.path() + "/schemas/falcon.yaml", sources);
  ASSERT_TRUE(changed && shipped);
  EXPECT_FALSE(changed->as_built);
  EXPECT_TRUE(shipped->as_built);
  EXPECT_NE(sources.text(0).find("AccountSix: string"), std::string_view::npos);
  EXPECT_EQ(sources.Locate(1, shipped->root.Find("tables")->span.start).line, 4u);
}

TEST(DataFile, AMistakeInAChangedSchemaIsReportedWithItsPlace) {
  const DataFolder folder;
  folder.Replace("schemas/defender.yaml", "AccountSid: string", "AccountSid: text");
  const Result<std::shared_ptr<const Catalog>> catalog = Catalog::Load(folder.path());
  ASSERT_FALSE(catalog.has_value());
  EXPECT_NE(catalog.error().message.find("schemas/defender.yaml:4: column `AccountSid` has the unknown type `text`"),
            std::string::npos)
      << catalog.error().message;
}

}  // namespace
}  // namespace quarry
