// unit:convert(): numbers with units, whose prefixes (kilo, mebi, milli) and rates (per minute) are taken into account.
#include <cmath>
#include <string>

#include "base/ascii.h"
#include "functions/function_def.h"
#include "functions/library/cql/number_text.h"

namespace quarry {
namespace {

// A number of such units times `factor / divisor` is one of units without prefix, of rates per second. Both are whole,
// so that a division stays exact where it can be.
struct Unit {
  double factor = 1, divisor = 1;
  std::string_view base;
  bool is_rate = false;
};

struct Prefix {
  std::string_view name;
  double factor, divisor;
  double binary;  // 0: the same
};
// Those of two letters come first: a prefix is as long as it can be.
constexpr double kKi = 1024, kMi = kKi * kKi, kGi = kMi * kKi, kTi = kGi * kKi, kPi = kTi * kKi, kEi = kPi * kKi,
                 kZi = kEi * kKi, kYi = kZi * kKi;
constexpr Prefix kPrefixes[] = {
    {"Ki", kKi, 1, 0},   {"Mi", kMi, 1, 0},   {"Gi", kGi, 1, 0},   {"Ti", kTi, 1, 0},   {"Pi", kPi, 1, 0},
    {"Ei", kEi, 1, 0},   {"Zi", kZi, 1, 0},   {"Yi", kYi, 1, 0},   {"da", 10, 1, 0},    {"µ", 1, 1e6, 0},
    {"Y", 1e24, 1, kYi}, {"Z", 1e21, 1, kZi}, {"E", 1e18, 1, kEi}, {"P", 1e15, 1, kPi}, {"T", 1e12, 1, kTi},
    {"G", 1e9, 1, kGi},  {"M", 1e6, 1, kMi},  {"k", 1e3, 1, kKi},  {"h", 100, 1, 0},    {"d", 1, 10, 0},
    {"c", 1, 100, 0},    {"m", 1, 1e3, 0},    {"u", 1, 1e6, 0},    {"n", 1, 1e9, 0},    {"p", 1, 1e12, 0},
    {"f", 1, 1e15, 0},   {"a", 1, 1e18, 0},   {"z", 1, 1e21, 0},   {"y", 1, 1e24, 0},
};

bool TakePrefix(std::string_view name, bool binary, Unit& unit) {
  for (const Prefix& prefix : kPrefixes) {
    if (prefix.name != name) continue;
    unit.factor *= binary && prefix.binary != 0 ? prefix.binary : prefix.factor;
    unit.divisor *= prefix.divisor;
    return true;
  }
  return name.empty();
}

std::optional<double> SecondsOf(std::string_view per) {
  static constexpr struct {
    std::string_view names;
    double seconds;
  } kSpans[] = {{" s sec ", 1}, {" m min ", 60}, {" h hour ", 3600}, {" d day ", 86'400}, {" w week ", 604'800}};
  for (const auto& span : kSpans) {
    if (!per.empty() && span.names.find(" " + std::string(per) + " ") != std::string_view::npos) return span.seconds;
  }
  return std::nullopt;
}

// `base`: the unit without prefix, where it is known; then a text with another one is none. nullopt: not of this form.
std::optional<Unit> ParseUnit(std::string_view text, std::string_view base, bool must_be_base, bool binary) {
  Unit unit;
  std::string_view measure = text;
  if (const size_t slash = text.find('/'); slash != std::string_view::npos) {
    std::optional<double> seconds = SecondsOf(text.substr(slash + 1));
    if (!seconds) return std::nullopt;
    unit.divisor = *seconds;
    unit.is_rate = true;
    measure = text.substr(0, slash);
  }
  if (!base.empty() && measure.ends_with(base) &&
      TakePrefix(measure.substr(0, measure.size() - base.size()), binary, unit)) {
    unit.base = base;
    return unit;
  }
  if (must_be_base) return std::nullopt;
  for (const Prefix& prefix : kPrefixes) {
    if (!measure.starts_with(prefix.name)) continue;
    TakePrefix(prefix.name, binary, unit);
    unit.base = measure.substr(prefix.name.size());
    return unit;
  }
  unit.base = measure;
  return unit;
}

void Convert(const KernelCall&, const Cell* args, Cell& result) {
  const std::string_view text = args[0].text, from = args[1].text, to = args[2].text, given = args[3].text;
  const bool binary = args[4].boolean;
  size_t end = text.find_first_not_of("+-.0123456789");
  // An exponent belongs to the number when digits follow it.
  if (end != std::string_view::npos && end > 0 && (text[end] == 'e' || text[end] == 'E')) {
    size_t digits = end + 1;
    if (digits < text.size() && (text[digits] == '+' || text[digits] == '-')) ++digits;
    size_t behind = digits;
    while (behind < text.size() && IsAsciiDigit(text[behind])) ++behind;
    if (behind > digits) end = behind;
  }
  std::optional<double> number = ParseCqlNumber(text.substr(0, end));
  if (!number) return;
  std::string_view written = end == std::string_view::npos ? std::string_view() : text.substr(end);
  while (written.starts_with(' ')) written.remove_prefix(1);
  while (written.ends_with(' ')) written.remove_suffix(1);
  if (written.empty()) written = from;
  std::optional<Unit> unit = ParseUnit(written, given, !given.empty() && !written.empty(), binary);
  if (!unit) return;
  double value = *number * unit->factor / unit->divisor;
  if (!to.empty()) {
    std::optional<Unit> target = ParseUnit(to, given.empty() ? unit->base : given, false, binary);
    // Another unit than the field's is no target, but a bare prefix is one of any unit.
    if (!target || (!target->base.empty() && !unit->base.empty() && target->base != unit->base)) return;
    if (target->is_rate != unit->is_rate && !written.empty()) return;
    value = *number * unit->factor * target->divisor / (unit->divisor * target->factor);
  }
  if (std::isfinite(value)) result = Cell::Real(value);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlConvertUnitFunction) = {
    .name = "cql_convert_unit",
    .signature = "(value: string, from: string, to: string, unit: string, binary: bool) -> real",
    .doc =
        "A number with a unit in units without prefix, of rates per second, or in the units of `to`. `from` is the "
        "unit of bare numbers, `unit` the one without prefix. Absent when the text has another form.",
    .example = "unit:convert(size)",
    .kernel = Convert,
};

}  // namespace quarry
