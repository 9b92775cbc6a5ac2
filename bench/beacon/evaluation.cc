// Measures the beacon score beside RITA's timing score on the same simulated series.
//   beacon_evaluation [SEED]       tables: AUC and detection rates by jitter, loss and number of beats
//   beacon_evaluation --calibrate [SEED]  quantiles for src/analytics/beacon_calibration.cc
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

#include "analytics/beacon.h"
#include "beacon/series.h"

namespace {

using namespace quarry;
using namespace quarry::bench;

double QuantileOf(std::vector<double>& values, double q) {
  std::sort(values.begin(), values.end());
  return values.empty()
             ? 1
             : values[std::min(values.size() - 1, static_cast<size_t>(q * static_cast<double>(values.size())))];
}

// Area under the ROC curve by ranks; ties count half.
double Auc(const std::vector<double>& positive, std::vector<double> negative) {
  std::sort(negative.begin(), negative.end());
  double sum = 0;
  for (const double p : positive) {
    const auto low = std::lower_bound(negative.begin(), negative.end(), p);
    const auto high = std::upper_bound(low, negative.end(), p);
    sum += static_cast<double>(low - negative.begin()) + 0.5 * static_cast<double>(high - low);
  }
  return sum / (static_cast<double>(positive.size()) * static_cast<double>(negative.size()));
}

double Share(const std::vector<double>& values, double threshold) {
  return static_cast<double>(std::count_if(values.begin(), values.end(), [&](double v) { return v >= threshold; })) /
         static_cast<double>(values.size());
}

// For each number of gaps: the quantiles of all families together, each weighted alike, which is what
// src/analytics/beacon_calibration.cc holds, and the largest quantile of a single family. A family that leaves so many
// gaps of at most 256 events too rarely (its bursts are collapsed) cannot reach the count and is left out there.
void Calibrate(uint64_t seed) {
  constexpr size_t kSeries = 20000;
  Random random(seed);
  std::printf("gaps: pooled q99 q99.9 | worst q99 q99.9 of a family\n");
  for (const size_t gaps : {4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 20, 26, 34, 45, 60, 80, 110, 150, 200, 255}) {
    double worst99 = -1e9, worst999 = -1e9;
    std::string_view which99, which999;
    std::vector<double> pool;
    int reached = 0;
    const size_t tolerance = gaps / 20;
    for (int family = 0; family < kCalibrationFamilies; ++family) {
      std::vector<double> evidence;
      // Bursts of a family eat events, so the number of events that leaves `gaps` is searched by trying.
      size_t events = gaps + 1;
      for (size_t tries = 0; evidence.size() < kSeries && tries < 8 * kSeries; ++tries) {
        if (tries == kSeries && evidence.size() < kSeries / 50) break;
        const BeaconAssessment a = AssessBeacon(Background(random, static_cast<Aperiodic>(family), events));
        if (a.gaps + tolerance < gaps && events < kBeaconSketchSize) ++events;
        if (a.gaps > gaps + tolerance) --events;
        if (a.gaps + tolerance >= gaps && a.gaps <= gaps + tolerance) evidence.push_back(a.evidence);
      }
      if (evidence.size() < kSeries / 50) continue;
      ++reached;
      const double q99 = QuantileOf(evidence, 0.99), q999 = QuantileOf(evidence, 0.999);
      if (q99 > worst99) which99 = Name(static_cast<Aperiodic>(family));
      if (q999 > worst999) which999 = Name(static_cast<Aperiodic>(family));
      worst99 = std::max(worst99, q99);
      worst999 = std::max(worst999, q999);
      for (size_t i = 0; i < kSeries; ++i) pool.push_back(evidence[i * evidence.size() / kSeries]);
    }
    std::printf("    {%zu, %.1f, %.1f},  // of %d families; worst %.1f %.*s, %.1f %.*s\n", gaps, QuantileOf(pool, 0.99),
                QuantileOf(pool, 0.999), reached, worst99, static_cast<int>(which99.size()), which99.data(), worst999,
                static_cast<int>(which999.size()), which999.data());
    std::fflush(stdout);
  }
}

void Evaluate(uint64_t seed) {
  constexpr size_t kSeries = 1500;
  static constexpr size_t kBeats[] = {6, 12, 24, 48, 96, 192};
  static constexpr double kCases[][2] = {{0, 0},   {0.1, 0.1}, {0.2, 0.1}, {0.3, 0.1},
                                         {0.5, 0}, {0.5, 0.1}, {0.3, 0.3}, {0.5, 0.3}};
  // What the reference design of this score reached in the same cells, at its own quantiles of 1 % and 0.1 % by number
  // of gaps over six of the families together; its generator of series is described, not shared.
  static constexpr double kReference[std::size(kCases)][std::size(kBeats)][2] = {
      {{0.93, 0.66}, {0.99, 0.96}, {1, 1}, {1, 1}, {1, 1}, {1, 1}},
      {{0.72, 0.30}, {0.95, 0.87}, {1, 1}, {1, 1}, {1, 1}, {1, 1}},
      {{0.47, 0.06}, {0.93, 0.66}, {0.98, 0.96}, {0.99, 0.97}, {1, 0.99}, {1, 1}},
      {{0.32, 0.02}, {0.85, 0.40}, {0.95, 0.86}, {0.99, 0.94}, {1, 0.99}, {1, 1}},
      {{0.16, 0.00}, {0.63, 0.12}, {0.86, 0.64}, {0.94, 0.73}, {0.98, 0.95}, {0.99, 0.97}},
      {{0.09, 0.00}, {0.48, 0.08}, {0.67, 0.39}, {0.84, 0.56}, {0.95, 0.83}, {0.97, 0.95}},
      {{0.13, 0.00}, {0.47, 0.09}, {0.73, 0.50}, {0.82, 0.57}, {0.92, 0.75}, {0.99, 0.95}},
      {{0.03, 0.00}, {0.15, 0.01}, {0.27, 0.06}, {0.35, 0.08}, {0.55, 0.22}, {0.76, 0.55}}};
  std::printf(
      "jitter missed beats | AUC Quarry  RITA | TPR at 1 %% FP Quarry RITA | at 0.1 %% Quarry RITA | at shipped "
      "q99/q99.9 | reference\n");
  int worse = 0, cells = 0, short_of_reference = 0;
  for (size_t which = 0; which < std::size(kCases); ++which) {
    const auto& c = kCases[which];
    for (const size_t beats : kBeats) {
      Random random(seed + beats * 1000 + static_cast<uint64_t>(c[0] * 100) * 7 + static_cast<uint64_t>(c[1] * 100));
      std::vector<double> positive, rita_positive, negative, rita_negative, at99, at999;
      for (size_t i = 0; i < kSeries; ++i) {
        const std::vector<double> times = Sleeper(random, {beats, c[0], c[1], true});
        const BeaconAssessment a = AssessBeacon(times);
        positive.push_back(a.score);
        rita_positive.push_back(RitaTimingScore(times));
        at99.push_back(a.enough && a.evidence >= a.threshold_99);
        at999.push_back(a.enough && a.evidence >= a.threshold_999);
      }
      for (size_t i = 0; i < 2 * kSeries; ++i) {
        const std::vector<double> times = Background(random, static_cast<Aperiodic>(i % kAperiodicFamilies), beats);
        negative.push_back(AssessBeacon(times).score);
        rita_negative.push_back(RitaTimingScore(times));
      }
      const double auc = Auc(positive, negative), rita_auc = Auc(rita_positive, rita_negative);
      const double t99 = QuantileOf(negative, 0.99), t999 = QuantileOf(negative, 0.999);
      const double r99 = QuantileOf(rita_negative, 0.99), r999 = QuantileOf(rita_negative, 0.999);
      const double tpr[4] = {Share(positive, std::nextafter(t99, 2)), Share(rita_positive, std::nextafter(r99, 2)),
                             Share(positive, std::nextafter(t999, 2)), Share(rita_positive, std::nextafter(r999, 2))};
      const bool loses = auc < rita_auc || tpr[0] < tpr[1] || tpr[2] < tpr[3];
      const auto& reference =
          kReference[which][static_cast<size_t>(std::find(kBeats, std::end(kBeats), beats) - kBeats)];
      // Two standard errors of a share of so many series.
      const auto below = [](double share, double other) {
        return share < other - 2 * std::sqrt(other * (1 - other) / kSeries) - 0.005;
      };
      const double shipped[2] = {Share(at99, 0.5), Share(at999, 0.5)};
      const bool is_short = below(shipped[0], reference[0]) || below(shipped[1], reference[1]);
      ++cells;
      worse += loses;
      short_of_reference += is_short;
      std::printf(
          "%5.0f%% %5.0f%% %5zu |     %.3f %.3f |              %.2f %.2f |          %.2f %.2f | %.2f/%.2f | "
          "%.2f/%.2f%s%s\n",
          100 * c[0], 100 * c[1], beats, auc, rita_auc, tpr[0], tpr[1], tpr[2], tpr[3], shipped[0], shipped[1],
          reference[0], reference[1], loses ? "  RITA ahead" : "", is_short ? "  below reference" : "");
    }
  }
  std::printf("cells: %d, RITA ahead in any measure: %d, below the reference at the shipped thresholds: %d\n", cells,
              worse, short_of_reference);
  std::printf("\nfalse positives at the shipped thresholds: q99, q99.9 (%%)\n  %-20s", "events");
  static constexpr size_t kEvents[] = {6, 12, 24, 48, 96};
  for (const size_t events : kEvents) std::printf("%14zu", events);
  std::printf("\n");
  Random random(seed + 99);
  double together[std::size(kEvents)][2] = {};
  for (int family = 0; family < kAperiodicFamilies; ++family) {
    constexpr size_t kBackgrounds = 8000;
    std::printf("  %-20.*s", static_cast<int>(Name(static_cast<Aperiodic>(family)).size()),
                Name(static_cast<Aperiodic>(family)).data());
    for (size_t e = 0; e < std::size(kEvents); ++e) {
      size_t n99 = 0, n999 = 0;
      for (size_t i = 0; i < kBackgrounds; ++i) {
        const BeaconAssessment a = AssessBeacon(Background(random, static_cast<Aperiodic>(family), kEvents[e]));
        n99 += a.enough && a.evidence >= a.threshold_99;
        n999 += a.enough && a.evidence >= a.threshold_999;
      }
      const double shares[2] = {100.0 * static_cast<double>(n99) / kBackgrounds,
                                100.0 * static_cast<double>(n999) / kBackgrounds};
      std::printf("  %5.2f %6.3f", shares[0], shares[1]);
      together[e][0] += shares[0] / kAperiodicFamilies;
      together[e][1] += shares[1] / kAperiodicFamilies;
    }
    std::printf("%s\n", family < kCalibrationFamilies ? "" : "  (held out)");
  }
  std::printf("  %-20s", "all");
  for (const auto& shares : together) std::printf("  %5.2f %6.3f", shares[0], shares[1]);
  std::printf("\n");
  size_t periodic = 0;
  for (int i = 0; i < 2000; ++i) {
    const BeaconAssessment a = AssessBeacon(BenignPeriodic(random, 48));
    periodic += a.enough && a.evidence >= a.threshold_999;
  }
  std::printf("benign periodic series above q99.9: %zu of 2000\n", periodic);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::strcmp(argv[1], "--calibrate") == 0)
    Calibrate(argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 20260302);
  else
    Evaluate(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 0);
  return 0;
}
