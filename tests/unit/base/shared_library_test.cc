// Libraries that are opened late: what they give, and what is said when they are not there.
#include "base/shared_library.h"

#include <gtest/gtest.h>
#include <math.h>

namespace quarry {
namespace {

QUARRY_LIBRARY_FUNCTION(lgamma_r)

TEST(SharedLibrary, FillsInTheAddresses) {
  const LibrarySymbol symbols[] = {QUARRY_LIBRARY_SYMBOL(lgamma_r)};
  const Result<void> loaded = LoadLibrary("libm.so.6", symbols);
  ASSERT_TRUE(loaded) << loaded.error().message;
  int sign = 0;
  EXPECT_DOUBLE_EQ(lgamma_r(1.0, &sign), 0.0);
  EXPECT_EQ(sign, 1);
}

TEST(SharedLibrary, NamesAFileThatIsNotThere) {
  const Result<void> loaded = LoadLibrary("libquarry-has-none.so.1", {});
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().message.find("libquarry-has-none.so.1"), std::string::npos) << loaded.error().message;
}

TEST(SharedLibrary, NamesASymbolThatIsMissing) {
  void* address = nullptr;
  const LibrarySymbol symbols[] = {{"quarry_has_no_such_function", &address}};
  const Result<void> loaded = LoadLibrary("libm.so.6", symbols);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().message, "libm.so.6 is too old: it has no `quarry_has_no_such_function`");
}

TEST(SharedLibraryDeathTest, EndsTheCommandWhereNobodyCanBeTold) {
  EXPECT_EXIT(RequiredLibrary("libquarry-has-none.so.1", {}), testing::ExitedWithCode(3),
              "quarry: cannot load a library that this needs: libquarry-has-none.so.1");
}

}  // namespace
}  // namespace quarry
