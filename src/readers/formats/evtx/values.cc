#include "readers/formats/evtx/values.h"

#include <cstdio>
#include <cstring>

#include "types/number.h"
#include "types/ticks.h"

namespace quarry::evtx {

namespace {

template <typename T>
bool Read(std::string_view bytes, T& value) {
  if (bytes.size() < sizeof(T)) return false;
  std::memcpy(&value, bytes.data(), sizeof(T));
  return true;
}

void AppendCodePoint(uint32_t c, std::string& out) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xc0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xe0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (c & 0x3f));
  } else {
    out += static_cast<char>(0xf0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3f));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (c & 0x3f));
  }
}

template <typename T>
void AppendInteger(std::string_view bytes, std::string& out) {
  T value{};
  if (Read(bytes, value)) out += std::to_string(+value);
}

void AppendHex(uint64_t value, std::string& out) {
  char buffer[24];
  std::snprintf(buffer, sizeof buffer, "0x%llx", static_cast<unsigned long long>(value));
  out += buffer;
}

void AppendHexBytes(std::string_view bytes, std::string& out) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
}

void AppendGuid(std::string_view bytes, std::string& out) {
  if (bytes.size() < 16) return;
  uint32_t a;
  uint16_t b, c;
  std::memcpy(&a, bytes.data(), 4);
  std::memcpy(&b, bytes.data() + 4, 2);
  std::memcpy(&c, bytes.data() + 6, 2);
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "{%08X-%04X-%04X-", a, b, c);
  out += buffer;
  AppendHexBytes(bytes.substr(8, 2), out);
  out += '-';
  AppendHexBytes(bytes.substr(10, 6), out);
  out += '}';
}

// "S-1-5-21-...": revision, count of sub-authorities, 48-bit big-endian authority, then 32-bit sub-authorities.
void AppendSid(std::string_view bytes, std::string& out) {
  if (bytes.size() < 8) return;
  const auto byte = [&](size_t i) { return static_cast<uint64_t>(static_cast<unsigned char>(bytes[i])); };
  uint64_t authority = 0;
  for (size_t i = 2; i < 8; ++i) authority = authority << 8 | byte(i);
  out += "S-" + std::to_string(byte(0)) + "-" + std::to_string(authority);
  for (size_t i = 0; i < byte(1) && 12 + 4 * i <= bytes.size(); ++i) {
    uint32_t sub;
    std::memcpy(&sub, bytes.data() + 8 + 4 * i, 4);
    out += "-" + std::to_string(sub);
  }
}

