// parseTimestamp(), findTimestamp(): milliseconds since 1970 and the zone, out of a text.
#include <algorithm>
#include <cmath>
#include <string>

#include "base/ascii.h"
#include "functions/function_def.h"
#include "functions/library/cql/number_text.h"
#include "functions/library/cql/time_pattern.h"
#include "types/json.h"
#include "types/number.h"
#include "types/ticks.h"

namespace quarry {
namespace {

void Give(const KernelCall& call, int64_t milliseconds, std::string_view zone, Cell& result) {
  std::string out;
  AppendJsonMember("time", std::to_string(milliseconds), out);
  AppendJsonMember("zone", zone, out);
  result = Cell::Text(call.arena.Copy("{" + out + "}"));
}

// The text of the zone that is stated, or of the event where none is.
std::string_view ZoneOf(const Cell& stated, const Cell& field) {
  if (!stated.null && !stated.text.empty()) return stated.text;
  return field.null ? std::string_view() : field.text;
}

std::optional<TimeZone> ParseZone(std::string_view text) {
  return text.empty() ? std::nullopt : ParseTimeZone(text);
}

// Milliseconds in one of the units of `format`; 0: it is a pattern.
double FactorOf(std::string_view format) {
  const std::string lower = AsciiLowered(format);
  if (lower == "millis" || lower == "milliseconds" || lower == "unixtimemillis") return 1;
  if (lower == "seconds" || lower == "unixtime" || lower == "unixtimeseconds") return 1000;
  if (lower == "nanos") return 1e-6;
  return 0;
}

class Format : public CallState {
 public:
  double factor = 0;
  std::optional<TimePattern> pattern;
};

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  auto format = std::make_unique<Format>();
  const Value* text = call.constants[1];
  const Value* case_sensitive = call.constants[2];
  if (!text || text->is_null() || !case_sensitive || case_sensitive->is_null())
    return Error{"the format is no constant"};
  format->factor = FactorOf(text->text());
  if (format->factor == 0) {
    Result<TimePattern> pattern = TimePattern::Parse(text->text(), !case_sensitive->boolean());
    if (!pattern) return pattern.error();
    format->pattern = std::move(*pattern);
  }
  return std::unique_ptr<const CallState>(std::move(format));
}

// (text, format, case_sensitive, zone, zone of the event, now)
void ParseTime(const KernelCall& call, const Cell* args, Cell& result) {
  const Format* format = static_cast<const Format*>(call.state);
  if (!format || args[0].null || args[5].null) return;
  const std::string_view text = args[0].text;
  if (format->factor != 0) {
    std::optional<double> number = ParseCqlNumber(text);
    if (!number || std::fabs(*number * format->factor) > 2.5e14) return;
    // Whole numbers are exact beyond the 53 bits of a double.
    const bool whole = text.find_first_not_of("-+0123456789") == std::string_view::npos;
    const std::optional<int64_t> nanoseconds =
        whole && format->factor < 1 ? ParseInteger(text) : std::optional<int64_t>();
    if (nanoseconds) {
      const int64_t below = *nanoseconds % 1'000'000 < 0 ? 1 : 0;
      Give(call, *nanoseconds / 1'000'000 - below, "Z", result);
    } else {
      // Half a microsecond makes up for what 0.589 lacks as a double.
      Give(call, static_cast<int64_t>(std::floor(*number * format->factor + 5e-4)), "Z", result);
    }
    return;
  }
  std::optional<TimeParts> parts = format->pattern->Match(text);
  if (!parts) return;
  const std::string_view zone_text = ZoneOf(args[3], args[4]);
  // A stated zone goes before that of the text.
  if (!args[3].null && !args[3].text.empty()) parts->zone.reset();
  std::optional<int64_t> time =
      MillisecondsOf(*parts, ParseZone(zone_text), {args[5].integer, 8 * int64_t{86'400'000}, false});
  if (time) Give(call, *time, parts->zone ? ZoneText(*parts->zone) : std::string(zone_text), result);
}

// Reads a time at a place of a text, in one of the forms that findTimestamp() knows.
class TimeFinder {
 public:
  TimeFinder(std::string_view text, int64_t now) : text_(text), now_(now) {}

  bool At(size_t from) {
    for (auto form : {&TimeFinder::YearFirst, &TimeFinder::MonthFirst, &TimeFinder::YearLast, &TimeFinder::DayFirst,
                      &TimeFinder::TimeOnly, &TimeFinder::Epoch}) {
      at_ = from;
      parts_ = {};
      epoch_.reset();
      time_only_ = false;
      if ((this->*form)()) return true;
    }
    return false;
  }

