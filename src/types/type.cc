#include "types/type.h"

#include <iterator>

namespace quarry {

namespace {
constexpr std::string_view kNames[kTypeCount] = {"bool",     "int",      "long", "real",   "decimal",
                                                 "datetime", "timespan", "guid", "string", "dynamic"};
struct Alias {
  std::string_view name;
  Type type;
};
constexpr Alias kAliases[] = {{"boolean", Type::kBool},  {"int32", Type::kInt},     {"int64", Type::kLong},
                              {"double", Type::kReal},   {"date", Type::kDateTime}, {"time", Type::kTimeSpan},
                              {"uuid", Type::kGuid},     {"uniqueid", Type::kGuid}, {"float", Type::kReal},
                              {"object", Type::kDynamic}};
}  // namespace

std::string_view TypeName(Type type) {
  return kNames[static_cast<int>(type)];
}

std::optional<Type> FindType(std::string_view name) {
  for (int i = 0; i < kTypeCount; ++i)
    if (kNames[i] == name) return static_cast<Type>(i);
  for (const Alias& alias : kAliases)
    if (alias.name == name) return alias.type;
  return std::nullopt;
}

}  // namespace quarry
