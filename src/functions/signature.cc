// Signatures: their text is parsed once a function. Entries: SignatureOf, ResultTypeOf, CommonType.
#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "base/check.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

constexpr uint16_t kAnyType = (1u << kTypeCount) - 1;
constexpr uint16_t Bit(Type type) {
  return static_cast<uint16_t>(1u << static_cast<int>(type));
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// The part of `text` before `separator`; `text` keeps what follows it.
std::string_view TakeUntil(std::string_view& text, char separator) {
  const size_t at = text.find(separator);
  const std::string_view taken = text.substr(0, at);
  text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
  return Trimmed(taken);
}

uint16_t ParseTypes(std::string_view text) {
  uint16_t types = 0;
  while (!text.empty()) {
    const std::string_view name = TakeUntil(text, '|');
    if (name == "any") {
      types |= kAnyType;
    } else if (name == "number") {
      types |= Bit(Type::kInt) | Bit(Type::kLong) | Bit(Type::kReal) | Bit(Type::kDecimal);
    } else {
      const auto type = FindType(name);
      QUARRY_CHECK(type.has_value());
      types |= Bit(*type);
    }
  }
  return types;
}

// How the result follows from the arguments.
struct ResultRule {
  enum class Kind : uint8_t { kFixed, kSame, kCommon, kCustom } kind = Kind::kFixed;
  Type type = Type::kString;
  std::vector<size_t> arguments;  // from 0; kCommon without any: all
};

struct Parsed {
  Signature signature;
  ResultRule result;
};

std::vector<size_t> ParseArgumentNumbers(std::string_view list) {
  std::vector<size_t> numbers;
  while (!list.empty()) {
    const std::string_view item = TakeUntil(list, ',');
    if (item == "...") continue;
    QUARRY_CHECK(item.size() == 1 && item[0] >= '1' && item[0] <= '9');
    numbers.push_back(static_cast<size_t>(item[0] - '1'));
  }
  return numbers;
}

Parsed Parse(std::string_view text) {
  Parsed out;
  const size_t arrow = text.rfind("->");
  QUARRY_CHECK(arrow != std::string_view::npos);
  std::string_view parameters = Trimmed(text.substr(0, arrow));
  const std::string_view result = Trimmed(text.substr(arrow + 2));
  QUARRY_CHECK(parameters.size() >= 2 && parameters.front() == '(' && parameters.back() == ')');
  parameters = parameters.substr(1, parameters.size() - 2);
  while (!parameters.empty()) {
    std::string_view one = TakeUntil(parameters, ',');
    Parameter parameter;
    std::string_view name = TakeUntil(one, ':');
    for (bool more = true; more;) {
      more = false;
      if (name.ends_with("...")) {
        parameter.repeated = more = true;
        name.remove_suffix(3);
      } else if (name.ends_with('?')) {
        parameter.optional = more = true;
        name.remove_suffix(1);
      }
    }
    parameter.name = name;
    parameter.accepts = ParseTypes(Trimmed(one));
    QUARRY_CHECK(parameter.accepts != 0);
    if (!parameter.optional) ++out.signature.minimum_arguments;
    out.signature.maximum_arguments = parameter.repeated ? SIZE_MAX : out.signature.maximum_arguments + 1;
    out.signature.parameters.push_back(parameter);
  }
  if (result == "custom") {
    out.result.kind = ResultRule::Kind::kCustom;
  } else if (result.starts_with("same(") || result.starts_with("common(")) {
    const size_t open = result.find('(');
    QUARRY_CHECK(result.back() == ')');
    out.result.kind = result[0] == 's' ? ResultRule::Kind::kSame : ResultRule::Kind::kCommon;
    out.result.arguments = ParseArgumentNumbers(result.substr(open + 1, result.size() - open - 2));
  } else {
    const auto type = FindType(result);
    QUARRY_CHECK(type.has_value());
    out.result.type = *type;
  }
  return out;
}

const Parsed& ParsedOf(const FunctionDef& def) {
  static std::mutex mutex;
  static auto* const cache = new std::unordered_map<const FunctionDef*, Parsed>;  // never destroyed, as in registry.cc
  const std::lock_guard<std::mutex> lock(mutex);
  const auto found = cache->find(&def);
  if (found != cache->end()) return found->second;
  return cache->emplace(&def, Parse(def.signature)).first->second;  // entries of an unordered_map never move
}

}  // namespace

const Parameter& Signature::ParameterFor(size_t i) const {
  QUARRY_CHECK(!parameters.empty());
  return parameters[i < parameters.size() ? i : parameters.size() - 1];
}

const Signature& SignatureOf(const FunctionDef& def) {
  return ParsedOf(def).signature;
}

Type ResultTypeOf(const FunctionDef& def, std::span<const Type> types) {
  const ResultRule& rule = ParsedOf(def).result;
  switch (rule.kind) {
    case ResultRule::Kind::kFixed:
      return rule.type;
    case ResultRule::Kind::kSame:
      return rule.arguments.empty() || rule.arguments[0] >= types.size() ? Type::kDynamic : types[rule.arguments[0]];
    case ResultRule::Kind::kCustom:
      return def.result_type(types);
    case ResultRule::Kind::kCommon:
      break;
  }
  std::optional<Type> common;
  const auto add = [&](Type type) { common = common ? CommonType(*common, type) : type; };
  if (rule.arguments.empty()) {
    for (Type type : types) add(type);
  } else {
    for (size_t i : rule.arguments)
      if (i < types.size()) add(types[i]);
  }
  return common.value_or(Type::kDynamic);
}

Type CommonType(Type a, Type b) {
  if (a == b) return a;
  if (a == Type::kDynamic || b == Type::kDynamic) return Type::kDynamic;
  if (IsNumeric(a) && IsNumeric(b)) {
    if (a == Type::kDecimal || b == Type::kDecimal) return Type::kDecimal;
    return a == Type::kReal || b == Type::kReal ? Type::kReal : Type::kLong;
  }
  return Type::kString;
}

}  // namespace quarry
