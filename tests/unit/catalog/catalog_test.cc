// The shipped catalog loads, and its tables and aliases are found.
#include "catalog/catalog.h"

#include <gtest/gtest.h>

#include "catalog/schema_text.h"

namespace quarry {
namespace {

std::shared_ptr<const Catalog> Shipped() {
  Result<std::shared_ptr<const Catalog>> catalog = Catalog::Load(QUARRY_SOURCE_DIR "/data");
  EXPECT_TRUE(catalog.has_value()) << (catalog ? "" : catalog.error().message);
  return catalog ? *catalog : nullptr;
}

TEST(Catalog, KnowsTheTablesOfThePlatforms) {
  const auto catalog = Shipped();
  ASSERT_NE(catalog, nullptr);
  EXPECT_GE(catalog->tables().size(), 70u);
  const TableSchema* table = catalog->FindTable("DeviceNetworkEvents");
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(table->platform, "defender");
  EXPECT_EQ(table->time_column, "Timestamp");
  ASSERT_NE(table->Find("AdditionalFields"), nullptr);
  EXPECT_EQ(table->Find("AdditionalFields")->type, Type::kDynamic);
  EXPECT_EQ(table->Find("TimeGenerated")->type, Type::kDateTime);
  EXPECT_EQ(table->Find("RemotePort")->type, Type::kInt);
  EXPECT_EQ(catalog->FindTable("SigninLogs")->platform, "sentinel");
  EXPECT_EQ(catalog->FindTable("DnsRequest")->platform, "falcon");
  EXPECT_EQ(catalog->FindTable("devicenetworkevents"), nullptr);
}

// Loading leaves both to this test where the files are those of the build.
TEST(Catalog, ColumnsOfEveryTableAreReadAndTimeColumnsAreAmongThem) {
  const auto catalog = Shipped();
  ASSERT_NE(catalog, nullptr);
  for (const TableSchema& table : catalog->tables()) {
    EXPECT_FALSE(table.columns().empty()) << table.name;
    if (!table.time_column.empty()) {
      EXPECT_NE(table.Find(table.time_column), nullptr) << table.name;
    }
  }
}

TEST(Catalog, KnowsMistakenNames) {
  const auto catalog = Shipped();
  ASSERT_NE(catalog, nullptr);
  const ColumnAlias* alias = catalog->FindAlias("DeviceNetworkEvents", "AccountName");
  ASSERT_NE(alias, nullptr);
  EXPECT_EQ(alias->target, "InitiatingProcessAccountName");
  EXPECT_FALSE(alias->silent);
  EXPECT_NE(alias->verdict.find("'AccountName'"), std::string::npos);
  EXPECT_EQ(catalog->FindAlias("DeviceProcessEvents", "AccountName"), nullptr);
  EXPECT_TRUE(catalog->FindAlias("IdentityInfo", "AccountUpn")->silent);
}

TEST(Catalog, EveryAliasLeadsToAColumnThatExistsAndHidesNone) {
  const auto catalog = Shipped();
  ASSERT_NE(catalog, nullptr);
  for (const TableSchema& table : catalog->tables()) {
    for (const ColumnSchema& column : table.columns()) {
      const ColumnAlias* alias = catalog->FindAlias(table.name, column.name);
      // A pattern may cover a table that has the column; binders look at columns first.
      if (alias != nullptr) {
        EXPECT_TRUE(alias->table.ends_with('*')) << table.name << "." << column.name;
      }
    }
  }
}

TEST(SchemaText, ReadsNamesAndTypes) {
  const auto columns = ParseSchemaText("(a: string, ['odd, name']: long,\n b: date)");
  ASSERT_TRUE(columns.has_value());
  ASSERT_EQ(columns->size(), 3u);
  EXPECT_EQ((*columns)[1].name, "odd, name");
  EXPECT_EQ((*columns)[1].type, Type::kLong);
  EXPECT_EQ((*columns)[2].type, Type::kDateTime);
  EXPECT_FALSE(ParseSchemaText("a: strange").has_value());
  EXPECT_FALSE(ParseSchemaText("a string").has_value());
  EXPECT_TRUE(ParseSchemaText("")->empty());
}

}  // namespace
}  // namespace quarry
