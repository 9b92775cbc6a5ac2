// Values of BinXML substitutions and their text, as the Windows event viewer's XML shows them.
// Specification: [MS-EVEN6] section 2.2.12 (BinXml) and its value types.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace quarry::evtx {

enum ValueType : uint8_t {
  kNullValue = 0x00,
  kWideString = 0x01,
  kAnsiString = 0x02,
  kInt8 = 0x03,
  kUInt8 = 0x04,
  kInt16 = 0x05,
  kUInt16 = 0x06,
  kInt32 = 0x07,
  kUInt32 = 0x08,
  kInt64 = 0x09,
  kUInt64 = 0x0a,
  kReal32 = 0x0b,
  kReal64 = 0x0c,
  kBoolean = 0x0d,
  kBinary = 0x0e,
  kGuidValue = 0x0f,
  kSizeT = 0x10,
  kFileTime = 0x11,
  kSystemTime = 0x12,
  kSid = 0x13,
  kHexInt32 = 0x14,
  kHexInt64 = 0x15,
  kBinXml = 0x21,
  kArrayFlag = 0x80,
};

// Raw bytes of a value inside a chunk.
struct RawValue {
  uint8_t type = kNullValue;
  uint32_t offset = 0;  // in the chunk, for nested BinXML
  std::string_view bytes;

  bool is_null() const { return type == kNullValue; }
  bool is_array() const { return (type & kArrayFlag) != 0; }
  // Printed as a bare decimal number.
  bool is_number() const { return type >= kInt8 && type <= kUInt64; }
};

// Appends UTF-16LE text as UTF-8. Unpaired surrogates become U+FFFD; NULs at the end are left out.
void AppendUtf16(std::string_view utf16, std::string& out);
// Appends the text of a value that is neither an array nor BinXML. Values of a wrong size give what their bytes
// allow, or nothing.
void AppendValueText(const RawValue& value, std::string& out);
// The items of an array value, as values of its element type.
std::vector<RawValue> ArrayItems(const RawValue& value);
// FILETIME (100 ns since 1601) to Quarry's ticks.
int64_t TicksOfFileTime(uint64_t filetime);

}  // namespace quarry::evtx