  std::optional<int64_t> Time(std::optional<TimeZone> zone) const {
    if (epoch_) return epoch_;
    TimeParts parts = parts_;
    if (parts.zone) zone = parts.zone;
    if (!zone) return std::nullopt;
    const YearGuess guess{now_, 7 * int64_t{86'400'000}, true};
    if (!time_only_) return MillisecondsOf(parts, zone, guess);
    // Today, or yesterday where that lies more than ten minutes ahead.
    constexpr int64_t kDay = 86'400'000;
    const int64_t local_now = now_ + zone->minutes * int64_t{60'000};
    const CivilTime today = ToCivil(kUnixEpochTicks + local_now * kTicksPerMillisecond);
    parts.year = today.year;
    parts.month = today.month;
    parts.day = today.day;
    std::optional<int64_t> time = MillisecondsOf(parts, zone, guess);
    if (time && *time > now_ + 600'000) *time -= kDay;
    return time;
  }
  std::optional<TimeZone> zone() const { return epoch_ ? TimeZone{} : parts_.zone; }

 private:
  bool Number(size_t digits, std::optional<int>& to) {
    if (at_ + digits > text_.size()) return false;
    int number = 0;
    for (size_t i = 0; i < digits; ++i) {
      if (!IsAsciiDigit(text_[at_ + i])) return false;
      number = number * 10 + (text_[at_ + i] - '0');
    }
    to = number;
    at_ += digits;
    return true;
  }
  bool DigitAt(size_t at) const { return at < text_.size() && IsAsciiDigit(text_[at]); }
  // One of these characters, with blanks around it; or only blanks where ' ' is among them.
  bool Separator(std::string_view characters) {
    const size_t from = at_;
    while (at_ < text_.size() && text_[at_] == ' ' && characters.find(' ') != characters.npos) ++at_;
    if (at_ < text_.size() && text_[at_] != ' ' && characters.find(text_[at_]) != characters.npos) {
      ++at_;
      while (at_ < text_.size() && text_[at_] == ' ' && characters.find(' ') != characters.npos) ++at_;
    }
    return at_ > from;
  }
  bool Year(bool four) {
    if (Number(4, parts_.year)) return !DigitAt(at_) && *parts_.year > 0;
    if (four || !Number(2, parts_.year) || DigitAt(at_) || *parts_.year < 13) return false;
    *parts_.year += 2000;
    return true;
  }
  bool Month(bool letters) {
    size_t size = 0;
    parts_.month = MonthAt(text_.substr(at_), false, true, &size);
    if (parts_.month) {
      at_ += size;
      return at_ >= text_.size() || !IsAsciiAlpha(text_[at_]);
    }
    return !letters && Number(2, parts_.month) && !DigitAt(at_);
  }
  // Two digits, or one behind a blank, as in `Feb  9`.
  bool Day() {
    if (Number(2, parts_.day)) return !DigitAt(at_);
    return at_ > 0 && text_[at_ - 1] == ' ' && Number(1, parts_.day) && !DigitAt(at_);
  }
  bool Clock() {
    if (!Number(2, parts_.hour) || !Separator(":") || !Number(2, parts_.minute) || !Separator(":") ||
        !Number(2, parts_.second) || DigitAt(at_))
      return false;
    if (*parts_.second == 60) parts_.second = 59;
    if (at_ < text_.size() && (text_[at_] == '.' || text_[at_] == ',') && DigitAt(at_ + 1)) {
      size_t digits = 0;
      for (++at_; digits < 9 && DigitAt(at_); ++digits)
        parts_.nanoseconds = parts_.nanoseconds * 10 + (text_[at_++] - '0');
      for (; digits < 9; ++digits) parts_.nanoseconds *= 10;
      if (DigitAt(at_)) return false;
    }
    HalfDay();
    Zone();
    return true;
  }
  void HalfDay() {
    const size_t blank = at_ < text_.size() && text_[at_] == ' ' ? at_ + 1 : at_;
    const std::string_view two = text_.substr(std::min(blank, text_.size()), 2);
    const bool am = EqualsIgnoreAsciiCase(two, "am"), pm = EqualsIgnoreAsciiCase(two, "pm");
    if ((!am && !pm) || (blank + 2 < text_.size() && IsAsciiAlnum(text_[blank + 2]))) return;
    parts_.half_day_hour = parts_.hour;
    parts_.afternoon = pm;
    at_ = blank + 2;
  }
  void Zone() {
    const size_t from = at_ < text_.size() && text_[at_] == ' ' ? at_ + 1 : at_;
    size_t end = from;
    while (end < text_.size() && (IsAsciiAlnum(text_[end]) || std::string_view("+-:").find(text_[end]) != text_.npos))
      ++end;
    while (end > from && text_[end - 1] == ':') --end;
    if (end == from || DigitAt(from)) return;
    parts_.zone = ParseTimeZone(text_.substr(from, end - from));
    if (parts_.zone) at_ = end;
  }
  bool Between() { return Separator("T :,-_"); }

  bool YearFirst() {
    return Year(false) && Separator("-/. ") && Month(false) && Separator("-/. ") && Day() && Between() && Clock();
  }
  bool MonthFirst() {
    if (!Month(false) || !Separator("-/. ") || !Day()) return false;
    const size_t behind = at_;
    if (Separator("-/. ,") && Year(false) && Between() && Clock()) return true;
    at_ = behind;
    parts_.year.reset();
    parts_.nanoseconds = 0;
    return Between() && Clock() && !YearFollows();
  }
  bool YearFollows() const {
    return at_ + 1 < text_.size() && text_[at_] == ' ' && DigitAt(at_ + 1) && DigitAt(at_ + 2) && DigitAt(at_ + 3) &&
           DigitAt(at_ + 4) && !DigitAt(at_ + 5);
  }
  bool YearLast() {
    return Month(false) && Separator("-/. ") && Day() && Between() && Clock() && Separator(" ") && Year(true);
  }
  bool DayFirst() {
    if (!Day() || !Separator("-/. ") || !Month(true)) return false;
    const size_t behind = at_;
    if (Separator("-/. ,") && Year(true) && Between() && Clock()) return true;
    at_ = behind;
    parts_.year.reset();
    parts_.nanoseconds = 0;
    return Between() && Clock();
  }
  bool TimeOnly() {
    time_only_ = true;
    return Clock();
  }
  bool Epoch() {
    size_t digits = 0;
    while (DigitAt(at_ + digits)) ++digits;
    if (digits != 10 && digits != 13 && digits != 16 && digits != 19) return false;
    int64_t milliseconds = std::stoll(std::string(text_.substr(at_, 10))) * 1000;
    if (digits > 10) {
      milliseconds += std::stoll(std::string(text_.substr(at_ + 10, 3)));
      at_ += digits;
    } else {
      at_ += 10;
      if (at_ < text_.size() && (text_[at_] == '.' || text_[at_] == ',') && DigitAt(at_ + 1)) {
        digits = 0;
        while (DigitAt(at_ + 1 + digits)) ++digits;
        if (digits != 3 && digits != 6 && digits != 9) return false;
        milliseconds += std::stoll(std::string(text_.substr(at_ + 1, 3)));
      }
    }
    epoch_ = milliseconds;
    return true;
  }

  std::string_view text_;
  int64_t now_;
  size_t at_ = 0;
  TimeParts parts_;
  std::optional<int64_t> epoch_;
  bool time_only_ = false;
};

// (text, zone, zone of the event, now)
void FindTime(const KernelCall& call, const Cell* args, Cell& result) {
  if (args[0].null || args[3].null) return;
  constexpr size_t kMostSkipped = 128;
  const std::string_view text = args[0].text, zone_text = ZoneOf(args[1], args[2]);
  TimeFinder finder(text, args[3].integer);
  for (size_t from = 0; from < std::min(text.size(), kMostSkipped); ++from) {
    // A time starts where a word does.
    if (!IsAsciiAlnum(text[from]) || (from > 0 && IsAsciiAlnum(text[from - 1]))) continue;
    if (!finder.At(from)) continue;
    std::optional<int64_t> time = finder.Time(ParseZone(zone_text));
    if (!time) continue;
    return Give(call, *time, finder.zone() ? ZoneText(*finder.zone()) : std::string(zone_text), result);
  }
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlParseTimeFunction) = {
    .name = "cql_parse_time",
    .signature =
        "(text: string, format: string, case_sensitive: bool, zone: string, event_zone: string, now: long) -> dynamic",
    .doc =
        "The `time`, in milliseconds since 1970, and the `zone` of a text in a pattern of Java's DateTimeFormatter, or "
        "of a number of `millis`, `seconds` or `nanos`. Absent when the text has another form.",
    .example = "parseTimestamp(\"dd/MMM/yyyy:HH:mm:ss Z\", field=when)",
    .null_rule = NullRule::kHandled,
    .prepare = Prepare,
    .kernel = ParseTime,
};
QUARRY_DEFINE(FunctionDef, kCqlFindTimeFunction) = {
    .name = "cql_find_time",
    .signature = "(text: string, zone: string, event_zone: string, now: long) -> dynamic",
    .doc =
        "The `time`, in milliseconds since 1970, and the `zone` of the first time in the first 128 characters of a "
        "text. Absent when there is none, or its zone is not known.",
    .example = "findTimestamp(field=message)",
    .null_rule = NullRule::kHandled,
    .kernel = FindTime,
};

}  // namespace quarry
