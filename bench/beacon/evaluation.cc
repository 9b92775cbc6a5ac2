// Measures the beacon score beside RITA's timing score on the same simulated series.
//   beacon_evaluation              tables: AUC and detection rates by jitter, loss and number of beats
//   beacon_evaluation --calibrate  quantiles for src/analytics/beacon_calibration.cc
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <vector>

#include "analytics/beacon.h"
#include "beacon/series.h"

namespace {

using namespace quarry;
using namespace quarry::bench;

double Quantile(std::vector<double>& values, double q) {
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

// For each number of gaps the quantiles of each family; the largest is printed for src/analytics/beacon_calibration.cc.
// A family that leaves so many gaps of at most 256 events too rarely (its bursts are collapsed) cannot reach the count
// and is left out there.
void Calibrate() {
  constexpr size_t kSeries = 6000;
  Random random(20260302);
  for (const size_t gaps : {5, 6, 8, 10, 12, 16, 20, 26, 34, 45, 60, 80, 110, 150, 200, 255}) {
    double worst99 = -1e9, worst999 = -1e9;
    std::string_view which99, which999;
    int reached = 0;
    const size_t tolerance = gaps / 20;
    for (int family = 0; family < kCalibrationFamilies; ++family) {
      std::vector<double> evidence;
      // Bursts of a family eat events, so the number of events that leaves `gaps` is searched by trying.
      size_t events = gaps + 1;
      for (size_t tries = 0; evidence.size() < kSeries && tries < 8 * kSeries; ++tries) {
        if (tries == kSeries && evidence.size() < kSeries / 50) break;
        const BeaconAssessment a = AssessBeacon(Background(random, static_cast<Aperiodic>(family), events));
        if (a.gaps + tolerance >= gaps && a.gaps <= gaps + tolerance) evidence.push_back(a.evidence);
        if (a.gaps < gaps && events < kBeaconSketchSize)
          ++events;
        else if (a.gaps > gaps && events > gaps + 1)
          --events;
      }
      if (evidence.size() < kSeries / 6) continue;
      ++reached;
      const double q99 = Quantile(evidence, 0.99), q999 = Quantile(evidence, 0.999);
      if (q99 > worst99) which99 = Name(static_cast<Aperiodic>(family));
      if (q999 > worst999) which999 = Name(static_cast<Aperiodic>(family));
      worst99 = std::max(worst99, q99);
      worst999 = std::max(worst999, q999);
    }
    std::printf("    {%zu, %.1f, %.1f},  // of %d families; %.*s, %.*s\n", gaps, worst99, worst999, reached,
                static_cast<int>(which99.size()), which99.data(), static_cast<int>(which999.size()), which999.data());
    std::fflush(stdout);
  }
}

void Evaluate() {
  constexpr size_t kSeries = 1500;
  static constexpr size_t kBeats[] = {6, 12, 24, 48, 96, 192};
  static constexpr double kCases[][2] = {{0, 0},   {0.1, 0.1}, {0.2, 0.1}, {0.3, 0.1},
                                         {0.5, 0}, {0.5, 0.1}, {0.3, 0.3}, {0.5, 0.3}};
  std::printf(
      "jitter missed beats | AUC Quarry  RITA | TPR at 1 %% FP Quarry RITA | at 0.1 %% Quarry RITA | at shipped "
      "q99/q99.9\n");
  int worse = 0, cells = 0;
  for (const auto& c : kCases) {
    for (const size_t beats : kBeats) {
      Random random(beats * 1000 + static_cast<uint64_t>(c[0] * 100) * 7 + static_cast<uint64_t>(c[1] * 100));
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
      const double t99 = Quantile(negative, 0.99), t999 = Quantile(negative, 0.999);
      const double r99 = Quantile(rita_negative, 0.99), r999 = Quantile(rita_negative, 0.999);
      const double tpr[4] = {Share(positive, std::nextafter(t99, 2)), Share(rita_positive, std::nextafter(r99, 2)),
                             Share(positive, std::nextafter(t999, 2)), Share(rita_positive, std::nextafter(r999, 2))};
      const bool loses = auc < rita_auc || tpr[0] < tpr[1] || tpr[2] < tpr[3];
      ++cells;
      worse += loses;
      std::printf("%5.0f%% %5.0f%% %5zu |     %.3f %.3f |              %.2f %.2f |          %.2f %.2f | %.2f/%.2f%s\n",
                  100 * c[0], 100 * c[1], beats, auc, rita_auc, tpr[0], tpr[1], tpr[2], tpr[3], Share(at99, 0.5),
                  Share(at999, 0.5), loses ? "  RITA ahead" : "");
    }
  }
  std::printf("cells: %d, RITA ahead in any measure: %d\n", cells, worse);
  std::printf("\nfalse positives by family at the shipped thresholds (48 events)\n");
  Random random(99);
  for (int family = 0; family < kAperiodicFamilies; ++family) {
    size_t n99 = 0, n999 = 0, n = 4000;
    for (size_t i = 0; i < n; ++i) {
      const BeaconAssessment a = AssessBeacon(Background(random, static_cast<Aperiodic>(family), 48));
      n99 += a.enough && a.evidence >= a.threshold_99;
      n999 += a.enough && a.evidence >= a.threshold_999;
    }
    std::printf("  %-18.*s %.2f %%  %.3f %%\n", static_cast<int>(Name(static_cast<Aperiodic>(family)).size()),
                Name(static_cast<Aperiodic>(family)).data(), 100.0 * static_cast<double>(n99) / static_cast<double>(n),
                100.0 * static_cast<double>(n999) / static_cast<double>(n));
  }
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
    Calibrate();
  else
    Evaluate();
  return 0;
}
