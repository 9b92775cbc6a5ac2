// Every definition is complete: what the reference, the binder and the engine read is there.
#include <gtest/gtest.h>

#include <set>

#include "base/ascii.h"
#include "functions/function_def.h"

namespace quarry {
namespace {

TEST(Definitions, AreComplete) {
  ASSERT_FALSE(AllFunctions().empty());
  std::set<std::string> names, spellings;
  for (const FunctionDef* def : AllFunctions()) {
    const std::string name(def->name);
    EXPECT_TRUE(names.insert(name).second) << name << " is defined twice";
    for (char c : name) EXPECT_TRUE(IsAsciiLower(c) || IsAsciiDigit(c) || c == '_') << name;
    for (const Spelling& spelling : def->spelled) {
      const std::string key = std::to_string(static_cast<int>(spelling.lang)) +
                              std::to_string(static_cast<int>(def->kind)) + AsciiLowered(spelling.name);
      EXPECT_TRUE(spellings.insert(key).second) << name << ": `" << spelling.name << "` is spelled twice";
    }
    EXPECT_FALSE(def->doc.empty()) << name;
    EXPECT_FALSE(def->example.empty()) << name;
    const Signature& signature = SignatureOf(*def);  // aborts on a malformed one
    EXPECT_LE(signature.minimum_arguments, signature.maximum_arguments) << name;
    EXPECT_EQ(def->signature.ends_with("-> custom"), def->result_type != nullptr) << name;
    EXPECT_EQ(def->kind == FunctionKind::kScalar, def->kernel != nullptr) << name;
    EXPECT_TRUE(def->kind == FunctionKind::kScalar || def->duckdb != nullptr) << name;
    EXPECT_EQ(FindFunction(def->name), def);
    EXPECT_TRUE(def->null_rule != NullRule::kFalse || def->signature.ends_with("-> bool")) << name;
  }
}

TEST(Definitions, AreFoundBySpelling) {
  EXPECT_EQ(FindSpelled(Lang::kKql, "isnotempty", FunctionKind::kScalar), FindFunction("is_not_empty"));
  EXPECT_EQ(FindSpelled(Lang::kKql, "IsNotEmpty", FunctionKind::kScalar), nullptr);
  EXPECT_EQ(FindFunction("no_such_function"), nullptr);
}

TEST(Definitions, SignaturesGiveTypes) {
  const Type branches[] = {Type::kBool, Type::kInt, Type::kReal};
  EXPECT_EQ(ResultTypeOf(*FindFunction("iff"), branches), Type::kReal);
  const Type times[] = {Type::kDateTime, Type::kDateTime};
  EXPECT_EQ(ResultTypeOf(*FindFunction("subtract"), times), Type::kTimeSpan);
  EXPECT_EQ(CommonType(Type::kInt, Type::kLong), Type::kLong);
  EXPECT_EQ(CommonType(Type::kLong, Type::kDecimal), Type::kDecimal);
  EXPECT_EQ(CommonType(Type::kString, Type::kDynamic), Type::kDynamic);
}

}  // namespace
}  // namespace quarry
