// True when the address, IPv4 or IPv6, lies in one of the networks. False for text that is no address.
#include "functions/function_def.h"
#include "functions/network/ip_address.h"
#include "functions/text/finder.h"

namespace quarry {

namespace {

struct Networks : CallState {
  std::vector<Ipv6Prefix> prefixes;
  bool Contain(std::string_view text) const {
    const auto address = ParseIpv6Prefix(text);
    if (!address || address->bits != 128) return false;
    for (const Ipv6Prefix& prefix : prefixes)
      if (prefix.Contains(*address)) return true;
    return false;
  }
};

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  const auto texts = ConstantNeedles(call);
  if (!texts) return Error{"the networks must be constant"};
  auto networks = std::make_unique<Networks>();
  for (const std::string& text : *texts) {
    const auto prefix = ParseIpv6Prefix(text);
    if (!prefix) return Error{"`" + text + "` is no network"};
    networks->prefixes.push_back(*prefix);
  }
  return std::unique_ptr<const CallState>(std::move(networks));
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = Cell::Bool(static_cast<const Networks*>(call.state)->Contain(args[0].text));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCidrMatchFunction) = {
    .name = "cidr_match",
    .spelled = {},
    .signature = "(ip: string, networks...: string|dynamic) -> bool",
    .doc =
        "True when the address, IPv4 or IPv6, lies in one of the networks. False for text that is no "
        "address.\n\nCQL's `cidr()` and Sigma's `cidr` modifier.",
    .example = "cidr(RemoteAddressIP4, subnet=[\"10.0.0.0/8\"])",
    .null_rule = NullRule::kFalse,
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry
