// Times, time spans and numbers from text.
#include "base/check.h"
#include "target.h"
#include "types/number.h"
#include "types/ticks.h"

namespace quarry::fuzz {
std::span<const std::string_view> Seeds() {
  static constexpr std::string_view kSeeds[] = {
      "2024-05-01T10:00:00.1234567Z",
      "2024-05-01 10:00:00+02:00",
      "Wed, 01 May 2024 10:00:00 GMT",
      "05/01/2024 10:00:00",
      "-1.02:03:04.5",
      "1.5h",
      "100ms",
      "5 microseconds",
      "0x1F",
      "-12.5e-3",
      "NaN",
      "9223372036854775808",
  };
  return kSeeds;
}
}  // namespace quarry::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace quarry;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto iso = ParseIsoDateTime(text);
  const auto time = ParseDateTime(text);
  // The fast parser is a part of the general one.
  if (iso) QUARRY_CHECK(time && *iso == *time);
  if (time) QUARRY_CHECK(ParseIsoDateTime(FormatDateTime(*time)) == time);
  if (const auto span = ParseTimeSpan(text)) QUARRY_CHECK(ParseTimeSpan(FormatTimeSpan(*span)) == span);
  if (const auto integer = ParseInteger(text)) QUARRY_CHECK(ParseInteger(std::to_string(*integer)) == integer);
  if (const auto real = ParseReal(text); real && *real == *real) QUARRY_CHECK(ParseReal(FormatReal(*real)) == real);
  return 0;
}
