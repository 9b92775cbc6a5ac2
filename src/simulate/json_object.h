// Builds one JSON object as text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "types/json.h"

namespace quarry::simulate {

class JsonObject {
 public:
  JsonObject& Text(std::string_view name, std::string_view value) {
    Name(name);
    AppendJsonString(value, out_);
    return *this;
  }
  JsonObject& Number(std::string_view name, int64_t value) {
    Name(name);
    out_ += std::to_string(value);
    return *this;
  }
  // `value` is JSON text.
  JsonObject& Raw(std::string_view name, std::string_view value) {
    Name(name);
    out_ += value;
    return *this;
  }
  std::string Finish() const { return "{" + out_ + "}"; }

 private:
  void Name(std::string_view name) {
    if (!out_.empty()) out_ += ',';
    AppendJsonString(name, out_);
    out_ += ':';
  }
  std::string out_;
};

}  // namespace quarry::simulate
