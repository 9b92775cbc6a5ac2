// Is a file still the one that was indexed?
// Thread rule: pure functions over open descriptors.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "index/format.h"

namespace quarry {

// REQUIRES: a regular file open for reading
Result<DataIdentity> IdentityOfData(int descriptor);

enum class DataMatch : uint8_t {
  kSame,      // same file, size and times, down to the time that nobody can set
  kUnproven,  // size, modification time, beginning and end are the same, but it is a copy or was touched
  kGrown,     // longer, and its beginning is the same
  kOther,     // shorter or rewritten
};
DataMatch CompareIdentity(const DataIdentity& indexed, const DataIdentity& now);
// "was changed after it was indexed", for a note; "" for kSame.
std::string DescribeMatch(DataMatch match);

}  // namespace quarry
