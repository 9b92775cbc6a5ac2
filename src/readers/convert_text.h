// Fields that telemetry gives as text (CSV cells, JSON strings, JSON numbers) as cells of a type.
// What cannot be converted exactly is null. Texts go to the arena unless they are part of `text`.
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "types/cell.h"
#include "types/type.h"

namespace quarry {

// bool: true/false/1/0. int, long: decimal or 0x hexadecimal, also integral reals ("443.0"). datetime: ISO 8601 and the
// other forms of ParseDateTime, or a number since 1970: seconds below 1e11, milliseconds below 1e14, microseconds below
// 1e17, nanoseconds from 1e18 on, with decimals. guid: with or without braces. dynamic: JSON objects and arrays as they
// are, other text as a JSON string.
Cell ConvertText(std::string_view text, Type type, Arena& arena);

// A count since 1970 as ticks, by the rule above.
std::optional<int64_t> TicksOfEpochText(std::string_view number);

// Reads one ISO 8601 text after the other as ParseIsoDateTime does; of neighbours with the same date only the time of
// day. Thread rule: one thread at a time.
class IsoDateTimes {
 public:
  std::optional<int64_t> Read(std::string_view text);

 private:
  struct Date {
    uint64_t head = 0;  // its ten characters
    uint16_t tail = 0;
    int64_t ticks = -1;  // none yet
  };
  static constexpr size_t kDates = 8;
  Date dates_[kDates];  // by the last digit
};

// `text` itself when it is valid UTF-8; else a copy with each invalid byte replaced by U+FFFD.
std::string_view ValidUtf8(std::string_view text, Arena& arena);

}  // namespace quarry
