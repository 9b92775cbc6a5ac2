// Quantiles of the beacon evidence over simulated series without a period, by the number of gaps after bursts are
// collapsed. Made by bench/beacon (`beacon_evaluation --calibrate`, 20000 series a family and number): eight families
// (Poisson, Pareto, log-normal, Weibull, hyper-exponential, sessions, shifted exponential, superposed), each weighted
// alike. Errors are uneven: a hard minimum with a heavy tail, as rate-limited clients have (Pareto), is the aperiodic
// traffic nearest to a beacon and makes most of them; of that family alone about 4 % reach the first quantile and 0.7 %
// the second. The quantiles are made non-increasing. From 45 gaps on they fall far below zero, and so does the evidence
// of traffic without a period: what stands here is higher, below what nearly all sleepers with half jitter and a third
// of their beats missed reach, so that traffic unlike all eight is not taken for a sleeper because it is even less like
// them.
#include "analytics/beacon.h"

namespace quarry {

namespace {
constexpr BeaconThreshold kThresholds[] = {
    {4, 6.6, 8.5},  {5, 6.3, 8.5},  {6, 6.0, 8.3},  {7, 5.8, 8.1},  {8, 5.6, 8.0},    {9, 5.5, 7.9},
    {10, 5.3, 7.8}, {12, 4.9, 7.5}, {14, 4.7, 7.4}, {16, 4.4, 7.2}, {20, 3.8, 6.7},   {26, 3.0, 6.4},
    {34, 2.0, 6.0}, {45, 1.0, 4.9}, {60, 0.5, 4.5}, {80, 0.0, 4.0}, {110, -1.0, 3.0}, {255, -1.0, 3.0},
};
}  // namespace

std::span<const BeaconThreshold> BeaconThresholds() {
  return kThresholds;
}

}  // namespace quarry
