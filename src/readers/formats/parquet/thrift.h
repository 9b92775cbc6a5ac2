// CompactReader: reads Thrift's compact protocol, in which Parquet writes its footer. Every length is checked against
// the bytes that are there; damage sets failed() and every later read gives nothing.
// Protocol: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
// Ownership: texts point into the input. Thread rule: one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace quarry {

class CompactReader {
 public:
  enum class Type : uint8_t {
    kStop = 0,
    kTrue = 1,
    kFalse = 2,
    kByte = 3,
    kI16 = 4,
    kI32 = 5,
    kI64 = 6,
    kDouble = 7,
    kBinary = 8,
    kList = 9,
    kSet = 10,
    kMap = 11,
    kStruct = 12,
  };

  explicit CompactReader(std::string_view bytes) : bytes_(bytes) {}
  bool failed() const { return failed_; }

  // Calls f(id, type) for each field of the struct at hand; f reads the value, or passes it with Skip(type).
  template <typename F>
  void Struct(const F& f) {
    if (++depth_ > kMaxDepth) Fail();
    int16_t id = 0;
    while (!failed_) {
      const uint8_t head = Byte();
      const Type type = static_cast<Type>(head & 15);
      if (failed_ || type == Type::kStop) break;
      id = (head >> 4) != 0 ? static_cast<int16_t>(id + (head >> 4)) : static_cast<int16_t>(Integer());
      f(id, type);
    }
    --depth_;
  }
  // Calls f(element type) for each element of the list at hand.
  template <typename F>
  void List(const F& f) {
    const uint8_t head = Byte();
    uint64_t count = head >> 4;
    if (count == 15) count = Varint();
    const Type type = static_cast<Type>(head & 15);
    if (count > bytes_.size() - at_) Fail();  // an element has a byte at least
    for (uint64_t i = 0; i < count && !failed_; ++i) f(type);
  }
  int64_t Integer() {
    const uint64_t value = Varint();
    return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1);
  }
  std::string_view Binary();
  void Skip(Type type);
  // Of a field, whose type is its value.
  static bool Bool(Type type) { return type == Type::kTrue; }

 private:
  static constexpr int kMaxDepth = 64;

  uint8_t Byte() {
    if (failed_ || at_ >= bytes_.size()) {
      Fail();
      return 0;
    }
    return static_cast<uint8_t>(bytes_[at_++]);
  }
  uint64_t Varint();
  void Pass(uint64_t bytes) {
    if (bytes > bytes_.size() - at_)
      Fail();
    else
      at_ += bytes;
  }
  void Fail() {
    failed_ = true;
    at_ = bytes_.size();
  }

  std::string_view bytes_;
  size_t at_ = 0;
  int depth_ = 0;
  bool failed_ = false;
};

}  // namespace quarry
