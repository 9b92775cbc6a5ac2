// cidr_match: addresses in prefixes.
#include <vector>

#include "functions/function_def.h"
#include "functions/network/ip_address.h"

namespace quarry {
namespace {

class Prefixes : public CallState {
 public:
  std::vector<Ipv6Prefix> prefixes;
};

bool AnyContains(const std::vector<Ipv6Prefix>& prefixes, std::string_view text) {
  std::optional<Ipv6Address> address = ParseIpv6(text);
  if (!address) return false;
  const Ipv6Prefix host{*address, 128};
  for (const Ipv6Prefix& prefix : prefixes) {
    if (prefix.Contains(host)) return true;
  }
  return false;
}

void Match(const KernelCall& call, const Cell* args, Cell& result) {
  if (call.state) {
    result = Cell::Bool(AnyContains(static_cast<const Prefixes*>(call.state)->prefixes, args[0].text));
    return;
  }
  std::vector<Ipv6Prefix> prefixes;
  for (size_t i = 1; i < call.types.size(); ++i) {
    if (std::optional<Ipv6Prefix> prefix = ParseIpv6Prefix(args[i].text)) prefixes.push_back(*prefix);
  }
  result = Cell::Bool(AnyContains(prefixes, args[0].text));
}

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  auto state = std::make_unique<Prefixes>();
  for (size_t i = 1; i < call.constants.size(); ++i) {
    if (!call.constants[i]) return std::unique_ptr<const CallState>();
    std::optional<Ipv6Prefix> prefix = ParseIpv6Prefix(call.constants[i]->text());
    if (!prefix)
      return Error{"`" + call.constants[i]->text() + "` is no subnet; subnets are written as in `10.0.0.0/8`"};
    state->prefixes.push_back(*prefix);
  }
  return std::unique_ptr<const CallState>(std::move(state));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCidrMatchFunction) = {
    .name = "cidr_match",
    .signature = "(address: string, subnet...: string) -> bool",
    .doc = "True when `address`, IPv4 or IPv6, lies in one of the subnets; false when it is absent or no address.",
    .example = "cidr(RemoteAddressIP4, subnet=[\"10.0.0.0/8\", \"192.168.0.0/16\"])",
    .null_rule = NullRule::kFalse,
    .prepare = Prepare,
    .kernel = Match,
};

}  // namespace quarry
