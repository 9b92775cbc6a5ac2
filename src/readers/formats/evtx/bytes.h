// Bounded little-endian access to a chunk. Reads beyond the end give zero and set `failed`, so that decoders of
// hostile files check once at the end of a step instead of at every field.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace quarry::evtx {

class Bytes {
 public:
  explicit Bytes(std::string_view data) : data_(data) {}
  size_t size() const { return data_.size(); }
  bool failed() const { return failed_; }
  void ClearFailure() { failed_ = false; }

  template <typename T>
  T Get(size_t offset) {
    T value{};
    if (offset > data_.size() || sizeof(T) > data_.size() - offset) {
      failed_ = true;
      return value;
    }
    std::memcpy(&value, data_.data() + offset, sizeof(T));
    return value;
  }
  std::string_view Slice(size_t offset, size_t size) {
    if (offset > data_.size() || size > data_.size() - offset) {
      failed_ = true;
      return {};
    }
    return data_.substr(offset, size);
  }

 private:
  std::string_view data_;
  bool failed_ = false;
};

}  // namespace quarry::evtx
