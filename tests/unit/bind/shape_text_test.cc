// What was recognised survives being written and read; what cannot be relied on is not read.
#include "bind/mappings/shape_text.h"

#include <gtest/gtest.h>

namespace quarry {
namespace {

TelemetryShape Example() {
  TelemetryShape shape;
  shape.kind = TelemetryKind::kWindows;
  shape.name = "sysmon";
  shape.table = "Event \"quoted\"";
  shape.discriminators = {ParseFieldPath("a.b[2].c"), ParseFieldPath("[\"odd.name\"]")};
  shape.streaming = true;
  shape.seen_tables = {"A", "B"};
  shape.prefixes = {FieldPrefix{}, {ParseFieldPath("winlog.event_data"), "winlog."}};
  shape.record_fields = {{"EventID", {ParseFieldPath("Event.System.EventID"), ParseFieldPath("EventID")}}};
  shape.columns = {{"", {{"Time", ParseFieldPath("Time"), Type::kDateTime, false}}},
                   {"B", {{"Details", ParseFieldPath("x.Details"), Type::kDynamic, true}}}};
  return shape;
}

TEST(ShapeText, IsReadAsItWasWritten) {
  const std::string text = WriteShape(Example());
  const std::optional<TelemetryShape> shape = ReadShape(text);
  ASSERT_TRUE(shape);
  EXPECT_EQ(WriteShape(*shape), text);
  EXPECT_EQ(shape->kind, TelemetryKind::kWindows);
  EXPECT_EQ(FormatFieldPath(shape->discriminators[0]), "a.b[2].c");
  EXPECT_EQ(shape->discriminators[1].size(), 1u);
  EXPECT_EQ(shape->prefixes[1].glued, "winlog.");
  EXPECT_EQ(shape->record_fields.at("EventID").size(), 2u);
  EXPECT_EQ(shape->columns.at("B")[0].type, Type::kDynamic);
  EXPECT_TRUE(shape->columns.at("B")[0].json_in_text);
}

TEST(ShapeText, LeavesWhatIsDamagedToRecognition) {
  const std::string text = WriteShape(Example());
  EXPECT_FALSE(ReadShape(""));
  EXPECT_FALSE(ReadShape("[]"));
  EXPECT_FALSE(ReadShape(text.substr(0, text.size() / 2)));
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string other = text;
    return other.replace(other.find(from), from.size(), to);
  };
  EXPECT_FALSE(ReadShape(with("\"version\":1", "\"version\":999")));
  EXPECT_FALSE(ReadShape(with("\"windows\"", "\"doors\"")));
  EXPECT_FALSE(ReadShape(with("\"dynamic\"", "\"magic\"")));
  EXPECT_FALSE(ReadShape(with("\"prefixes\"", "\"suffixes\"")));
}

}  // namespace
}  // namespace quarry
