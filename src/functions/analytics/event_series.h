// A sketch of a group's newest events (newest_events.h), read as a series to be assessed.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace quarry {

struct EventSeries {
  std::vector<double> seconds;  // since a midnight at or before the first, ascending
  std::vector<double> values;   // of the events that have one
};
// nullopt: the text is no sketch. Without `with_values`, values are left out.
std::optional<EventSeries> EventSeriesOf(std::string_view sketch, bool with_values);

}  // namespace quarry
