// True when the IPv4 address lies in one of the networks (texts, or dynamic arrays of them); null where it is no
// address.
#include "functions/function_def.h"
#include "functions/network/ip_address.h"
#include "functions/text/finder.h"

namespace quarry {

namespace {

struct Networks : CallState {
  std::vector<Ipv4Prefix> prefixes;
  explicit Networks(const std::vector<std::string>& texts) {
    for (const std::string& text : texts)
      if (const auto prefix = ParseIpv4Prefix(text)) prefixes.push_back(*prefix);
  }
};

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  const auto texts = ConstantNeedles(call);
  if (!texts) return std::unique_ptr<const CallState>();
  return std::unique_ptr<const CallState>(std::make_unique<Networks>(*texts));
}

bool Contain(const Networks& networks, const Ipv4Prefix& ip) {
  for (const Ipv4Prefix& range : networks.prefixes)
    if (ip.bits >= range.bits && range.Contains(ip.address)) return true;
  return false;
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto ip = ParseIpv4Prefix(args[0].text);
  if (!ip) return;
  if (call.state) {
    result = Cell::Bool(Contain(*static_cast<const Networks*>(call.state), *ip));
    return;
  }
  std::vector<std::string> texts;
  for (size_t i = 1; i < call.types.size(); ++i) AppendNeedles(call.types[i], args[i], call.arena, texts);
  result = Cell::Bool(Contain(Networks(texts), *ip));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIpv4IsInAnyRangeFunction) = {
    .name = "ipv4_is_in_any_range",
    .spelled = {{Lang::kKql, "ipv4_is_in_any_range"}},
    .signature = "(ip: string, ranges...: string|dynamic) -> bool",
    .doc =
        "True when the IPv4 address lies in one of the networks (texts, or dynamic arrays of them); null "
        "where it is no address.",
    .example = "T | where ipv4_is_in_any_range(RemoteIP, \"10.0.0.0/8\", \"192.168.0.0/16\")",
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry
