// What a kScan node asks of its source.
// Thread rule: pure.
#pragma once

#include "plan/rel.h"

namespace quarry {

// REQUIRES: scan.kind is kScan.
inline ScanSpec SpecOfScan(const Rel& scan) {
  ScanSpec spec;
  spec.columns = scan.scan_columns;
  spec.prefilter = scan.prefilter;
  spec.key_filters = scan.key_filters;
  spec.ranges = scan.ranges;
  return spec;
}

}  // namespace quarry
