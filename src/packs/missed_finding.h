// Why a rule does not find what another one finds: the first step of its query after which no row is about it any more,
// or the parts of a Sigma rule's condition that hold and do not hold for it.
// A row is about a finding when its fields hold the finding's host, process and domain as texts.
// Thread rule: one thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "packs/rule_set.h"

namespace quarry {

// By key (FindingKey), one line each. Runs the rule's steps over the engine's inputs once for all keys.
std::map<std::string, std::string> WhyMissed(Engine& engine, const RuleText& rule,
                                             const std::vector<std::string>& keys);

}  // namespace quarry
