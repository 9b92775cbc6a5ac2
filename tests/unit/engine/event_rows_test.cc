// Open events: the query's columns over the original event.
#include "engine/event_rows.h"

#include <gtest/gtest.h>

namespace quarry {
namespace {

class EventRowsTest : public testing::Test {
 protected:
  std::string Read(const std::string& event, std::vector<std::pair<std::string, const char*>> columns,
                   std::vector<std::string> dropped = {}) {
    BoundQuery bound;
    bound.event = 1;
    bound.dropped_fields = std::move(dropped);
    std::vector<OutputColumn> output = {{1, "event", Type::kDynamic}};
    Batch batch;
    batch.columns.emplace_back(Type::kDynamic);
    for (size_t i = 0; i < columns.size(); ++i) {
      output.push_back({static_cast<ColumnId>(i + 2), columns[i].first, Type::kString});
      batch.columns.emplace_back(Type::kString);
    }
    batch.Clear();
    batch.rows = 1;
    batch.columns[0].Set(0, Cell::Text(event));
    for (size_t i = 0; i < columns.size(); ++i) {
      batch.columns[i + 1].Set(0, columns[i].second == nullptr ? Cell::Null() : Cell::Text(columns[i].second));
    }
    EventRows rows(bound, output);
    std::string text;
    for (const auto& [name, value] : rows.Read(batch, 0)) text += std::string(name) + "=" + std::string(value) + ";";
    return text;
  }
};

TEST_F(EventRowsTest, MembersInTheirOrder) {
  EXPECT_EQ(Read(R"({"b":"x","a":12,"c":true,"d":null,"e":{"f":[1,2]},"g":""})", {}),
            "b=x;a=12;c=true;e={\"f\":[1,2]};g=;");
}

TEST_F(EventRowsTest, EscapesAreDecoded) {
  EXPECT_EQ(Read(R"({"k\"1":"a\\b,\"}","z":"}"})", {}), "k\"1=a\\b,\"};z=};");
}

TEST_F(EventRowsTest, ColumnsOverlayMembers) {
  EXPECT_EQ(Read(R"({"a":"1","b":"2"})", {{"a", "9"}, {"c", "3"}}), "a=9;b=2;c=3;");
}

TEST_F(EventRowsTest, AnAbsentColumnTakesTheFieldAway) {
  EXPECT_EQ(Read(R"({"a":"1","b":"2"})", {{"a", nullptr}}), "b=2;");
}

TEST_F(EventRowsTest, DroppedFieldsAreNotShown) {
  EXPECT_EQ(Read(R"({"a":"1","b":"2"})", {}, {"b"}), "a=1;");
}

TEST_F(EventRowsTest, TheLastOfDuplicatesCounts) {
  EXPECT_EQ(Read(R"({"a":"1","a":"2"})", {}), "a=2;");
}

TEST_F(EventRowsTest, AnEmptyEvent) {
  EXPECT_EQ(Read("{}", {{"a", "1"}}), "a=1;");
}

}  // namespace
}  // namespace quarry
