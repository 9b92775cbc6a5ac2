// The shapes of the files of a package.
// Thread rule: constants.
#pragma once

#include "packs/schema/shape.h"

namespace quarry {

inline constexpr int64_t kPackFormat = 1;

const Shape& PackShape();
const Shape& AtomicShape();
const Shape& TestShape();
const Shape& ExclusionShape();

}  // namespace quarry
