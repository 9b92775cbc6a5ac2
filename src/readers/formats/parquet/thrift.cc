// External entries: the members of CompactReader.
#include "readers/formats/parquet/thrift.h"

namespace quarry {

uint64_t CompactReader::Varint() {
  uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const uint8_t byte = Byte();
    value |= static_cast<uint64_t>(byte & 127) << shift;
    if ((byte & 128) == 0) return failed_ ? 0 : value;
  }
  Fail();
  return 0;
}

std::string_view CompactReader::Binary() {
  const uint64_t size = Varint();
  const size_t from = at_;
  Pass(size);
  return failed_ ? std::string_view() : bytes_.substr(from, size);
}

void CompactReader::Skip(Type type) {
  switch (type) {
    case Type::kTrue:
    case Type::kFalse:
      return;
    case Type::kByte:
      Byte();
      return;
    case Type::kI16:
    case Type::kI32:
    case Type::kI64:
      Varint();
      return;
    case Type::kDouble:
      Pass(8);
      return;
    case Type::kBinary:
      Binary();
      return;
    case Type::kList:
    case Type::kSet:
      if (++depth_ > kMaxDepth) Fail();
      List([&](Type element) {
        // In a list a boolean is a byte of its own.
        if (element == Type::kTrue || element == Type::kFalse)
          Byte();
        else
          Skip(element);
      });
      --depth_;
      return;
    case Type::kMap: {
      if (++depth_ > kMaxDepth) Fail();
      const uint64_t count = Varint();
      if (count > bytes_.size() - at_) Fail();
      const uint8_t types = count > 0 ? Byte() : 0;
      for (uint64_t i = 0; i < count && !failed_; ++i) {
        for (const int half : {types >> 4, types & 15}) {
          const Type part = static_cast<Type>(half);
          if (part == Type::kTrue || part == Type::kFalse)
            Byte();
          else
            Skip(part);
        }
      }
      --depth_;
      return;
    }
    case Type::kStruct:
      Struct([&](int16_t, Type field) { Skip(field); });
      return;
    default:
      Fail();
  }
}

}  // namespace quarry
