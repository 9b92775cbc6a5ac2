#include <gtest/gtest.h>

#include "functions/network/host_name.h"
#include "functions/network/ip_address.h"
#include "unit/functions/kernel_harness.h"

namespace quarry {
namespace {

TEST(HostName, HasOneSpelling) {
  EXPECT_EQ(NormalizeHost("HTTPS://user:pw@App.Workers.DEV.:8443/a?b#c"), "app.workers.dev");
  EXPECT_EQ(NormalizeHost("app.workers.dev:443"), "app.workers.dev");
  EXPECT_EQ(NormalizeHost("https://[2001:DB8::1]:443/"), "2001:db8::1");
  EXPECT_EQ(NormalizeHost("2001:DB8::1"), "2001:db8::1");
  EXPECT_EQ(NormalizeHost("http://B\xC3\x9C"
                          "CHER.example/"),
            "xn--bcher-kva.example");
  EXPECT_EQ(NormalizeHost("//x.y/z"), "x.y");
  EXPECT_EQ(NormalizeHost("x.y?u=http://z"), "x.y");
  EXPECT_EQ(NormalizeHost(" ..."), "");
  // A full-width letter is not read as its ASCII look: prefilters rely on that.
  EXPECT_NE(NormalizeHost("\xEF\xBD\x97orkers.dev"), "workers.dev");
}

TEST(HostName, MatchesSuffixesByLabels) {
  const DomainSuffix lambda("*.lambda-url.*.on.aws");
  EXPECT_TRUE(lambda.Matches("a.lambda-url.us-east-1.on.aws"));
  EXPECT_TRUE(lambda.Matches("b.a.lambda-url.us-east-1.on.aws"));
  EXPECT_FALSE(lambda.Matches("lambda-url.us-east-1.on.aws"));
  EXPECT_FALSE(lambda.Matches("a.lambda-url.x.y.on.aws"));
  EXPECT_FALSE(lambda.Matches("a.lambda-url.on.aws"));
  EXPECT_FALSE(DomainSuffix("workers.dev").Matches("evilworkers.dev"));
  EXPECT_FALSE(DomainSuffix("workers.dev").Matches("workers.dev.evil.com"));
  EXPECT_TRUE(DomainSuffix("workers.dev").Matches("a.workers.dev"));
  EXPECT_FALSE(DomainSuffix("workers.dev").Matches(""));
  EXPECT_EQ(lambda.LongestLiteral(), ".lambda-url.");
  EXPECT_EQ(DomainSuffix("*.xn--bcher-kva.example").LongestLiteral(), ".example");
  const Value patterns = D("[\"workers.dev\",\"*.lambda-url.*.on.aws\"]");
  EXPECT_EQ(LiteralsOf("domain_suffix_match", {nullptr, &patterns}),
            "(\"workers.dev\" nocase | \".lambda-url.\" nocase)");
}

TEST(IpAddress, V4) {
  EXPECT_EQ(ParseIpv4("192.168.1.1"), 3232235777u);
  for (const char* bad : {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.", "a.b.c.d", "1..2.3", "0001.2.3.4"})
    EXPECT_FALSE(ParseIpv4(bad)) << bad;
  EXPECT_FALSE(ParseIpv4Prefix("1.2.3.4/33"));
  EXPECT_FALSE(ParseIpv4Prefix("1.2.3.4/"));
  EXPECT_TRUE(ParseIpv4Prefix("0.0.0.0/0")->Contains(0xffffffff));
}

TEST(IpAddress, V6) {
  EXPECT_EQ(FormatIpv6Full(*ParseIpv6("::1")), "0000:0000:0000:0000:0000:0000:0000:0001");
  EXPECT_EQ(FormatIpv6Full(*ParseIpv6("1::")), "0001:0000:0000:0000:0000:0000:0000:0000");
  EXPECT_EQ(FormatIpv6Full(*ParseIpv6("1:2::3:4")), "0001:0002:0000:0000:0000:0000:0003:0004");
  EXPECT_EQ(FormatIpv6Full(*ParseIpv6("::ffff:10.0.0.1")), "0000:0000:0000:0000:0000:ffff:0a00:0001");
  for (const char* bad :
       {"", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "g::", "12345::", "1:"})
    EXPECT_FALSE(ParseIpv6(bad)) << bad;
  EXPECT_TRUE(ParseIpv6Prefix("fe80::/10")->Contains(*ParseIpv6Prefix("febf::1")));
  EXPECT_FALSE(ParseIpv6Prefix("fe80::/10")->Contains(*ParseIpv6Prefix("fec0::1")));
}

}  // namespace
}  // namespace quarry
