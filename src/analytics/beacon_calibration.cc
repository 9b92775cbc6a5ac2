// Quantiles of the beacon evidence over simulated series without a period, by the number of gaps after bursts are
// collapsed. Made by bench/beacon (`beacon_evaluation --calibrate`, 6000 series a family and number): of eight families
// (Poisson, Pareto, log-normal, Weibull, hyper-exponential, sessions, shifted exponential, superposed) the largest
// counts, not the pool: a pooled 1 % hides uneven errors. All eight reach every number; mostly it is Pareto or the
// superposed one: a hard minimum with a heavy tail, as rate-limited clients have, is the aperiodic traffic nearest to a
// beacon. The quantiles of 0.1 % are made non-increasing. In long series the quantiles fall below zero; a positive
// evidence is asked for all the same, so that traffic unlike all eight is not taken for a sleeper because it is even
// less like them.
#include "analytics/beacon.h"

namespace quarry {

namespace {
constexpr BeaconThreshold kThresholds[] = {
    {5, 26.5, 29.3},  {6, 26.1, 29.3},  {8, 24.8, 27.1},  {10, 24.0, 27.1}, {12, 23.3, 27.1},
    {16, 20.0, 23.6}, {20, 18.1, 21.9}, {26, 16.8, 21.9}, {34, 14.2, 18.3}, {45, 11.8, 15.8},
    {60, 8.5, 15.2},  {80, 4.2, 13.7},  {110, 2.0, 6.0},  {255, 2.0, 6.0},
};
}  // namespace

std::span<const BeaconThreshold> BeaconThresholds() {
  return kThresholds;
}

}  // namespace quarry
