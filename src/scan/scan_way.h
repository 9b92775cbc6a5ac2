// ScanWay: how a scan of lines finds the records that it parses, chosen by what a sample of the data would cost.
// Thread rule: immutable.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "scan/key_search.h"
#include "scan/line_filter.h"
#include "scan/scan.h"

namespace quarry {

struct ScanWay {
  enum class Kind : uint8_t {
    kEveryRecord,  // all are parsed
    kLiterals,     // those that hold one of the prefilter's literals
    kOneKey,       // those where one member's value may pass
    kNothing,      // none: no record can match
  };
  Kind kind = Kind::kEveryRecord;
  std::unique_ptr<const KeySearch> key;  // kOneKey
  // kEveryRecord because the sample says that a search does not pay: where the data turn out to be otherwise, it may.
  bool may_search_yet = false;
  std::string why;  // for --stats and explain, with the way's name: "one key: ..."
};

// `filter`: of the spec's prefilter. `sample`: some of the data, which may begin and end inside lines; may be empty.
// QUARRY_SCAN_WAY=every|literals|key asks for one of them where it can be had (tests, measurements).
// `json_lines`: the records are JSON objects, so that keys can be searched.
ScanWay ChooseScanWay(const ScanSpec& spec, const LineFilter& filter, bool json_lines, std::string_view sample);

}  // namespace quarry
