// Small statistics that turn counts and texts into evidence, and evidence into one score.
// Thread rule: pure functions.
#pragma once

#include <span>
#include <string_view>

namespace quarry {

// Shannon entropy of the bytes of `text`, in bits a byte; 0 for the empty text.
double ShannonEntropy(std::string_view text);

// Lower end of Wilson's score interval for a share of `successes` among `total` trials: what the true share is at
// least, with the confidence that `z` standard deviations stand for (1.96: 97.5 %). 0 without trials. Small samples
// give small bounds: 1 of 1 gives 0.21, 20 of 20 gives 0.84. Arguments out of range are brought into it.
double WilsonLower(double successes, double total, double z);

// The probability that at least one of several independent reasons holds: 1 - product of (1 - p). Each p is brought
// into 0..1, and those that are no numbers are passed over; 0 without any.
double NoisyOr(std::span<const double> probabilities);

// How rare something is that `having` of `all` have: -log10((1 + having) / (1 + all)), 0 for what all have. 2 is one in
// a hundred. Arguments out of range are brought into it.
double Rarity(double having, double all);

// Where `value` stands between `low` (0) and `high` (1); `high` below `low` turns it round. 0 or 1 outside. A step when
// both are equal.
double Ramp(double value, double low, double high);

}  // namespace quarry