// SYSTEMTIME: eight 16-bit fields; the third is the day of the week.
void AppendSystemTime(std::string_view bytes, std::string& out) {
  if (bytes.size() < 16) return;
  uint16_t f[8];
  std::memcpy(f, bytes.data(), 16);
  if (f[0] < 1 || f[0] > 9999 || f[1] < 1 || f[1] > 12 || f[3] < 1 || f[3] > DaysInMonth(f[0], f[1]) || f[4] > 23 ||
      f[5] > 59 || f[6] > 59 || f[7] > 999)
    return;
  out += FormatDateTime(FromCivil({f[0], f[1], f[3], f[4], f[5], f[6], f[7] * 10'000}));
}

size_t ElementSize(uint8_t type) {
  switch (type) {
    case kInt8:
    case kUInt8:
      return 1;
    case kInt16:
    case kUInt16:
      return 2;
    case kInt32:
    case kUInt32:
    case kReal32:
    case kBoolean:
    case kHexInt32:
      return 4;
    case kInt64:
    case kUInt64:
    case kReal64:
    case kFileTime:
    case kHexInt64:
    case kSizeT:
      return 8;
    case kGuidValue:
    case kSystemTime:
      return 16;
    default:
      return 0;
  }
}

}  // namespace

int64_t TicksOfFileTime(uint64_t filetime) {
  constexpr int64_t kTicksTo1601 = 504'911'232'000'000'000;
  if (filetime > static_cast<uint64_t>(kMaxDateTimeTicks - kTicksTo1601)) return kMaxDateTimeTicks;
  return static_cast<int64_t>(filetime) + kTicksTo1601;
}

void AppendUtf16(std::string_view utf16, std::string& out) {
  size_t units = utf16.size() / 2;
  const char* data = utf16.data();
  const auto unit = [&](size_t i) {
    return static_cast<uint32_t>(static_cast<unsigned char>(data[2 * i]) | static_cast<unsigned char>(data[2 * i + 1])
                                                                               << 8);
  };
  while (units > 0 && unit(units - 1) == 0) --units;
  out.reserve(out.size() + units);
  for (size_t i = 0; i < units; ++i) {
    const uint32_t c = unit(i);
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else if (c >= 0xd800 && c < 0xdc00 && i + 1 < units && unit(i + 1) >= 0xdc00 && unit(i + 1) < 0xe000) {
      AppendCodePoint(0x10000 + ((c - 0xd800) << 10) + (unit(i + 1) - 0xdc00), out);
      ++i;
    } else {
      AppendCodePoint(c >= 0xd800 && c < 0xe000 ? 0xfffd : c, out);
    }
  }
}

void AppendValueText(const RawValue& value, std::string& out) {
  const std::string_view bytes = value.bytes;
  switch (value.type) {
    case kWideString:
      AppendUtf16(bytes, out);
      break;
    case kAnsiString: {
      // The code page is not recorded; Latin-1 keeps every byte distinct.
      std::string_view text = bytes;
      while (!text.empty() && text.back() == '\0') text.remove_suffix(1);
      for (const char c : text) AppendCodePoint(static_cast<unsigned char>(c), out);
      break;
    }
    case kInt8:
      AppendInteger<int8_t>(bytes, out);
      break;
    case kUInt8:
      AppendInteger<uint8_t>(bytes, out);
      break;
    case kInt16:
      AppendInteger<int16_t>(bytes, out);
      break;
    case kUInt16:
      AppendInteger<uint16_t>(bytes, out);
      break;
    case kInt32:
      AppendInteger<int32_t>(bytes, out);
      break;
    case kUInt32:
      AppendInteger<uint32_t>(bytes, out);
      break;
    case kInt64:
      AppendInteger<int64_t>(bytes, out);
      break;
    case kUInt64:
      AppendInteger<uint64_t>(bytes, out);
      break;
    case kReal32: {
      float v;
      if (Read(bytes, v)) out += FormatReal(v);
      break;
    }
    case kReal64: {
      double v;
      if (Read(bytes, v)) out += FormatReal(v);
      break;
    }
    case kBoolean: {
      // Providers write 1, 2 or -1 for true, and one byte instead of four.
      bool any = false;
      for (const char c : bytes) any |= c != 0;
      if (!bytes.empty()) out += any ? "true" : "false";
      break;
    }
    case kBinary:
      AppendHexBytes(bytes, out);
      break;
    case kGuidValue:
      AppendGuid(bytes, out);
      break;
    case kFileTime: {
      uint64_t v;
      if (Read(bytes, v)) out += FormatDateTime(TicksOfFileTime(v));
      break;
    }
    case kSystemTime:
      AppendSystemTime(bytes, out);
      break;
    case kSid:
      AppendSid(bytes, out);
      break;
    case kSizeT:
    case kHexInt32:
    case kHexInt64: {
      uint64_t v = 0;
      std::memcpy(&v, bytes.data(), bytes.size() < 8 ? bytes.size() : 8);
      if (!bytes.empty()) AppendHex(v, out);
      break;
    }
    default:
      break;
  }
}

std::vector<RawValue> ArrayItems(const RawValue& value) {
  const uint8_t type = value.type & static_cast<uint8_t>(~kArrayFlag);
  std::vector<RawValue> items;
  std::string_view rest = value.bytes;
  if (type == kWideString || type == kAnsiString) {
    const size_t width = type == kWideString ? 2 : 1;
    size_t start = 0;
    for (size_t i = 0; i + width <= rest.size(); i += width) {
      if (rest[i] != 0 || (width == 2 && rest[i + 1] != 0)) continue;
      items.push_back({type, 0, rest.substr(start, i - start)});
      start = i + width;
    }
    if (start < rest.size()) items.push_back({type, 0, rest.substr(start)});
  } else if (type == kSid) {
    while (rest.size() >= 8) {
      const size_t size = 8 + 4 * static_cast<size_t>(static_cast<unsigned char>(rest[1]));
      if (size > rest.size()) break;
      items.push_back({type, 0, rest.substr(0, size)});
      rest.remove_prefix(size);
    }
  } else if (const size_t size = ElementSize(type)) {
    for (; rest.size() >= size; rest.remove_prefix(size)) items.push_back({type, 0, rest.substr(0, size)});
  }
  return items;
}

}  // namespace quarry::evtx
