// Quantiles of the beacon evidence over simulated series without a period, by the number of gaps after bursts are
// collapsed. Made by bench/beacon (`beacon_evaluation --calibrate`): of six families (Poisson, Pareto, log-normal,
// Weibull, hyper-exponential, sessions) the largest counts, not the pool: a pooled 1 % hides uneven errors. It is
// Pareto at every number up to 45 (beyond, Pareto alone was simulated): a hard minimum with a heavy tail, as
// rate-limited clients have, is the aperiodic traffic nearest to a beacon. In long series its quantiles fall below
// zero; a positive evidence is asked for all the same, so that traffic unlike all six is not taken for a sleeper
// because it is even less like Pareto.
#include "analytics/beacon.h"

namespace quarry {

namespace {
constexpr BeaconThreshold kThresholds[] = {
    {5, 17.6, 20.3},  {6, 17.0, 20.0},  {8, 16.3, 19.8},  {10, 15.8, 18.6}, {12, 15.2, 18.4},
    {16, 14.6, 17.4}, {20, 13.8, 17.2}, {26, 12.6, 16.2}, {34, 11.5, 16.0}, {45, 9.5, 13.3},
    {60, 7.2, 11.0},  {80, 3.4, 8.9},   {110, 2.0, 6.0},  {255, 2.0, 6.0},
};
}  // namespace

std::span<const BeaconThreshold> BeaconThresholds() {
  return kThresholds;
}

}  // namespace quarry
