#include "providers/tenant_form.h"

#include <gtest/gtest.h>

namespace quarry {
namespace {

// "-" when the form does not fit.
std::string Matched(std::string_view form, std::string_view host, std::string_view path = "") {
  const Result<TenantForm> parsed = TenantForm::Parse(form);
  if (!parsed) return parsed.error().message;
  const std::optional<std::string_view> tenant = parsed->Match(host, path);
  return tenant ? std::string(*tenant) : "-";
}

TEST(TenantForm, PlaceholdersTakeAsLittleAsTheyCan) {
  EXPECT_EQ(Matched("<area>-<region>-<tenant>.x", "us-east1-a-b-c.x"), "a-b-c");
  EXPECT_EQ(Matched("*-<tenant>-<code>.x", "a-b-c-d-uc.x"), "d");
  EXPECT_EQ(Matched("*--<tenant>.x", "a--b--c-d.x"), "c-d");
  EXPECT_EQ(Matched("<tenant>--*.x", "a-b--c--d.x"), "a-b");
  EXPECT_EQ(Matched("<tenant>-<number>.x", "a-b-12.x"), "a-b");
}

TEST(TenantForm, EveryPlaceholderNeedsACharacter) {
  EXPECT_EQ(Matched("<tenant>.x", ".x"), "-");
  EXPECT_EQ(Matched("*-<tenant>.x", "-a.x"), "-");
  EXPECT_EQ(Matched("*-<tenant>.x", "a-.x"), "-");
  EXPECT_EQ(Matched("<area>-<tenant>.x", "-.x"), "-");
  EXPECT_EQ(Matched("<tenant>-<number>.x", "a-b.x"), "-");
  EXPECT_EQ(Matched("<number>.<tenant>.x", "1a.b.x"), "-");
}

TEST(TenantForm, HostsMayHaveMoreOnTheLeftAndPathsOnTheRight) {
  EXPECT_EQ(Matched("<tenant>.x", "a.b.x"), "b");
  EXPECT_EQ(Matched("<tenant>.y.x", "x"), "-");
  EXPECT_EQ(Matched("<tenant>.y.x", "y.x"), "-");
  EXPECT_EQ(Matched("x/s/<tenant>", "a.x", "/s/ID/more"), "ID");
  EXPECT_EQ(Matched("x/s/<tenant>", "x", "/s/"), "-");
  EXPECT_EQ(Matched("x/s/<tenant>", "x", "/s"), "-");
  EXPECT_EQ(Matched("x/s/<tenant>", "x"), "-");
}

TEST(TenantForm, AFormWithoutATenantSaysThatThereIsNone) {
  EXPECT_EQ(Matched("r.x", "uc.r.x"), "");
  EXPECT_FALSE(TenantForm::Parse("r.x")->names_tenant());
  EXPECT_TRUE(TenantForm::Parse("x/<tenant>")->needs_path());
}

TEST(TenantForm, RefusesWhatIsAmbiguous) {
  for (const char* form : {"", "a..x", "*<tenant>.x", "*-*.x", "<tenant.x", "x//<tenant>", "<a><tenant>.x"})
    EXPECT_FALSE(TenantForm::Parse(form).has_value()) << form;
}

}  // namespace
}  // namespace quarry
