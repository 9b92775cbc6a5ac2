// The scalar types of the plan. They are KQL's; a CQL event is an open set of `string` fields.
// Representation, the same in cells, batches and DuckDB:
//   bool      bool                          DuckDB BOOLEAN
//   int       int32 in an int64             DuckDB INTEGER
//   long      int64                         DuckDB BIGINT
//   real      double                        DuckDB DOUBLE
//   decimal   canonical decimal text        DuckDB VARCHAR
//   datetime  100 ns ticks since 0001-01-01 DuckDB BIGINT
//   timespan  100 ns ticks                  DuckDB BIGINT
//   guid      lower-case canonical text     DuckDB VARCHAR
//   string    UTF-8 text                    DuckDB VARCHAR
//   dynamic   compact JSON text             DuckDB VARCHAR
// In KQL a string is never null; a CQL or Sigma field is null when it is absent.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace quarry {

enum class Type : uint8_t { kBool, kInt, kLong, kReal, kDecimal, kDateTime, kTimeSpan, kGuid, kString, kDynamic };
inline constexpr int kTypeCount = 10;

std::string_view TypeName(Type type);  // "datetime"
std::optional<Type> FindType(
    std::string_view name);  // KQL spellings and aliases: "int64", "double", "date", "time", ...

constexpr bool IsNumeric(Type t) {
  return t == Type::kInt || t == Type::kLong || t == Type::kReal || t == Type::kDecimal;
}
constexpr bool IsInteger(Type t) {
  return t == Type::kInt || t == Type::kLong;
}
// Held in a Cell's `text` (and a DuckDB VARCHAR).
constexpr bool IsTextual(Type t) {
  return t == Type::kString || t == Type::kDynamic || t == Type::kGuid || t == Type::kDecimal;
}

}  // namespace quarry
