// The places in CSV text where fields and records end, found in one pass over quotes, delimiters and line ends.
//
// A quote opens at the beginning of a field only, and doubled quotes stand for one. Counting quotes gives the same as
// long as each quote that would open stands at the beginning of a field or behind another quote. Text with other
// quotes (5" pipe) is not regular: what is found in it is not to be used.
// Thread rule: the functions are pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "scan/kernels/kernels.h"

namespace quarry {

// Places behind the last one that CsvKernel::index may write.
inline constexpr size_t kCsvPadding = 64;

struct CsvIndex {
  size_t ends = 0;         // how many places were written
  size_t lines = 0;        // how many of them are line ends
  bool regular = true;     // see above
  bool in_quotes = false;  // at the end of the text
  bool ascii = true;       // no byte is above 127
};

struct CsvKernel {
  std::string_view name;
  // data[0, size) starts at the beginning of a field. Writes the offsets of delimiters and line ends ('\n') outside of
  // quotes to `ends`, ascending, and to `lines` for each line end how many places stand before it in `ends`. With
  // lines == nullptr `ends` gets the line ends only. Room: size + kCsvPadding each.
  CsvIndex (*index)(const char* data, size_t size, char delimiter, uint32_t* ends, uint32_t* lines);
};

// The form for the instruction set of `table`, by default the best that this machine runs.
const CsvKernel& CsvKernelFor(const KernelTable& table = Kernels());

extern const CsvKernel kGenericCsvKernel;
#if defined(__x86_64__)
extern const CsvKernel kAvx2CsvKernel;
extern const CsvKernel kAvx512CsvKernel;
#elif defined(__aarch64__)
extern const CsvKernel kNeonCsvKernel;
#endif

}  // namespace quarry
