// Entry: EventSeriesOf.
#include "functions/analytics/event_series.h"

#include <cstdint>

#include "functions/analytics/newest_events.h"
#include "types/ticks.h"

namespace quarry {

std::optional<EventSeries> EventSeriesOf(std::string_view sketch, bool with_values) {
  NewestEvents events;
  if (!events.Merge(sketch)) return std::nullopt;
  EventSeries series;
  const std::vector<int64_t> ticks = events.Times();
  series.seconds.reserve(ticks.size());
  // Ticks have more digits than a double: seconds since the midnight before the first keep what matters.
  const int64_t midnight = ticks.empty() ? 0 : ticks.front() - ticks.front() % kTicksPerDay;
  for (const int64_t tick : ticks)
    series.seconds.push_back(static_cast<double>(tick - midnight) * (1.0 / static_cast<double>(kTicksPerSecond)));
  if (with_values) series.values = events.Values();
  return series;
}

}  // namespace quarry
