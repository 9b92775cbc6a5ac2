// Result<T>: a value or an Error, for input/output and engines (files, codecs, DuckDB).
// Member names follow std::expected, which C++20 lacks. User mistakes in queries and rules are
// not errors of this kind: they are diagnostics (diag/diagnostic.h) and travel as FailureOr<T>.
// Thread rule: values, no shared state.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "base/check.h"

namespace quarry {

// Why an operation on the outside world failed. `message` is one line, lower case, without a full
// stop, and names the thing it is about (path, offset).
struct Error {
  std::string message;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit as in std::expected
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  // REQUIRES: has_value()
  T& value() & {
    QUARRY_CHECK(has_value());
    return std::get<0>(state_);
  }
  const T& value() const& {
    QUARRY_CHECK(has_value());
    return std::get<0>(state_);
  }
  T&& value() && {
    QUARRY_CHECK(has_value());
    return std::get<0>(std::move(state_));
  }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // REQUIRES: !has_value()
  const Error& error() const {
    QUARRY_CHECK(!has_value());
    return std::get<1>(state_);
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), failed_(true) {}  // NOLINT
  bool has_value() const { return !failed_; }
  explicit operator bool() const { return has_value(); }
  const Error& error() const {
    QUARRY_CHECK(failed_);
    return error_;
  }

 private:
  Error error_;
  bool failed_ = false;
};

}  // namespace quarry
